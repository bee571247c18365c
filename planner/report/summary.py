"""Page 1 of Summary: one sentence, six tiles, two charts, what binds and what to watch out for. Next: ``summary_two``."""

from __future__ import annotations

from typing import Any

from planner.report import charts, prices
from planner.report import formats as f
from planner.report.binding import Limit, binding_lines
from planner.report.figures import ADMITTED
from planner.report.layout import Book, merged_text, pixels, text_lines
from planner.report.material import (
    CHART_ROW,
    CHART_ROWS,
    COLUMN,
    FIRST,
    LAST,
    LIST_ROW,
    LIST_ROWS,
    PAGE2,
    WIDTH,
    Material,
)
from planner.report.sentences import headline, under_headline
from planner.report.summary_three import write_page_three
from planner.report.summary_two import write_page_two
from planner.report.tiles import Tile, tiles
from planner.report.wording import shortened
from planner.report.worth import short_worth

SCALE = 86
HALF = (pixels(*[COLUMN] * 6) - 8, 20 * CHART_ROWS - 8)


def write_summary(book: Book, material: Material) -> None:
    sheet = book.sheets["summary"]
    sheet.set_column(0, 0, 1.6)
    sheet.set_column(FIRST, LAST, COLUMN)
    sheet.set_column(LAST + 1, LAST + 1, 1.6)
    book.paper(sheet, scale=SCALE)
    _head(book, material)
    _tiles(book)
    _page_one_charts(book, material)
    _what_binds(book, material)
    _watch(book, material)
    third = write_page_two(book, material) + 2
    end = write_page_three(book, third)
    sheet.set_h_pagebreaks([PAGE2, third] if end >= third else [PAGE2])
    sheet.print_area(0, 0, end if end >= third else third - 2, LAST + 1)
    sheet.set_first_sheet()
    sheet.activate()


def _head(book: Book, material: Material) -> None:
    """The question, the headline and the sentence under it."""
    sheet, words, figures = book.sheets["summary"], book.words, book.figures
    right = FIRST + 8 if book.flag else LAST
    room = COLUMN * (right - FIRST + 1)
    question = shortened(book.title, int(room * 1.6))
    size = 12 if text_lines(question, room, 12) == 1 else 10
    merged_text(
        sheet, 0, FIRST, right, question, book.formats(font_size=size, font_color=f.TEXT_SECOND, text_wrap=True)
    )
    if book.flag:
        merged_text(
            sheet, 0, right + 1, LAST, book.flag, book.formats(bold=True, font_color=f.ORANGE_TEXT, align="right")
        )
    sheet.set_row(0, 21.75 if text_lines(question, room, size) == 1 else 28)
    text = headline(words, figures, material.reasons)
    lines = text_lines(text, WIDTH, 20)
    size = 20 if lines <= 2 else 17
    merged_text(sheet, 1, FIRST, LAST, text, book.formats(font_size=size, bold=True, font_color=f.NAVY, text_wrap=True))
    sheet.set_row(1, 34 if lines == 1 else 56)
    below = under_headline(words, figures, material.reasons, material.variants)
    size = 13 if text_lines(below, WIDTH, 13) <= 2 else 11 if text_lines(below, WIDTH, 11) <= 2 else 10
    merged_text(sheet, 2, FIRST, LAST, below, book.formats(font_size=size, text_wrap=True, valign="top"))
    sheet.set_row(2, 20 if text_lines(below, WIDTH, size) == 1 else 38.25)
    sheet.set_row(3, 6)


def _tiles(book: Book) -> None:
    """Six tiles of two columns: label, figure (a live formula), unit."""
    verdicts = {name.split(".", 1)[1]: ref for name, ref in book.refs.items() if name.startswith("verdict.")}
    for position, tile in enumerate(tiles(book.words, book.figures, list(verdicts))):
        _tile(book, position, tile, list(verdicts.values()))
    for row, height in ((4, 16), (5, 31), (6, 16.5), (7, 8)):
        book.sheets["summary"].set_row(row, height)


def _tile(book: Book, position: int, tile: Tile, verdicts: list[str]) -> None:
    sheet, formats, words = book.sheets["summary"], book.formats, book.words
    first = FIRST + 2 * position
    side = {"left": 5, "left_color": tile.colour, "bg_color": f.PANEL, "indent": 1}
    number = {"num_format": _tile_format(book, tile)} if tile.style in ("signed", "minus", "amount") else {}
    figure = formats(font_size=20, bold=True, font_color=tile.colour, align="left", **number, **side)
    small = 9 if len(tile.unit) <= 30 else 8
    merged_text(sheet, 4, first, first + 1, words(f"tile.{tile.key}"), formats(font_color=f.TEXT_SECOND, **side))
    merged_text(sheet, 6, first, first + 1, tile.unit, formats(font_size=small, font_color=f.TEXT_SECOND, **side))
    sheet.merge_range(5, first, 5, first + 1, "", figure)
    if tile.style == "text":
        sheet.write_string(5, first, tile.text, figure)
    elif tile.style == "verdict":
        tests = ",".join(f'{ref}="{words("audit.ok")}"' for ref in verdicts)
        book.formula(sheet, 5, first, f'=IF(AND({tests}),"{words("yes")}","{words("no")}")', figure, tile.text)
    elif tile.style == "amount":
        book.formula(sheet, 5, first, f"={_tile_cell(book, tile.key)}", figure, tile.value)
    else:
        live = f"=ROUND({_tile_cell(book, tile.key)},{book.figures.decimals})"
        book.formula(sheet, 5, first, live, figure, book.figures.rounded(tile.value))


