"""The inputs of a public report: the sheets and columns that may be shown, under names that no reader takes for inputs."""

from __future__ import annotations

import re

from planner.report import formats as f
from planner.report.inputs import write_input
from planner.report.layout import Book, text_height
from planner.scenario.layout import SheetLayout, sheets_of
from planner.scenario.scenario import Scenario
from planner.scenario.tables import TABLES

#: Columns that price agreements keep secret, or from which a net price follows.
SECRET = {
    "Indications": frozenset({
        "max_discount", "acceptance", "comparator_discount", "present_discount", "fair_price", "fixed_budget",
        "price_share_after", "volume_threshold", "volume_discount", "pay_back_cap",
    }),
    "Routes": frozenset({"acceptance_shift", "price_cap_share"}),
}  # fmt: skip
#: Free text of rows about products may say what the figures do not.
_NO_SOURCE = frozenset({"Indications", "Patients", "Uptake", "ResourceUse", "Routes"})
#: Sheets that may be shown. Acceptance, Relations, Sources, Scenarios and Uncertainty may not: they hold discounts, or may.
SHOWN = (
    "Settings", "Indications", "Patients", "Uptake", "Routes", "Phases", "Risks", "Frameworks", "BudgetLines", "Care",
    "ReferenceValues", "Resources", "ResourceUse",
)  # fmt: skip
#: Settings about suppliers and discounts.
_SECRET_SETTINGS = frozenset({"bargaining_power", "min_acceptance", "discount_step"})


class SecretNames:
    """The names in rules that stand for what agreements keep secret: columns, a figure, and risks that are defined by them."""

    def __init__(self, scenario: Scenario) -> None:
        self._names = {"icer_at_list"}.union(*SECRET.values())
        risks = scenario.table("Risks")
        rules = dict(zip(risks["risk"], risks["rule"], strict=True))
        for _ in rules:  # a risk may name another
            self._names |= {risk for risk, rule in rules.items() if self.in_text(rule)}

    def in_text(self, text: object) -> bool:
        """Whether a rule, or the names that it is made of, names one of them."""
        return isinstance(text, str) and not self._names.isdisjoint(re.findall(r"\w+", text))


def public_tables(book: Book) -> list[SheetLayout]:
    """What of the inputs may be shown."""
    tables = {}
    secret = SecretNames(book.figures.scenario)
    for sheet in SHOWN:
        frame = book.figures.scenario.tables[sheet]
        hidden = set(SECRET.get(sheet, ())) | ({"source"} if sheet in _NO_SOURCE else set())
        kept = [name for name in frame.columns if name in TABLES[sheet].columns and name not in hidden]
        rows = frame[kept]
        if sheet == "Settings":
            rows = rows[~rows["setting"].isin(_SECRET_SETTINGS)]
        for name in kept:  # open or closed by such a rule would tell the figure
            if TABLES[sheet].columns[name].kind == "rule":
                hidden_rule = book.words("public.rule")
                rows = rows.assign(**{name: [hidden_rule if secret.in_text(text) else text for text in rows[name]]})
        tables[sheet] = rows
    return [layout for layout in sheets_of(tables) if layout.rows]


def write_public_inputs(book: Book) -> list[str]:
    """Writes an index and one sheet per input sheet; returns the names of the sheets."""
    sheet, words = book.sheets["inputs"], book.words
    layouts = public_tables(book)
    names = [words("public.sheet", sheet=layout.sheet) for layout in layouts]
    book.paper(sheet)
    sheet.set_column(0, 0, 1.6)
    sheet.set_column(1, 1, 34)
    sheet.set_column(2, 2, 70)
    book.purpose(sheet, book.name("inputs"), words("public.inputs"), 2)
    book.header(sheet, 3, 1, [words("inputs.sheet"), words("inputs.content")], left=(0, 1))
    link = book.formats.link(bottom=1, bottom_color=f.RULE)
    for row, (layout, name) in enumerate(zip(layouts, names, strict=True), start=4):
        page = book.workbook.add_worksheet(name)
        write_input(book, page, layout)
        book.link(sheet, row, 1, f"internal:'{name}'!A1", name, link)
        key = f"inputs.meaning.{layout.sheet}"
        sheet.write_string(row, 2, words(key) if words.has(key) else "", book.formats.cell())
    row = 5 + len(layouts)
    for text in (words("public.left_out"), words("public.not_again")):
        sheet.merge_range(row, 1, row, 2, "", book.formats.note())
        sheet.write_string(row, 1, text, book.formats.note())
        sheet.set_row(row, text_height(text, 100, 9, 12.75))
        row += 1
    return names
