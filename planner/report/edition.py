"""What every output of one plan shares: its words and figures, when and by what it was made, its title and its flag."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from planner.analysis.answers import Answers
from planner.report.figures import Figures
from planner.report.wording import Words, shortened
from planner.scenario.messages_nl import in_dutch
from planner.scenario.scenario import Scenario


@dataclass
class Edition:
    """One plan to be reported in one language; ``created`` is the moment that the report states.

    ``answers`` holds what was asked of the plan (None: nothing); what was not asked is left out.
    """

    words: Words
    figures: Figures
    created: datetime
    version: str
    answers: Answers | None = field(default=None, kw_only=True)

    def name(self, key: str) -> str:
        """The translated name of a result sheet, and of the section of the page that shows the same."""
        return self.words(f"sheet.{key}")

    @property
    def title(self) -> str:
        return title_of(self.words, self.figures.scenario)

    @property
    def flag(self) -> str:
        """What a reader of any page must know: a variant, or a plan that is not proven."""
        if self.figures.scenario.name != "base":
            return self.words("flag.variant", name=self.figures.scenario.name)
        if self.figures.proven:
            return ""
        if self.figures.plan.outcome.stopped == "time":
            return self.words("flag.unproven")
        return self.words("flag.gap", gap=self.words.numbers.gap(float(self.figures.plan.outcome.gap)))

    @property
    def remarks(self) -> list[str]:
        """What was noted while the input was read, in the report's language."""
        found = self.figures.scenario.warnings
        return [str(in_dutch(problem) if self.words.language == "nl" else problem) for problem in found]

    @property
    def file_line(self) -> str:
        """The input's file, in the margin of a printed page."""
        return self.figures.scenario.origin.file

    @property
    def input_line(self) -> str:
        return input_of(self.words, self.figures.scenario)


def title_of(words: Words, scenario: Scenario) -> str:
    """What stands above every page."""
    return scenario.settings.title or words("untitled")


def input_of(words: Words, scenario: Scenario) -> str:
    """Which input a page was made of: its file, and the ends of its checksum."""
    origin = scenario.origin
    if not origin.file:
        return words("input_tables")
    return words("input", file=shortened(origin.file, 60), sha=f"{origin.sha256[:4]}…{origin.sha256[-4:]}")
