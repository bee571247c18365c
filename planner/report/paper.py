"""How a sheet prints: A4 landscape, with what it is, whether it is proven, when and of what it was made, and its page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from planner.report import formats as f
from planner.report.wording import shortened


@dataclass(frozen=True)
class Paper:
    """What stands in the margins of every page: ``title`` and ``flag`` (blank: none) above, the rest below."""

    title: str
    flag: str
    made: str
    input_line: str
    page: str

    def set(self, sheet: Any, *, scale: int | None = None) -> None:
        """Sets up a sheet; ``scale`` fixes the size (so that manual page breaks hold), else it is one page wide."""
        sheet.hide_gridlines(2)
        sheet.set_paper(9)
        sheet.set_landscape()
        sheet.set_margins(left=0.4, right=0.4, top=0.7, bottom=0.67)
        sheet.center_horizontally()
        if scale is None:
            sheet.fit_to_pages(1, 0)
        else:
            sheet.set_print_scale(scale)
        font = '&"Calibri,{}"&{}'
        right = f"&R{font.format('Regular', 9)}"
        if self.flag:
            right += f"&K{f.ORANGE_TEXT[1:]}{_escaped(self.flag, 50)} · &K000000"
        # A header holds 255 characters in all; the title and what stands at the right share one line of the page.
        size = 10 if len(self.title) + len(self.flag) <= 115 else 8
        left = f"&L{font.format('Bold', size)} "
        sheet.set_header(left + _escaped(self.title, 250 - len(left + right) - 10) + right + "&A", {"margin": 0.3})
        small = font.format("Regular", 8)
        sheet.set_footer(
            f"&L{small} {_escaped(self.made, 60)}&C{small} {_escaped(self.input_line, 100)}&R{small} {self.page}",
            {"margin": 0.3},
        )


def _escaped(text: str, most: int) -> str:
    """Text in a page header, where an ampersand starts a code; at most ``most`` characters, as a header holds 255 in all."""
    kept = shortened(text.replace("\n", " "), most)
    while len(kept.replace("&", "&&")) > most + 8:
        kept = shortened(kept, len(kept) - 4)
    return kept.replace("&", "&&")
