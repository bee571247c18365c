"""The arguments and options of the command line, each with its help; a command is short where it names them."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer


class Language(StrEnum):
    """The languages of a template."""

    nl = "nl"
    en = "en"


def _there(path: Path) -> Path:
    """The file, or a refusal that names the one in its folder that was probably meant."""
    if not path.exists():
        from planner.scenario.cells import missing_file

        raise typer.BadParameter(missing_file(path))
    return path


ScenarioFile = Annotated[
    Path,
    typer.Argument(metavar="SCENARIO.xlsx", help="The scenario workbook.", dir_okay=False, callback=_there),
]
Verbose = Annotated[bool, typer.Option("--verbose", "-v", help="Show the log, and the traceback of an error.")]
Routes = Annotated[
    list[str] | None,
    typer.Option(
        "--routes", metavar="SET", help="Take over a route set, such as vt-today or a workbook's path; may be repeated."
    ),
]
Output = Annotated[
    Path | None,
    typer.Option(
        "--output",
        "-o",
        metavar="REPORT.xlsx",
        help="The report; default: SCENARIO-report.xlsx beside the input. Where no plan fits within the limits, "
        "REPORT-infeasible.xlsx says which collide (default: SCENARIO-infeasible.xlsx).",
    ),
]
Page = Annotated[
    Path | None,
    typer.Option(
        "--page", metavar="REPORT.html", help="Write the report as one self-contained web page too, to send on."
    ),
]
Asked = Annotated[
    bool,
    typer.Option(
        "--answers",
        help="Answer what is asked of the plan too (prices, displacement per indication, limits, frontier), in the "
        "report; takes many times longer.",
    ),
]
Quick = Annotated[
    bool,
    typer.Option(
        "--quick", help="Leave out what the answer hangs on: the plan under other assumptions on displacement."
    ),
]
Sweeps = Annotated[
    list[str] | None,
    typer.Option(
        "--sweep",
        metavar="SWEEP",
        help="Plan again at other values of a setting, for the report: SETTING=FIRST:LAST:VALUES, such as "
        "budget=-50:50:5; two with x between are a grid; may be repeated. Settings: budget, "
        "drug_growth_limit, reference_value, discount, budget_line, lead_time. The setting sweeps of the scenario asks the same.",
    ),
]
Only = Annotated[
    str | None,
    typer.Option("--only", metavar="NAME", help="Solve this variant alone; base = the scenario without variants."),
]
TimeLimit = Annotated[
    float | None,
    typer.Option("--time-limit", metavar="SECONDS", min=0.01, help="Instead of the scenario's time_limit."),
]
Gap = Annotated[
    float | None,
    typer.Option("--gap", metavar="SHARE", min=0.0, max=1.0, help="Instead of the scenario's mip_gap."),
]
Public = Annotated[
    bool,
    typer.Option(
        "--public",
        help="Leave out confidential prices and what follows from them; totals over three products or more.",
    ),
]
