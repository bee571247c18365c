"""The reports of solved scenarios, written once for all tests."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from reported import MOMENT, answered, in_language, solved

import planner


@pytest.fixture(scope="session")
def report(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Path]:
    """The path of the report of a solved scenario, in a language; with all answers where they are asked for."""
    folder = tmp_path_factory.mktemp("reports")

    @cache
    def write(name: str, language: str = "nl", answers: bool = False) -> Path:
        target = folder / f"{name.replace(':', '-')}-{language}{'-answers' if answers else ''}.xlsx"
        if not answers:
            return planner.write_report(in_language(solved(name), language), target, created=MOMENT)
        asked = replace(answered(name), plan=in_language(answered(name).plan, language))
        return planner.write_report(asked.plan, target, answers=asked, created=MOMENT)

    return write