def _tile_format(book: Book, tile: Tile) -> str:
    decimals = book.figures.decimals
    if tile.style == "signed":
        return f.decimals_format(decimals, signed=True)
    if tile.style == "amount":
        return f.NUM if abs(tile.value) >= 99.5 or tile.value == 0 else f.NUM1
    plain = f.decimals_format(decimals).split(";", maxsplit=1)[0]
    return f'"−"{plain};"+"{plain};"–"'


def _tile_cell(book: Book, key: str) -> str:
    """Where Audit recomputes the figure of a tile; the loss is the sum of its parts."""
    if key not in ("lost", "displaced", "freed"):
        return book.refs[f"audit.{key}"]
    parts = [book.refs[f"audit.{name}"] for name in ("displaced", "room") if f"audit.{name}" in book.refs]
    return "+".join(parts) if parts else "0"


def _page_one_charts(book: Book, material: Material) -> None:
    """Charts 1 and 2; where nothing is admitted, what the suppliers offer against what is needed, and the room left."""
    data = charts.Data(book, "summary", 0, LAST + 3)
    years = data.column("", list(book.figures.years), "0")
    size = HALF
    if book.figures.kind_count(*ADMITTED):
        charts.spending(book, data, years, CHART_ROW, FIRST, size)
        charts.health(book, data, years, CHART_ROW, FIRST + 6, size)
        return
    if not book.figures.plan.totals.candidates:
        return
    drawn = prices.discounts(book, material.reasons, charts.Data(book, "summary", 15, LAST + 3), CHART_ROW, FIRST, size)
    charts.spending(book, data, years, CHART_ROW, FIRST + 6 if drawn else FIRST, size)


def _what_binds(book: Book, material: Material) -> None:
    sheet, words = book.sheets["summary"], book.words
    half = FIRST + 5
    merged_text(sheet, LIST_ROW, FIRST, half, words("binds.title"), book.formats.header())
    sheet.set_row(LIST_ROW, 20)
    entries = binding_lines(words, material.limits, LIST_ROWS, book.name("budget"))
    for offset in range(LIST_ROWS):
        row = LIST_ROW + 1 + offset
        sheet.set_row(row, 29)
        entry = entries[offset] if offset < len(entries) else None
        if isinstance(entry, Limit):
            _limit_row(book, row, entry)
        elif entry:
            strong = entry == words("binds.nothing")
            style = {"bold": True} if strong else {"font_color": f.TEXT_SECOND, "font_size": 9}
            merged_text(sheet, row, FIRST, half, entry, book.formats.cell(text_wrap=True, **style))


def _limit_row(book: Book, row: int, limit: Limit) -> None:
    """The limit, linked to its block on Budget, and how full it is."""
    sheet, formats, middle = book.sheets["summary"], book.formats, FIRST + 2
    place = book.places.get(("limit", limit.family, limit.name))
    cell = formats.cell(text_wrap=True)
    label = limit.label
    if place:
        link = formats.link(bottom=1, bottom_color=f.RULE, text_wrap=True)
        sheet.merge_range(row, FIRST, row, middle, "", link)
        book.link(sheet, row, FIRST, place, label, link)
    else:
        merged_text(sheet, row, FIRST, middle, label, cell)
    worth = short_worth(book, limit.family, limit.name)
    more = "; ".join(text for text in (limit.detail, worth) if text)
    if not more:
        merged_text(sheet, row, middle + 1, FIRST + 5, limit.status, formats.cell(text_wrap=True, bold=limit.rank < 2))
        return
    sheet.merge_range(row, middle + 1, row, FIRST + 5, "", cell)
    small: dict[str, Any] = {"font_size": 8} if text_lines(f"{limit.status}; {more}", COLUMN * 3 - 1) > 2 else {}
    bold, plain = formats(bold=limit.rank < 2, **small), formats(**small)
    sheet.write_rich_string(row, middle + 1, bold, limit.status, plain, f"; {more}", cell)


def _watch(book: Book, material: Material) -> None:
    """At most four warnings, ▲ first; the rest is on Audit, counted."""
    sheet, words = book.sheets["summary"], book.words
    first = FIRST + 6
    merged_text(sheet, LIST_ROW, first, LAST, words("watch.title"), book.formats.header())
    most = LIST_ROWS - 1
    for offset in range(LIST_ROWS):
        row = LIST_ROW + 1 + offset
        if offset < min(most, len(material.warnings)):
            warning = material.warnings[offset]
            tint: dict[str, Any] = {"bg_color": f.AMBER_TINT} if warning.strong else {}
            cell = book.formats.cell(text_wrap=True, indent=1, **tint)
            bold = book.formats(bold=True, font_color=f.ORANGE_TEXT if warning.strong else f.TEXT_SECOND)
            sheet.merge_range(row, first, row, LAST, "", cell)
            small: dict[str, Any] = {"font_size": 9} if text_lines(str(warning), COLUMN * 6 - 2) > 2 else {}
            cell = book.formats.cell(text_wrap=True, indent=1, **tint, **small)
            plain = book.formats(**small)
            sheet.write_rich_string(
                row, first, bold, f"{warning.sign} {warning.word}.", plain, f" {warning.text}", cell
            )
        elif offset == most < len(material.warnings):
            more = words.counted("watch.more", len(material.warnings) - most, sheet=book.name("audit"))
            link = book.formats.link(bottom=1, bottom_color=f.RULE, indent=1)
            sheet.merge_range(row, first, row, LAST, "", link)
            book.link(sheet, row, first, f"internal:'{book.name('audit')}'!A1", more, link)
        elif not material.warnings and not offset:
            merged_text(sheet, row, first, LAST, words("watch.none"), book.formats.cell(indent=1))
