"""One self-contained HTML page of a scenario with variants: to open in a browser, to print, to send on."""

import sys
from pathlib import Path

import planner
from scenario_from_dataframes import tables

# One change of the input is one variant; the page shows it beside the base.
variants = {
    "scenario": ["half the discount"],
    "table": ["Indications"],
    "row": ["*"],
    "column": ["max_discount"],
    "operation": ["multiply"],
    "value": [0.5],
}


def main(target: str = "report.html") -> None:
    runs = planner.run(planner.scenario_from_tables({**tables, "Scenarios": variants}))
    page = planner.write_page(runs, Path(target))
    print(f"page: {page} ({page.stat().st_size / 1000:.0f} kB)")


if __name__ == "__main__":
    main(*sys.argv[1:])
