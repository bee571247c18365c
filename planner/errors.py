"""What can go wrong, for people: every message names a place, what was found, what is allowed and what to do."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

Severity = Literal["problem", "warning", "note"]


@dataclass(frozen=True)
class Problem:
    """One thing to mend (or to know), at one place of a scenario.

    ``sheet`` and ``cell`` say where (``cell`` is empty for a whole sheet; for tables that did not come from Excel it is
    ``row 3, column list_price``). ``message`` says what was found and what is allowed; ``hint`` what to do about it.
    ``code`` is a stable name of the kind of problem, for tests and for the documentation.
    """

    sheet: str
    cell: str
    message: str
    hint: str = ""
    code: str = "value"
    severity: Severity = "problem"

    @property
    def place(self) -> str:
        if self.sheet and self.cell:
            return f"{self.sheet}!{self.cell}" if self.cell.isalnum() else f"{self.sheet}, {self.cell}"
        return self.sheet or "scenario"

    def __str__(self) -> str:
        tail = f" ({self.hint})" if self.hint else ""
        return f"{self.place}: {self.message}{tail}"


class PlannerError(Exception):
    """Base of all errors that planner raises on purpose; ``exit_status`` is what the command line returns."""

    exit_status = 5


class ScenarioError(PlannerError):
    """The scenario holds mistakes that the user must mend; ``problems`` holds all of them, not only the first."""

    exit_status = 2

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems: Sequence[Problem] = tuple(problems)
        count = len(self.problems)
        head = "1 problem in the scenario" if count == 1 else f"{count} problems in the scenario"
        super().__init__("\n".join([head + ":", *(f"  {problem}" for problem in self.problems)]))

    def __reduce__(self) -> tuple[object, ...]:  # an exception is made again of its text, if nothing else is said
        return type(self), (self.problems,)


class UsageError(PlannerError):
    """A call or a command that cannot be carried out as asked (a missing file, a name that does not exist)."""

    exit_status = 2


@dataclass(frozen=True)
class Collision:
    """One limit that no plan can keep: in which year, and by how much even the plan that changes nothing breaks it.

    ``excess`` is NaN for a limit or relation that can be kept by itself, but not together with the others that are named.
    """

    family: str
    name: str
    year: int | None
    excess: float
    unit: str
    sheet: str
    cell: str = ""
    displaced: float = 0.0

    def __str__(self) -> str:
        when = f" in {self.year}" if self.year is not None else ""
        place = (
            f" ({self.sheet}{'!' if self.cell.isalnum() else ', '}{self.cell})"
            if self.cell
            else f" (sheet {self.sheet})"
        )
        after = f", even after displacing EUR {self.displaced:,.6g} million of other care" if self.displaced else ""
        if self.excess != self.excess:
            name = self.name if self.family == "relation" else f"of {self.name}"
            return f"{self.family.replace('_', ' ')} {name}{place}"
        if self.unit == "EUR million":
            return f"{self.family} of {self.name}{when} is exceeded by EUR {self.excess:,.6g} million{after}{place}"
        return f"{self.family} of {self.name}{when} is exceeded by {self.excess:,.6g} {self.unit}{place}"


Why = Literal["existing", "relations", "constraints"]

_WHY: Mapping[Why, str] = {
    "existing": "no plan fits within the limits: even without any admission the existing spending breaks them",
    "relations": "no plan keeps all limits and relations; these cannot hold together",
    "constraints": "no plan fits within the limits and the constraints that were added to the model",
}


class InfeasibleError(PlannerError):
    """No plan keeps all limits; ``collisions`` says which limits are broken, by how much, in which year.

    ``why``: ``existing`` spending breaks them without any admission, ``relations`` cannot hold together with the limits, or
    ``constraints`` that were added to the model leave nothing.
    """

    exit_status = 3

    def __init__(self, collisions: Sequence[Collision], why: Why = "existing") -> None:
        self.collisions = tuple(collisions)
        self.why: Why = why
        head = _WHY[why]
        super().__init__("\n".join([head + ("" if not self.collisions else ":"), *(f"  {c}" for c in self.collisions)]))

    def __reduce__(self) -> tuple[object, ...]:
        return type(self), (self.collisions, self.why)


class StoppedError(PlannerError):
    """The solver was stopped (by time) before it held any plan."""

    exit_status = 4


class AuditError(PlannerError):
    """The independent audit does not agree with the engine: a bug in planner, never a result."""

    exit_status = 5
