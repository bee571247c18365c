"""Everything that must be mended in a scenario, at once: what reading finds, what the option table needs, and the variants.

Where something is wrong already, the option table is asked about the rows that are good, as far as what it then needs holds
however the others are mended.
"""

from __future__ import annotations

from dataclasses import replace

from planner.errors import Problem, ScenarioError
from planner.impact.openings import needs
from planner.impact.options import enumerate_options
from planner.scenario.build import Reading
from planner.scenario.doubts import InDoubtError, guarded, without_rows
from planner.scenario.places import in_order
from planner.scenario.scenario import Scenario
from planner.scenario.tables import TABLES
from planner.scenario.variants import mistakes_of_variants, rows_of_whole_variants, variants

#: Rows (sheet, column with a name) that rows of another sheet hang on, and the column of those with that name.
_LINKS = (
    ("Phases", "route", "Routes", "route"),
    ("Patients", "indication", "Indications", "indication"),
    ("Uptake", "curve", "Indications", "uptake"),
    ("Acceptance", "curve", "Indications", "acceptance"),
)


def to_mend(reading: Reading) -> tuple[list[Problem], list[Problem]]:
    """The problems of a scenario, its option table and its variants; and its warnings, where it can be used. In order of cell."""
    if not reading.mistakes:
        found, warnings = _used(reading.checked())
    else:
        found, warnings = [*reading.mistakes, *_needed_by_good_rows(reading)], []
        found += mistakes_of_variants(reading.scenario, reading.doubts)
        wrong = reading.wrong_rows("Scenarios")
        if len(wrong) and all(problem.sheet == "Scenarios" for problem in reading.mistakes):
            whole = rows_of_whole_variants(reading.scenario, wrong)
            rest = set(range(len(reading.scenario.tables["Scenarios"]))) - whole
            found += _used(without_rows(reading.scenario, {"Scenarios": rest}))[0]
    return in_order(dict.fromkeys(found), reading.sheets), in_order(warnings, reading.sheets)


def _used(base: Scenario) -> tuple[list[Problem], list[Problem]]:
    """Problems and warnings of the option tables of base and variants; those of one variant alone name it."""
    problems: list[Problem] = []
    warnings = list(base.warnings)
    for name, stated in {"base": base, **variants(base)}.items():
        if isinstance(stated, ScenarioError):
            problems += stated.problems
            continue
        warnings += [warning for warning in stated.warnings if warning not in base.warnings]
        try:
            enumerate_options(stated)
        except ScenarioError as error:
            new = [problem for problem in error.problems if problem not in problems]
            problems += [
                one if name == "base" else replace(one, message=f"in variant {name}: {one.message}") for one in new
            ]
    return problems, warnings


def _needed_by_good_rows(reading: Reading) -> list[Problem]:
    """What the option table needs for the rows with which nothing is wrong; nothing where that hangs on a value in doubt."""
    try:
        return needs(_good_rows(reading))
    except InDoubtError:
        return []


def _good_rows(reading: Reading) -> Scenario:
    """The scenario without the rows with which something is wrong, and those that hang on one.

    To read what is in doubt and cannot be left out raises InDoubtError.
    """
    scenario = reading.scenario
    gone = {sheet: reading.wrong_rows(sheet) for sheet in TABLES}

    def in_doubt(sheet: str) -> bool:
        return bool(gone[sheet]) or reading.doubts.unknown(f"{sheet}.{name}" for name in TABLES[sheet].columns)

    def spread(sheet: str, column: str, target: str, name: str) -> None:
        """Rows of ``target`` with the name of a row of ``sheet`` that goes, go too."""
        names = scenario.table(sheet)[column].tolist()
        lost = {names[row] for row in gone[sheet]} - {None}
        gone[target] |= {row for row, found in enumerate(scenario.table(target)[name]) if found in lost}

    closed = {sheet for sheet in ("Risks", "ReferenceValues") if in_doubt(sheet)}
    for sheet, column, target, name in _LINKS:
        if reading.doubts.unknown([f"{sheet}.{column}"]):
            closed.add(sheet)  # its rows may be about any of them
        spread(sheet, column, target, name)
    # indications of one product share their budget impact; which one of two with one name is meant, nobody knows
    for column in ("indication", "product"):
        spread("Indications", column, "Indications", column)
    if reading.doubts.unknown(["Indications.product"]):
        closed.add("Indications")
    for sheet, column, target, name in _LINKS[:2]:  # what is about a row that is not there, or goes, goes too
        kept = {found for row, found in enumerate(scenario.table(target)[name]) if row not in gone[target]}
        gone[sheet] |= {row for row, found in enumerate(scenario.table(sheet)[column]) if found not in kept}
    return guarded(without_rows(scenario, gone), reading.doubts, closed)
