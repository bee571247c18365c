"""The words of the template: its first sheet, and the note on each column."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from planner.scenario.tables import TABLES, Column, Table
from planner.scenario.units import units_of

READ_ME = "Read me"

#: Columns that are needed although a row may do without them, with the reason.
MOSTLY_NEEDED = {
    "Indications.new_patients": "needed, unless the sheet Patients gives the patient-years of this indication"
}

NEEDED, OPTIONAL, LATER, OWN = "needed", "optional", "later", "own"

COLOURS = {
    NEEDED: "needed in every row",
    OPTIONAL: "an empty cell has the default that the note on the column names, or means no limit",
    LATER: "for a later version of planner: leave these columns and sheets empty, any other value is a problem",
    OWN: "your own remarks, which planner leaves alone: names of such columns and sheets start with # or note",
}

TITLE = "A scenario for planner"
PURPOSE = (
    "This workbook states a scenario: medicines, routes into the basic health package, money, and the care that may be "
    "displaced. planner finds the plan that gains most health within the limits. The rows that are here now are an invented "
    "example, which can be run as it is."
)

STEPS = (
    "Run the example first, to see what comes out:  planner run FILE.xlsx",
    (
        "Replace the example by your own rows, sheet by sheet: Settings, Frameworks, Care, Routes, then Indications and the "
        "curves they name. Only these five sheets must be there; of the others, delete the rows you do not need."
    ),
    "Rest the pointer on the name of a column to read what it means, what may stand there and what an empty cell means.",
    "Check:  planner check FILE.xlsx  lists everything to mend with its cell;  --mark COPY.xlsx  colours those cells in a copy.",
    "Run:  planner run FILE.xlsx  writes the report beside the workbook. The report holds these inputs and can be run again.",
)

RULES = (
    (
        "Empty cells",
        (
            "An absent limit is an empty cell or an absent row, never a very large number and never 0: a budget of 0 is "
            "a budget of nothing. Empty rows are skipped. Columns may stand in any order; optional ones may be deleted."
        ),
    ),
    (
        "Units",
        (
            "The unit of a column stands in brackets behind its name. Money may be given in another unit by changing the "
            "bracket: [EUR], [EUR thousand], [EUR million] or [EUR billion], as in  list_price [EUR thousand/patient-year]."
        ),
    ),
    (
        "Percentages",
        "Type 5% or 0.05. A share is from 0 to 100%; a growth percentage may be negative.",
    ),
    (
        "Dates",
        "An Excel date, 2026-07-01, or a year (which means 1 January). A date counts from the first of its month.",
    ),
    (
        "One-off treatment",
        (
            "treatment_years is 1, and list_price is the price of the whole treatment. Care that it avoids for longer: "
            "offset_cost per year and offset_years."
        ),
    ),
    (
        "Rules",
        (
            "eligible (sheet Routes) says who may use a route, in words such as  orphan and list_budget_impact < 10  or  "
            'effectiveness == "established" : names of columns of Indications, numbers, quoted text, and, or, not, == != < <= > '
            ">=, + - * / and brackets."
        ),
    ),
    (
        "Formulas",
        "Formulas are read by their stored value: save the workbook in Excel after changing one.",
    ),
    (
        "Variants",
        (
            "Each row of the sheet Scenarios is one change: set, multiply or add, in one column of one sheet, for one row (its "
            "first column), for all rows (*), or for the rows that meet a rule ( year >= 2027 ). Rows with the same name form "
            "one variant. Values are in the base unit of the column: prices in EUR, budgets in EUR million."
        ),
    ),
)

PRICES = (
    (
        "All money is in prices of one year: the setting price_year (empty = start_year). planner does not index. What was "
        "agreed in money of the day must be made real before it is filled in: a framework or budget by dividing it by the "
        "expected price index of that year (price_year = 1), a growth percentage as (1 + agreed growth) / (1 + inflation) "
        "- 1. An agreed growth of 5% a year at 2% inflation is 2.9% here."
    ),
    "Net prices are without VAT. euro_per_qaly and the reference values stay the same over the years.",
)

CERTAINTY = (
    ("published", "It stands so in a source that anyone can look up; write the source."),
    ("derived", "Calculated from published figures; write how, in the source."),
    (
        "assumed",
        "Everything else. An empty cell counts as assumed, and the report says which answers rest on such figures.",
    ),
    (
        "one figure",
        "source and certainty hold for a whole row. Where one figure is different, say so in the sheet Sources: it wins.",
    ),
)

DUTCH = (
    (
        "Deze werkmap beschrijft een scenario: geneesmiddelen, routes naar het basispakket, geld, en de zorg die kan worden "
        "verdrongen. De regels die er nu staan zijn een verzonnen voorbeeld. Vervang ze door uw eigen gegevens: donkerblauwe "
        "kolommen zijn nodig, lichtblauwe mogen leeg blijven, grijze zijn voor een latere versie. Houd de muis op een kolomnaam "
        "voor de uitleg."
    ),
    (
        "Alle bedragen staan in prijzen van één jaar (price_year): maak nominale afspraken, zoals een groeipercentage inclusief "
        "inflatie, eerst reëel. Percentages: 5% of 0,05. Vul bij elke rij de bron (source) in en hoe zeker de cijfers zijn "
        "(certainty: published = gepubliceerd, derived = afgeleid, assumed = aangenomen)."
    ),
    (
        'Controleren: planner check BESTAND.xlsx; doorrekenen: planner run BESTAND.xlsx. Zet in Settings de language op "nl" '
        "voor een Nederlands rapport."
    ),
)


def must_there_be(table: type[Table]) -> str:
    """Whether a sheet must be there, in words."""
    if table.later:
        return "later version"
    if table.sheet == "Care":
        return "needed, unless displacement_mode is none"
    return "needed" if table.needed else "optional"


def kind_of(sheet: str, column: Column) -> str:
    """Which header colour a column gets."""
    if column.later or TABLES[sheet].later:
        return LATER
    return NEEDED if column.required or f"{sheet}.{column.name}" in MOSTLY_NEEDED else OPTIONAL


def note_of(sheet: str, column: Column) -> str:
    """The note on a column: meaning, what is allowed, what an empty cell means, and whether it can be used already."""
    return "\n".join([column.header, _sentence(column.meaning), *_lines(sheet, column)])


def _lines(sheet: str, column: Column) -> Iterator[str]:
    if column.kind != "any":
        yield f"Allowed: {allowed_of(column)}."
    if column.money:
        yield f"Units: {', '.join(units_of(column))}."
    yield f"Empty: {empty_of(sheet, column)}."
    if kind_of(sheet, column) == LATER:
        yield "Not yet: this version of planner cannot use it. Leave it empty."
    elif column.later_choices:
        yield f"Not yet: {', '.join(column.later_choices)}."


def usable(column: Column) -> tuple[str, ...]:
    """The choices that this version of planner can use."""
    return tuple(choice for choice in column.choices if choice not in column.later_choices)


def allowed_of(column: Column) -> str:
    """What may stand in the cell now: without choices of a later version, and a share as a percentage too."""
    if column.later_choices:
        return replace(column, choices=usable(column)).allowed
    return f"{column.allowed} (0% to 100%)" if column.share else column.allowed


def empty_of(sheet: str, column: Column) -> str:
    """What an empty cell means."""
    mostly = MOSTLY_NEEDED.get(f"{sheet}.{column.name}")
    if mostly or column.required:
        return mostly or "not allowed"
    if "blank = " in column.meaning or "blank counts" in column.meaning:
        return "see above"
    if column.kind == "flag":
        return "no"
    if column.default not in (None, ""):
        return f"{column.default:g}" if column.numeric else str(column.default)
    return "not known, or no limit" if column.numeric else "nothing is said"


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:] + ("" if text.endswith(".") else ".")
