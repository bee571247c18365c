"""What the command line says about a scenario, in its language; help texts and errors of use stay in English."""

from __future__ import annotations

from collections.abc import Mapping

from planner.scenario.phrases import Phrases, dutch_figure

_TEXTS: Mapping[str, Mapping[str, str]] = {
    "en": {
        "where": "Where",
        "what": "What",
        "do": "What to do",
        "know": "Good to know",
        "problem": "{n} problems",
        "problem.one": "1 problem",
        "warning": "{n} warnings",
        "warning.one": "1 warning",
        "to_mend": "{problems} to mend",
        "none_to_mend": "nothing to mend",
        "nothing_written": "{problems} to mend. Nothing was written.",
        "public": "The plan admits {admitted} of {candidates} (public version).",
        "candidate": "{n} candidates",
        "candidate.one": "1 candidate",
        "year": "{n} years",
        "year.one": "1 year",
        "open": "{file} is open in another program: the new report has another name.",
        "report": "Report: {file}",
        "page": "Page: {file}",
        "marked": "Marked copy: {file}",
        "template": "Template: {file}",
        "fill_in": "Fill it in, then: planner run {file}",
        "why_none": "Why no plan fits: {file}",
        "why_none_public": "Why no plan fits holds confidential amounts: run it without --public to see them.",
        "interrupted": "Interrupted. No file was changed.",
        "given_up": "Stopped: the report is written without what the answer hangs on.",
        "least": "The least that must give way: EUR {money} million in all (column Relax by).",
        "stopped": "Stopped at the time limit: this plan is the best found so far, not proven to be the best.",
        "best": "The best plan",
        "best_found": "The best plan found",
        "admits": "{best} admits {admitted} of {candidates} and yields {net} QALYs net over {years}.",
        "admits_none": "{best} admits none of the {n} candidates; the report says why of each.",
        "made_of": "QALYs: {gained} gained, {displaced} lost by displaced care, {room} by room used. Spending: EUR {money} "
        "million.",
        "objective": "{name} (discounted): {net} QALYs, gap {gap}.",
        "objective_money": "{name} (discounted): EUR {net} million, gap {gap}.",
        "objective.net_qalys": "Objective",
        "objective.lexicographic": "First objective",
        "objective.qalys_gained": "Objective, QALYs gained",
        "objective.weighted_qalys": "Objective, weighted QALYs",
        "objective.net_monetary_benefit": "Objective, net monetary benefit",
        "objective.least_spending": "Objective, least spending",
        "better": " A better plan could yield at most {more} QALYs more.",
        "better_money": " A better plan could yield at most EUR {more} million more.",
        "variant": "Variant",
        "admitted": "Admitted",
        "net": "Net QALYs",
        "spending": "Spending [EUR million]",
        "outcome": "Outcome",
        "base": "base",
        "of": "{n} of {total}",
        "failed": "{n} variants without a plan; the report says why.",
        "failed.one": "1 variant without a plan; the report says why.",
        "proven": "proven optimal",
        "within": "at most {gap} from the best",
        "by_time": "stopped by time: {within}",
        "note": "Note: {text}",
        "more": "... and {n} other notes; planner check shows all.",
        "more.one": "... and 1 other note; planner check shows all.",
    },
    "nl": {
        "where": "Waar",
        "what": "Wat",
        "do": "Wat te doen",
        "know": "Goed om te weten",
        "problem": "{n} problemen",
        "problem.one": "1 probleem",
        "warning": "{n} opmerkingen",
        "warning.one": "1 opmerking",
        "to_mend": "{problems} te herstellen",
        "none_to_mend": "niets te herstellen",
        "nothing_written": "{problems} te herstellen. Er is niets geschreven.",
        "public": "Het plan neemt {admitted} van {candidates} op (openbare versie).",
        "candidate": "{n} kandidaten",
        "candidate.one": "1 kandidaat",
        "year": "{n} jaar",
        "year.one": "1 jaar",
        "open": "{file} is open in een ander programma: het nieuwe rapport heeft een andere naam.",
        "report": "Rapport: {file}",
        "page": "Pagina: {file}",
        "marked": "Gemarkeerde kopie: {file}",
        "template": "Sjabloon: {file}",
        "fill_in": "Vul het in, en dan: planner run {file}",
        "why_none": "Waarom geen plan past: {file}",
        "why_none_public": "Waarom geen plan past, bevat vertrouwelijke bedragen: draai het zonder --public om ze te zien.",
        "interrupted": "Onderbroken. Er is geen bestand gewijzigd.",
        "given_up": "Gestopt: het rapport wordt geschreven zonder waar het antwoord van afhangt.",
        "least": "Wat ten minste moet wijken: € {money} mln in totaal (kolom Verruimen met).",
        "stopped": "Gestopt op de tijdslimiet: dit is het beste plan dat tot nu toe is gevonden, niet bewezen het beste.",
        "best": "Het beste plan",
        "best_found": "Het beste gevonden plan",
        "admits": "{best} neemt {admitted} van {candidates} op en levert per saldo {net} QALY's op in {years}.",
        "admits_none": "{best} neemt geen van de {n} kandidaten op; het rapport zegt van elk waarom.",
        "made_of": "QALY's: {gained} gewonnen, {displaced} verloren door verdringing, {room} door gebruikte ruimte. "
        "Uitgaven: € {money} mln.",
        "objective": "{name} (verdisconteerd): {net} QALY's, marge {gap}.",
        "objective_money": "{name} (verdisconteerd): € {net} mln, marge {gap}.",
        "objective.net_qalys": "Doelfunctie",
        "objective.lexicographic": "Eerste doel",
        "objective.qalys_gained": "Doelfunctie, gewonnen QALY's",
        "objective.weighted_qalys": "Doelfunctie, gewogen QALY's",
        "objective.net_monetary_benefit": "Doelfunctie, netto monetair voordeel",
        "objective.least_spending": "Doelfunctie, laagste uitgaven",
        "better": " Een beter plan kan hoogstens {more} QALY's meer opleveren.",
        "better_money": " Een beter plan kan hoogstens € {more} mln meer opleveren.",
        "variant": "Variant",
        "admitted": "Opgenomen",
        "net": "QALY's per saldo",
        "spending": "Uitgaven [mln euro]",
        "outcome": "Uitkomst",
        "base": "basis",
        "of": "{n} van {total}",
        "failed": "{n} varianten zonder plan; het rapport zegt waarom.",
        "failed.one": "1 variant zonder plan; het rapport zegt waarom.",
        "proven": "bewezen optimaal",
        "within": "hoogstens {gap} van het beste",
        "by_time": "gestopt door de tijd: {within}",
        "note": "Let op: {text}",
        "more": "... en {n} andere opmerkingen; planner check toont alle.",
        "more.one": "... en 1 andere opmerking; planner check toont alle.",
    },
}


