"""Variable bindings on stdout: net-snmp's text, a table, JSON, JSON lines or CSV.

Owns the row formats that scripts read. In JSON and CSV a row is `oid`, `type`, `value` and, where the value consists of
octets, `hex`: numbers are numbers, time ticks are hundredths of a second, printable octets are text, others are
hexadecimal. With names from the MIB library, `name` and `display` stand behind them, and text and table show those
instead. Rows are written as they come, except for the table, whose widths need all of them.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Protocol, TextIO, TypeAlias

from trishul.datatypes import Oid, VarBind
from trishul.datatypes.netsnmp_text import netsnmp_line
from trishul.datatypes.oid import oid_text
from trishul.errors import DecodeError
from trishul.services.spreadsheet_text import safe_cell

if TYPE_CHECKING:
    from trishul.library.names import Names

COLUMNS = ("oid", "type", "value", "hex")
NAME_COLUMNS = ("name", "display")

Row: TypeAlias = dict[str, str | int | float | None]


class RowWriter(Protocol):
    """Takes rows as they arrive; `finish` writes what is still missing, also when the rows were cut short."""

    def write(self, varbinds: Sequence[VarBind]) -> None:
        """Writes these rows, in their order."""
        ...

    def finish(self) -> None:
        """Ends the output."""
        ...


class TextRows:
    """The lines of `snmpwalk`, without names those of `snmpwalk -On`."""

    def __init__(self, stream: TextIO, names: Names | None = None) -> None:
        self._stream = stream
        self._line = line_form(names)

    def write(self, varbinds: Sequence[VarBind]) -> None:
        """One line each, without names more for long octet strings."""
        line = self._line
        self._stream.writelines([f"{line(varbind)}\n" for varbind in varbinds])
        self._stream.flush()

    def finish(self) -> None:
        """Nothing is left to write."""


class JsonLineRows:
    """One JSON object a line."""

    def __init__(self, stream: TextIO, names: Names | None = None) -> None:
        from json import dumps

        self._dumps = dumps
        self._stream = stream
        self._names = names

    def write(self, varbinds: Sequence[VarBind]) -> None:
        """One line each."""
        self._stream.writelines([f"{self._dumps(row_of(varbind, self._names))}\n" for varbind in varbinds])
        self._stream.flush()

    def finish(self) -> None:
        """Nothing is left to write."""


class JsonRows:
    """One JSON array, an object a line."""

    def __init__(self, stream: TextIO, names: Names | None = None) -> None:
        from json import dumps

        self._dumps = dumps
        self._stream = stream
        self._names = names
        self._separator = "[\n"

    def write(self, varbinds: Sequence[VarBind]) -> None:
        """The next elements of the array."""
        for varbind in varbinds:
            self._stream.write(f"{self._separator}{self._dumps(row_of(varbind, self._names))}")
            self._separator = ",\n"
        self._stream.flush()

    def finish(self) -> None:
        """Closes the array, so that what came before a cut is valid JSON."""
        self._stream.write("[]\n" if self._separator == "[\n" else "\n]\n")


class CsvRows:
    """Comma separated values with a heading (RFC 4180)."""

    def __init__(self, stream: TextIO, names: Names | None = None) -> None:
        from csv import DictWriter

        self._stream = stream
        self._names = names
        self._writer = DictWriter(stream, COLUMNS if names is None else (*COLUMNS, *NAME_COLUMNS))
        self._writer.writeheader()

    def write(self, varbinds: Sequence[VarBind]) -> None:
        """One record each."""
        self._writer.writerows([_safe(row_of(varbind, self._names)) for varbind in varbinds])
        self._stream.flush()

    def finish(self) -> None:
        """Nothing is left to write."""


def _safe(row: Row) -> Row:
    """Texts of a device that no spreadsheet takes for formulas; numbers stay numbers."""
    return {name: safe_cell(cell) if isinstance(cell, str) else cell for name, cell in row.items()}


class TableRows:
    """Aligned columns; in colour on a terminal."""

    def __init__(self, stream: TextIO, names: Names | None = None) -> None:
        self._stream = stream
        self._names = names
        self._cells: list[tuple[str, str, str]] = []

    def write(self, varbinds: Sequence[VarBind]) -> None:
        """Keeps the rows: the widths of the columns need all of them."""
        self._cells.extend(cells_of(varbind, self._names) for varbind in varbinds)

    def finish(self) -> None:
        """Prints the table."""
        heading = ("OID" if self._names is None else "Name", "Type", "Value")
        if self._stream.isatty():
            _print_rich_table(heading, self._cells)
            return
        widths = [max(map(len, column)) for column in zip(heading, *self._cells, strict=True)]
        for cells in (heading, *self._cells):
            line = "  ".join(cell.ljust(width) for cell, width in zip(cells, widths, strict=True))
            self._stream.write(f"{line.rstrip()}\n")


class SnmprecRows:
    """Lines of a recording, which `trishul simulate` answers from."""

    def __init__(self, stream: TextIO, names: Names | None = None) -> None:
        from trishul.simulation.recordings.snmprec import write_snmprec

        del names
        self._stream = stream
        self._lines = write_snmprec

    def write(self, varbinds: Sequence[VarBind]) -> None:
        """One line each; what is no value has none."""
        for varbind in varbinds:
            try:
                self._stream.writelines([line.decode() for line in self._lines((varbind,))])
            except DecodeError:
                continue
        self._stream.flush()

    def finish(self) -> None:
        """Nothing is left to write."""


FORMATS: dict[str, Callable[[TextIO, Names | None], RowWriter]] = {
    "text": TextRows,
    "table": TableRows,
    "json": JsonRows,
    "jsonl": JsonLineRows,
    "csv": CsvRows,
    "snmprec": SnmprecRows,
}


def open_rows(output_format: str, stream: TextIO | None = None, names: Names | None = None) -> RowWriter:
    """The writer of a format named in `FORMATS`; without names rows are numeric."""
    return FORMATS[output_format](stream or sys.stdout, names)


def line_form(names: Names | None) -> Callable[[VarBind], str]:
    """How a binding is written as one of net-snmp's lines."""
    if names is None:
        return netsnmp_line
    from trishul.library.netsnmp_lines import named_line

    return partial(named_line, names=names)


