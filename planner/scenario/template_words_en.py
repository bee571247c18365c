"""The template in English."""

from planner.scenario.template_words import NEEDED, OPTIONAL, OWN, TemplateWords

ENGLISH = TemplateWords(
    read_me="Read me",
    title="A scenario for planner",
    purpose=(
        "This workbook states a scenario: medicines, routes into the basic health package, money, and the care that may be "
        "displaced. planner finds the plan that gains most health within the limits. The rows that are here now are an invented "
        "example, which can be run as it is."
    ),
    steps=(
        "Run the example first, to see what comes out:  planner run FILE.xlsx",
        (
            "Replace the example by your own rows, sheet by sheet: Settings, Frameworks, Care, Routes, then Indications and the "
            "curves they name. Only these five sheets must be there; of the others, delete the rows you do not need."
        ),
        "Rest the pointer on the name of a column to read what it means, what may stand there and what an empty cell means.",
        (
            "Check:  planner check FILE.xlsx  lists everything to mend with its cell;  --mark COPY.xlsx  colours those cells in "
            "a copy."
        ),
        "Run:  planner run FILE.xlsx  writes the report beside the workbook. The report holds these inputs and can be run again.",
    ),
    kinds={
        NEEDED: ("needed", "needed in every row"),
        OPTIONAL: ("optional", "an empty cell has the default that the note on the column names, or means no limit"),
        OWN: (
            "own",
            "your own remarks, which planner leaves alone: names of such columns and sheets start with # or note",
        ),
    },
    rules=(
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
                'effectiveness == "established" : names of columns of Indications, numbers, quoted text, and, or, not, == != < '
                "<= > >=, + - * / and brackets."
            ),
        ),
        (
            "Formulas",
            "Formulas are read by their stored value: save the workbook in Excel after changing one.",
        ),
        (
            "Variants",
            (
                "Each row of the sheet Scenarios is one change: set, multiply or add, in one column of one sheet, for one row "
                "(its first column), for all rows (*), or for the rows that meet a rule ( year >= 2027 ). Rows with the same "
                "name form one variant. Values are in the base unit of the column: prices in EUR, budgets in EUR million."
            ),
        ),
    ),
    prices=(
        (
            "All money is in prices of one year: the setting price_year (empty = start_year). planner does not index. What was "
            "agreed in money of the day must be made real before it is filled in: a framework or budget by dividing it by the "
            "expected price index of that year (price_year = 1), a growth percentage as (1 + agreed growth) / (1 + inflation) "
            "- 1. An agreed growth of 5% a year at 2% inflation is 2.9% here."
        ),
        "Net prices are without VAT. euro_per_qaly and the reference values stay the same over the years.",
    ),
    certainty=(
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
    ),
    other_language=(
        "In het Nederlands",
        "Dezelfde werkmap met Nederlandse uitleg, en daarna een Nederlands rapport:  planner template BESTAND.xlsx --language nl",
    ),
    phrases={
        "how": "How to fill it in",
        "step": "Step {}",
        "colours": "Colours of the column names",
        "cells": "What may stand in a cell",
        "prices": "Prices of one year",
        "certainty": "How sure a figure is",
        "sheets": "The sheets",
        "sheet": "sheet",
        "row": "one row is",
        "must": "must it be there",
        "needed": "needed",
        "needed.care": "needed, unless displacement_mode is none",
        "optional": "optional",
        "new_patients": "needed, unless the sheet Patients gives the patient-years of this indication",
        "allowed": "Allowed: {}.",
        "units": "Units: {}.",
        "empty": "Empty: {}.",
        "share": "{} (0% to 100%)",
        "empty.never": "not allowed",
        "empty.above": "see above",
        "empty.no": "no",
        "empty.number": "not known, or no limit",
        "empty.text": "nothing is said",
        "yes": "yes",
        "no": "no",
        "expected": "Expected {}.",
        "meaning": "note meaning",
        "allowed.head": "note allowed",
        "default": "note default",
    },
)
