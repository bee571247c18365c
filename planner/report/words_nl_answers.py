"""Dutch: what was asked of the plan beyond the plan itself."""

ANSWERS: dict[str, str] = {
    "sheet.prices": "Prijzen",
    # Prices
    "worth.unit.resource": "1 eenheid meer capaciteit per jaar",
    "worth.unit.spending_cap": "€ 1 mln meer per jaar",
    "prices.purpose": "Van lijstprijs naar wat het waard is. Euro per patiëntjaar in prijzen van {year} (eenmalige "
    "behandeling: per behandeling), zonder btw.",
    "prices.indication": "Indicatie",
    "prices.decision": "Besluit",
    "prices.list_price": "Lijstprijs",
    "prices.lowest": "Laagste\nprijs van de\nleverancier",
    "prices.in_plan": "Nettoprijs\nin het plan",
    "prices.price_star": "Kosten-\neffectieve\nprijs",
    "prices.walk_away": "Hoogste\nprijs om te\ntekenen",
    "prices.price_share": "% van de\nkosteneffec-\ntieve prijs",
    "prices.offered": "Korting\nleverancier\ntot",
    "prices.advice": "Geadvi-\nseerde\nkorting",
    "prices.entry": "Korting\nnodig voor\nopname",
    "prices.room": "Ruimte tussen leverancier en betaler",
    "prices.no_limit": "geen grens",
    "prices.room.closed": "Geen open route.",
    "prices.room.never": "Geen ruimte: het plan is bij elke prijs beter zonder.",
    "prices.room.ceiling": "Geen ruimte: het prijsplafond laat geen prijs toe.",
    "prices.room.unknown": "Grens van de leverancier niet bekend; hoogstens {price}.",
    "prices.room.short": "Geen ruimte: {points} procentpunt korting te weinig.",
    "prices.room.below": "{price} onder de hoogste toelaatbare prijs.",
    "prices.room.chance": "{price} ruimte, maar alleen als de leverancier zeker tekent.",
    "prices.room.same": "Precies de hoogste toelaatbare prijs.",
    "prices.room.unproven": "(Niet tot de laatste euro bewezen.)",
    "prices.note": "Hoogste prijs om te tekenen: daarboven is het beste plan zonder deze indicatie meer waard dan "
    "het beste plan met haar; met verdringing, zonder plafond, en als de leverancier tekent. Hoogste toelaatbare "
    "prijs: de laagste van die prijs, het plafond en de lijstprijs. Kosteneffectieve prijs: ICER gelijk aan de "
    "referentiewaarde. Boven 100% (oranje): duurder dan de gezondheidswinst waard is; voor wie niet wordt opgenomen "
    "telt de laagste prijs van de leverancier. Geadviseerde korting: een ondergrens.",
    "prices.product": "Eén prijs per product",
    "prices.factor": "Hoogstens %\nvan de lijst",
    "prices.least_discount": "Korting\nten minste",
    "prices.together": "Voor de indicaties samen",
    "prices.product.no_limit": "(niets begrenst de prijs)",
    "prices.product.never": "(bij geen enkele prijs)",
    "prices.product.note": "Het hoogste gelijke deel van de lijstprijzen waarbij het beste plan met al deze "
    "indicaties net zoveel waard is als het beste plan zonder.",
    "prices.ladder": "Prijsladder: ligt de blauwe stip boven de oranje ruit, dan is er geen prijs voor beide "
    "(lijstprijs = 100%)",
    "prices.ladder.alt": "Per kandidaat als deel van de lijstprijs: de prijs in het plan of het laagste aanbod, de "
    "hoogste toelaatbare prijs en de geadviseerde prijzen.",
    "prices.ladder.axis": "% van de lijstprijs",
    "prices.ladder.some": "Prijsladder: {n} van de {total} kandidaten, de grootste die wel en die niet worden "
    "opgenomen.",
    "prices.series.advice_high": "Advies, hoogste prijs",
    "prices.series.advice_low": "Advies, laagste prijs",
    "prices.series.paid": "Prijs in het plan of laagste aanbod",
    "prices.series.admissible": "Hoogste toelaatbare prijs",
    # Displacement per indication
    "league.title": "Wat elke indicatie anderen kost: dit plan tegen het beste plan zonder haar (verdisconteerd)",
    "league.sums": "Opgeteld kosten de rijen anderen {sum}; het plan als geheel kost anderen {total}.",
    "league.sums_same": "Opgeteld kosten de rijen anderen {sum}, net zoveel als het plan als geheel ({total}).",
    "league.sums_euro": "Verdrongen zorg: opgeteld {sum}, in het plan als geheel {total}.",
    "league.marginal": "Elke rij is marginaal, naast alle andere indicaties: zonder haar komt eerst de zorg terug "
    "die de meeste gezondheid oplevert, of neemt een ander middel haar plaats in. Daarom hoeven de rijen niet op te "
    "tellen tot het plan.",
    "league.indication": "Indicatie",
    "league.gained": "QALY's\ngewonnen",
    "league.lost": "Elders\ngemist",
    "league.net": "Per\nsaldo",
    "league.ratio": "Gemist per\ngewonnen",
    "league.sentence": "In woorden",
    "league.displaced_euro": "Verdrongen, mln euro",
    "league.displaced_qalys": "Verdrongen, QALY's",
    "league.room_euro": "Ruimte, mln euro",
    "league.room_qalys": "Ruimte, QALY's",
    "league.gained_others": "Andere middelen, QALY's",
    "league.gains": "{patients} winnen {gained}.",
    "league.gains.one": "1 patiënt wint {gained}.",
    "league.changes": "{decision}: {gained} voor de eigen patiënten.",
    "league.costs": "Dat kost anderen {parts}.",
    "league.gives": "Het geeft anderen {parts}.",
    "league.free": "Het kost anderen niets.",
    "league.net_text": "Per saldo {net}.",
    "league.unproven": "(Het plan zonder haar is niet geheel bewezen.)",
    "league.part.displaced_qalys": "{lost} aan verdrongen zorg ({money}{equals})",
    "league.part.room_qalys": "{lost} aan zorg die met de ruimte kon ({money}{equals})",
    "league.back.displaced_qalys": "{lost} doordat er minder zorg wijkt ({money}{equals})",
    "league.back.room_qalys": "{lost} doordat er ruimte over is ({money}{equals})",
    "league.part.gained_others": "{lost} van andere middelen{who}",
    "league.who": " ({names})",
    "league.equals": "; komt overeen met {units}",
    "league.note": "Alle QALY's zijn verdisconteerd, zoals het rekenmodel weegt; patiënten zijn die van het hele "
    "plan. Eenheden zijn een omrekening van euro's (○ aangenomen), geen voorspelling van welke behandeling wegvalt. "
    "Rechts van de tabel (buiten de afdruk): de onderdelen in euro's en QALY's.",
    "league.some": "De {n} van {total} indicaties die anderen het meest kosten per gewonnen QALY.",
    "league.rest": "overige {n} (gemiddeld)",
    "league.chart": "Verdringingsratio: hoeveel QALY's elders per gewonnen QALY (boven 1 kost opname meer dan zij "
    "oplevert)",
    "league.chart_below": "Verdringingsratio: hoeveel QALY's elders per gewonnen QALY (onder 1 levert opname meer op "
    "dan zij kost)",
    "league.chart.alt": "Kolommen per indicatie: QALY's die anderen mislopen per QALY die zij wint, de duurste eerst.",
    "league.axis": "gemist per gewonnen QALY",
    # What a limit is worth
    "worth.unit.framework": "€ 1 mln meer per jaar",
    "worth.unit.growth": "1 procentpunt meer groei per jaar",
    "worth.unit.dossiers": "1 dossier meer per jaar",
    "worth.unit.budget_line": "€ 1 mln meer per jaar",
    "worth.unit.lead_time": "1 maand kortere doorlooptijd in elke route",
    "worth.text": "{unit}: {exact}",
    "worth.dual": " (volgens de LP {dual})",
    "worth.none": "{unit}: daarbij is geen plan gevonden.",
    "worth.exact_year": "€ 1 mln meer alleen in dit jaar: QALY's, opnieuw gepland",
    "worth.qalys": "QALY's",
    "worth.money": "mln euro",
    "worth.lp.EUR million": "€ 1 mln meer: {measure}, volgens de LP",
    "worth.lp.units": "1 eenheid meer: {measure}, volgens de LP",
    "worth.lp.dossiers": "1 dossier meer: {measure}, volgens de LP",
    "worth.lp_head": "1 meer: {measure}",
    "worth.note_lp": "Wat één meer van een grens waard is, volgt uit de LP (lineair programma): voor een heel klein "
    "beetje meer, verdisconteerd, als besluiten in delen konden; over alle jaren samen: één meer in elk jaar. Waar "
    "besluiten heel zijn kan één meer nog niets opleveren. Bij een kader telt ook mee wat ongebruikte ruimte kan kopen.",
    "worth.note": "Wat een grens waard is, in verdisconteerde QALY's: gewonnen min alles wat elders wijkt, plus wat "
    "ongebruikte ruimte waard is. Opnieuw gepland: één hele eenheid, hele besluiten; 0 waar de volgende indicatie er "
    "nog niet in past, en onder 0 waar een eerdere start minder waard is. Volgens de LP: voor een heel klein beetje "
    "meer, als besluiten in delen konden.",
    "worth.lead_time": "Doorlooptijd",
    # Frontier
    "sheet.frontier": "Budgetverkenning",
    "frontier.purpose": "Het beste plan als elk kader elk jaar meer of minder geld had; elke regel is een eigen "
    "plan, opnieuw opgelost.",
    "frontier.same": "Bij elk van deze {n} budgetten neemt het beste plan dezelfde indicaties op.",
    "frontier.none": "Bij geen van deze {n} budgetten neemt het beste plan iets op.",
    "frontier.more": "Met {money} per jaar meer neemt het beste plan {admitted} indicaties op (nu {now}) en winnen "
    "hun patiënten {gained}.",
    "frontier.less": "Met {money} per jaar minder zijn het er {admitted} (nu {now}) en winnen hun patiënten {gained}.",
    "frontier.value": "Budget",
    "frontier.admitted": "Opge-\nnomen",
    "frontier.gained": "QALY's\ngewonnen",
    "frontier.missed": "QALY's elders\ngemist",
    "frontier.net": "Per saldo,\nQALY's",
    "frontier.displaced_euro": "Verdrongen\nmln euro",
    "frontier.spending": "Uitgaven\nmln euro",
    "frontier.together": "Alle gezond-\nheid samen,\nverschil",
    "frontier.proof": "Bewijs",
    "frontier.no_plan": "geen plan",
    "frontier.here": "Zoals nu (dit plan)",
    "frontier.plus": "{money} per jaar meer",
    "frontier.minus": "{money} per jaar minder",
    "frontier.note": "QALY's zijn verdisconteerd; gewonnen, gemist en per saldo zijn verschillen met het plan dat "
    "bij hetzelfde budget niets verandert. Meer budget helpt ook zonder nieuwe geneesmiddelen: alle gezondheid samen "
    "telt ook de andere zorg die dan niet wijkt of met de ruimte kan, en is daarom de maat om budgetten te vergelijken "
    "(verschil met dit plan).",
    "frontier.chart": "Gewonnen, elders gemist en per saldo bij elk budget",
    "frontier.chart.alt": "Lijnen met een punt per budget: QALY's gewonnen, elders gemist en per saldo.",
    "frontier.axis": "Mln euro per jaar meer of minder dan het kader",
    "frontier.qalys": "QALY's (verdisconteerd)",
    "frontier.series.gained": "Gewonnen",
    "frontier.series.missed": "Elders gemist",
    "frontier.series.net": "Per saldo",
    "order.title": "Volgorde van opname: bij welk budget komt wat erin",
    "order.enters": "Komt erin bij",
    "order.leaves": "Gaat er weer uit bij",
    "order.values": "Opgenomen bij",
    "order.of": "{n} van {total}",
    "order.none": "Geen indicatie komt erbij of valt weg.",
    "order.always": "Bij elk budget opgenomen: {names}.",
    "order.never": "Bij geen van deze budgetten: {names}.",
    "order.note": "Wat vroeg binnenkomt hoeft niet te blijven: twee die ruimte delen kunnen voor een derde wijken.",
    # What the answer hangs on
    "hangs.title": "Waar het antwoord van afhangt",
    "hangs.rests": "Op aangenomen cijfers (○) rusten: {parts}.",
    "hangs.rests.gained": "{share} van de winst",
    "hangs.rests.spent": "{share} van de uitgaven",
    "hangs.rests.displaced": "{share} van de verdringing",
    "hangs.now": "Voor {year} besloten: {n} indicaties, goed voor {gained} en {money}.",
    "hangs.now.one": "Voor {year} besloten: 1 indicatie, goed voor {gained} en {money}.",
    "hangs.later": "Voornemens voor later, die een volgend plan kan herzien: {n} indicaties, goed voor {gained} en "
    "{money}.",
    "hangs.later.one": "Voornemen voor later, dat een volgend plan kan herzien: 1 indicatie, goed voor {gained} en "
    "{money}.",
    "hangs.ties": "Even goede plannen: {parts}. Welk van even goede plannen wordt gekozen is een vaste regel (de "
    "laagste kosten, dan op naam).",
    "hangs.ties.none": "Geen ander plan is even goed.",
    "hangs.ties.left_out": "{name} kan zonder verlies wegblijven{along}",
    "hangs.ties.admitted": "{name} kan zonder verlies worden opgenomen{along}",
    "hangs.ties.otherwise": "{name} kan zonder verlies langs een andere route, later of tegen een andere prijs{along}",
    "hangs.ties.with": " (samen met een verandering bij {names})",
    "hangs.note": "QALY's zijn verdisconteerd. Plannen met een andere waarde van ruimte of andere verdringing meten "
    "het saldo met een andere maat: vergelijk dan de besluiten. Van de eerste drie rijen is de waarde die de invoer "
    "heeft niet altijd een van de drie.",
    "warn.hangs": "Gevoelig|Bij {n} van de {total} andere aannames over verdringing komt er een indicatie bij of "
    "valt er een weg.",
    "warn.hangs_none": "Gevoelig|Bij {total} andere aannames over verdringing blijven dezelfde indicaties in het plan.",
    "hangs.lead.rests": "Zekerheid",
    "hangs.lead.now": "Nu en later",
    "hangs.lead.ties": "Even goed",
    "hangs.lead.after": "Wachten en daarna",
    # Decisions and reasons
    "col.walk_away": "Hoogste\nprijs om te\ntekenen",
    "col.waiting": "QALY's door\nwachten",
    "col.liability": "Na de looptijd\nmln euro",
    "decisions.note.figures_asked": "Patiënten, QALY's en uitgaven zijn verwachtingen: maal de kans op akkoord. "
    "Uitgaven zijn netto: geneesmiddel en bijkomende zorg, min wat zij vervangen of voorkomen. Wat elke indicatie "
    "verdringt staat op {sheet}.",
    "reason.costs": "Opname zou het plan {lost} kosten",
    "reason.as_good": "Een plan met deze indicatie is even goed",
    "reason.leaves": "dan valt weg: {names}",
    "reason.otherwise": "dan verandert: {names}",
    "reason.nowhere": "In geen enkel plan is er plaats voor.",
    "reason.tips": "Nodig voor opname: {entry} korting (de leverancier gaat tot {offered}).",
    "reason.excluded_text": "Naast dit plan breekt elke mogelijkheid een vooraf vastgelegde relatie.",
    # The page
    "html.prices.purpose_asked": "Per kandidaat, als deel van de lijstprijs. Ligt de stip rechts van de ruit, dan is "
    "er geen prijs die beide past; rechts het verschil per patiënt per jaar. Hoogste toelaatbare prijs: de laagste van "
    "de hoogste prijs om te tekenen (waarbij het plan met en zonder evenveel waard is), het plafond en de lijstprijs.",
    "html.decisions.paper": "Op papier staan {n} van de {total} indicaties: van wat het plan besluit wat het meest "
    "oplevert, en van wat het niet opneemt wat met zijn prijs het dichtst bij de grens ligt. Alle staan op het scherm.",
    # Why no plan fits
    "sheet.why": "Waarom niet",
    "why.title": "Waarom er geen plan past",
    "why.money": "Geen plan houdt zich aan alle grenzen. Met in totaal {money} meer (kolom Verruimen) is er een.",
    "why.other": "Geen plan houdt zich aan alle grenzen. Met de verruiming in de laatste kolom is er een.",
    "why.collide": "Wat botst kan niet alles tegelijk gelden: één ervan genoeg verruimen heft die botsing op.",
    "why.before": "Al vóór enig besluit overschreden: {limit} in {years}, met hoogstens {excess}.",
    "why.before_ever": "Al vóór enig besluit overschreden: {limit}, met {excess}.",
    "why.limit": "Grens",
    "why.year": "Jaar",
    "why.place": "Staat in",
    "why.allowed": "Mag\nhoogstens",
    "why.taken": "Al bezet",
    "why.unit": "Eenheid",
    "why.collides": "Botst",
    "why.relax": "Verruimen\nmet",
    "why.million": "mln euro",
}  # fmt: skip
