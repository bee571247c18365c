"""Why a scenario has no plan, in the language of the report: which limits are broken, when, by how much, and where set."""

from __future__ import annotations

from planner.errors import Collision, InfeasibleError, PlannerError, ScenarioError, StoppedError
from planner.report.numbers import known
from planner.report.reasons import capital
from planner.report.wording import Words
from planner.scenario.messages_nl import in_dutch


def why_no_plan(words: Words, error: PlannerError) -> list[str]:
    """What went wrong in one sentence, then a line for each limit or problem."""
    if isinstance(error, InfeasibleError):
        return [words(f"none.{error.why}"), *(broken(words, one) for one in error.collisions)]
    if isinstance(error, StoppedError):
        return [words("none.stopped")]
    if isinstance(error, ScenarioError):
        problems = [in_dutch(one) if words.language == "nl" else one for one in error.problems]
        return [words.counted("none.problems", len(problems)), *(f"{one.place}: {one.message}" for one in problems)]
    return [str(error)]


def broken(words: Words, one: Collision) -> str:
    """``The MSZ framework is exceeded by EUR 12 million in 2027, even after ... (Frameworks!C4)``."""
    key = f"limit.in.{one.family}"
    limit = words(key if words.has(key) else "limit.in.other", name=one.name)
    place = place_of(one.sheet, one.cell)
    if not known(one.excess):
        return words("none.together", limit=capital(limit), place=place)
    numbers = words.numbers
    if one.unit == "EUR million":
        much = numbers.million(one.excess)
    else:
        places = 0 if float(one.excess).is_integer() else 3
        much = f"{numbers.number(one.excess, places)} {unit_of(words, one.unit)}"
    when = "" if one.year is None else " " + words("none.in", year=one.year)
    after = words("none.after", money=numbers.million(one.displaced)) if one.displaced else ""
    return words("none.exceeded", limit=capital(limit), much=much, when=when, after=after, place=place)


def place_of(sheet: str, cell: str) -> str:
    """``Frameworks!C4``; a place that is no cell stands behind a comma, a sheet alone by itself."""
    return f"{sheet}!{cell}" if cell.isalnum() else ", ".join(part for part in (sheet, cell) if part)


def unit_of(words: Words, unit: str) -> str:
    """The unit of a limit in the language of the report."""
    key = f"unit.{unit}"
    return words(key) if words.has(key) else unit
