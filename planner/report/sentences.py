"""The headline and the sentence under it: what a reader who stops there must be able to say, and be right."""

from __future__ import annotations

from typing import Any

from planner.report.compared import Variants
from planner.report.figures import ADMITTED, IN_PACKAGE, LATER, Figures
from planner.report.objective import possible
from planner.report.reasons import Reasons
from planner.report.wording import Words


def years_text(words: Words, count: int) -> str:
    """``tien`` (the Dutch pattern adds "jaar") or ``ten years``."""
    if words.language == "nl":
        return words.numbers.count(count)
    return f"{words.numbers.count(count)} {'year' if count == 1 else 'years'}"


def headline(words: Words, figures: Figures, reasons: Reasons) -> str:
    """What the plan does and what it yields net; "best" only where that is proven."""
    admitted, candidates = figures.kind_count(*ADMITTED), int(figures.plan.totals.candidates)
    more = possible(words, figures)
    if not candidates:
        return words("headline.none.empty")
    if not admitted:
        return (
            _nothing(words, figures, reasons, candidates) if figures.proven else words("headline.found.none", more=more)
        )
    values = {
        "what": words.counted("headline.what", candidates, admitted=words.numbers.number(admitted)),
        "years": years_text(words, len(figures.years)),
        "net": words.qalys(words.numbers.number(figures.net, figures.decimals)),
    }
    return words("headline.best", **values) if figures.proven else words("headline.found", more=more, **values)


def _nothing(words: Words, figures: Figures, reasons: Reasons, candidates: int) -> str:
    """Why nothing is admitted: one reason where all share it, else the counts."""
    kinds = set(figures.decisions["kind"]) - set(IN_PACKAGE)
    codes = [
        reasons.of(name).code for name in figures.decisions["indication"][~figures.decisions["kind"].isin(IN_PACKAGE)]
    ]
    named = words.counted("n_candidates", candidates)
    one = ".one" if candidates == 1 else ""
    if set(codes) == {"too_dear"}:
        return (
            words.counted("headline.none.lock", candidates)
            if kinds == {"lock"}
            else words(f"headline.none.too_dear{one}", candidates=named)
        )
    if len(set(codes)) == 1 and words.has(f"headline.none.{codes[0]}"):
        return words(f"headline.none.{codes[0]}{one}", candidates=named)
    order = ("too_dear", "no_route", "no_room", "loses", "beaten", "within_gap", "own_constraint")
    parts = [
        words.counted(f"count.{code}", codes.count(code))
        for code in order
        if code in codes and words.has(f"count.{code}")
    ]
    return words(f"headline.none.mixed{one}", candidates=named, reasons=words.numbers.join(parts))


def under_headline(words: Words, figures: Figures, reasons: Reasons, variants: Variants | None) -> str:
    """Gained, by whom, against what is lost, by whom; what changes where every supplier signs; and where the variants are."""
    texts = []
    if figures.kind_count(*ADMITTED):
        texts += [_gain(words, figures), _loss(words, figures)]
    else:
        texts.append(words("sub.none"))
    if variants:
        texts.append(_all_signed(words, figures, reasons, variants))
    if not figures.kind_count(*ADMITTED) and figures.plan.totals.candidates:
        texts.append(words("sub.why", sheet=words("sheet.decisions")))
    if variants:
        texts.append(words.counted("sub.variants", len(variants.found), sheet=words("sheet.variants")))
    return " ".join(text for text in texts if text)


def _gain(words: Words, figures: Figures) -> str:
    """Who gains how much; patients and patient-years are never added up."""
    gained = words.qalys(words.numbers.number(figures.gained, figures.decimals))
    years = words.numbers.people(figures.patient_years)
    people = words.numbers.people(figures.patients - figures.patient_years)
    if not figures.patient_years:
        return words.counted("sub.gain", people, patients=words.patients(people), gained=gained)
    if figures.patients - figures.patient_years < 1e-9:
        return words("sub.gain_years_only", years=years, gained=gained)
    return words.counted("sub.gain_years", people, patients=words.patients(people), years=years, gained=gained)


def treated(words: Words, figures: Figures, decision: Any) -> str:
    """How many one decision treats: ``110 patients``, or ``10,400 patient-years`` where the input gives those."""
    people = words.numbers.people(float(decision.patients))
    return words.counted("n_patient_years" if figures.in_years(decision.indication) else "n_patients", people)


def who_gains(words: Words, figures: Figures, decision: Any, qalys: float) -> str:
    """``110 patients gain 300 QALYs.`` or ``In 10,400 patient-years of treatment 444 QALYs are gained.``"""
    people, gained = words.numbers.people(float(decision.patients)), words.qalys(words.numbers.qalys(qalys))
    if figures.in_years(decision.indication):
        return words("sub.gain_years_only", years=people, gained=gained)
    return words.counted("gains", people, patients=words.patients(people), gained=gained)


def _all_signed(words: Words, figures: Figures, reasons: Reasons, variants: Variants) -> str:
    """What the best plan admits even where every supplier gives the price that is asked, when a variant says so."""
    frame = reasons.frame
    too_dear = list(frame["indication"][frame["code"] == "too_dear"])
    name = variants.all_signed(too_dear)
    if name is None:
        return ""
    then, candidates = variants.plans[name].kind_count(*ADMITTED), int(figures.plan.totals.candidates)
    values = {"variant": name, "candidates": candidates, "admitted": words.numbers.number(then)}
    return words("sub.all_signed_some" if then < candidates else "sub.all_signed_all", **values)


def _loss(words: Words, figures: Figures) -> str:
    """What is not available for other care, how much of it is displaced, and the health that others miss."""
    numbers = words.numbers
    lost = figures.rounded(figures.lost)
    if abs(figures.lost) < 1e-9 or lost == 0:
        return words("sub.no_loss")
    money = figures.displaced_euro + (figures.room_euro if figures.counts_room else 0.0)
    text = words.qalys(numbers.number(abs(figures.lost), figures.decimals))
    if figures.lost < 0:
        return words("sub.free", money=numbers.million(abs(money)), lost=text)
    values = {"money": numbers.million(money), "displaced": numbers.million(figures.displaced_euro), "lost": text}
    key = (
        "sub.loss_displaced"
        if not figures.counts_room
        else "sub.loss_part"
        if figures.displaced_euro > 1e-6
        else "sub.loss"
    )
    ratio = 100 * figures.lost / figures.gained if figures.gained > 1e-9 else 0.0
    if ratio < 0.5:
        return words(key, **values) + words("sub.end")
    return words(key, **values) + words("sub.per_hundred", ratio=numbers.number(ratio))


def admitted_note(words: Words, figures: Figures) -> str:
    """Under the first tile: how many start now, how many later, how many on condition."""
    now = figures.kind_count(*(kind for kind in ADMITTED if kind not in LATER))
    later, year = figures.kind_count(*LATER), figures.years[0]
    conditional = figures.kind_count("conditional", "conditional_later")
    stay = figures.kind_count("stay")
    if not now + later:
        return words.counted("tile.admitted.stay", stay) if stay else ""
    key = "tile.admitted.now" if now and later else "tile.admitted.all_now" if now else "tile.admitted.all_later"
    texts = [words(key, now=now, later=later, year=year)]
    if conditional:
        texts.append(words("tile.admitted.conditional", n=conditional))
    return "; ".join(texts)
