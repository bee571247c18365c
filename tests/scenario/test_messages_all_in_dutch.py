"""Every message and hint that reading and checking a scenario can give has its Dutch sentence."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import planner
from planner.errors import Problem
from planner.impact import openings
from planner.scenario.messages_nl import in_dutch

SOURCE = Path(planner.__file__).parent
FILES = [*sorted((SOURCE / "scenario").rglob("*.py")), SOURCE / "impact/openings.py", SOURCE / "impact/eligibility.py"]
#: Names and calls that hold what is said, and which arguments of a call.
SAID = ("message", "hint")
CALLS = {"at": (4, 5), "Problem": (2, 3), "RuleError": (0, 1), "ChangeError": (1, 2), "Wrong": (0,), "_problem": (3, 5)}
METHODS = {"_problem": (2, 4), "_head_problem": (2, 4)}


def _hints_by_column() -> Iterator[tuple[str, str]]:
    """What to do about a blank figure that an open route needs."""
    yield from (("hint", text) for text in openings._HINTS.values())


def _texts(node: ast.expr) -> Iterator[str]:
    """The sentences that an expression can be, with a sample for each part that is filled in."""
    match node:
        case ast.Constant(value=str(text)):
            yield text
        case ast.JoinedStr(values=parts):
            yield "".join(str(part.value) if isinstance(part, ast.Constant) else "Sample" for part in parts)
        case ast.IfExp(body=body, orelse=orelse):
            yield from _texts(body)
            yield from _texts(orelse)
        case ast.BoolOp(values=values):
            for value in values:
                yield from _texts(value)


def _said(path: Path) -> Iterator[tuple[str, str]]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Assign):
            names = [target.id for target in node.targets if isinstance(target, ast.Name) and target.id in SAID]
            for name in names:
                yield from ((name, text) for text in _texts(node.value))
        elif isinstance(node, ast.Call):
            name, places = _places(node.func)
            for place, argument in enumerate(node.args):
                if place in places:
                    kind = "hint" if name == "Wrong" or place == places[-1] else "message"
                    yield from ((kind, text) for text in _texts(argument))


def _places(called: ast.expr) -> tuple[str, tuple[int, ...]]:
    """The name of a function that is called, and which of its arguments are said."""
    match called:
        case ast.Name(id=name):
            return name, CALLS.get(name, ())
        case ast.Attribute(attr=name):
            return name, METHODS.get(name, ())
    return "", ()


#: Sentences that are put together from more than one piece, each with an example of the whole.
WHOLE = {
    "Sample Sample": "Sample holds a formula that was never calculated",
    'Sampletext goes between quotes: "Sample"': 'did you mean orphan? text goes between quotes: "Sample"',
    "did you mean Sample? ": 'did you mean Sample? text goes between quotes: "orfan"',
    "Sample Sample in a rule": "'Sample' and 'orfan' are unknown names in a rule",
    "Sample Sample not used: the sheet Patients gives the patient-years of Sample":
        "uptake, Sample are not used: the sheet Patients gives the patient-years of B",
    "Sample as assumed: Sample": "2 rows without certainty count as assumed: Sample 2",
    "Sample changes nothing": "change 1 (Care, *, Sample) changes nothing",
    "Sample is blank": 'the rule "Sample > 1" has no answer for Care!B2: spending is blank',
    "Sample: Sample": "change 2 (Care, *, name): Care has no column Sample",
    "the rule cannot be readSample": "the rule cannot be read near 'Sample'",
}  # fmt: skip

ALL = sorted(
    {(kind, text) for path in FILES for kind, text in _said(path) if " " in text.strip()} | set(_hints_by_column())
)


def test_the_sentences_are_found() -> None:
    assert sum(kind == "message" for kind, _ in ALL) > 90
    assert sum(kind == "hint" for kind, _ in ALL) > 70


@pytest.mark.parametrize(("kind", "text"), ALL, ids=[text[:60] for _, text in ALL])
def test_it_has_a_dutch_sentence(kind: str, text: str) -> None:
    text = WHOLE.get(text, text)
    said = in_dutch(Problem("Sheet", "A1", text, "") if kind == "message" else Problem("Sheet", "A1", "", text))
    dutch = said.message if kind == "message" else said.hint
    assert dutch != text
    assert dutch.count("Sample") >= min(1, text.count("Sample"))
    assert not any(f" {word} " in f" {dutch} " for word in ("the", "is not", "expected", "blank", "there"))


@pytest.mark.parametrize(
    ("english", "dutch"),
    [
        ("the unit of list_price is [USD]; expected one of [EUR], [EUR million]",
         "de eenheid van list_price is [USD]; verwacht: één van [EUR], [EUR million]"),
        ("the unit of years is [month]; expected no unit", "de eenheid van years is [month]; verwacht: geen eenheid"),
        ("prevalence is blank, but the rule of route direct needs it",
         "prevalence is leeg, maar de regel van route direct vraagt dat"),
        ('Indications has no column "x" that can be changed', 'Indications heeft geen kolom "x" die kan worden gewijzigd'),
        ("max_share of A adds up to 1.72 over its 3 rows; expected at most 1",
         "max_share van A telt over 3 rijen op tot 1,72; verwacht: hoogstens 1"),
        (("baseline_care of MSZ is 27,773.3 EUR million in 2026, but its categories in the sheet Care spend 26,650; expected at "
         "least as much"),
         ("baseline_care van MSZ is 27.773,3 mln euro in 2026, maar de categorieën op het blad Care geven 26.650 uit; verwacht: "
         "minstens evenveel")),
        ("share is 1.5; expected a number from 0 to 0.5", "share is 1,5; verwacht: een getal van 0 tot en met 0,5"),
    ],
)  # fmt: skip
def test_units_figures_and_what_asks_are_dutch_too(english: str, dutch: str) -> None:
    assert in_dutch(Problem("", "", english)).message == dutch


def test_a_figure_to_type_is_typed_the_dutch_way() -> None:
    hint = "was 35% meant? then type 35% or 0.35"
    assert in_dutch(Problem("", "", "", hint)).hint == "is 35% bedoeld? typ dan 35% of 0,35"


def test_parts_that_are_phrases_are_dutch_too() -> None:
    message = "in variant Duur: Uptake: max_discount is blank, but route sluis, which is open to A, needs it"
    assert in_dutch(Problem("", "", message)).message == (
        "in variant Duur: Uptake: max_discount is leeg, maar route sluis, die open is voor A, heeft dat nodig"
    )
    unused = 'curve "snel" is not used: no indication names this uptake curve'
    said = in_dutch(Problem("", "", unused)).message
    assert said == 'curve "snel" telt niet: geen indicatie noemt deze curve van marktpenetratie'
    would = "max_discount would be 1.2; expected a number from 0 to 1, in base units"
    assert in_dutch(Problem("", "", would)).message == (
        "max_discount zou 1,2 worden; verwacht: een getal van 0 tot en met 1, in basiseenheden"
    )
