"""Relations between decisions: each kind by hand, and that one more of them never raises the optimum."""

from __future__ import annotations

import pytest
from small import indication, route, small
from stated import solved, stated

import planner

approx = pytest.approx


def related(*relations: dict, indications: list[dict] | None = None, **more):
    """A, B and C gain 3, 2 and 1 QALY for 10 patients each: 30, 20 and 10 in all. There is room for everything."""
    medicines = indications or [indication(name, qaly_gain=gain) for name, gain in (("A", 3), ("B", 2), ("C", 1))]
    return small(*medicines, sheets={"Relations": list(relations), **more.pop("sheets", {})}, **more)


def relation(kind: str, subject: str, other: str | None = None, number: float | None = None) -> dict:
    return {"kind": kind, "subject": subject, "object": other, "number": number}


CASES = [
    ([], "ABC", 60),
    ([relation("requires", "A", "B")], "ABC", 60),
    ([relation("requires", "A", "B"), relation("force_out", "B")], "C", 10),
    ([relation("requires", "B", "A"), relation("force_out", "B")], "AC", 40),
    ([relation("excludes", "A", "B")], "AC", 40),
    ([relation("excludes", "B", "C"), relation("excludes", "A", "C")], "AB", 50),
    ([relation("excludes", "A", "B"), relation("force_in", "B")], "BC", 30),
    ([relation("at_most", n, "eyes", 1 if n == "B" else None) for n in "ABC"], "A", 30),
    ([relation("at_most", n, "eyes", 2) for n in "ABC"], "AB", 50),
    ([relation("at_most", n, "eyes", 0) for n in "BC"], "A", 30),
    ([relation("not_before", "A", number=2027)], "BC", 30),
]


@pytest.mark.parametrize(("relations", "chosen", "net"), CASES)
def test_a_relation_by_hand(relations, chosen, net):
    found = solved(related(*relations))
    assert "".join(sorted(found.shares)) == chosen
    assert found.net == approx(net)


def test_a_costly_indication_is_forced_in():
    # X costs 10 x 100,000 = EUR 1 million: room worth 10 QALY per million goes, 10 x 0.2 = 2 QALY come: -8 net.
    # 100,000 per QALY is what the care displaced first costs; room is worth as much.
    care = [{"care": "C", "euro_per_qaly": 100_000, "spending": 10, "max_share": 1, "observed_share": 1}]
    frameworks = [{"framework": "MSZ", "year": 2026, "budget": 100, "baseline_care": 90}]
    sheets = {"Care": care, "Frameworks": frameworks}
    dear = indication("X", qaly_gain=0.2)
    settings = {"displacement_mode": "observed", "room_value": 1}
    assert solved(related(indications=[dear], sheets=sheets, **settings)).shares == {}
    forced = solved(related(relation("force_in", "X"), indications=[dear], sheets=sheets, **settings))
    assert forced.shares == {"X": 1}
    assert forced.net == approx(2 - 10)


def test_what_is_in_the_package_counts_in_relations():
    # B stays: A that requires it is free, C that excludes it is not.
    medicines = [indication("A"), indication("B", status="reimbursed"), indication("C")]
    found = solved(related(relation("requires", "A", "B"), relation("excludes", "B", "C"), indications=medicines))
    assert sorted(found.shares) == ["A", "B"]


def test_not_before_closes_the_earlier_starts_only():
    evaluator = stated(related(relation("not_before", "A", number=2027), years=3))
    table = evaluator.options.table
    closed = evaluator.limits["relation"].use.toarray()[0] > 0
    assert table[closed][["indication", "start_year"]].to_numpy().tolist() == [["A", 2026]]


def priced(**more) -> list[dict]:
    """Two indications of one product; the supplier of P1 goes to 0.3, that of P2 to 0.5. EUR 1 million each at list."""
    return [
        indication("P1", product="P", max_discount=0.3, **more),
        indication("P2", product="P", max_discount=0.5, **more),
    ]


def test_one_price_for_all_indications_of_a_product():
    # EUR 1.4 million in all. Apart, P1 at 0.3 (0.7) and P2 at 0.3 (0.7) fit, and so does P2 at 0.5. With 1.3 million P1 at 0.3
    # and P2 at 0.5 (0.7 + 0.5 = 1.2) fit; at one price, 0.3, both take 1.4: only one fits.
    def best(budget: float, *relations: dict):
        frameworks = [{"framework": "MSZ", "year": 2026, "budget": budget}]
        return solved(
            related(
                *relations,
                indications=priced(),
                routes=[route(price="negotiated")],
                sheets={"Frameworks": frameworks},
                discount_step=0,
            )
        )

    same = relation("same_price", "P")
    assert sorted(best(1.3).shares) == ["P1", "P2"]
    assert len(best(1.3, same).shares) == 1
    both = best(1.4, same)
    assert sorted(both.shares) == ["P1", "P2"]
    assert set(both.column("discount").values()) == {0.3}
    assert best(1.4, relation("same_price", "P1; P2")).shares == both.shares
    assert best(1.4, relation("same_price", "P1", "P2")).shares == both.shares


