"""Every example runs as it stands, in a process of its own, and says what it is meant to say."""

from __future__ import annotations

import os
import subprocess
import sys
from fnmatch import fnmatch
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
EXAMPLES = sorted((ROOT / "examples").glob("*.py"))

SAYS = {
    # 400 vaccinated, 200 screened, 450 operated; of 15,000 hours 13,600 go there, so 1,400 of dialysis' 15,000: 9.3%
    "benefits_package": ["dialysis        admit 0.093333", "resource nurse hours", "EUR 2.600 million"],
    "changed_scenarios": ["budget x 0.999: ", "proven to 0.00%", "budget x 1.001: 2 admitted"],
    # 0.6 x 120 patient-years x EUR 34,323 proves insufficient; 20 patients are treated when the term ends, x 0.6
    "conditional_admission": ["Y: admit from 2026", "proves insufficient: EUR 2.47 million", "when it stops: 12"],
    "read_optimise_report": ["of 3 candidates admitted", "MSZ", "report: ", "public-report.xlsx"],
    "scenario_from_dataframes": ["net: "],
    "own_constraint": ["variables", "with it: "],
    "route_sets": ["as stated: 6 pairs", "ASMD by beneluxa: supplier 55%, needed 92%"],
    "page": ["page: report.html"],
    "answers": [
        "walk-away price of X: ",
        "costs others",
        "one EUR million more",
        "report.html",
        "half the budget: EUR",
    ],
    "variants": ["growth 4 %: ", "base: ", "half the discount: ", "dear care: "],
}


def run_example(path: Path, *arguments: str, folder: Path) -> str:
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONWARNINGS": "error"}
    shown = subprocess.run(
        [sys.executable, str(path), *arguments],
        capture_output=True,
        text=True,
        cwd=folder,
        env=environment,
        check=False,
    )
    assert shown.returncode == 0, shown.stderr
    return shown.stdout


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_example_runs(path: Path, tmp_path: Path) -> None:
    arguments = [str(ROOT / "scenarios" / "sluis-2025.xlsx")] if path.stem == "read_optimise_report" else []
    shown = run_example(path, *arguments, folder=tmp_path)
    assert [text for text in SAYS[path.stem] if text not in shown] == []
    ignored = [line.lstrip("/") for line in (ROOT / ".gitignore").read_text(encoding="utf-8").splitlines() if line]
    left = [made.name for made in tmp_path.iterdir()]
    assert [name for name in left if not any(fnmatch(name, pattern) for pattern in ignored)] == []


def test_the_report_of_the_example_is_there(tmp_path: Path) -> None:
    run_example(
        ROOT / "examples" / "read_optimise_report.py",
        str(ROOT / "scenarios" / "sluis-2025.xlsx"),
        "mine.xlsx",
        folder=tmp_path,
    )
    assert (tmp_path / "mine.xlsx").stat().st_size > 0


def test_the_own_constraint_costs_health(tmp_path: Path) -> None:
    shown = run_example(ROOT / "examples" / "own_constraint.py", folder=tmp_path)
    line = next(line for line in shown.splitlines() if line.startswith("net QALYs without"))
    free, calm = (float(part.split()[-1]) for part in line.replace(",", " ").split(" with it:"))
    assert calm < free


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_examples_are_short(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) < 60
