"""`trishul table`: conceptual tables of an agent, columns as columns with the decoded index in front.

Owns the printing. What a table is says `library.conceptual_tables`, how its rows are gathered `services.walks.tables`.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

import click

from trishul.cli.addresses import PeerAddress
from trishul.cli.example_command import ExampleCommand
from trishul.cli.failures import ExitCode
from trishul.cli.names import book_of
from trishul.cli.parameters import COMMAND_SETTINGS, OidType, target_argument
from trishul.cli.rows import printable
from trishul.cli.session import Session, session_options
from trishul.datatypes import Oid
from trishul.errors import InvalidInput
from trishul.services.spreadsheet_text import safe_cell

if TYPE_CHECKING:  # the help is printed without the readers
    from trishul.datatypes.varbind import VarBind
    from trishul.services.walks.tables import TableView

_EXAMPLES = (
    "trishul table 192.0.2.1 ifTable",
    "trishul table -v 2c -c public 192.0.2.1:1161 ifTable ifXTable",
    "trishul table -o csv 192.0.2.1 IP-MIB::ipAddrTable > addresses.csv",
    "trishul table -o json 192.0.2.1 ifTable | jq '.[].ifDescr'",
)
_EMPTY = "-"


@click.command(cls=ExampleCommand, examples=_EXAMPLES, context_settings=COMMAND_SETTINGS)
@session_options
@click.option(
    "-o", "--format", "form", type=click.Choice(["text", "json", "csv"]), default="text", show_default=True,
    help="How to print: aligned columns, an object a row, or comma separated values.",
)  # fmt: skip
@target_argument()
@click.argument("tables", type=OidType(), nargs=-1, required=True, metavar="TABLE...")
def table(target: PeerAddress, tables: tuple[Oid, ...], session: Session, form: str) -> int:
    """Read tables of the agent at TARGET and print them as tables.

    The objects of the index stand first. Tables whose rows augment each other, such as ifTable and ifXTable, are
    printed as one where both are asked for. Needs a MIB index, as names do.
    """
    import asyncio

    library = book_of(click.get_current_context()).find_library()
    if library is None:
        raise InvalidInput("Tables need a MIB index, as --help explains")
    from trishul.services.walks.tables import tables_of

    views = list(tables_of(asyncio.run(_read(session, target, tables)), library))
    if not views:
        raise InvalidInput("No loaded MIB defines a table there; trishul walk prints what there is")
    if form == "json":
        import msgspec

        click.echo(msgspec.json.format(msgspec.json.encode(list(_objects(views)))).decode())
    elif form == "csv":
        _write_csv(views)
    else:
        _write_aligned(views)
    return ExitCode.OK


async def _read(session: Session, address: PeerAddress, roots: Sequence[Oid]) -> list[VarBind]:
    """Everything under the roots. Raises NoSuchName, RequestTimedOut, TargetUnreachable, ErrorResponse."""
    from trishul.snmp import Manager

    async with Manager() as manager:
        target = session.target(address)
        return [varbind for root in roots async for varbind in manager.walk(target, root)]


def _heading(view: TableView) -> list[str]:
    return [column.name for column in (*view.index, *view.columns)]


def _lines(view: TableView) -> Iterator[list[str | None]]:
    """The rows as people read them; an index that cannot be decoded stands as its numbers before empty cells."""
    for row in view.rows:
        index: list[str | None] = [*row.index]
        if len(index) != len(view.index):
            index = [row.instance, *[None] * (len(view.index) - 1)]
        yield index + [None if cell is None else cell.display for cell in row.cells]


def _objects(views: Iterable[TableView]) -> Iterator[dict[str, str | None]]:
    """A row as an object: its table and instance, then index and columns by name, with values for machines."""
    for view in views:
        for row in view.rows:
            index = zip((column.name for column in view.index), row.index, strict=False)
            values = [None if cell is None else cell.value for cell in row.cells]
            yield {
                "table": f"{view.module}::{view.name}",
                "instance": row.instance,
                **dict(index),
                **dict(zip((column.name for column in view.columns), values, strict=True)),
            }


def _write_csv(views: Sequence[TableView]) -> None:
    from csv import writer

    lines = writer(sys.stdout)
    for place, view in enumerate(views):
        if place:
            click.echo()
        lines.writerow(_heading(view))
        lines.writerows([[text and safe_cell(text) for text in line] for line in _lines(view)])


def _write_aligned(views: Sequence[TableView]) -> None:
    for view in views:
        if len(views) > 1:
            click.echo(f"{view.module}::{view.name}")
        rows = [_heading(view)]
        rows += [[_EMPTY if text is None else printable(text) for text in line] for line in _lines(view)]
        widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
        for row in rows:
            click.echo("  ".join(text.ljust(width) for text, width in zip(row, widths, strict=True)).rstrip())
