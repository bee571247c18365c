"""The sheets about policy: routes, money, displaceable care, and what a later version will use."""

from planner.scenario.tables import columns as c


class Routes(c.Table, key="route", needed=True):
    """a route into the basic package: routes are data, no route's name occurs in the code"""

    route = c.identifier("short name of the route", example="lock")
    name = c.text("what the report calls the route; blank = its identifier")
    standing = c.choice(
        "in_force proposed asked_for not_policy",
        "standing of the route; the setting standings chooses",
        default="in_force",
    )
    eligible = c.rule("who may use the route; blank = everyone")
    open_from = c.year("first year of start")
    open_to = c.year("last year of start")
    framework = c.reference("Frameworks.framework", "framework that is charged; blank = the indication's")
    budget_line = c.reference("BudgetLines.line", "budget line that is charged too")
    lead_time_months = c.number("months from dossier to start", unit="months", default=0.0, low=0)
    files_before_months = c.number(
        "months before authorisation that a dossier may be filed", unit="months", default=0.0, low=0
    )
    dossiers_per_year = c.whole("decisions per calendar year of start; blank = no limit, 0 = closed", low=0)
    price = c.choice("list negotiated at_cap", "how the price comes about", required=True)
    cost_effectiveness = c.choice("required not_required", "whether the price ceiling holds", required=True)
    price_cap_basis = c.choice(
        "list cost_effective evidence_gap fair fixed_budget",
        "what the price cap of the route is a share of",
        default="list",
    )
    price_cap_share = c.number("the cap as a share of its basis", default=1.0, low=0)
    acceptance_shift = c.number(
        "points of discount by which suppliers give less in this route", default=0.0, low=-1, high=1
    )
    paid_share_basis = c.choice(
        "all responders", "whether all patients are paid for, or those who respond", default="all"
    )
    action = c.choice(
        "admit leave renegotiate study",
        "what the route does",
        default="admit",
    )
    chosen_by = c.choice("payer supplier", "who chooses the route", default="payer")
    term_years = c.number("years after which the route ends", unit="years", low=0, above=True)
    at_end = c.choice("stay leave convert", "what happens at the end of the term", default="stay")
    definitive_price = c.choice(
        "same negotiated cost_effective advice",
        "price after conversion",
        default="same",
    )
    use_control = c.share("share of off-target use that the route prevents", default=0.0)
    monitoring_cost = c.price("cost of monitoring", default=0.0)
    stop_rule = c.flag("start-stop criteria hold")
    needs_registry = c.flag("open only to indications with a registry")


class Phases(c.Table, order="route"):
    """a phase of the procedure of a route, in order"""

    route = c.reference("Routes.route", "the route", required=True)
    phase = c.identifier("the phase")
    when = c.rule("whether the row holds; the first row of a phase that holds counts")
    months = c.number("months that the phase takes", unit="months", low=0)
    work = c.number("work of the phase", unit="assessor-months", low=0)
    pool = c.reference("Resources.resource", "the resource that does the work")
    after_start_years = c.number("years after the start of a review", unit="years", low=0)


class Risks(c.Table, key="risk", order=""):
    """a named rule, usable by name in later rules"""

    risk = c.identifier("name of the risk")
    rule = c.rule("when the risk holds", required=True)
    meaning = c.text("what it means")
    control = c.text("how it is controlled")


class Frameworks(c.Table, key="framework year", needed=True):
    """one year of a financial framework; the row of the last realised year gives baseline_drugs only"""

    framework = c.identifier("name of the framework", example="MSZ")
    year = c.year("calendar year", required=True)
    budget = c.budget("the framework; blank = no limit in that year")
    baseline_care = c.budget("spending on other care", default=0.0)
    baseline_drugs = c.budget("spending on expensive medicines already in the package", default=0.0)
    drug_growth_limit = c.number("largest yearly growth of spending on expensive medicines", low=-1, high=1)
    absorbed_share = c.share("share of the pressure that is absorbed by efficiency or extra spending", default=0.0)
    carry_over_share = c.share(
        "share of unused room that may be used a year later, in the year that it goes to", default=0.0
    )


