"""Live formulas: LibreOffice, made to calculate them anew, finds what planner wrote; and sees a figure that was changed."""

from __future__ import annotations

import math
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from odd import ODD
from reported import formulas, recalculated, values

Report = Callable[..., Path]
FEW = [("sluis-2025", "nl"), ("ex16_variants", "en"), ("made:32", "nl")]
#: With all answers.
ASKED = [("ex16", "nl", True)]
MORE = [
    ("made:3", "en"), ("ex20_pressure20", "nl"), ("ex20_room3", "en"), ("ex14_carry0", "nl"), ("ex09_previous_year_0_4_9", "en"),
    *((name, ("nl", "en")[number % 2]) for number, name in enumerate(ODD)),
]  # fmt: skip


@pytest.mark.libreoffice
@pytest.mark.parametrize("names", [FEW + ASKED, pytest.param(MORE, marks=pytest.mark.slow)], ids=["few", "more"])
def test_every_formula_has_the_value_that_a_spreadsheet_finds(
    report: Report, tmp_path: Path, names: list[tuple[Any, ...]]
) -> None:
    paths = [report(*asked) for asked in names]
    for path, done in zip(paths, recalculated(paths, tmp_path), strict=True):
        written, found = values(path), values(done)
        stated = formulas(path)
        assert len(stated) > 20
        for (sheet, address), formula in stated.items():
            place = f"{path.name} {sheet}!{address} {formula}"
            before, after = written[sheet].get(address), found[sheet].get(address)
            assert before is not None, place
            if isinstance(before, str):
                assert after == before, place
            else:
                assert isinstance(after, int | float), f"{place}: {after}"
                assert math.isclose(float(before), float(after), rel_tol=1e-9, abs_tol=1e-9), (
                    f"{place}: {before} {after}"
                )


@pytest.mark.parametrize(("name", "language"), FEW + MORE)
def test_audit_agrees(report: Report, name: str, language: str) -> None:
    audit = values(report(name, language))["Controle" if language == "nl" else "Audit"]
    verdicts = [value for address, value in audit.items() if address.startswith("F") and 4 < int(address[1:]) < 25]
    agrees, all_agree = ("klopt", "alles klopt") if language == "nl" else ("agrees", "all agree")
    assert all_agree in verdicts
    assert set(verdicts[: verdicts.index(all_agree)]) == {agrees}


@pytest.mark.slow
@pytest.mark.libreoffice
def test_a_changed_figure_is_seen(report: Report, tmp_path: Path) -> None:
    """Break one number, each time another: Audit never says that all agrees."""
    path = report("made:32")
    changes = [
        ("Besluiten", "L", "Nr", "patients of the first row"),
        ("Besluiten", "M", "Nr", "QALYs of the first row"),
        ("Verdringing", "G", "Verdrongen zorg, mln euro", "care displaced in one year"),
        ("Verdringing", "N", "Verdrongen zorg, mln euro", "euros per QALY"),
        ("Verdringing", "G", "Gebruikte ruimte in het kader, mln euro", "room used in one year"),
        ("Budget", "G", "Kader MSZ", "the framework in one year"),
    ]
    paths = [_broken(path, tmp_path / f"{number}.xlsx", *change[:3]) for number, change in enumerate(changes)]
    for change, done in zip(changes, recalculated(paths, tmp_path), strict=True):
        audit = values(done)["Controle"]
        verdicts = [value for address, value in audit.items() if address.startswith("F")]
        assert "afwijking" in verdicts, change
        assert "alles klopt" not in verdicts, change


def _broken(path: Path, target: Path, sheet: str, column: str, head: str) -> Path:
    """A copy with one number changed: in ``column``, in the row under the row that begins with ``head``."""
    book = openpyxl.load_workbook(path)
    row = next(row[1].row for row in book[sheet].iter_rows() if row[1].value == head)
    cell = book[sheet][f"{column}{row + 1}"]
    assert isinstance(cell.value, int | float), f"{sheet}!{cell.coordinate} is {cell.value}"
    cell.value = cell.value - 3
    book.save(target)
    return target
