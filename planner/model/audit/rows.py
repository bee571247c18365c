"""A row of a limit, as every family states it."""

from __future__ import annotations

from typing import NamedTuple

from planner.model.audit.numbers import Number


class LimitRow(NamedTuple):
    """``base + used <= limit``, where ``base`` is there without the plan; EUR million, dossiers, units or indications."""

    limit: Number
    base: Number
    used: Number


#: Family, name, calendar year (None where the limit holds for all years).
Place = tuple[str, str, int | None]
