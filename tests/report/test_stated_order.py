"""A scenario in another order: the report says the same, in the order of the workbook; and so for any hash seed."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import pytest
from made import made
from shuffled import same_plan, shuffled
from test_golden import readable

import planner
from planner.scenario.scenario import Scenario

SHIPPED = Path(__file__).resolve().parents[2] / "scenarios"


def words(path: Path) -> Counter[tuple[str, str]]:
    """How often each sheet says each word: lists stand in the order of the workbook, and rows are numbered."""
    found: Counter[tuple[str, str]] = Counter()
    sheet = ""
    for line in readable(path).splitlines():
        sheet = line if line.startswith("== ") else sheet
        if "Invoer" in line or "Input" in line:  # the name of the file
            continue
        # without the number of the row and the columns of its cells
        for cell in re.sub(r"^ *\d+ ", "", line).split(" | "):
            if re.search(r"\d+ (andere|others)", cell):  # it names the first ones of the workbook
                continue
            found.update((sheet, word.lower()) for word in re.findall(r"\w+", re.sub(r"^[A-Z]+: ", "", cell)))
    return found


def the_report_says_the_same(scenario: Scenario, folder: Path) -> None:
    other = shuffled(scenario, 3)
    plans = [planner.optimise(one) for one in (scenario, other)]
    same_plan(*plans)
    now = datetime(2026, 11, 30, 12, 0, tzinfo=UTC)  # a minute may pass between the two
    said = [words(planner.write_report(plan, folder / f"{at}.xlsx", created=now)) for at, plan in enumerate(plans)]
    assert said[0] == said[1]
    assert plans[1].decisions["indication"].tolist() == other.tables["Indications"]["indication"].tolist()
    assert plans[1].spending["framework"].iloc[0] == other.tables["Frameworks"]["framework"].iloc[0]


def test_sluis_2025(tmp_path: Path) -> None:
    the_report_says_the_same(planner.read_scenario(SHIPPED / "sluis-2025.xlsx"), tmp_path)


def test_a_report_in_which_everything_occurs(tmp_path: Path) -> None:
    the_report_says_the_same(made(12, "en"), tmp_path)


@pytest.mark.slow
def test_msz_2026(tmp_path: Path) -> None:
    the_report_says_the_same(planner.read_scenario(SHIPPED / "msz-2026.xlsx"), tmp_path)


_ASKED = """
import sys
import planner
from generate import national
from shuffled import shuffled
found = planner.optimise(shuffled(national(1, 12), 5), mip_gap=0.05)
print(found.decisions.sort_values("indication").to_csv(), found.limits.to_csv(), repr(found.totals), found.outcome.bound)
"""


def test_the_same_plan_for_any_hash_seed() -> None:
    """Sets and dicts of names come in another order in every process."""
    folders = [str(Path(__file__).parents[1] / "model"), str(SHIPPED.parent / "benchmarks"), *sys.path]
    said = [
        subprocess.run(
            [sys.executable, "-c", _ASKED],
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": os.pathsep.join(folders)},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    ]
    assert said[0] == said[1]
