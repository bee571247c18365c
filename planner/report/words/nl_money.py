"""Dutch: savings against the list price, budget impact at list and at the advised price, cost per premium payer."""

MONEY: dict[str, str] = {
    "budget.saving": "Opgenomen middelen: van lijstprijs naar betaald",
    "budget.saving.listed": "Tegen lijstprijs",
    "budget.saving.exclusivity": "− Verlies van exclusiviteit, {route}",
    "budget.saving.responders": "− Pay-for-performance, {route}",
    "budget.saving.negotiation": "− Prijsonderhandeling, {route}",
    "budget.saving.cap": "− Prijsregel van de route, {route}",
    "budget.saving.definitive": "− Definitieve prijs na de looptijd, {route}",
    "budget.saving.volume": "− Prijs-volumeafspraak, {route}",
    "budget.saving.pay_back": "− Terugbetaling boven een plafond, {route}",
    "budget.saving.paid": "Wat wordt betaald",
    "budget.saving.share": "Besparing in % van de lijstprijs",
    "budget.saving.renegotiation": "Lagere prijzen van wat in het pakket zit, {route}",
    "budget.note.saving": "Elk instrument is berekend over wat de regels erboven overlaten. "
    "Dezelfde patiënten; verwacht, in mln euro.",
    "audit.paid": "Betaald voor opgenomen middelen, mln euro",
    "audit.paid.how": "Lijstprijs min alle besparingen op {budget}",
    "reason.conditional": "Voorwaardelijk toegelaten tot {date}.",
    "reason.study": "In onderzoek tot {date}.",
    "reason.reimbursed_until": "Vergoed tot {date}, daarna niet meer.",
    "reason.conditional_ends": "Daarna stopt de vergoeding.",
    "reason.conditional_text": "Daarna met een kans van {share} definitief in het pakket tegen {price} per jaar; anders "
    "stopt de vergoeding.",
    "budget.premium": "Kosten per premiebetaler, € per jaar",
    "budget.premium.net": "Netto-uitgaven van het plan, per premiebetaler",
    "budget.premium.drugs": "waarvan aan geneesmiddelen, na besparingen",
    "budget.note.premium": "Gedeeld door {number} premiebetalers (Settings, premium_payers). Binnen het kader is dit "
    "geen hogere premie, maar minder ruimte voor andere zorg.",
    "col.year3_list": "Idem, tegen\nlijstprijs\nmln euro",
    "col.outlay_list": "Uitgaven bij\nlijstprijs\nmln euro\nper jaar",
    "col.outlay_advised": "Uitgaven bij\ngeadviseerde\nprijs, ten\nhoogste",
    "decisions.note.outlay": "Uitgaven bij lijstprijs en geadviseerde prijs (ingeklapte kolommen): aan het middel, in "
    "het hoogste van de eerste drie jaren bij een start meteen; bij de geadviseerde prijs ten hoogste zoveel, want een "
    "advies is een minimum (van een geadviseerd bereik geldt de instelling advice_bound).",
}
