"""English: the public report."""

PUBLIC: dict[str, str] = {
    "public.title": "Public version",
    "public.footer": "Public version, without confidential price agreements",
    "public.what": "Public version of the plan. Price agreements are confidential: net prices, discounts, chances of "
    "agreement and suppliers' limits are not in this file, and amounts only as a total over three medicines or more. "
    "The decisions are those of the full report.",
    "public.not_again": "This file cannot be run again: the confidential figures are not in it. Use the scenario "
    "itself.",
    "public.admitted": "The plan admits {n} of the {candidates} candidates.",
    "public.few": "Totals are left out: the plan changes something for fewer than three medicines, or it would follow from "
    "them what one or two medicines cost.",
    "public.totals": "Totals of the plan",
    "public.spending": "Net spending on new medicines, EUR million",
    "public.displaced": "Care displaced, EUR million",
    "public.gained": "Health gained, QALYs",
    "public.lost": "Health lost elsewhere, QALYs",
    "public.net": "Net, QALYs",
    "public.note": "Expected amounts and QALYs, as differences from a plan that changes nothing. A dash: from that "
    "figure, by itself or together with others, it would follow what one or two medicines cost.",
    "public.decisions.purpose": "A row per indication, without what price agreements keep secret. List prices in EUR "
    "of {year}.",
    "public.decisions.note": "Patients and QALYs are those of a signed agreement; a dash where they would tell "
    "a price or a chance. Advised reduction: a minimum. "
    "Certainty: the weakest figure on which the decision rests: ● published, ◐ derived, ○ assumed.",
    "public.inputs": "The inputs that can be public. The sheets have other names than in a scenario, so that nobody "
    "takes them for one.",
    "public.left_out": "Left out: confidential discounts, acceptance curves and limits of suppliers, prices of one's "
    "own calculation, sources of rows about medicines, and variants (but for how many they admit).",
    "public.flag": "A variant of the scenario",
    "public.rule": "(not public)",
    "public.hidden": "{n} variants are left out: what they admit may tell a price.",
    "public.hidden.one": "1 variant is left out: what it admits may tell a price.",
    "public.variants.name": "Variants",
    "public.variants.admitted": "Admitted",
    "public.variants.later": "Of which\nlater",
    "public.routes.purpose": "Per indication each route: chosen, open or closed, and why.",
    "public.sheet": "{sheet} (public)",
}
