"""English: the sheet Inflow."""

INFLOW: dict[str, str] = {
    "sheet.inflow": "Inflow",
    "inflow.purpose": "The way into the package: phases, work and capacity, risks, and conditional trajectories that "
    "start, run, convert and end.",
    "inflow.phase": "Decisions that complete a phase, by year",
    "inflow.months": "Months\n(mean)",
    "inflow.waiting": "QALYs\nlost",
    "inflow.pools": "Work and capacity by year",
    "inflow.work": "{pool}: work",
    "inflow.capacity": "{pool}: capacity",
    "inflow.use": "{pool}: use",
    "inflow.route": "Yield of the work, by route",
    "inflow.decisions": "Decisions",
    "inflow.work_total": "Work",
    "inflow.gained": "QALYs\ngained",
    "inflow.per_work": "QALYs per\nunit of work",
    "inflow.risk": "Risk",
    "inflow.candidates": "Candidates",
    "inflow.admitted": "Of which\nadmitted",
    "inflow.control": "Control",
    "inflow.trajectories": "Trajectories (expected numbers)",
    "inflow.started": "started",
    "inflow.running": "running at the end of the year",
    "inflow.converted": "converted to definitive admission",
    "inflow.ended": "ended",
    "inflow.insufficient": "Expected spending on medicines that prove insufficient, EUR million",
    "inflow.stopped": "Expected patients on treatment when reimbursement stops",
    "inflow.note": "A phase counts in the year of its last month, counted back from the start. QALYs lost: to the "
    "length of the procedure, divided over the months of its phases, discounted. Converted and ended: by the chance "
    "that effectiveness is shown within the term.",
}
