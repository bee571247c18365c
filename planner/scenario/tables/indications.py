"""The sheets about medicines: indications, their patients and curves."""

from planner.scenario.tables import columns as c

#: The statuses of what may come in, and of what is paid for already.
CANDIDATES = ("candidate", "refused")
IN_PACKAGE = ("reimbursed", "conditional")

#: Discounts closer to each other than this are one discount, and one this little beyond a limit meets it (model.md section 4).
SAME_DISCOUNT = 1e-9


class Indications(c.Table, key="indication", needed=True):
    """one medicine for one group of patients: the unit of decision"""

    indication = c.identifier("short name by which other sheets refer to the row", example="ASMD")
    product = c.text(
        "the medicine; indications of one product share it; blank = the indication's own", example="Xenpozyme"
    )
    name = c.text("what the report calls the indication; blank = its identifier")
    supplier = c.text("the company that sells it")
    disease_area = c.text("the field of disease")
    framework = c.reference("Frameworks.framework", "financial framework that pays; blank = the only one")
    administration = c.choice("iv sc oral other", "how the medicine is given")
    # state at the start of the plan
    status = c.choice(
        "candidate reimbursed refused conditional",
        "where the indication stands now; refused counts as a candidate (rules can read it); conditional = in conditional "
        "admission until term_end",
        default="candidate",
    )
    available_from = c.date("market authorisation; blank = the start of the plan")
    in_lock_since = c.date("date from which it waits in the lock (sluis)")
    files_from = c.date(
        "date of the supplier's dossier; none = no dossier, no option; blank = available_from", empty_word="none"
    )
    phase = c.text("phase of the procedure it is in at the start")
    phase_since = c.date("since when it is in that phase")
    term_end = c.date("end of the present conditional admission")
    p_registered = c.share("chance that market authorisation comes", default=1.0)
    applies_for = c.Column("references", "routes the supplier applies for, ; between", refers="Routes.route")
    # patients
    new_patients = c.number(
        "patients who start each year at full uptake, in the first plan year", unit="patients/year", low=0
    )
    patient_growth = c.number("yearly growth of new patients", default=0.0, low=-1, high=1)
    waiting_patients = c.number("patients who wait at the start, once", unit="patients", default=0.0, low=0)
    patient_group = c.text("rows with the same group share their patients: at most one of them is in the package")
    prevalence = c.number("patients with the condition in the population", unit="patients", low=0)
    uptake = c.reference(
        "Uptake.curve", "curve of the share of patients treated, by year after the start; blank = all at once"
    )
    treatment_years = c.number(
        "length of a treatment; 1 for a one-off therapy", unit="years", required=True, low=0, above=True
    )
    off_target_share = c.share("share of those treated who have no gain", default=0.0)
    stop_after = c.number("treatment length with start-stop criteria", unit="years", low=0)
    stop_share = c.share("share of patients who stop under start-stop criteria", default=0.0)
    # money
    list_price = c.price("list price per patient-year (of a one-off therapy: of the treatment)", required=True)
    other_cost = c.price("care that comes with the medicine", default=0.0)
    comparator_cost = c.price("medicine that it replaces", default=0.0)
    comparator_discount = c.share("confidential discount on the medicine that it replaces", default=0.0)
    offset_cost = c.price("other care avoided per patient-year", default=0.0)
    offset_years = c.number("years for which care is avoided; blank = treatment_years", unit="years", low=0)
    present_discount = c.share("discount at present, of a reimbursed indication", default=0.0)
    may_leave = c.flag("may leave the package")
    fair_price = c.price("price that an own calculation finds fair")
    fixed_budget = c.budget("fixed yearly budget in a conditional route")
    exclusivity_until = c.date("loss of exclusivity")
    price_share_after = c.share("price after loss of exclusivity as a share of the price before")
    volume_threshold = c.budget("yearly drug spending above which the volume discount holds")
    volume_discount = c.share("discount above the volume threshold")
    pay_back_cap = c.budget("yearly drug spending above which the supplier pays back")
    study_cost = c.budget("cost of the study during a conditional term, in all")
    study_payer = c.choice("payer supplier", "who pays the study", default="supplier")
    # health
    qaly_gain = c.number(
        "QALYs gained by one patient who starts, over the whole treatment, discounted to its start",
        unit="QALY",
        required=True,
    )
    disease_burden = c.share("burden of disease: proportional shortfall (ziektelast)")
    p_effective = c.share("chance that the medicine is effective; blank = 1 where effectiveness is established")
    response_share = c.share("share of patients who respond (for routes that pay for responders)")
    p_demonstrated = c.share("chance to be effective and shown to be within the term; blank = p_effective")
    evidence_years = c.number("years that the missing evidence takes", unit="years", low=0)
    evidence_gap = c.share("size of the gap in the evidence; blank = 1 - p_effective")
    equity_weight = c.number("weight of the health gained in the weighted objective", default=1.0, low=0)
    # negotiation
    max_discount = c.share("largest discount that the supplier gives")
    acceptance = c.reference("Acceptance.curve", "curve of the probability that the supplier accepts a discount")
    advice_low = c.share("advised price reduction, lower end")
    advice_high = c.share("advised price reduction, upper end")
    advice_kind = c.choice("at_least more_than far_more_than", "how the advice words the reduction", default="at_least")
    # package criteria
    effectiveness = c.choice("established uncertain insufficient", "established medical science and practice (SWP)")
    necessity = c.choice("met not_met unclear", "package criterion necessity")
    feasibility = c.choice("met not_met unclear", "package criterion feasibility")
    # flags, for rules
    orphan = c.flag("orphan medicine")
    ultra_orphan = c.flag("ultra-orphan medicine")
    conditional_ma = c.flag("conditional market authorisation")
    exceptional_ma = c.flag("authorisation under exceptional circumstances")
    unmet_need = c.flag("unmet medical need")
    nl_specific_research = c.flag("needs research that is specific to the Netherlands")
    indirect_comparison_possible = c.flag("an indirect comparison is possible")
    oncology = c.flag("oncology")
    atmp = c.flag("advanced therapy medicinal product")
    no_alternative = c.flag("no alternative treatment")
    fitting_evidence = c.flag("the evidence fits the disease")
    appropriate_use_risk = c.flag("risk of inappropriate use")
    registry = c.flag("a quality registry is in place")
    divisible = c.flag("a share of the patients may be admitted")
    max_coverage = c.share("largest share of the patients, of a divisible indication", default=1.0)


