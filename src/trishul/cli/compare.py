"""`trishul compare`: two walks of a device, kept as files of any format, compared by the rows of their tables.

Owns the printing; what differs is `services.walks.comparison`.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from trishul.cli.example_command import ExampleCommand
from trishul.cli.failures import ExitCode
from trishul.cli.names import book_of, data_dir_option
from trishul.errors import InvalidInput

if TYPE_CHECKING:  # the help is printed without the readers
    from trishul.datatypes.varbind import VarBind
    from trishul.services.walks.comparison_pages import ComparedCell, ComparedRow, WalkComparison

_KINDS = ("added", "removed", "changed", "counted")
_SIGNS = {"added": "+", "removed": "-", "changed": "~", "counted": "^"}
_UNBOUNDED = 1 << 62

_EXAMPLES = (
    "trishul compare yesterday.snmprec today.snmprec",
    "trishul compare --counters before.walk after.walk",
    "trishul compare --only ifTable -o json sw1.snmprec sw2.snmprec",
    "trishul compare --fail-on-difference then.walk now.walk",
)


@click.command(cls=ExampleCommand, examples=_EXAMPLES)
@click.option("--counters", "has_counters", is_flag=True, help="Also what only counted on, with deltas and rates.")
@click.option("--only", "search", default="", metavar="TEXT", help="Only below a name or number, or with these words.")
@click.option(
    "-o", "--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True,
    help="How to print differences.",
)  # fmt: skip
@click.option("--fail-on-difference", is_flag=True, help="Exit with 1 when anything is printed.")
@data_dir_option
@click.argument("before", metavar="BEFORE", type=click.Path(path_type=Path, exists=True))
@click.argument("after", metavar="AFTER", type=click.Path(path_type=Path, exists=True))
def compare(before: Path, after: Path, form: str, search: str, *, has_counters: bool, fail_on_difference: bool) -> int:
    """Compare two walks of a device.

    Files are .snmprec, what snmpwalk prints, .sapwalk, .dump, or captures of one agent. Rows of tables are compared as
    rows, with names from the MIB index; counters as what they counted between both.
    """
    page = _compared(before, after, search, has_counters=has_counters)
    if form == "json":
        import msgspec

        click.echo(msgspec.json.format(msgspec.json.encode(page)).decode())
    else:
        for row in page.differences:
            for line in _lines(row):
                click.echo(line)
    told = ", ".join(f"{getattr(page, kind):,} {kind}" for kind in _KINDS)
    click.echo(f"{page.rows_before:,} and {page.rows_after:,} instances: {page.same:,} the same, {told}", err=True)
    return ExitCode.FAILED if fail_on_difference and page.differences else ExitCode.OK


def _compared(before: Path, after: Path, search: str, *, has_counters: bool) -> WalkComparison:
    from trishul.services.walks.comparison import KINDS, compare_walks
    from trishul.services.walks.comparison_pages import comparison_page

    book = book_of(click.get_current_context())
    library = book.find_library()
    compared = compare_walks(_rows_of(before), _rows_of(after), library)
    kinds = [kind for kind in KINDS if has_counters or kind != "counted"]
    return comparison_page(compared, library, kinds=kinds, search=search, limit=_UNBOUNDED)


def _rows_of(path: Path) -> list[VarBind]:
    """The rows of the one recording in a file. Raises InvalidInput, RecordingError."""
    from trishul.cli.recording_inputs import open_inputs

    find_names = book_of(click.get_current_context()).find
    found = [list(one.varbinds) for one in open_inputs([path], find_names, lambda told: click.echo(told, err=True))]
    if len(found) != 1:
        raise InvalidInput(f"{path} holds {len(found)} recordings; only one can be compared")
    return found[0]


def _lines(row: ComparedRow) -> Iterator[str]:
    if not row.table:
        yield from map(_cell_line, row.cells)
        return
    index = ", ".join(row.index) or row.instance
    yield f"{_SIGNS[row.kind]} {row.table} [{index}]"
    for cell in row.cells:
        yield f"    {_cell_line(cell)}"


def _cell_line(cell: ComparedCell) -> str:
    sign, name = _SIGNS[cell.kind], cell.name
    if cell.before is None or cell.after is None:
        return f"{sign} {name}: {cell.after if cell.before is None else cell.before}"
    line = f"{sign} {name}: {cell.before} -> {cell.after}"
    if cell.kind == "counted" and cell.delta is not None:
        line += f" ({int(cell.delta):+,}{f', {cell.rate:,.1f}/s' if cell.rate is not None else ''})"
    return line
