"""What the tests of the shipped scenarios share."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from pathlib import Path

import pandas as pd

import planner

NAMES = ("sluis-2025", "msz-2026", "replay-2015", "horizon-450")
FOLDER = Path(__file__).resolve().parents[2] / "scenarios"


def path_of(name: str) -> Path:
    return FOLDER / f"{name}.xlsx"


@cache
def read(name: str) -> planner.Scenario:
    return planner.read_scenario(path_of(name))


@cache
def made(name: str) -> dict[str, pd.DataFrame]:
    """The tables as the script makes them now."""
    return import_module(f"scenarios.make.{name.replace('-', '_')}").tables()


def annuity(years: float, rate: float) -> float:
    """Present value of 1 a year, by the definition rather than by the scripts' code."""
    return sum(min(1.0, years - year) / (1 + rate) ** year for year in range(1000) if year < years)
