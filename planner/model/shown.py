"""Tables of a plan in the order of the user's workbook: they are computed in an order of their own (``Scenario.in_order``)."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from planner.scenario.order import as_stated
from planner.scenario.places import row_of
from planner.scenario.scenario import Scenario


def tables_as_stated(scenario: Scenario, tables: Mapping[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    """The tables of a plan, each with its rows as the sheets have what they are about."""
    frameworks = scenario.table("Frameworks")["framework"]
    care = scenario.table("Care")["care"] if scenario.settings.displacement_mode != "optimal" else ()
    return {
        **tables,
        "yearly": as_stated(tables["yearly"], indication=scenario.table("Indications")["indication"]),
        "spending": as_stated(tables["spending"], framework=frameworks),
        "displacement": as_stated(tables["displacement"], framework=frameworks, care=care),
        "limits": limits_as_stated(scenario, tables["limits"]),
    }


def limits_as_stated(scenario: Scenario, frame: pd.DataFrame) -> pd.DataFrame:
    """Limits (columns family, name and cell) by family, then by the first row of the sheet that sets one of that name."""
    groups = {name: at for at, name in enumerate(scenario.table("Indications")["patient_group"].dropna().unique())}
    row = [
        groups.get(name, 0) if family == "patient_group" else row_of(cell)
        for family, name, cell in zip(frame["family"], frame["name"], frame["cell"], strict=True)
    ]
    place = pd.Series(row, index=frame.index, dtype=int).groupby([frame["family"], frame["name"]]).transform("min")
    families = {name: at for at, name in enumerate(dict.fromkeys(frame["family"]))}
    order = frame.assign(place=place, part=frame["family"].map(families)).sort_values(["part", "place"], kind="stable")
    return order.drop(columns=["place", "part"]).reset_index(drop=True)
