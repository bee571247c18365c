"""The report of a scenario without a plan: which limits collide, where each is stated, and the least that must give way."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import numpy as np
import xlsxwriter

import planner
from planner.analysis.infeasible import Explanation
from planner.analysis.must_be_in import Forced
from planner.errors import Collision
from planner.model.money import TOLERANCE
from planner.report import formats as f
from planner.report.edition import input_of, title_of
from planner.report.layout import merged_text, text_height
from planner.report.numbers import DASH, known
from planner.report.paper import Paper
from planner.report.put import put
from planner.report.relations import relation_text
from planner.report.unplanned import place_of, unit_of
from planner.report.wording import Words, listed
from planner.scenario.frames import rows_of
from planner.scenario.scenario import Scenario

COLUMNS = {"limit": 44, "year": 8, "place": 36, "allowed": 14, "taken": 13, "unit": 14, "collides": 10, "relax": 14}
_TEXT = ("limit", "place", "unit", "collides")


def write_explanation(
    explanation: Explanation, scenario: Scenario, path: str | Path, *, created: datetime | None = None
) -> Path:
    """Writes why a scenario has no plan, in its language; returns where the workbook is (see ``put``).

    ``created`` is the moment that its pages state (default: now).
    """
    words, moment = Words(scenario.settings.language), created or datetime.now().astimezone()

    def make(temporary: Path) -> None:
        book = xlsxwriter.Workbook(str(temporary), {"strings_to_formulas": False, "strings_to_urls": False})
        book.set_properties({"title": title_of(words, scenario), "created": moment.replace(tzinfo=None)})
        _fill(book, words, explanation, scenario, _paper(words, scenario, moment))
        book.close()

    return put(Path(path), make)


def sentences(words: Words, explanation: Explanation, scenario: Scenario) -> list[str]:
    """What must give way at least, which limits cannot all hold; then what the arithmetic by itself shows."""
    key, count = "why.money" if explanation.relaxation > 0 else "why.other", count_of(explanation)
    texts = [words(key, money=words.numbers.million(explanation.relaxation))]
    texts.append(words("why.groups", n=words.numbers.count(count)) if count > 1 else words("why.collide"))
    by_limit: dict[tuple[str, str], list[Collision]] = {}
    for one in explanation.screen:
        by_limit.setdefault((one.family, one.name), []).append(one)
    for (family, name), found in by_limit.items():
        excess = _amount(words, max(one.excess for one in found), found[0].unit)
        years = words.numbers.years([one.year for one in found if one.year is not None])
        limit = limit_text(words, None, family, name)
        texts.append(words("why.before" if years else "why.before_ever", limit=limit, years=years, excess=excess))
        if (
            family == "framework"
            and scenario.settings.displacement_mode != "none"
            and not any(one.displaced for one in found)
        ):
            texts.append(words("why.protected", limit=limit))
    texts += [_forced(words, scenario, one) for one in explanation.forced]
    called = _called(scenario)
    texts += [words("why.no_option", name=called[name]) for name in explanation.no_option]
    return [*texts, words("why.displaceable")] if _more_than_stated(explanation, scenario) else texts


def _more_than_stated(explanation: Explanation, scenario: Scenario) -> bool:
    """Whether a framework of the table allows more than its budget, by the care that may give way."""
    stated = scenario.table("Frameworks").set_index(["framework", "year"])["budget"]
    return any(
        one.family == "framework" and one.limit > stated.get((one.name, one.year), np.inf) + TOLERANCE
        for one in rows_of(explanation.rows)
    )


def count_of(explanation: Explanation) -> int:
    """How many groups of limits were found that each cannot all hold."""
    return max((number for sets in explanation.rows["sets"] for number in sets), default=0)


def _forced(words: Words, scenario: Scenario, one: Forced) -> str:
    called, key = _called(scenario), f"limit.in.{one.family}"
    limit = words(key if words.has(key) else "limit.in.other", name=one.name)
    names = listed(words, [called[name] for name in one.indications], 160)
    needed, left = (_amount(words, amount, one.unit) for amount in (one.needed, one.left))
    when = "" if one.year is None else words("why.forced.when", year=one.year)
    return words.counted(
        "why.forced", len(one.indications), names=names, needed=needed, left=left, limit=limit, when=when
    )


def _called(scenario: Scenario) -> dict[str, str]:
    """What a reader calls each indication: its name, or its id."""
    table = scenario.table("Indications")
    return {
        str(key): str(name)
        for key, name in zip(table["indication"], table["name"].fillna(table["indication"]), strict=True)
    }


def _amount(words: Words, amount: float, unit: str) -> str:
    if unit == "EUR million":
        return words.numbers.million(amount)
    return f"{words.numbers.number(amount, 0 if float(amount).is_integer() else 1)} {unit_of(words, unit)}"


def limit_text(words: Words, scenario: Scenario | None, family: str, name: str) -> str:
    """What the report calls a limit; a relation in words where the scenario is given."""
    if family == "relation" and scenario is not None:
        return relation_text(words, scenario, name)
    key = f"limit.{family}"
    return words(key, name=name) if words.has(key) else f"{family} {name}"


def _paper(words: Words, scenario: Scenario, moment: datetime) -> Paper:
    """The margins of the report, with a flag that there is no plan."""
    variant = "" if scenario.name == "base" else words("flag.variant", name=scenario.name)
    flag = " · ".join(one for one in (variant, words("flag.none")) if one)
    made = words("made", when=words.numbers.moment(moment), version=planner.__version__)
    return Paper(title_of(words, scenario), flag, made, input_of(words, scenario), words("page"))


def _fill(book: Any, words: Words, explanation: Explanation, scenario: Scenario, paper: Paper) -> None:
    formats = f.Formats(book)
    sheet = book.add_worksheet(words("sheet.why"))
    paper.set(sheet)
    sheet.set_column(0, 0, 1.6)
    last = len(COLUMNS)
    for at, width in enumerate(COLUMNS.values(), start=1):
        sheet.set_column(at, at, width)
    sheet.set_row(0, 26.25)
    sheet.write_string(0, 1, words("why.title"), formats.title())
    row = 1
    if scenario.settings.title:
        merged_text(sheet, row, 1, last, scenario.settings.title, formats(text_wrap=True, bg_color=f.PANEL, indent=1))
        row += 1
    for at, text in enumerate(sentences(words, explanation, scenario)):
        merged_text(sheet, row, 1, last, text, formats(text_wrap=True, bg_color=f.PANEL, indent=1, bold=at == 0))
        sheet.set_row(row, text_height(text, sum(COLUMNS.values()) - 2, least=18))
        row += 1
    row += 1
    for at, name in enumerate(COLUMNS, start=1):
        side = {"align": "left", "indent": int(at > 1)} if name in _TEXT else {"align": "right"}
        sheet.write_string(row, at, words(f"why.{name}"), formats.header(**side))
    sheet.set_row(row, 30)
    sheet.freeze_panes(row + 1, 2)
    sheet.repeat_rows(row)
    for item in rows_of(explanation.rows):
        row += 1
        _row(sheet, formats, words, scenario, row, item, count_of(explanation))
    sheet.print_area(0, 0, row, last)


def _row(sheet: Any, formats: f.Formats, words: Words, scenario: Scenario, row: int, item: Any, groups: int) -> None:
    """One limit; where there are several groups that collide, the column says which it belongs to."""
    name = limit_text(words, scenario, str(item.family), str(item.name))
    place = place_of(str(item.sheet), str(item.cell))
    unit = words("why.million") if item.unit == "EUR million" else unit_of(words, str(item.unit))
    sets = words.numbers.join([str(number) for number in item.sets]) if groups > 1 else words("yes")
    values: dict[str, object] = {
        "limit": name, "year": item.year, "place": place, "allowed": item.limit, "taken": item.base, "unit": unit,
        "collides": sets if item.collides else DASH, "relax": item.relax_by,
    }  # fmt: skip
    tint: dict[str, Any] = {"bg_color": f.AMBER_TINT} if item.relax_by > 0 else {}
    for at, (key, value) in enumerate(values.items(), start=1):
        if isinstance(value, str):
            sheet.write_string(row, at, value, formats.cell(text_wrap=True, indent=int(at > 1), **tint))
        elif known(value):
            style = f.YEAR if key == "year" else _figure(item, key, float(value))  # type: ignore[arg-type]
            sheet.write_number(row, at, float(value), formats.cell(style, bold=key == "relax", **tint))  # type: ignore[arg-type]
        else:
            sheet.write_string(row, at, DASH, formats.cell(align="right", **tint))
    sheet.set_row(row, max(text_height(name, COLUMNS["limit"] - 1), text_height(place, COLUMNS["place"] - 1)))


def _figure(item: Any, key: str, value: float) -> str:
    """The number format of a figure: numbers of things are whole; what is allowed says whether at most, at least or exactly."""
    money = item.unit == "EUR million"
    decimals = "" if not money and value.is_integer() else ".00" if key == "relax" and value else ".0"
    body = f"#,##0{decimals}"
    if key != "allowed":
        return f'{body};"−"{body};"–"'
    exactly = item.family == "relation" and str(item.name).startswith("force_in ")
    return f'"{"=" if exactly else "≤"} "{body};"≥ "{body}'
