"""Draws the pictures of the documentation: ``python docs/pictures.py`` (needs LibreOffice and pdftoppm).

``_static/summary.png`` is the first page of the report on ``scenarios/msz-2026.xlsx``, in English.
"""

from __future__ import annotations

import subprocess
import tempfile
from pathlib import Path

import planner

ROOT = Path(__file__).resolve().parents[1]
ENGLISH = [
    ("Settings", "language", "value", "set", "en"),
    ("Settings", "title", "value", "set", "Which new hospital medicines fit from 2026, and what do they displace?"),
]


def draw(report: Path, picture: Path) -> None:
    """The first page of a workbook as a picture; raises CalledProcessError where a program fails."""
    folder = report.parent
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    convert = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder), str(report)]
    subprocess.run(convert, check=True, capture_output=True)  # noqa: S603 - our own
    first = ["pdftoppm", "-r", "105", "-f", "1", "-l", "1", "-singlefile", "-png"]
    subprocess.run([*first, str(report.with_suffix(".pdf")), str(picture.with_suffix(""))], check=True)  # noqa: S603


def scenario() -> planner.Scenario:
    """``scenarios/msz-2026.xlsx`` with a report in English."""
    return planner.read_scenario(ROOT / "scenarios/msz-2026.xlsx").with_changes(*ENGLISH, name="base")


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.xlsx"
        planner.write_report(planner.optimise(scenario()), report)
        draw(report, ROOT / "docs/_static/summary.png")


if __name__ == "__main__":
    main()