def row_of(varbind: VarBind, names: Names | None = None) -> Row:
    """The row as JSON and CSV show it."""
    row = _plain_row(varbind)
    if names is None:
        return row
    return row | {"name": names.text_of(varbind.name), "display": names.display(*varbind)}


def _plain_row(varbind: VarBind) -> Row:
    row: Row = {"oid": oid_text(varbind.name), "type": _type_text(varbind)}
    try:
        native = varbind.value.native
    except DecodeError:
        return row | {"value": None, "hex": varbind.contents.hex()}
    if isinstance(native, bytes):
        return row | {"value": str(varbind.value), "hex": native.hex()}
    if isinstance(native, Oid) or (isinstance(native, float) and not abs(native) < float("inf")):
        return row | {"value": str(native)}
    return row | {"value": native}


def cells_of(varbind: VarBind, names: Names | None = None) -> tuple[str, str, str]:
    """The row as a table shows it: one line, control characters escaped."""
    try:
        text = str(varbind.value) if names is None else names.display(*varbind)
    except DecodeError:  # a type that SNMP does not know
        text = f"0x{varbind.contents.hex()}"
    name = oid_text(varbind.name) if names is None else names.text_of(varbind.name)
    return name, _type_text(varbind), printable(text)


def printable(text: str) -> str:
    """The text on one line: what a device says must not steer a terminal."""
    return "".join(
        character if character.isprintable() else character.encode("unicode_escape").decode() for character in text
    )


def _type_text(varbind: VarBind) -> str:
    try:
        return varbind.type.label
    except DecodeError:
        return f"0x{varbind.tag:02x}"


def _print_rich_table(heading: Iterable[str], rows: Iterable[tuple[str, str, str]]) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(*heading, box=None, pad_edge=False, header_style="bold")
    for oid, type_name, value in rows:
        table.add_row(Text(oid, "cyan"), Text(type_name, "dim"), Text(value))
    Console().print(table)
