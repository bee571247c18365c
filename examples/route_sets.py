"""What one decision asks for under today's routes, and under the routes that others propose."""

from pathlib import Path

import planner

scenario = planner.read_scenario(Path(__file__).parent.parent / "scenarios" / "sluis-2025.xlsx")

for sets in ([], ["joint-negotiation"], ["financial-arrangement", "parallel"]):
    options = planner.enumerate_options(planner.with_routes(scenario, *sets))
    openings = options.openings
    print(f"{', '.join(sets) or 'as stated'}: {len(openings)} pairs of indication and route")
    for row in openings[openings["condition"] == "ceiling_and_supplier"].itertuples():
        print(
            f"  {row.indication} by {row.route}: supplier {row.supplier_discount:.0%}, needed {row.needed_discount:.0%}"
        )
