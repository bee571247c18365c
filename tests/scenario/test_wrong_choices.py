"""Wrong workbooks: objectives without their figure, coverage without shares, one price for shares of a continuum."""

from __future__ import annotations

import pytest
from books import appended, case, check, read


def setting(*pairs: tuple[str, object]) -> object:
    return appended("Settings", *[list(pair) for pair in pairs])


def both(*edits) -> object:
    def edit(workbook) -> None:
        for one in edits:
            one(workbook)

    return edit


def column(name: str, *values: object) -> object:
    def edit(workbook) -> None:
        page = workbook["Indications"]
        at = page.max_column + 1
        for row, value in enumerate([name, *values], start=1):
            page.cell(row, at).value = value

    return edit


OBJECTIVES = [
    case(
        "net monetary benefit without the value of a QALY",
        setting(("objective", "net_monetary_benefit")),
        "objective",
        "Settings!B7: qaly_value is blank, but the objective net_monetary_benefit needs it: the value of a QALY [EUR] (add the "
        "setting qaly_value)",
    ),
    case(
        "least spending without a target",
        setting(("objective", "least_spending")),
        "objective",
        "Settings!B7: health_target is blank, but the objective least_spending needs it: the QALYs that must be gained (add the "
        "setting health_target)",
    ),
    case(
        "a pair of one",
        setting(("objective", "lexicographic")),
        "objective",
        "Settings!B7: second_objective is blank, but the objective lexicographic needs it: what decides among the plans with "
        "most net QALYs (add the setting second_objective)",
    ),
    case(
        "one price of shares",
        both(
            setting(("price_mode", "continuous")),
            column("divisible", "yes"),
            appended("Relations", ["kind", "subject", "object", "certainty"], ["same_price", "X; Y", None, "assumed"]),
        ),
        "relation",
        'Relations!A2: "X" is divisible, and price_mode is continuous; same_price needs one of the two otherwise (choose '
        "price_mode discrete)",
    ),
]


@pytest.mark.parametrize(("edits", "code", "expected"), OBJECTIVES)
def test_objectives_and_shares(tmp_path, edits, code, expected):
    check(tmp_path, edits, code, expected)


def test_what_has_no_effect_is_a_warning(tmp_path):
    edits = both(setting(("qaly_value", 50_000), ("health_target", 10)), column("max_coverage", 0.5))
    found = {(w.code, w.place) for w in read(tmp_path, edits).warnings}
    assert {("not_used", "Settings!B7"), ("not_used", "Settings!B8"), ("not_used", "Indications!Y2")} <= found