class BudgetLines(c.Table, key="line year"):
    """one year of a budget line inside a framework"""

    line = c.identifier("name of the line")
    year = c.year("calendar year", required=True)
    budget = c.budget("the budget; blank = no limit in that year")
    charged = c.choice("drug drug_and_care net", "what is charged to the line", default="drug")
    allocation = c.choice("best_use first_come", "who gets the budget", default="best_use")


class Care(c.Table, order="care"):
    """a category of displaceable care; several rows of one category are segments of rising loss"""

    care = c.identifier("name of the category", example="eye_ear")
    name = c.text("what the report calls it")
    framework = c.reference("Frameworks.framework", "the framework it is paid from; blank = the only one")
    spending = c.budget("spending in start_year; blank on a second segment = the first's")
    spending_growth = c.number("yearly growth of that spending", default=0.0, low=-1, high=1)
    euro_per_qaly = c.price(
        "cost of one QALY in this care: what is lost when it is displaced", unit="EUR/QALY", required=True, above=True
    )
    max_share = c.share("largest share of the spending that can be displaced (of this segment)", required=True)
    observed_share = c.share("share of displacement observed in this category (on its first row)")
    protected = c.flag("protected care is never displaced")
    equity_weight = c.number("weight of the health lost in the weighted objective", default=1.0, low=0)
    unit = c.text("natural unit, in the plural", example="nursing days")
    unit_cost = c.price("cost of one natural unit", unit="EUR/unit", above=True)


class Resources(c.Table, key="resource year"):
    """one year of a scarce resource: staff, chairs, treatment slots, assessor-months"""

    resource = c.identifier("name of the resource")
    year = c.year("calendar year", required=True)
    capacity = c.number("what there is, in units of the analyst's choice; blank = no limit in that year", low=0)


class ResourceUse(c.Table, key="indication resource"):
    """use of a resource by an indication"""

    indication = c.reference("Indications.indication", "the indication", required=True)
    resource = c.reference("Resources.resource", "the resource", required=True)
    use = c.number("units of the resource that it takes", required=True, low=0)
    basis = c.choice(
        "per_patient_year per_decision",
        "whether the use is per patient-year on treatment, or per decision, in the calendar year of the start",
        default="per_patient_year",
    )


class Relations(c.Table, order="kind subject object number"):
    """a relation between decisions: what goes together, what does not, what is fixed beforehand"""

    kind = c.choice(
        "requires excludes at_most same_price force_in force_out not_before spending_cap",
        "what the relation is: requires (the subject only with the object), excludes (not both), at_most (number of one group), "
        "same_price (one discount for all), force_in, force_out, not_before (no start before the year), spending_cap (per year)",
        required=True,
    )
    subject = c.text(
        "the indication; of same_price indications or a product, ; between; of spending_cap a product, supplier or disease area",
        required=True,
    )
    object = c.text(
        "the other indication; of at_most the name of the group; of spending_cap, where the subject is not clear: product, "
        "supplier or disease_area"
    )
    number = c.number(
        "of at_most how many, on any row of the group; of force_in the least share (blank = max_coverage); of not_before the "
        "calendar year; of spending_cap EUR million a year",
        low=0,
    )


class Sources(c.Table):
    """where one figure comes from; wins over the source of the row"""

    table = c.text("the sheet", required=True)
    row = c.text("identifier of the row", required=True)
    column = c.text("the column", required=True)
    source = c.text("where the figure comes from")
    certainty = c.choice("published derived assumed", "how sure the figure is", required=True)


class Scenarios(c.Table):
    """one change in a variant"""

    scenario = c.identifier("name of the variant")
    based_on = c.reference("Scenarios.scenario", "variant on which this one builds; blank = the base")
    table = c.text("the sheet", required=True)
    row = c.Column("any", "identifier of the row, a rule over that table's columns, or *", required=True)
    column = c.text("the column (of Settings: value)", required=True)
    operation = c.choice("set multiply add", "what is done", required=True)
    value = c.Column("any", "the value, in base units; blank with set = make blank")


class Uncertainty(c.Table, later=True):
    """an uncertain input"""

    table = c.text("the sheet")
    row = c.text("identifier of the row")
    column = c.text("the column")
    distribution = c.text("the distribution")
    p1 = c.number("first parameter")
    p2 = c.number("second parameter")
    p3 = c.number("third parameter")