def test_one_price_gives_every_kink_of_one_to_all():
    def points(*relations: dict) -> dict[str, list[float]]:
        scenario = related(*relations, indications=priced(), routes=[route(price="negotiated")], discount_step=0)
        table = stated(scenario).options.table
        return {name: rows["discount"].tolist() for name, rows in table.groupby("indication")}

    assert points() == {"P1": [0, 0.3], "P2": [0, 0.5]}
    assert points(relation("same_price", "P")) == {"P1": [0, 0.3], "P2": [0, 0.3, 0.5]}


def test_a_spending_cap_limits_gross_spending_of_a_supplier():
    # Each costs EUR 1 million a year; replaced medicines do not count. A cap of 2 leaves A and B, the two that gain most.
    medicines = [
        indication(name, qaly_gain=gain, supplier="S", comparator_cost=90_000)
        for name, gain in (("A", 3), ("B", 2), ("C", 1))
    ]
    cap = relation("spending_cap", "S", number=2)
    found = solved(related(cap, indications=medicines, years=2))
    assert "".join(sorted(found.shares)) == "AB"
    family = found.evaluator.limits["spending_cap"]
    assert family.rows[["name", "year"]].to_numpy().tolist() == [["S", 2026.0], ["S", 2027.0]]
    assert family.used(found.choice).tolist() == approx([2, 2])


@pytest.mark.parametrize("kind", ["requires", "excludes", "at_most", "force_in", "force_out"])
@pytest.mark.parametrize("pair", ["AB", "BC", "CA"])
@pytest.mark.parametrize(("mode", "budget"), [("observed", 10.5), ("none", 11.5)])
def test_a_further_relation_never_raises_the_optimum(kind, pair, mode, budget):
    care = [{"care": "C", "euro_per_qaly": 60_000, "spending": 10, "max_share": 1, "observed_share": 1}]
    frameworks = [{"framework": "MSZ", "year": 2026, "budget": budget, "baseline_care": 10}]
    more = {"sheets": {"Care": care, "Frameworks": frameworks}, "displacement_mode": mode, "room_value": 1}
    free = solved(related(**more))
    one = solved(related(relation(kind, pair[0], pair[1], 1), **more))
    assert one is None or one.net <= free.net + 1e-9


def test_two_that_are_forced_in_and_exclude_each_other_are_named():
    rows = [
        relation("force_in", "A"),
        relation("excludes", "B", "C"),
        relation("excludes", "A", "B"),
        relation("force_in", "B"),
    ]
    with pytest.raises(planner.InfeasibleError) as caught:
        planner.optimise(related(*rows))
    assert str(caught.value).splitlines() == [
        "no plan keeps all limits and relations; these cannot hold together:",
        "  relation force_in A (Relations, row 1, column kind)",
        "  relation excludes A B (Relations, row 3, column kind)",
        "  relation force_in B (Relations, row 4, column kind)",
    ]


def test_what_is_forced_in_beyond_the_budget_is_named_with_the_budget():
    frameworks = [{"framework": "MSZ", "year": 2026, "budget": 0.5}]
    with pytest.raises(planner.InfeasibleError) as caught:
        planner.optimise(related(relation("force_in", "A"), sheets={"Frameworks": frameworks}))
    assert {(c.family, c.name, c.sheet) for c in caught.value.collisions} == {
        ("framework", "MSZ", "Frameworks"),
        ("relation", "force_in A", "Relations"),
    }


def test_what_must_leave_whole_and_may_only_in_part_is_named_alone():
    """Half of the patients may leave, force_out asks for all: no other limit has a part in it."""
    there = indication("A", status="reimbursed", may_leave=True, divisible=True, max_coverage=0.5)
    scenario = small(there, routes=[route("out", action="leave")], sheets={"Relations": [relation("force_out", "A")]})
    with pytest.raises(planner.InfeasibleError) as caught:
        planner.optimise(scenario)
    assert [c.name for c in caught.value.collisions] == ["force_out A"]
