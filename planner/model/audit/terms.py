"""What a price may be (``model.md`` section 4): values per QALY, cost-effective prices, ceilings, caps, definitive prices."""

from __future__ import annotations

from planner.model.audit.books import Books
from planner.model.audit.numbers import Number, Record, annuity, months_after, ratio
from planner.model.audit.supplier import RefusedError

#: A route that asks nothing: everyone is paid for, nobody is monitored or stops.
PLAIN_ROUTE: Record = {"paid_share_basis": "all", "monitoring_cost": 0, "stop_rule": False}


def reference_value(books: Books, burden: Number | None) -> Number | None:
    """EUR per QALY by disease burden (``from <= burden < to``, the last class closed); None where there is none."""
    if burden is None:
        return None
    last = books.classes[-1]
    for row in books.classes:
        if row["burden_from"] <= burden < row["burden_to"] or (row is last and burden == row["burden_to"]):
            value: Number = row["euro_per_qaly"]
            return value
    return None


def paid_share(indication: Record, route: Record) -> Number:
    """The share of patients that is paid for."""
    if route["paid_share_basis"] == "all":
        return 1
    if indication["response_share"] is None:
        raise RefusedError("no_response_share", "response_share is blank, and the route pays for responders")
    share: Number = indication["response_share"]
    return share


def chance(indication: Record) -> Number:
    """``p_effective``; its default for established effectiveness is in the table already."""
    if indication["p_effective"] is None:
        raise RefusedError("no_chance", "p_effective is blank and effectiveness is not established")
    value: Number = indication["p_effective"]
    return value


def demonstrated(indication: Record) -> Number:
    """The chance that the medicine is effective and shown to be within the term: ``p_effective`` unless stated."""
    stated = indication["p_demonstrated"]
    return chance(indication) if stated is None else stated


def price_factor(books: Books, indication: Record, t: int) -> Number:
    """What is left of the price in year t after loss of exclusivity, by months of the calendar year."""
    until = indication["exclusivity_until"]
    if until is None:
        return 1
    before = min(12, max(0, months_after(until, books.start_year) - 12 * t))
    share = ratio(before, 12)
    factor: Number = share + (1 - share) * indication["price_share_after"]
    return factor


def agreed(indication: Record, spending: Number) -> Number:
    """What is paid of a year's drug spending [EUR million] under a price-volume agreement and a pay-back cap."""
    threshold, discount, cap = indication["volume_threshold"], indication["volume_discount"], indication["pay_back_cap"]
    paid = spending
    if threshold is not None and discount is not None:
        paid = min(spending, threshold) + (1 - discount) * max(0, spending - threshold)
    return paid if cap is None else min(paid, cap)


def treatment(indication: Record, route: Record, rate: Number) -> Number:
    """Treatment-years of one patient, discounted to the start; some stop early where the route has a stop rule."""
    length: Number = indication["treatment_years"]
    whole = annuity(length, rate)
    if not route["stop_rule"] or indication["stop_after"] is None:
        return whole
    stops: Number = indication["stop_share"]
    return (1 - stops) * whole + stops * annuity(min(length, indication["stop_after"]), rate)


def other_cost(indication: Record, route: Record) -> Number:
    """Care that comes with the medicine in a route, its monitoring included, EUR per patient-year."""
    value: Number = indication["other_cost"] + route["monitoring_cost"]
    return value


def net_other_cost(books: Books, indication: Record, route: Record) -> Number:
    """Other cost per patient-year, less what is replaced and avoided (``A^C`` spreads longer offsets), EUR."""
    rate = books.setting("discount_rate_costs")
    length = indication["treatment_years"] if indication["offset_years"] is None else indication["offset_years"]
    avoided: Number = indication["offset_cost"]
    if avoided:
        avoided *= ratio(annuity(length, rate), treatment(indication, route, rate))
    return other_cost(indication, route) - replaced_cost(indication) - avoided


def replaced_cost(indication: Record) -> Number:
    """Net price of the medicine that is replaced, EUR per patient-year."""
    value: Number = indication["comparator_cost"] * (1 - indication["comparator_discount"])
    return value


