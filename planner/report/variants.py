"""The sheet Variants: what differs from the base, the outcome of each variant, and every decision side by side."""

from __future__ import annotations

from typing import Any

import pandas as pd

from planner.report import formats as f
from planner.report.compared import FIGURES, Variants
from planner.report.edition import Edition
from planner.report.figures import IN_PACKAGE, Figures
from planner.report.hangs_on import unproven
from planner.report.layout import Book, merged_text, print_scale, text_height
from planner.report.numbers import DASH, MINUS, known
from planner.report.objective import aim_of
from planner.report.unplanned import why_no_plan
from planner.report.wording import listed, shortened
from planner.scenario.frames import rows_of
from planner.scenario.tables import SETTINGS, TABLES
from planner.scenario.template_formats import number_format

LABEL = 1
#: The columns of figures, each as wide as a column of the matrix below them, and the text after them.
WIDTH, LABEL_WIDTH = 11.5, 40
#: Columns of what each plan is best by, where that differs.
AIM = 2
#: Characters of names in one sentence.
ROOM = 220


def write_variants(book: Book, variants: Variants) -> None:
    sheet, words = book.sheets["variants"], book.words
    columns = max(len(FIGURES) + 6, len(variants.plans) + 1) + (AIM if variants.aims_differ else 0)
    last = LABEL + columns
    sheet.set_column(0, 0, 1.6)
    sheet.set_column(LABEL, LABEL, LABEL_WIDTH)
    sheet.set_column(LABEL + 1, last, WIDTH)
    scale = print_scale(LABEL_WIDTH + WIDTH * columns)
    book.paper(sheet, scale=scale)
    book.purpose(sheet, book.name("variants"), words("variants.purpose"), last)
    sheet.freeze_panes(2, LABEL + 1)
    changes = _outcomes(book, variants, 3, last)
    matrix = _changes(book, changes, last) + 1
    row = _matrix(book, variants, matrix)
    sheet.print_area(0, 0, row - 1, last)
    sheet.set_h_pagebreaks(book.breaks("variants", [changes, matrix], row, scale))


def _outcomes(book: Book, variants: Variants, row: int, last: int) -> int:
    """A row per variant: figures, how far it is proven, what it is best by where that differs, and which decisions differ."""
    sheet, words = book.sheets["variants"], book.words
    heads = [words("variants.outcome"), *(words(f"variants.{name}") for name in FIGURES), words("variants.status")]
    after = LABEL + len(heads)
    blank = [""] * (last - after + 1)
    book.header(sheet, row, LABEL, [*heads, *blank], left=(0, len(heads) - 1), indent=1)
    aim = after
    if variants.aims_differ:
        after += AIM
        merged_text(sheet, row, aim, after - 1, words("variants.aim"), book.formats.header(indent=1))
    merged_text(sheet, row, after, last, words("variants.changed"), book.formats.header(indent=1))
    book.set_height("variants", row, 30)
    row += 1
    for name in ["base", *variants.found]:
        shown = words("variants.base") if name == "base" else name
        sheet.write_string(row, LABEL, shown, book.formats.cell(bold=name == "base", text_wrap=True))
        if name in variants.plans:
            text = words("variants.base") if name == "base" else difference(book, variants, name)
            text = DASH if name == "base" else text
            _figures(book, row, variants, name)
            proof = status(book, variants.plans[name])
        else:
            text = shortened(" ".join(why_no_plan(words, variants.failures[name])), 300)
            for offset in range(len(FIGURES)):
                sheet.write_string(
                    row, LABEL + 1 + offset, DASH, book.formats.cell(align="right", font_color=f.GREY_DARK)
                )
            proof = words("variants.failed")
        sheet.write_string(row, aim - 1, proof, book.formats.cell(text_wrap=True, indent=1))
        best_by = aim_of(words, variants.plans[name]) if name in variants.plans else DASH
        if variants.aims_differ:
            merged_text(sheet, row, aim, after - 1, best_by, book.formats.cell(text_wrap=True, indent=1))
        merged_text(sheet, row, after, last, text, book.formats.cell(text_wrap=True, indent=1))
        height = max(
            text_height(text, WIDTH * (last - after + 1)),
            text_height(proof, WIDTH - 3.5),
            text_height(best_by, AIM * WIDTH - 3.5) if variants.aims_differ else 0.0,
            text_height(shown, LABEL_WIDTH),
        )
        book.set_height("variants", row, height)
        row += 1
    return _remarks(book, variants, row, last) + 1


def _figures(book: Book, row: int, variants: Variants, name: str) -> None:
    sheet = book.sheets["variants"]
    decimals = variants.base.table_decimals
    qaly, signed = f.decimals_format(decimals), f.decimals_format(decimals, signed=True)
    formats = {"admitted": "0", "gained": qaly, "lost": qaly, "net": signed, "against": signed}
    values = variants.outcome(name)
    for offset, key in enumerate(FIGURES):
        number, num_format = values[key], formats.get(key, f.NUM1)
        style = book.formats.cell(num_format, bold=key == "net")
        if key == "against":
            net = LABEL + 1 + FIGURES.index("net")
            column = chr(ord("A") + net)
            first = row - ["base", *variants.found].index(name) + 1
            book.formula(sheet, row, LABEL + 1 + offset, f"={column}{row + 1}-{column}${first}", style, number)
        else:
            sheet.write_number(row, LABEL + 1 + offset, number, style)


