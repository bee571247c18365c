"""The pages that repeat the code: the workbook reference, from the table classes, and the command line, from its own help."""

from __future__ import annotations

import inspect
from pathlib import Path

import typer
from typer.testing import CliRunner

from planner.cli import app
from planner.scenario.figures import COMPUTED_FIGURES
from planner.scenario.scenario import DEFAULT_ROWS
from planner.scenario.tables import SETTINGS, TABLES, Column, Table

LATER = "Declared and read, but not used by this version: its rows are a problem."


def write_pages(folder: Path) -> None:
    folder.mkdir(exist_ok=True)
    pages = {
        "workbook.md": workbook_page(),
        "command-line.md": command_line_page(),
        "figures.txt": figures(),
    }
    for name, text in pages.items():
        page = folder / name
        if not page.exists() or page.read_text(encoding="utf-8") != text:  # an unchanged page is not built again
            page.write_text(text, encoding="utf-8")


def workbook_page() -> str:
    """One section per sheet, one row per column: what it means, its unit, what it may hold, its default."""
    parts = [(Path(__file__).parent / "workbook-rules.md").read_text(encoding="utf-8")]
    now = [table for table in TABLES.values() if not table.later]
    later = [table for table in TABLES.values() if table.later]
    parts += [_sheet(table) for table in now]
    parts.append(f"## Sheets for later versions\n\n{LATER}\n")
    parts += [_sheet(table, level=3) for table in later]
    return "\n".join(parts)


def _sheet(table: type[Table], level: int = 2) -> str:
    need = " The sheet must be there." if table.needed else ""
    lines = [f"{'#' * level} {table.sheet}", "", f"One row is {inspect.getdoc(table)}.{need}", ""]
    if table.sheet == "Settings":
        columns = list(SETTINGS.values())
        lines += ["| setting | meaning | unit | allowed | default |"]
    else:
        every_sheet = () if table.sheet == "Sources" else ("source", "certainty")
        columns = [column for column in table.columns.values() if column.name not in every_sheet]
        lines += ["| column | meaning | unit | allowed | default |"]
    lines += ["| --- | --- | --- | --- | --- |"]
    lines += [_row(column) for column in columns]
    if table.sheet in DEFAULT_ROWS:
        rows = "; ".join(
            ", ".join(f"`{name}` {value:g}" for name, value in row.items()) for row in DEFAULT_ROWS[table.sheet]
        )
        lines += ["", f"Without rows: {rows}."]
    return "\n".join([*lines, ""])


def _row(column: Column) -> str:
    cells = (f"`{column.name}`", column.meaning, column.unit, _allowed(column), _default(column))
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def _allowed(column: Column) -> str:
    if column.kind != "choice":
        return column.allowed
    return ", ".join(f"`{choice}`" for choice in column.choices)


def _default(column: Column) -> str:
    if column.required:
        return "must be given"
    if column.default is None or column.default == "" or (column.kind == "year" and not column.default):
        return ""
    if column.kind == "flag":
        return "no"
    return f"{column.default:g}" if isinstance(column.default, float) else str(column.default)


def figures() -> str:
    """The computed figures that a rule may use, for the page about rules."""
    return "\n".join(
        [
            "| figure | meaning |",
            "| --- | --- |",
            *(f"| `{name}` | {text} |" for name, text in COMPUTED_FIGURES.items()),
        ]
    )


def command_line_page() -> str:
    """What ``--help`` prints, for planner and each of its commands, and the exit statuses."""
    commands = typer.main.get_command(app).commands  # type: ignore[attr-defined]
    parts = ["# The command line", _help([])]
    parts += [f"## planner {name}\n\n{_help([name])}" for name in commands]
    parts.append((Path(__file__).parent / "exit-status.md").read_text(encoding="utf-8"))
    return "\n\n".join(parts)


def _help(command: list[str]) -> str:
    shown = CliRunner().invoke(app, [*command, "--help"], prog_name="planner", env={"COLUMNS": "100"})
    return f"```text\n{shown.output.strip()}\n```"
