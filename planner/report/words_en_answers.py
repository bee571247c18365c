"""English: what was asked of the plan beyond the plan itself."""

ANSWERS: dict[str, str] = {
    "sheet.prices": "Prices",
    # Prices
    "prices.purpose": "From list price to what it is worth. EUR per patient-year in prices of {year} (one-off "
    "treatment: per treatment), without VAT.",
    "prices.indication": "Indication",
    "prices.decision": "Decision",
    "prices.list_price": "List price",
    "prices.lowest": "Supplier's\nlowest\nprice",
    "prices.in_plan": "Net price\nin the plan",
    "prices.price_star": "Cost-\neffective\nprice",
    "prices.walk_away": "Highest\nprice to\nsign at",
    "prices.price_share": "% of cost-\neffective\nprice",
    "prices.offered": "Supplier's\ndiscount\nup to",
    "prices.advice": "Advised\ndiscount",
    "prices.entry": "Discount\nneeded\nto enter",
    "prices.room": "Room between supplier and payer",
    "prices.no_limit": "no limit",
    "prices.room.closed": "No open route.",
    "prices.room.never": "No room: the plan is better without it at any price.",
    "prices.room.ceiling": "No room: the price ceiling allows no price.",
    "prices.room.unknown": "The supplier's limit is not known; {price} at most.",
    "prices.room.short": "No room: {points} percentage points of discount short.",
    "prices.room.below": "{price} below the highest admissible price.",
    "prices.room.chance": "{price} of room, but only if the supplier surely signs.",
    "prices.room.same": "Just the highest admissible price.",
    "prices.room.unproven": "(Not proven to the last euro.)",
    "prices.note": "Highest price to sign at: above it the best plan without this indication is worth more than the "
    "best plan with it; displacement counted, without its ceiling, and where the supplier signs. Highest admissible "
    "price: the lowest of that price, the ceiling and the list price. Cost-effective price: ICER equal to the "
    "reference value. Above 100% (orange): dearer than the health gain is worth; for who is left out the supplier's "
    "lowest price counts. Advised discount: a minimum.",
    "prices.product": "One price per product",
    "prices.factor": "At most %\nof list",
    "prices.least_discount": "Discount\nat least",
    "prices.together": "For these indications together",
    "prices.product.no_limit": "(nothing limits the price)",
    "prices.product.never": "(at no price)",
    "prices.product.note": "The highest common share of the list prices at which the best plan with all of these "
    "indications is worth as much as the best plan with none.",
    "prices.ladder": "Price ladder: where the blue dot lies above the orange diamond no price suits both (list price "
    "= 100%)",
    "prices.ladder.alt": "Per candidate as a share of the list price: the price in the plan or the lowest offer, the "
    "highest admissible price and the advised prices.",
    "prices.ladder.axis": "% of the list price",
    "prices.ladder.some": "Price ladder: {n} of the {total} candidates, the largest that are admitted and that are "
    "not.",
    "prices.series.advice_high": "Advice, highest price",
    "prices.series.advice_low": "Advice, lowest price",
    "prices.series.paid": "Price in the plan or lowest offer",
    "prices.series.admissible": "Highest admissible price",
    # Displacement per indication
    "league.title": "What each indication costs others: this plan against the best plan without it (discounted)",
    "league.sums": "Added up the rows cost others {sum}; the plan as a whole costs others {total}.",
    "league.sums_same": "Added up the rows cost others {sum}, as much as the plan as a whole ({total}).",
    "league.sums_euro": "Care displaced: {sum} added up, {total} in the plan as a whole.",
    "league.marginal": "Each row is marginal, beside all other indications: without it the care that yields most "
    "health comes back first, or another medicine takes its place. Therefore the rows need not add up to the plan.",
    "league.indication": "Indication",
    "league.gained": "QALYs\ngained",
    "league.lost": "Missed\nelsewhere",
    "league.net": "Net",
    "league.ratio": "Missed per\ngained",
    "league.sentence": "In words",
    "league.displaced_euro": "Displaced, EUR million",
    "league.displaced_qalys": "Displaced, QALYs",
    "league.room_euro": "Room, EUR million",
    "league.room_qalys": "Room, QALYs",
    "league.gained_others": "Other medicines, QALYs",
    "league.gains": "{patients} gain {gained}.",
    "league.gains.one": "1 patient gains {gained}.",
    "league.changes": "{decision}: {gained} for its own patients.",
    "league.costs": "That costs others {parts}.",
    "league.gives": "It gives others {parts}.",
    "league.free": "It costs others nothing.",
    "league.net_text": "Net {net}.",
    "league.unproven": "(The plan without it is not proven altogether.)",
    "league.part.displaced_qalys": "{lost} of care displaced ({money}{equals})",
    "league.part.room_qalys": "{lost} of care that the room could have bought ({money}{equals})",
    "league.back.displaced_qalys": "{lost} because less care gives way ({money}{equals})",
    "league.back.room_qalys": "{lost} because room is left ({money}{equals})",
    "league.part.gained_others": "{lost} of other medicines{who}",
    "league.who": " ({names})",
    "league.equals": "; equals {units}",
    "league.note": "All QALYs are discounted, as the model weighs them; patients are those of the whole plan. Units "
    "are a conversion of euros (○ assumed), no prediction of which treatment disappears. Right of the table (not "
    "printed): the parts in euros and QALYs.",
    "league.some": "The {n} of {total} indications that cost others most per QALY gained.",
    "league.rest": "other {n} (average)",
    "league.chart": "Displacement ratio: QALYs elsewhere per QALY gained (above 1 admission costs more than it yields)",
    "league.chart_below": "Displacement ratio: QALYs elsewhere per QALY gained (below 1 admission yields more than "
    "it costs)",
    "league.chart.alt": "Columns per indication: QALYs that others miss per QALY it gains, the dearest first.",
    "league.axis": "missed per QALY gained",
    # What a limit is worth
    "worth.unit.framework": "EUR 1 million more a year",
    "worth.unit.growth": "1 percentage point more growth a year",
    "worth.unit.dossiers": "1 dossier more a year",
    "worth.unit.budget_line": "EUR 1 million more a year",
    "worth.unit.lead_time": "1 month less lead time in every route",
    "worth.text": "{unit}: {exact}",
    "worth.dual": " (by the LP {dual})",
    "worth.none": "{unit}: no plan was found with it.",
    "worth.exact_year": "EUR 1 million more in this year alone: QALYs, planned again",
    "worth.dual_year": "the same by the LP (decisions in shares)",
    "worth.note": "What a limit is worth, in discounted QALYs: gained less all that gives way elsewhere, plus the "
    "worth of unused room. Planned again: one whole unit, whole decisions; 0 where the next indication does not fit "
    "yet, and below 0 where an earlier start is worth less. By the LP: for a very little more, if decisions could be "
    "shares.",
    "worth.lead_time": "Lead time",
    # Frontier
    "sheet.frontier": "Frontier",
    "frontier.purpose": "The best plan if every framework had more or less money every year; each row is a plan of "
    "its own, solved again.",
    "frontier.same": "At each of these {n} budgets the best plan admits the same indications.",
    "frontier.more": "With {money} a year more the best plan admits {admitted} indications (now {now}) and their "
    "patients gain {gained}.",
    "frontier.less": "With {money} a year less it admits {admitted} (now {now}) and their patients gain {gained}.",
    "frontier.value": "Budget",
    "frontier.admitted": "Admitted",
    "frontier.gained": "QALYs\ngained",
    "frontier.missed": "QALYs missed\nelsewhere",
    "frontier.net": "Net,\nQALYs",
    "frontier.displaced_euro": "Displaced\nEUR million",
    "frontier.spending": "Spending\nEUR million",
    "frontier.together": "All health\ntogether,\ndifference",
    "frontier.proof": "Proof",
    "frontier.no_plan": "no plan",
    "frontier.here": "As it is (this plan)",
    "frontier.plus": "{money} a year more",
    "frontier.minus": "{money} a year less",
    "frontier.note": "QALYs are discounted; gained, missed and net are differences from the plan that changes "
    "nothing at the same budget. More budget helps without new medicines too: all health together also counts other "
    "care that then does not give way or that the room can buy, and is therefore the measure by which to compare "
    "budgets (difference from this plan).",
    "frontier.chart": "Gained, missed elsewhere and net at each budget",
    "frontier.chart.alt": "Lines with a point per budget: QALYs gained, missed elsewhere and net.",
    "frontier.axis": "EUR million a year more or less than the framework",
    "frontier.qalys": "QALYs (discounted)",
    "frontier.series.gained": "Gained",
    "frontier.series.missed": "Missed elsewhere",
    "frontier.series.net": "Net",
    "order.title": "Order of admission: what enters at which budget",
    "order.enters": "Enters at",
    "order.leaves": "Leaves again at",
    "order.values": "Admitted at",
    "order.of": "{n} of {total}",
    "order.none": "No indication enters or leaves.",
    "order.always": "Admitted at every budget: {names}.",
    "order.never": "At none of these budgets: {names}.",
    "order.note": "What enters early need not stay: two that share room may give way to a third.",
    # What the answer hangs on
    "hangs.title": "What the answer hangs on",
    "hangs.rests": "On assumed figures (○) rest: {parts}.",
    "hangs.rests.gained": "{share} of the gain",
    "hangs.rests.spent": "{share} of the spending",
    "hangs.rests.displaced": "{share} of the displacement",
    "hangs.now": "Decided for {year}: {n} indications, worth {gained} and {money}.",
    "hangs.now.one": "Decided for {year}: 1 indication, worth {gained} and {money}.",
    "hangs.later": "Intentions for later, which a next plan may change: {n} indications, worth {gained} and {money}.",
    "hangs.later.one": "Intention for later, which a next plan may change: 1 indication, worth {gained} and {money}.",
    "hangs.ties": "Equally good plans: {parts}. Which of equally good plans is chosen is a fixed rule (least cost, "
    "then by name).",
    "hangs.ties.none": "No other plan is as good.",
    "hangs.ties.left_out": "{name} may stay out without loss{along}",
    "hangs.ties.admitted": "{name} may be admitted without loss{along}",
    "hangs.ties.otherwise": "{name} may take another route, start or price without loss{along}",
    "hangs.ties.with": " (with a change of {names})",
    "hangs.note": "QALYs are discounted. Plans with another worth of room or another displacement measure the net by "
    "another rule: compare the decisions then. The value of the input need not be one of the three in the first rows.",
    "warn.hangs": "Sensitive|Under {n} of {total} other assumptions on displacement an indication enters or leaves.",
    "warn.hangs_none": "Sensitive|Under {total} other assumptions on displacement the same indications are in the "
    "plan.",
    "hangs.lead.rests": "Certainty",
    "hangs.lead.now": "Now and later",
    "hangs.lead.ties": "As good",
    "hangs.lead.after": "Waiting and afterwards",
    # Decisions and reasons
    "col.walk_away": "Highest\nprice to\nsign at",
    "col.waiting": "QALYs by\nwaiting",
    "col.liability": "After the\nplan, EUR\nmillion",
    "decisions.note.figures_asked": "Patients, QALYs and spending are expectations: times the chance of agreement. "
    "Spending is net: medicine and care that comes with it, less what they replace or avoid. What each indication "
    "displaces stands on {sheet}.",
    "reason.costs": "Admission would cost the plan {lost}",
    "reason.as_good": "A plan with this indication is as good",
    "reason.leaves": "then leaves: {names}",
    "reason.otherwise": "then changes: {names}",
    "reason.nowhere": "No plan has a place for it.",
    "reason.tips": "Needed to enter: a discount of {entry} (the supplier goes to {offered}).",
    "reason.excluded_text": "Beside this plan every possibility breaks a relation that was fixed beforehand.",
    # The page
    "html.prices.purpose_asked": "Per candidate, as a share of the list price. Where the dot is right of the diamond "
    "no price suits both; at the right the difference per patient per year. Highest admissible price: the lowest of "
    "the highest price to sign at (where the plan is worth as much with and without it), the ceiling and the list "
    "price.",
    "html.decisions.paper": "On paper stand {n} of the {total} indications: of what the plan decides those that gain "
    "most, and of what it leaves out those whose price is nearest to the edge. All are on the screen.",
}  # fmt: skip