def status(book: Edition, figures: Figures) -> str:
    """How far a plan is proven, in a few words."""
    words, outcome = book.words, figures.plan.outcome
    if figures.proven:
        return words("variants.proven")
    gap = words.numbers.gap(float(outcome.gap)) if known(outcome.gap) else DASH
    return words("variants.unproven" if outcome.stopped == "time" else "variants.gap", gap=gap)


def difference(book: Edition, variants: Variants, name: str) -> str:
    """Which decisions differ from the base: in, out, another year, route or price."""
    words = book.words
    base, other = _admitted(variants.base), _admitted(variants.plans[name])
    both = [indication for indication in other.index if indication in base.index]
    groups: dict[str, list[str]] = {
        "in": [i for i in other.index if i not in base.index],
        "out": [i for i in base.index if i not in other.index],
    }
    names = variants.base.names | variants.plans[name].names
    groups |= {"moved": [], "rerouted": [], "priced": []}
    for indication in both:
        before, after = base.loc[indication], other.loc[indication]
        if after["offset"] != before["offset"]:
            groups["moved"].append(indication)
        elif after["route"] != before["route"]:
            groups["rerouted"].append(indication)
        elif abs(after["net_price"] - before["net_price"]) > 0.5:
            groups["priced"].append(indication)
    texts = [
        words(
            f"variants.{key}",
            names=listed(words, [names[one] for one in found], ROOM),
            n=words.numbers.count(len(found)),
        )
        for key, found in groups.items()
        if found
    ]
    return "; ".join(texts) if texts else words("variants.same")


def _admitted(figures: Figures) -> pd.DataFrame:
    return figures.admitted.set_index("indication")


def _remarks(book: Book, variants: Variants, row: int, last: int) -> int:
    text = remarks(book, variants)
    merged_text(book.sheets["variants"], row, LABEL, last, text, book.formats.note_under())
    book.set_height("variants", row, f.UNDER + text_height(text, LABEL_WIDTH + WIDTH * (last - LABEL), 9))
    return row + 1


def remarks(book: Edition, variants: Variants) -> str:
    """The core that every plan admits, the range of the net, and what the figures are."""
    words = book.words
    plans = variants.plans
    everywhere = set.intersection(*(set(one.admitted["indication"]) for one in plans.values()))
    shown = variants.base.admitted
    core = [str(name) for name in shown["name"][shown["indication"].isin(everywhere)]]
    key = "variants.core" if core else "variants.core_none"
    texts = [words(key, n=len(plans), names=listed(words, core, 2 * ROOM))] if len(plans) > 1 else []
    nets = [one.net for one in plans.values()]
    decimals = variants.base.decimals
    low, high = (words.qalys(words.numbers.number(value, decimals)) for value in (min(nets), max(nets)))
    if len(plans) > 1:
        texts.append(words("variants.range", n=len(plans), low=low, high=high))
    staying = variants.base.kind_count("stay")
    if staying:
        texts.append(words.counted("variants.stay", staying))
    texts += [words("variants.note"), unproven(book, [one.plan.outcome for one in plans.values()])]
    return " ".join(text for text in texts if text)


def _matrix(book: Book, variants: Variants, row: int) -> int:
    """Indication x plan: year of start, net price, and route where it differs; in how many plans it is admitted."""
    sheet, words = book.sheets["variants"], book.words
    names = [words("variants.base") if name == "base" else name for name in variants.plans]
    sheet.write_string(row, LABEL, words("variants.matrix"), book.formats(font_size=12, bold=True, font_color=f.NAVY))
    book.set_height("variants", row, 21)
    row += 1
    book.header(sheet, row, LABEL, [words("variants.indication"), words("variants.times"), *names])
    book.set_height("variants", row, max(30.0, *(text_height(name, WIDTH) for name in names)))
    sheet.repeat_rows(row)
    first = row = row + 1
    tables = [_admitted(figures) for figures in variants.plans.values()]
    candidates = variants.base.decisions[~variants.base.decisions["kind"].isin(IN_PACKAGE)]
    for item in rows_of(candidates):
        route = next((str(t.loc[item.indication, "route_name"]) for t in tables if item.indication in t.index), DASH)
        cells = [_cell(book, table, item, route) for table in tables]
        times = sum(cell != DASH for cell in cells)
        _name_and_route(book, row, str(item.name), route)
        sheet.write_number(row, LABEL + 1, times, book.formats.cell(f.NUM))
        for offset, cell in enumerate(cells):
            sheet.write_string(
                row, LABEL + 2 + offset, cell, book.formats.cell(align="right", text_wrap=True, font_size=9)
            )
        lines = [text_height(cell, WIDTH, 9) for cell in cells]
        book.set_height("variants", row, max(text_height(f"{item.name}\n{route}", LABEL_WIDTH), *lines))
        row += 1
    if row > first:
        _paint(book, first, row - 1, LABEL + 1 + len(names))
    return row


