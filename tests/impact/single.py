"""The options of the only indication of a scenario by its only route."""

from __future__ import annotations

from typing import Any

from small import Row, indication, route, small

import planner


def options(stated: Row, way: Row | None = None, **more: Any) -> planner.Options:
    """Of a candidate unless said; one year unless said."""
    return planner.enumerate_options(small(indication(**stated), routes=[way or route()], **more))
