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
    "prices.room.never": "None: the plan is better without it at any price.",
    "prices.room.ceiling": "None: the price ceiling allows no price.",
    "prices.room.unknown": "The supplier's limit is not known; {price} at most.",
    "prices.room.short": "None: {points} percentage points of discount short.",
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
    "prices.ladder.some": "Price ladder: {n} of the {total} candidates, the largest that are admitted and that are not.",
    "prices.series.advice_high": "Advice, highest price",
    "prices.series.advice_low": "Advice, lowest price",
    "prices.series.paid": "Price in the plan or lowest offer",
    "prices.series.admissible": "Highest admissible price",
}  # fmt: skip