class Patients(c.Table, key="indication year"):
    """patient-years on treatment in one year after the start: replaces the calculation from uptake for that indication"""

    indication = c.reference("Indications.indication", "the indication", required=True)
    year = c.whole("year after the start: 1, 2, ...; the last one persists", required=True, low=1)
    patients = c.number("patient-years on treatment in that year", unit="patient-years", required=True, low=0)


class Uptake(c.Table, key="curve year"):
    """one point of an uptake curve"""

    curve = c.identifier("name of the curve")
    year = c.whole("year after the start: 1, 2, ...; the last one persists", required=True, low=1)
    share = c.share("share of the patients treated in that year", required=True)


class Acceptance(c.Table, key="curve discount"):
    """one point of an acceptance curve: piecewise linear from (0, 1), 0 beyond its last point"""

    curve = c.identifier("name of the curve")
    discount = c.share("discount on the list price", required=True)
    probability = c.share("probability that the supplier goes that far", required=True)


class ReferenceValues(c.Table, key="burden_from"):
    """one class of disease burden with its reference value (burden_from included, burden_to not, but for the last class)"""

    burden_from = c.share("lower end of the class", required=True)
    burden_to = c.share("upper end of the class", required=True)
    euro_per_qaly = c.price("reference value", unit="EUR/QALY", required=True)
