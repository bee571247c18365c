"""English: savings against the list price, budget impact at list and at the advised price, cost per premium payer."""

MONEY: dict[str, str] = {
    "budget.saving": "Medicines admitted: from list price to paid",
    "budget.saving.listed": "At list price",
    "budget.saving.exclusivity": "− Loss of exclusivity, {route}",
    "budget.saving.responders": "− Pay-for-performance, {route}",
    "budget.saving.negotiation": "− Price negotiation, {route}",
    "budget.saving.cap": "− Price by rule of the route, {route}",
    "budget.saving.definitive": "− Definitive price after the term, {route}",
    "budget.saving.volume": "− Price-volume agreement, {route}",
    "budget.saving.pay_back": "− Pay-back beyond a cap, {route}",
    "budget.saving.paid": "What is paid",
    "budget.saving.share": "Saving as % of the list price",
    "budget.saving.renegotiation": "Lower prices of what is in the package, {route}",
    "budget.note.saving": "Each instrument is worked out on what those above it leave. Same patients; expected, EUR million.",
    "audit.paid": "Paid for the medicines admitted, EUR million",
    "audit.paid.how": "List price less all savings on {budget}",
    "reason.conditional": "Conditionally admitted until {date}.",
    "reason.study": "Under study until {date}.",
    "reason.reimbursed_until": "Reimbursed until {date}, not after that.",
    "reason.conditional_ends": "Then reimbursement stops.",
    "reason.conditional_text": "Then, with a chance of {share}, in the package for good at {price} a year; otherwise "
    "reimbursement stops.",
    "budget.premium": "Cost per premium payer, EUR a year",
    "budget.premium.net": "Net spending of the plan, per premium payer",
    "budget.premium.drugs": "of which on medicines, after savings",
    "budget.note.premium": "Divided by {number} premium payers (Settings, premium_payers). Within the framework it is "
    "no higher premium, but less room for other care.",
    "col.year3_list": "Same, at\nlist price\nEUR million",
    "col.outlay_list": "Outlay at\nlist price\nEUR million\na year",
    "col.outlay_advised": "Outlay at\nadvised\nprice, at\nmost",
    "decisions.note.outlay": "Outlay (folded columns): spending on the medicine in the largest of its first three "
    "years, if it starts at once; at the advised price it is at most so much, as the advice is a minimum (of "
    "an advised range the setting advice_bound counts).",
}