def _stage_part(text: str) -> str:
    return _STAGES(text) or dutch_figure(text)


_STAGES = Phrases(
    (
        ("reading {}", "{0} lezen"),
        ("writing the report", "het rapport schrijven"),
        ("writing the page", "de pagina schrijven"),
        ("looking for the limits that collide", "zoeken welke grenzen botsen"),
        ("searching: best plan {} QALYs, at most {} (gap {}), {} parts open",
         "zoeken: beste plan {0} QALY's, hoogstens {1} (marge {2}), {3} delen open"),
        ("solving: best plan {} QALYs, at most {}", "oplossen: beste plan {0} QALY's, hoogstens {1}"),
        ("solving: at most {}", "oplossen: hoogstens {0}"),
        ("solving", "oplossen"),
        ("working out the options", "de mogelijkheden uitrekenen"),
        ("stating the limits", "de grenzen opstellen"),
        ("proving options away", "mogelijkheden uitsluiten"),
        ("building the model", "het model opbouwen"),
        ("comparing equally good plans", "even goede plannen vergelijken"),
        ("checking the plan", "het plan natellen"),
        ("{}: solving, {} at a time", "{0}: oplossen, {1} tegelijk"),
        ("frontier: {}", "afruilcurve: {0}"),
        ("the best plan with {}", "het beste plan met {0}"),
        ("the best plan without {}", "het beste plan zonder {0}"),
        ("the plan with {} {}", "het plan met {0} {1}"),
        ("the walk-away price of {}", "de hoogste verantwoorde nettoprijs van {0}"),
        ("one unit more: {}", "één eenheid meer: {0}"),
        ("{}: {}", "{0}: {1}"),
    ),
    _stage_part,
)  # fmt: skip


class ConsoleWords:
    """``words("report", file=...)`` gives a line; ``words.number`` a figure with the separators of the language."""

    def __init__(self, language: str) -> None:
        self.language = language if language in _TEXTS else "en"

    def __call__(self, key: str, **values: object) -> str:
        return _TEXTS[self.language][key].format(**values)

    def counted(self, key: str, number: int) -> str:
        """``3 problems``, ``1 problem``."""
        return self(f"{key}.one" if number == 1 else key, n=self.number(number))

    def number(self, value: float, places: int = 0) -> str:
        text = f"{round(value, places) + 0.0:,.{places}f}"  # never minus nought
        return text.translate(str.maketrans(",.", ".,")) if self.language == "nl" else text

    def figures(self, value: float) -> str:
        """A figure in six digits: an amount that must be exact enough to type."""
        text = f"{value:,.6g}"
        return text.translate(str.maketrans(",.", ".,")) if self.language == "nl" else text

    def stage(self, text: str) -> str:
        """What a command is doing, as ``progress`` tells it in English."""
        return (_STAGES(text) if self.language == "nl" else None) or text

    def percent(self, text: str) -> str:
        return text.replace(".", ",") if self.language == "nl" else text