def cost_effective_price(books: Books, indication: Record, route: Record, proven: bool = False) -> Number | None:
    """``price*``: the price at which the ICER equals the reference value; None without a reference value.

    ``proven`` takes effectiveness as certain, as after a conditional term.
    """
    reference = reference_value(books, indication["disease_burden"])
    share = paid_share(indication, route)
    if reference is None or share == 0:
        return None
    gained = (1 if proven else chance(indication)) * indication["qaly_gain"]
    per_year = ratio(reference * gained, treatment(indication, route, books.setting("discount_rate_costs")))
    return ratio(per_year - net_other_cost(books, indication, route), share)


def needed_price(books: Books, indication: Record, route: Record, proven: bool = False) -> Number:
    """``price*`` where a ceiling or cap needs it; without a reference value the route is closed."""
    price = cost_effective_price(books, indication, route, proven)
    if price is None:
        missing = indication["disease_burden"] is None
        code = "no_burden" if missing else "no_reference_value"
        raise RefusedError(code, "disease_burden is blank" if missing else "there is no reference value at this burden")
    return price


def advised_price(books: Books, indication: Record) -> Number | None:
    """The list price less the advised reduction; None where no advice is stated."""
    low, high = indication["advice_low"], indication["advice_high"]
    first, second = (high, low) if books.scenario.settings.advice_bound == "high" else (low, high)
    advice = second if first is None else first
    if advice is None:
        return None
    margin = books.setting("advice_margin") if indication["advice_kind"] in ("more_than", "far_more_than") else 0
    price: Number = indication["list_price"] * (1 - advice - margin)
    return price


def stated(indication: Record, name: str) -> Number:
    """A figure of an indication that an open route needs; a blank is refused."""
    value: Number | None = indication[name]
    if value is None:
        raise RefusedError(f"no_{name}", f"{name} is blank")
    return value


def ceilings(books: Books, indication: Record, route: Record) -> list[Number]:
    """The price ceilings that hold in a route, EUR per patient-year."""
    setting = books.scenario.settings.price_ceiling
    if route["cost_effectiveness"] != "required" or setting == "none" or route["price_cap_basis"] == "evidence_gap":
        return []
    if setting == "fair":
        return [stated(indication, "fair_price")]
    advised = None if setting == "icer" else advised_price(books, indication)
    if setting == "advice" and advised is not None:
        return [advised]
    if setting == "lowest":
        there = [price for price in (advised, indication["fair_price"]) if price is not None]
        if there:
            own = cost_effective_price(books, indication, route)
            return there if own is None else [*there, own]
    return [needed_price(books, indication, route)]


def caps(books: Books, indication: Record, route: Record, most_patients: Number = 0) -> list[Number]:
    """The price cap of a route, EUR per patient-year, where it has one.

    ``most_patients`` is the largest number of patient-years in a year of the term, over which a fixed budget is spread.
    """
    basis = route["price_cap_basis"]
    if basis is None:
        return []
    if basis == "list":
        of = indication["list_price"]
    elif basis == "cost_effective":
        of = needed_price(books, indication, route)
    elif basis == "evidence_gap":
        gap = 1 - chance(indication) if indication["evidence_gap"] is None else indication["evidence_gap"]
        of = (1 - gap) * needed_price(books, indication, route, proven=True)
    elif basis == "fair":
        of = stated(indication, "fair_price")
    else:
        budget = stated(indication, "fixed_budget")
        if not most_patients:
            return []
        of = ratio(budget * 10**6, most_patients)
    return [route["price_cap_share"] * of]


def definitive_price(books: Books, indication: Record, route: Record) -> Number | None:
    """The price after conversion where a rule sets it; None where it is the option's own (same, negotiated)."""
    if route["at_end"] != "convert" or route["definitive_price"] in ("same", "negotiated"):
        return None
    price: Number
    if route["definitive_price"] == "cost_effective":
        price = min(indication["list_price"], needed_price(books, indication, route, proven=True))
    else:
        advised = advised_price(books, indication)
        if advised is None:
            raise RefusedError("no_advice", "the definitive price is the advised one, and no advice is stated")
        price = advised
    if price < 0:
        raise RefusedError("negative_ceiling", "the definitive price is negative")
    return price


def icer(books: Books, indication: Record, route: Record, price: Number) -> Number | None:
    """Net cost per QALY at a price, EUR; None where there is no gain to divide by."""
    gained = chance(indication) * indication["qaly_gain"]
    if gained == 0:
        return None
    yearly = price * paid_share(indication, route) + net_other_cost(books, indication, route)
    return ratio(yearly * treatment(indication, route, books.setting("discount_rate_costs")), gained)
