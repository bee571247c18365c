"""Dutch: what binds, and what to watch out for."""

WATCH: dict[str, str] = {
    # summary: what binds, what to watch
    "binds.title": "Wat knelt",
    "binds.none": "Er zijn geen grenzen opgegeven.",
    "binds.nothing": "Geen enkele grens knelt.",
    "binds.not_full": "Niet vol: {names}.",
    "binds.full": "vol in {years}",
    "binds.full_from": "vol {years}",
    "binds.full_all": "vol in alle jaren",
    "binds.full_group": "bezet",
    "binds.displaces": "vol in {years}: andere zorg wijkt",
    "binds.displaces_from": "vol {years}: andere zorg wijkt",
    "binds.displaces_all": "vol in alle jaren: andere zorg wijkt",
    "binds.before": "vol in {years}, ook zonder nieuwe geneesmiddelen",
    "binds.over": "overschreden in {years}",
    "binds.free": "niet vol",
    "binds.used": "hoogstens {share} gebruikt, in {year}",
    "binds.unused": "niet gebruikt",
    "binds.full_most": "ook met verdringing vol in {years}",
    "binds.pressure": "hoogstens {money} boven de ruimte ({year})",
    "binds.excess": "hoogstens {money} te veel ({year})",
    "binds.group": "{n} indicaties, hoogstens één",
    "binds.more": "en {n} andere grenzen: zie {sheet}",
    "binds.more.one": "en 1 andere grens: zie {sheet}",
    "limit.framework": "Kader {name}",
    "limit.framework_displacing": "Kader {name} met verdringing",
    "limit.growth": "Groeigrens {name}",
    "limit.growth_rate": "Groeigrens {name} {rate}",
    "limit.growth_target": "Groeidoel {name}",
    "limit.growth_target_rate": "Groeidoel {name} {rate}",
    "limit.budget_line": "Budget {name}",
    "limit.dossiers": "Dossiers {name}",
    "limit.patient_group": "Patiëntgroep {name}",
    "limit.resource": "Capaciteit {name}",
    "limit.spending_cap": "Uitgavenplafond {name}",
    "limit.health_target": "Te winnen gezondheid",
    "relation.requires": "{a} alleen met {b}",
    "relation.excludes": "{a} en {b} niet allebei",
    "relation.at_most": "ten hoogste {number} van {both}",
    "relation.force_in": "{a} zit in het pakket",
    "relation.force_in_part": "{number} van {a} zit in het pakket",
    "relation.force_out": "{a} zit niet in het pakket",
    "relation.not_before": "{a} niet vóór {number}",
    "relation.same_price": "één korting voor {both}",
    "relation.spending_cap": "ten hoogste {number} miljoen euro per jaar voor {a}",
    "relation.health_target": "ten minste {number} QALY's gewonnen",
    "limit.in.framework": "het kader {name}",
    "limit.in.growth": "de groeigrens van {name}",
    "limit.in.budget_line": "het budget {name}",
    "limit.in.dossiers": "het aantal dossiers per jaar ({name})",
    "limit.in.patient_group": "de patiëntgroep {name}",
    "limit.in.resource": "de capaciteit {name}",
    "limit.in.spending_cap": "het uitgavenplafond van {name}",
    "limit.in.relation": 'de relatie "{name}"',
    "limit.in.other": "de grens {name}",
    "watch.title": "Let op",
    "watch.none": "Geen bijzonderheden.",
    "watch.more": "Nog {n} aandachtspunten staan op {sheet}.",
    "watch.more.one": "Nog 1 aandachtspunt staat op {sheet}.",
    # warnings: word and sentence
    "warn.unproven": "Niet bewezen|De rekentijd was op voordat het bewijs rond was: een beter plan kan hoogstens "
    "{more} meer opleveren (verdisconteerd: {gap} van de doelfunctie).",
    "warn.extended": "Eigen beperkingen|Dit plan houdt ook beperkingen die in Python aan het model zijn toegevoegd. Zij staan "
    "niet in deze werkmap: wie haar uitvoert, krijgt een ander plan.",
    "warn.objective": "Doelfunctie|Het plan is het beste naar een ander doel dan QALY's per saldo: {objective} "
    "(verdisconteerd). De andere cijfers zijn ongewogen QALY's, na aftrek van wat wordt verdrongen.",
    "warn.gap": "Marge|Bewezen tot op {gap}: een beter plan kan hoogstens {more} meer opleveren (verdisconteerd).",
    "warn.assumptions": "Aannames|{n} van de {total} opgenomen indicaties rusten op een aanname (○): {names}.",
    "warn.assumptions.one": "Aannames|1 van de {total} opgenomen indicaties rust op een aanname (○): {names}.",
    "warn.assumptions_all": "Aannames|Elke opgenomen indicatie ({n}) rust op een aanname (○).",
    "warn.assumptions_all.one": "Aannames|De ene opgenomen indicatie rust op een aanname (○).",
    "warn.assumptions_none_all": "Aannames|Elk besluit ({n}) rust op een aanname (○).",
    "warn.assumptions_none_all.one": "Aannames|Het ene besluit rust op een aanname (○).",
    "warn.suppliers": "Leveranciers|Bij {n} te dure kandidaten is de grootste korting van de leverancier een "
    "aanname (○).",
    "warn.suppliers.one": "Leveranciers|Bij 1 te dure kandidaat is de grootste korting van de leverancier een "
    "aanname (○).",
    "warn.assumptions_none": "Aannames|{n} van de {total} besluiten rusten op een aanname (○): {names}.",
    "warn.assumptions_none.one": "Aannames|1 van de {total} besluiten rust op een aanname (○): {names}.",
    "warn.limits_assumed": "Grenzen|{n} grenzen die knellen, rusten op een aanname (○): {names}.",
    "warn.limits_assumed.one": "Grenzen|Een grens die knelt, rust op een aanname (○): {names}.",
    "warn.edge": "Op de grens|{names}: leverancier en nodige prijs liggen minder dan 1 procentpunt korting uit elkaar.",
    "warn.over": "Overschreden|{limit} wordt overschreden in {years}, met hoogstens {money}.",
    "warn.reference": "Al vol|Zonder nieuwe geneesmiddelen gaat kader {name} al boven de ruimte in {years}; hier "
    "telt alleen wat erbij komt.",
    "warn.sign": "Teken|Verdisconteerd is het saldo {discounted}, als som van de jaren {sum}: het plan volgt het "
    "eerste.",
    "warn.variants": "Varianten|{names}: niet opgelost ({reason}).",
    "warn.acceptance": "Verwachting|Naar verwachting tekent de leverancier bij {signed} van de {n} opnames. Als elke "
    "leverancier tekent, is de uitgave tot {money} hoger ({year}); {covered}.",
    "warn.acceptance.covered": "de harde grenzen houden daar rekening mee",
    "warn.acceptance.mean": "de grenzen gelden hier voor het gemiddelde",
    "warn.later_all": "Voornemen|Alle {n} opnames beginnen na {year}: een voornemen, dat bij een volgend plan anders "
    "kan uitvallen.",
    "warn.later_all.one": "Voornemen|De ene opname begint na {year}: een voornemen, dat bij een volgend plan anders "
    "kan uitvallen.",
    "warn.later": "Voornemen|{n} van de {total} opnames beginnen na {year}: een voornemen, dat bij een volgend plan "
    "anders kan uitvallen.",
    "warn.later.one": "Voornemen|1 van de {total} opnames begint na {year}: een voornemen, dat bij een volgend plan "
    "anders kan uitvallen.",
    "warn.liability": "Doorlopend|Na {year} kosten de gekozen behandelingen nog {money} (geen nieuwe starters, "
    "niet verdisconteerd).",
    "warn.liability_some": "Doorlopend|Na {year} kosten de gekozen behandelingen nog {money}, voor zover bekend (geen "
    "nieuwe starters, niet verdisconteerd); van enkele indicaties is het niet bekend.",
    "warn.waiting": "Wachten|{text}",
    "warn.lower_bound": "Ondergrens|De verdringing is hier de minst schadelijke die mogelijk is: een ondergrens van "
    "wat andere patiënten mislopen.",
    "warn.no_room_value": "Ruimte|Ongebruikte ruimte telt hier als niets waard: zolang er ruimte is, is elke prijs "
    "dan te betalen.",
    "warn.standing": "Routes|{names}.",
    "warn.standing.part": "{route} is {standing}",
    "warn.reading": "Invoer|{n} opmerkingen bij het lezen van de invoer staan op {sheet}.",
    "warn.reading.one": "Invoer|1 opmerking bij het lezen van de invoer staat op {sheet}.",
    "warn.advice": "Advies|Bij {names} is de gezondheidswinst afgeleid uit het advies: de kosteneffectieve prijs "
    "bevestigt het advies daar niet.",
}
