"""The sheet Audit: every total recomputed by Excel from the other sheets, then where the figures come from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from planner.report import formats as f
from planner.report.edition import Edition
from planner.report.figures import ADMITTED
from planner.report.layout import Book, merged_text, text_height
from planner.report.numbers import known
from planner.report.objective import named, possible
from planner.report.watch import Warn

WHAT, ENGINE, FORMULA, DIFFERENCE, VERDICT, HOW = range(1, 7)
WIDTHS = {WHAT: 58, ENGINE: 15, FORMULA: 15, DIFFERENCE: 15, VERDICT: 12, HOW: 62}
HEAD = 3
TOLERANCE = 0.001


@dataclass(frozen=True)
class Check:
    """One recomputation: what the engine says, the formula, and how; ``limit`` marks a check that a limit is kept."""

    key: str
    label: str
    engine: float
    formula: str
    how: str
    num_format: str = f.NUM1
    limit: bool = False


def write_audit(book: Book, warnings: list[Warn]) -> None:
    sheet, words = book.sheets["audit"], book.words
    book.paper(sheet)
    sheet.set_column(0, 0, 1.6)
    for column, width in WIDTHS.items():
        sheet.set_column(column, column, width)
    book.purpose(sheet, book.name("audit"), words("audit.purpose"), HOW)
    sheet.freeze_panes(HEAD + 1, WHAT + 1)
    heads = ("what", "engine", "formula", "difference", "verdict", "how")
    book.header(sheet, HEAD, WHAT, [words(f"audit.{head}") for head in heads], left=(0, 4, 5), indent=1)
    sheet.set_row(HEAD, 20.25)
    checks = _checks(book)
    for offset, check in enumerate(checks):
        _write_check(book, HEAD + 1 + offset, check)
    row = _write_all(book, checks)
    row = _write_provenance(book, row + 2)
    row = _write_list(book, row + 1, words("audit.watch"), [str(warning) for warning in warnings])
    row = _write_list(book, row, words("audit.reading"), book.remarks)
    sheet.print_area(0, 0, row - 1, HOW)


def _checks(book: Book) -> list[Check]:
    """All checks in the order of the sheet; each formula reads other sheets only (or checks above it)."""
    words, figures, refs = book.words, book.figures, book.refs
    qaly = f.decimals_format(max(1, figures.table_decimals))
    counted = "+".join(f'COUNTIF({refs["decisions.decision"]},"{words.kind(kind)}")' for kind in ADMITTED)
    patients, health = (f"SUM({refs[name]})" for name in ("decisions.patients", "decisions.gained"))
    gained = _check(book, "gained", figures.gained, health, qaly, how="sum")
    lost = _lost_checks(book, qaly)
    formula = "-".join("{" + check.key + "}" for check in (gained, *lost))
    rate, start = figures.scenario.settings.discount_rate_effects, figures.years[0]
    discounted = f"SUMPRODUCT({refs['displacement.net']}/(1+{rate!r})^({refs['displacement.years']}-{start}))"
    label = words(
        "audit.net_discounted" if named(words, figures) else "audit.objective", rate=words.numbers.percent(rate)
    )
    how = words("audit.objective.how", displacement=book.name("displacement"), year=start)
    return [
        _check(book, "admitted", figures.kind_count(*ADMITTED), counted, f.NUM),
        _check(book, "patients", figures.patients, patients, how="sum"),
        gained,
        *lost,
        _check(book, "net", figures.net, formula, qaly),
        *_money_checks(book),
        *_limit_checks(book),
        Check("objective", label, float(figures.plan.totals.net), discounted, how, qaly),
    ]


def _places(book: Book) -> dict[str, str]:
    return {name: book.name(name) for name in ("decisions", "budget", "displacement")}


def _check(
    book: Book, key: str, engine: float, formula: str, num_format: str = f.NUM1, *, name: str = "", how: str = ""
) -> Check:
    """A check whose label and explanation stand under ``audit.`` and its key, unless they have another ``name``."""
    label = book.words(f"audit.{name or key}", period=book.figures.period)
    return Check(
        key, label, engine, formula, book.words(f"audit.{how or name or key}.how", **_places(book)), num_format
    )


def _lost_checks(book: Book, qaly: str) -> list[Check]:
    figures, refs = book.figures, book.refs
    checks = []
    euro, rate = refs.get("displacement.euro"), refs.get("displacement.rate")
    if euro and rate:
        checks.append(_check(book, "displaced", figures.displaced, f"SUMPRODUCT({euro}/{rate})*1000000", qaly))
    if figures.counts_room:
        checks.append(_check(book, "room", figures.room, refs["displacement.room"], qaly))
    return checks


def _money_checks(book: Book) -> list[Check]:
    figures, refs = book.figures, book.refs

    def sums(start: str) -> str:
        return "+".join(f"SUM({area})" for name, area in refs.items() if name.startswith(start))

    checks = [
        _check(book, "spending", figures.spending, f"SUM({refs['decisions.spending_year']})"),
        _check(book, "frames", figures.spending, sums("budget.new."), name="spending_frames"),
    ]
    if "budget.saving.paid" in refs:
        checks.append(_check(book, "paid", figures.paid, f"SUM({refs['budget.saving.paid']})"))
    if gone := sums("budget.displaced."):
        checks.append(_check(book, "pressure", figures.displaced_euro, gone))
    return checks


def _limit_checks(book: Book) -> list[Check]:
    """The sum of what goes beyond each family of limits; 0 where all are kept."""
    words, refs, places = book.words, book.refs, _places(book)
    how = words("audit.limit.how", **places)
    target = book.figures.scenario.settings.growth_kind == "target"
    checks = []
    for family in ("framework", "growth", "budget_line", "dossiers", "resource", "spending_cap"):
        names = [name.split(".", 3)[3] for name in refs if name.startswith(f"budget.{family}.used.")]
        if not names:
            continue
        parts = []
        for name in names:
            used, allowed = refs[f"budget.{family}.used.{name}"], refs[f"budget.{family}.allowed.{name}"]
            # A blank (no limit in that year) counts as nothing to exceed.
            parts.append(f"SUMPRODUCT((ROUND({used}-{allowed},6)>0)*ISNUMBER({allowed})*({used}-{allowed}))")
        over_target = family == "growth" and target
        engine = float(book.figures.plan.spending["growth_excess"].sum()) if over_target else 0.0
        label = words("audit.growth_target" if over_target else f"audit.{family}")
        checks.append(Check(family, label, engine, "+".join(parts), how, f.NUM1, limit=not over_target))
    for key, family in (("groups", "patient_group"), ("relations", "relation")):
        left = refs.get(f"budget.{key}")
        if left:
            formula = f"SUMPRODUCT((ROUND({left},6)<0)*(-{left}))"
            how = words("audit.kept.how", left=words("budget.left"), **places)
            checks.append(Check(family, words(f"audit.{family}"), 0.0, formula, how, f.NUM1, limit=True))
    return checks


def _write_check(book: Book, row: int, check: Check) -> None:
    sheet, words, formats = book.sheets["audit"], book.words, book.formats
    own = {name.split(".", 1)[1]: ref.split("!")[1] for name, ref in book.refs.items() if name.startswith("audit.")}
    formula = check.formula.format(**own) if "{" in check.formula else check.formula
    zero_shown = check.num_format.replace('"–"', "0")
    sheet.write_string(row, WHAT, check.label, formats.cell())
    sheet.write_number(row, ENGINE, float(check.engine), formats.cell(zero_shown))
    book.formula(sheet, row, FORMULA, f"={formula}", formats.cell(zero_shown), float(check.engine))
    book.formula(sheet, row, DIFFERENCE, f"=D{row + 1}-C{row + 1}", formats.cell(f.DIFFERENCE), 0.0)
    ok, wrong = words("audit.ok"), words("audit.wrong")
    verdict = f'=IF(ISNUMBER(E{row + 1}),IF(ABS(E{row + 1})<{TOLERANCE},"{ok}","{wrong}"),"{wrong}")'
    book.formula(sheet, row, VERDICT, verdict, formats.cell(bold=True, indent=1), ok)
    sheet.write_string(row, HOW, check.how, formats.cell(font_color=f.TEXT_SECOND, text_wrap=True, indent=1))
    sheet.set_row(row, text_height(check.how, WIDTHS[HOW] - 1))
    book.refs[f"audit.{check.key}"] = book.cell("audit", row, FORMULA)
    if check.limit:
        book.refs[f"verdict.{check.key}"] = book.cell("audit", row, VERDICT)


def _write_all(book: Book, checks: list[Check]) -> int:
    """One verdict over all: it counts what agrees, so that an error value can never read as agreement."""
    sheet, words, formats = book.sheets["audit"], book.words, book.formats
    first, row = HEAD + 1, HEAD + 1 + len(checks)
    ok = words("audit.ok")
    counted = f'COUNTIF(F{first + 1}:F{row},"{ok}")'
    count = len(checks)
    formula = f'=IF({counted}={count},"{words("audit.all_ok")}",{count}-{counted}&"{words("audit.some_wrong")}")'
    for column in range(WHAT, HOW + 1):
        sheet.write_blank(row, column, None, formats.total())
    sheet.write_string(row, WHAT, words("audit.all"), formats.total())
    book.formula(sheet, row, VERDICT, formula, formats.total(indent=1), words("audit.all_ok"))
    green = book.workbook.add_format({"bg_color": f.GREEN_TINT, "font_color": f.GREEN})
    red = book.workbook.add_format({"bg_color": f.AMBER, "font_color": f.ORANGE_TEXT, "bold": True})
    for text, style in ((ok, green), (words("audit.all_ok"), green)):
        rule = {"type": "cell", "criteria": "==", "value": f'"{text}"', "format": style, "stop_if_true": True}
        sheet.conditional_format(first, VERDICT, row, VERDICT, rule)
    sheet.conditional_format(first, VERDICT, row, VERDICT, {"type": "no_blanks", "format": red})
    book.refs["audit.all"] = book.cell("audit", row, VERDICT)
    return row


def _write_provenance(book: Book, row: int) -> int:
    sheet, words = book.sheets["audit"], book.words
    book.header(sheet, row, WHAT, [words("audit.provenance"), *[""] * 5], left=(0,))
    sheet.set_row(row, 20.25)
    for label, text in provenance(book):
        row += 1
        sheet.write_string(row, WHAT, label, book.formats.cell(font_color=f.TEXT_SECOND))
        merged_text(sheet, row, ENGINE, HOW, text, book.formats.cell(text_wrap=True))
        sheet.set_row(row, text_height(text, sum(WIDTHS.values()) - WIDTHS[WHAT]))
    return row + 1


def provenance(book: Edition) -> list[tuple[str, str]]:
    """Where the figures come from and how they were made, as labels and texts."""
    words, figures = book.words, book.figures
    numbers, plan = words.numbers, figures.plan
    outcome, origin = plan.outcome, figures.scenario.origin
    versions = ", ".join(f"{name} {version}" for name, version in sorted(outcome.versions.items()))
    sha = " ".join(origin.sha256[at : at + 16] for at in range(0, len(origin.sha256), 16))
    more, objective = possible(words, figures), named(words, figures)
    gap = numbers.gap(float(outcome.gap)) if known(outcome.gap) else "–"
    asked = numbers.gap(float(outcome.gap_asked))
    key = "proven" if figures.proven else "time" if outcome.stopped == "time" else "gap"
    size = [
        words.counted(f"audit.size.{name}", numbers.number(outcome.size.get(name, 0)))
        for name in ("options", "rows", "columns")
    ]
    seconds = [
        f"{words(f'stage.{name}')} {numbers.number(value, 1)}"
        for name, value in outcome.seconds.items()
        if words.has(f"stage.{name}")
    ]
    rows = [
        (words("audit.source"), origin.file or words("audit.tables")),
        (words("audit.sha"), sha or "–"),
        (words("audit.made"), numbers.moment(book.created)),
        (words("audit.version"), f"planner {book.version}"),
        (words("audit.solver"), versions or "HiGHS"),
        (
            words("audit.outcome"),
            words(f"audit.outcome.{key}", **({} if key == "proven" else {"gap": gap, "asked": asked, "more": more})),
        ),
        *([(words("audit.goal"), objective)] if objective else []),
        *([(words("audit.extended"), words("audit.extended.text"))] if outcome.extended else []),
        (words("audit.ties"), words("audit.ties.text")),
        (words("audit.size"), ", ".join(size)),
    ]
    if outcome.pruned:
        counts = {
            name: numbers.number(outcome.pruned[key])
            for name, key in (
                ("alone", "break a limit alone"),
                ("bound", "bound"),
                ("tree", "tree"),
                ("nodes", "nodes"),
                ("dives", "dives"),
                ("cuts", "cuts"),
                ("kept", "in the model"),
            )
        }
        rows.append((words("audit.pruned"), words("audit.pruned.text", **counts)))
    elif outcome.unpruned in ("shares", "no_plan"):
        # nobody expects it of a small model; own constraints are said above
        rows.append((words("audit.pruned"), words(f"audit.unpruned.{outcome.unpruned}")))
    if seconds:
        total = numbers.number(sum(outcome.seconds.values()), 1)
        rows.append((words("audit.time"), words("audit.time.text", total=total, parts=", ".join(seconds))))
    return [*rows, (words("audit.independent"), _independent(book))]


def _independent(book: Edition) -> str:
    """What the engine's own audit found, in one sentence."""
    words, rows = book.words, book.figures.plan.audit.rows
    numbers = words.numbers
    compared = int(rows["figures"].sum()) if "figures" in rows else len(rows)
    wrong = int((~rows["agrees"].astype(bool)).sum())
    if wrong:
        text = words("audit.independent.wrong", n=numbers.number(compared), k=wrong)
    else:
        largest = float(np.nanmax([0.0, *rows["difference"].abs().to_numpy(dtype=float)]))
        # Two figures that differ by rounding in the last digits are the same figure; the digits change by machine.
        most = "0" if largest == 0 else f"< {numbers.number(1e-6, 6)}" if largest < 1e-6 else numbers.number(largest, 6)
        text = words("audit.independent.count", n=numbers.number(compared), most=most)
    return f"{text}. {words('audit.independent.note')}"


def _write_list(book: Book, row: int, title: str, texts: list[str]) -> int:
    if not texts:
        return row
    sheet: Any = book.sheets["audit"]
    book.header(sheet, row, WHAT, [title, *[""] * 5], left=(0,))
    sheet.set_row(row, 20.25)
    for text in texts:
        row += 1
        merged_text(sheet, row, WHAT, HOW, text, book.formats.cell(text_wrap=True))
        sheet.set_row(row, text_height(text, sum(WIDTHS.values())))
    return row + 2
