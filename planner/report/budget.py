"""The sheet Budget: a block per limit, with what is allowed, used and left in each year; live sums, differences and use."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from planner.report import charts
from planner.report import formats as f
from planner.report.binding import FULL
from planner.report.blocks import FIRST_YEAR, LABEL, NOTE_WIDTH, Block
from planner.report.budget_relations import write_groups, write_relations
from planner.report.budget_savings import write_premium, write_savings
from planner.report.budget_worth import write_marginal, write_worth_by_year, write_worth_note
from planner.report.layout import Book, page_breaks, page_height, pixels, print_scale
from planner.report.limit_names import growth_rate
from planner.report.numbers import known
from planner.report.worth import worth_sentence
from planner.report.years import by_calendar, tidy_zeros, when_most

#: The smallest print scale (percent) at which the sheet is put on one page.
SMALLEST = 60


def write_budget(book: Book) -> None:
    """Writes the sheet and registers the rows that Audit recomputes from, and the blocks that Summary links to."""
    sheet, figures = book.sheets["budget"], book.figures
    years = len(figures.years)
    scale = print_scale(50 + 9.2 * years + 10.5 + NOTE_WIDTH, 80)
    sheet.set_column(0, 0, 1.6)
    sheet.set_column(LABEL, LABEL, 50)
    sheet.set_column(FIRST_YEAR, FIRST_YEAR + years - 1, 9.2)
    sheet.set_column(FIRST_YEAR + years, FIRST_YEAR + years, 10.5)
    sheet.set_column(FIRST_YEAR + years + 1, FIRST_YEAR + years + 1, NOTE_WIDTH)
    last = FIRST_YEAR + years + 1
    book.purpose(sheet, book.name("budget"), book.words("budget.purpose", year=figures.price_year), last)
    sheet.freeze_panes(2, FIRST_YEAR)
    row = 3
    for framework in _names(figures.plan.spending["framework"]):
        row = _framework(book, row, framework)
        row = _growth(book, row, framework)
    for family in ("budget_line", "dossiers", "resource", "spending_cap"):
        for name in _names(_limits(book, family)["name"]):
            row = _yearly_limit(book, row, family, name)
    row = write_groups(book, row)
    row = write_relations(book, row)
    row = write_savings(book, row)
    row = write_premium(book, row)
    row = write_worth_note(book, row, last)
    book.heads.setdefault("budget", []).append(row)
    end = charts.growth(book, row, last, pixels(50, *[9.2] * years, 10.5, NOTE_WIDTH))
    sheet.print_area(0, 0, end, last)
    breaks = page_breaks(book.heads["budget"], end + 1, scale, 60)
    one_page = int(100 * page_height(100) / (60 + 15 * (end + 1 + len(book.heads["budget"]))))
    if breaks and one_page >= SMALLEST:
        scale, breaks = one_page, []
    sheet.set_h_pagebreaks(breaks)
    book.paper(sheet, scale=scale)


def _names(values: pd.Series) -> list[str]:
    return list(dict.fromkeys(str(value) for value in values))


def _limits(book: Book, family: str) -> pd.DataFrame:
    limits = book.figures.plan.limits
    return limits[limits["family"] == family]


def _framework(book: Book, row: int, name: str) -> int:
    """The framework: what is in it, the room that leaves, what is new, and what gives way."""
    words, figures = book.words, book.figures
    spending = figures.frameworks
    mine = by_calendar(spending[spending["framework"] == name], figures.years)
    numbers = tidy_zeros(mine.select_dtypes("number"))
    mine = mine.assign(**{str(name): numbers[name] for name in numbers})
    block = Block(book, row, words("budget.framework", name=name), _framework_note(book, mine))
    book.places["limit", "framework", name] = book.place("budget", block.head, LABEL)
    block.values("allowed", words("budget.allowed"), mine["budget"])
    block.values("care", words("budget.care"), mine["baseline_care"])
    block.values("drugs", words("budget.drugs"), mine["baseline_drugs"])
    anyway, new = mine["reference_cost"], mine["cost"] - mine["reference_cost"]
    room = mine["budget"] + mine["carry"] - mine["baseline_care"] - mine["baseline_drugs"] - anyway
    carries = bool(mine[["carry", "reference_carry"]].abs().max().max() > 1e-9)
    existing, allowed = "{drugs}", "{allowed}"
    if anyway.abs().max() > 1e-9:
        block.values("anyway", words("budget.anyway"), anyway)
        existing = "{drugs}+{anyway}"
    if carries:
        block.values("carried", words("budget.carried"), mine["carry"], total=False)
        allowed = "{allowed}+{carried}"
    left = f"{allowed}-{{care}}-" + existing.replace("+", "-")
    block.formulas("room", words("budget.room"), left, room, bold=True, top=1, top_color=f.NAVY, total=not carries)
    block.values("new", words("budget.new"), new)
    beyond = (new - room).clip(lower=0.0)
    if beyond.max() > 1e-9 or room.min() < -1e-9:
        _beyond(block, mine, beyond)
    unused = (room - new).clip(lower=0.0)
    block.formulas("unused", words("budget.unused"), "MAX(0,{room}-{new})", unused, bold=True, total=not carries)
    if carries:
        grey: dict[str, Any] = {"indent": 1, "font_color": f.TEXT_SECOND, "total": False}
        block.values("onward", words("budget.carried_on"), mine["carried_on"], **grey)
    _framework_limit(block, mine)
    share = (mine["baseline_drugs"] + mine["cost"]) / mine["budget"]
    if share.notna().any():
        block.formulas(
            "share",
            words("budget.share"),
            f"({existing}+{{new}})/{{allowed}}",
            share,
            f.PCT1,
            total=False,
            font_color=f.TEXT_SECOND,
        )
    write_worth_by_year(block, name)
    write_marginal(block, "framework", name)
    book.refs[f"budget.new.{name}"] = block.area("new")
    book.refs[f"budget.room.{name}"] = block.area("room")
    return block.close()


def _beyond(block: Block, mine: pd.DataFrame, beyond: pd.Series) -> None:
    """What goes beyond the room, and how much other care gives way for it (less what gives way without this plan)."""
    words = block.book.words
    grey: dict[str, Any] = {"indent": 1, "font_color": f.TEXT_SECOND}
    before = mine["reference_pressure"]
    carried = mine["reference_carry"] - mine["carry"]  # without the plan there may be other room
    gone = mine["displaced"] - mine["reference_displaced"]
    absorbed = beyond - before - gone
    block.formulas("beyond", words("budget.beyond"), "MAX(0,{new}-{room})", beyond)
    formula = "{beyond}"
    if before.max() > 1e-9:
        if carried.abs().max() > 1e-9:
            block.values("before", words("budget.beyond_reference"), before, **grey)
        else:
            block.formulas("before", words("budget.beyond_reference"), "MAX(0,-{room})", before, **grey)
        formula += "-{before}"
    if absorbed.abs().max() > 1e-9:
        block.values("absorbed", words("budget.absorbed"), absorbed, **grey)
        formula += "-{absorbed}"
    block.formulas("displaced", words("budget.displaced"), formula, gone, font_color=f.ORANGE_TEXT)
    block.book.refs[f"budget.displaced.{mine['framework'].dropna().iloc[0]}"] = block.area("displaced")


def _framework_limit(block: Block, mine: pd.DataFrame) -> None:
    """What counts for the hard limit, against the room with the largest displacement that is possible."""
    words, settings = block.book.words, block.book.figures.scenario.settings
    key = "budget.must_fit" if settings.budget_basis == "committed" else "budget.must_fit_expected"
    name = str(mine["framework"].dropna().iloc[0])
    most = mine["budget"] + mine["carry"] - mine["base"] + mine["pressure_limit"]
    finite = most.replace([np.inf, -np.inf], np.nan)
    if finite.notna().any():
        block.values("must_fit", words(key), mine["must_fit"])
        block.values("most", words("budget.most"), finite)
        block.use("use", words("budget.use_most"), "must_fit", "most")
        block.book.refs[f"budget.framework.used.{name}"] = block.area("must_fit")
        block.book.refs[f"budget.framework.allowed.{name}"] = block.area("most")


def _framework_note(book: Book, mine: pd.DataFrame) -> str:
    words, figures = book.words, book.figures
    unlimited = [year for year in figures.years if not known(mine["budget"][year])]
    added = mine["pressure"].fillna(0.0) - mine["reference_pressure"].fillna(0.0)
    beyond = [year for year in figures.years if added[year] > 1e-6]
    texts = [worth_sentence(book, "framework", str(mine["framework"].dropna().iloc[0]))]
    if unlimited:
        texts.append(words("budget.note.no_limit", years=words.numbers.years(unlimited)))
    if beyond:
        text = words.numbers.years(beyond, figures.years[-1])
        key = "budget.note.beyond" if text[0].isdigit() else "budget.note.beyond_from"
        texts.append(words(key, years=text))
    elif len(unlimited) < len(figures.years):
        texts.append(words("budget.note.within"))
    if not mine["pressure_limit"].fillna(0.0).max() > 0:
        texts.append(words("budget.note.hard"))
    basis = "committed" if figures.scenario.settings.budget_basis == "committed" else "expected"
    texts.append(words(f"budget.note.{basis}"))
    return "\n".join(text for text in texts if text)


def _growth(book: Book, row: int, name: str) -> int:
    """The limit on the growth of spending on medicines of one framework, where it has one."""
    words, figures = book.words, book.figures
    spending = figures.plan.spending
    mine = by_calendar(spending[spending["framework"] == name], figures.years)
    if not mine["growth_ceiling"].notna().any():
        return row
    target = figures.scenario.settings.growth_kind == "target"
    expected = figures.scenario.settings.budget_basis == "expected"
    room = mine["growth_ceiling"] - mine["baseline_drugs"]
    new = mine["growth_used"] - mine["baseline_drugs"]
    new = new.mask(new.abs() < 1e-9, 0.0)
    rate = growth_rate(figures, name)
    key = "budget.growth" if rate is None else "budget.growth_rate"
    title = words(key, name=name, rate=words.numbers.percent(rate or 0.0))
    block = Block(book, row, title, _growth_note(book, name, mine, room, new))
    book.places["limit", "growth", name] = book.place("budget", block.head, LABEL)
    block.values("ceiling", words("budget.ceiling_target" if target else "budget.ceiling"), mine["growth_ceiling"])
    block.values("drugs", words("budget.drugs"), mine["baseline_drugs"])
    block.formulas("room", words("budget.room"), "{ceiling}-{drugs}", room, bold=True, top=1, top_color=f.NAVY)
    block.values("new", words("budget.new_expected" if expected else "budget.new_if_signed"), new)
    if target:
        block.formulas("excess", words("budget.excess"), "MAX(0,{new}-{room})", (new - room).clip(lower=0.0))
    block.formulas("left", words("budget.left"), "{room}-{new}", room - new, bold=True)
    block.use("use", words("budget.use"), "new", "room")
    write_marginal(block, "growth", name)
    book.refs[f"budget.growth.used.{name}"] = block.area("new")
    book.refs[f"budget.growth.allowed.{name}"] = block.area("room")
    return block.close()


def _growth_note(book: Book, name: str, mine: pd.DataFrame, room: pd.Series, new: pd.Series) -> str:
    words, figures = book.words, book.figures
    settings = figures.scenario.settings
    table = figures.scenario.table("Frameworks")
    before = table[(table["framework"] == name) & (table["year"] == settings.start_year - 1)]["baseline_drugs"]
    texts = [worth_sentence(book, "growth", name), _fullness(book, new, room)]
    if settings.growth_kind == "target":
        texts.append(words("budget.note.target"))
    if settings.growth_base == "previous_year":
        texts.append(words("budget.note.previous"))
        path = float(before.iloc[0]) * float(np.prod(1.0 + mine["growth_limit"])) if len(before) else np.nan
        if known(path):
            texts.append(
                words(
                    "budget.note.previous_gain",
                    amount=words.numbers.million(float(before.iloc[0])),
                    year=settings.start_year - 1,
                    last=figures.years[-1],
                    path=words.numbers.million(path),
                )
            )
    elif len(before):
        texts.append(
            words("budget.note.path", amount=words.numbers.million(float(before.iloc[0])), year=settings.start_year - 1)
        )
    return "\n".join(text for text in texts if text)


def _fullness(book: Book, used: pd.Series, room: pd.Series) -> str:
    """``Full in 2029–2031.``, or the highest use."""
    words, years = book.words, book.figures.years
    full = [year for year in years if known(room[year]) and used[year] > 1e-9 and used[year] >= FULL * room[year]]
    if full:
        text = words.numbers.years(full, years[-1])
        return words("budget.note.full" if text[0].isdigit() else "budget.note.full_from", years=text)
    share = (used / room.where(room > 1e-9)).dropna()
    if share.empty or share.max() < 0.005:
        return words("budget.note.free_unused")
    return words(
        "budget.note.free", share=words.numbers.percent(float(share.max()), 0), year=when_most(words.numbers, share)
    )


def _yearly_limit(book: Book, row: int, family: str, name: str) -> int:
    """A budget line, the dossiers of a route, a resource or a cap on spending."""
    words, figures = book.words, book.figures
    mine = _limits(book, family)
    mine = by_calendar(mine[mine["name"].astype(str) == name], figures.years)
    allowed = (mine["limit"] - mine["base"].fillna(0.0)).replace([np.inf, -np.inf], np.nan)
    used = mine["used"].fillna(0.0)
    label = figures.route_names.get(name, name) if family == "dossiers" else name
    num_format = f.NUM if family == "dossiers" else f.NUM1
    prefix = "budget.line" if family == "budget_line" else f"budget.{family}"
    note = [worth_sentence(book, family, name), _fullness(book, used, allowed)]
    block = Block(book, row, words(prefix, name=label), "\n".join(text for text in note if text))
    book.places["limit", family, name] = book.place("budget", block.head, LABEL)
    block.values(
        "allowed",
        words("budget.line_budget" if family == "budget_line" else f"budget.{family}_capacity"),
        allowed,
        num_format,
    )
    block.values(
        "used", words("budget.line_used" if family == "budget_line" else f"budget.{family}_used"), used, num_format
    )
    block.formulas("left", words("budget.left"), "{allowed}-{used}", allowed - used, num_format, bold=True)
    block.use("use", words("budget.line_use"), "used", "allowed")
    write_marginal(block, family, name)
    book.refs[f"budget.{family}.used.{name}"] = block.area("used")
    book.refs[f"budget.{family}.allowed.{name}"] = block.area("allowed")
    return block.close()