def _name_and_route(book: Book, row: int, name: str, route: str) -> None:
    """The indication, and in small type under it the route of the first plan that admits it."""
    sheet, cell = book.sheets["variants"], book.formats.cell(text_wrap=True)
    if route == DASH:
        sheet.write_string(row, LABEL, name, cell)
    else:
        small = book.formats(font_size=8, font_color=f.TEXT_SECOND)
        sheet.write_rich_string(row, LABEL, book.formats(), name, small, f"\n{route}", cell)


def _paint(book: Book, first: int, end: int, last: int) -> None:
    """Admitted cells are tinted; the words in them say the same."""
    sheet = book.sheets["variants"]
    admitted = book.workbook.add_format({"bg_color": f.BLUE_TINT, "font_color": f.NAVY})
    left_out = book.workbook.add_format({"font_color": f.GREY_DARK})
    rule = {"type": "text", "criteria": "begins with", "value": "2", "format": admitted}
    sheet.conditional_format(first, LABEL + 2, end, last, rule)
    sheet.conditional_format(
        first, LABEL + 2, end, last, {"type": "cell", "criteria": "==", "value": f'"{DASH}"', "format": left_out}
    )


def _cell(book: Book, table: pd.DataFrame, item: Any, route: str) -> str:
    """``2027`` above ``€ 30.000``, and the route where it is not ``route``; a dash where it is not admitted."""
    if item.indication not in table.index:
        return DASH
    row = table.loc[item.indication]
    price = book.words.numbers.price(float(row["net_price"]))
    other = str(row["route_name"])
    return f"{int(row['start_year'])}\n{price}" + (f"\n{other}" if other != route else "")


def _changes(book: Book, row: int, last: int) -> int:
    """The changes as the input states them; rows that change alike stand together."""
    sheet, words = book.sheets["variants"], book.words
    names = ("changes", "based_on", "table", "row", "column", "operation", "value")
    spans = (
        (LABEL, LABEL),
        (LABEL + 1, LABEL + 2),
        (LABEL + 3, LABEL + 3),
        (LABEL + 4, LABEL + 7),
        (LABEL + 8, LABEL + 9),
        (LABEL + 10, LABEL + 10),
        (LABEL + 11, last),
    )
    book.header(sheet, row, LABEL, [""] * (last - LABEL + 1), left=())
    for name, (start, _) in zip(names, spans, strict=True):
        sheet.write_string(row, start, words(f"variants.{name}"), book.formats.header())
    book.set_height("variants", row, 20.25)
    row += 1
    for (scenario, based_on, table, column, operation, value), places in _alike(book).items():
        texts = [scenario, based_on, table, ", ".join(places), column, operation, value]
        for text, (start, end) in zip(texts, spans, strict=True):
            merged_text(sheet, row, start, end, text, book.formats.cell(text_wrap=True))
        size = max(
            text_height(texts[0], LABEL_WIDTH),
            text_height(texts[3], 4 * WIDTH),
            text_height(texts[1], 2 * WIDTH),
        )
        book.set_height("variants", row, size)
        row += 1
    return row


def _alike(book: Book) -> dict[tuple[str, ...], list[str]]:
    """Variant, basis, sheet, column, operation and value, each with the rows that it changes."""
    found: dict[tuple[str, ...], list[str]] = {}
    for item in rows_of(book.figures.scenario.table("Scenarios")):
        change = (
            item.scenario,
            item.based_on or DASH,
            item.table,
            item.column,
            *_operation(book, item),
        )
        found.setdefault(tuple(map(str, change)), []).append(_plain(book, item.row))
    return found


def _operation(book: Book, change: Any) -> tuple[str, str]:
    """What a change does and its value, in words: a share as a percentage, a step down as what is taken off."""
    words, value, operation = book.words, change.value, str(change.operation)
    columns = SETTINGS if change.table == "Settings" else TABLES[change.table].columns
    column = columns.get(change.row if change.table == "Settings" else change.column)
    number = isinstance(value, float | int) and not isinstance(value, bool) and known(value)
    if number and operation == "add" and value < 0:
        operation, value = "subtract", -value
    text = _plain(book, value)
    if number and operation != "multiply" and column is not None and number_format(column).endswith("%"):
        share = _plain(book, 100 * float(value))
        text = f"{share}%" if operation == "set" else words.counted("variants.points", share)
    return words(f"variants.op.{operation}"), text


def _plain(book: Book, value: Any) -> str:
    if pd.isna(value):
        return book.words("variants.blank")
    if isinstance(value, float | int) and not isinstance(value, bool):
        text = f"{value:.5g}" if abs(value) < 1e4 else f"{value:.12g}"
        text = text.replace("-", MINUS) if value < 0 else text
        return text.replace(".", ",") if book.words.language == "nl" else text
    return str(value)
