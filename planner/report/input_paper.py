"""How an input sheet lies on paper: how wide its columns are, at which scale it prints, and where its pages begin."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from planner.report.layout import page_height, print_scale, text_height
from planner.scenario.layout import SheetLayout

#: Widths (in units of column width) at which a long text may break its lines, the widest first.
PROSE = (140, 110, 80, 60, 48, 36)
#: What one page holds at the smallest scale that can be read; the gap between two columns; the height of the heads.
PAGE_WIDTH, _GAP, _HEAD = 260.0, 5 / 7, 30.0
#: Of what a page holds, what is counted on: programs measure columns a little differently.
_SURE = 0.97


@dataclass(frozen=True)
class Laid:
    """``prose``: the columns that break their lines; ``heights`` of the rows; ``scale`` in percent; ``breaks``: columns at which
    a page begins beside the one before it.
    """

    widths: tuple[float, ...]
    prose: frozenset[int]
    heights: tuple[float, ...]
    scale: int
    breaks: tuple[int, ...]

    @property
    def pages(self) -> int:
        """How many pages it takes, as far as heights tell."""
        return (1 + len(self.breaks)) * max(1, math.ceil(sum(self.heights) / (page_height(self.scale) - _HEAD)))


def laid(layout: SheetLayout) -> Laid:
    """The way that takes the fewest pages; of several with as many the one with the largest print."""
    longest = [
        max((len(value) for values in layout.rows if isinstance(value := values[at], str)), default=0)
        for at in range(len(layout.header))
    ]
    ways = [
        _laid(layout, longest, widest) for widest in PROSE if widest == PROSE[0] or max(longest, default=0) > widest
    ]
    return min(ways, key=lambda way: (way.pages, -way.scale))


def _laid(layout: SheetLayout, longest: Sequence[int], widest: float) -> Laid:
    prose = frozenset(at for at, length in enumerate(longest) if length > widest)
    widths = tuple(
        min(widest, max(layout.width(at, wrapped=True), length + 3)) if length else layout.width(at, wrapped=True)
        for at, length in enumerate(longest)
    )
    heights = tuple(
        max((text_height(str(values[at] or ""), widths[at]) for at in prose), default=15.0) for values in layout.rows
    )
    breaks = _breaks(widths, PAGE_WIDTH)
    most = next(
        (cap for cap in range(60, int(PAGE_WIDTH), 5) if len(_breaks(widths, cap)) == len(breaks)), int(PAGE_WIDTH)
    )
    breaks = _breaks(widths, most)
    scale = int(print_scale(max(_page_widths(widths, breaks))) * _SURE)
    return Laid(widths, prose, heights, scale, tuple(breaks))


def _breaks(widths: Sequence[float], most: float) -> list[int]:
    """Columns at which the next page begins so that none is wider than ``most``; each page repeats the first column."""
    breaks: list[int] = []
    used = 0.0
    for at, width in enumerate(widths):
        if used + width + _GAP > most and at > max([1, *breaks]):
            breaks.append(at)
            used = widths[0] + _GAP
        used += width + _GAP
    return breaks


def _page_widths(widths: Sequence[float], breaks: Sequence[int]) -> list[float]:
    ends = [*breaks, len(widths)]
    return [
        sum(width + _GAP for width in ([widths[0]] if first else []) + list(widths[first:end]))
        for first, end in zip([0, *breaks], ends, strict=True)
    ]
