"""Kept walks as files: JSON, CSV, .snmprec, and what snmpwalk prints, with numbers or with names.

Owns the forms, piece by piece, so that a walk of any size costs the memory of one chunk. CSV is for spreadsheets: no
cell is taken for a formula.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Literal

import msgspec

from trishul.datatypes.netsnmp_text import netsnmp_line
from trishul.datatypes.varbind import VarBind
from trishul.errors import DecodeError
from trishul.library.library import Library
from trishul.library.names import Names
from trishul.library.netsnmp_lines import named_line
from trishul.services.spreadsheet_text import safe_cell
from trishul.services.value_texts import RowMaker
from trishul.services.walks.chunks import unpacked
from trishul.services.walks.filters import row_filter
from trishul.simulation.recordings.snmprec import write_snmprec
from trishul.store.chunk_rows import ChunkRow

ExportForm = Literal["json", "csv", "snmprec", "snmpwalk", "label"]

MEDIA_TYPES: Mapping[ExportForm, tuple[str, str]] = MappingProxyType(
    {
        "json": ("application/json", "json"),
        "csv": ("text/csv", "csv"),
        "snmprec": ("text/plain", "snmprec"),
        "snmpwalk": ("text/plain", "snmpwalk"),
        "label": ("text/plain", "txt"),
    }
)
"""Media type and ending of the file by its form."""
CSV_COLUMNS = ("oid", "name", "type", "value", "display")


class WalkExporter:
    """Writes one file."""

    def __init__(self, form: ExportForm) -> None:
        self._form = form
        self._is_first = True

    def beginning(self) -> bytes:
        """What stands before the first row."""
        if self._form == "json":
            return b"["
        return _csv_lines([CSV_COLUMNS]) if self._form == "csv" else b""

    def end(self) -> bytes:
        """What stands behind the last row."""
        return b"\n]\n" if self._form == "json" else b""

    def piece(self, chunk: ChunkRow, search: str, library: Library | None) -> bytes:
        """The rows of a chunk that fit a search. Raises KeptWalkDamaged."""
        names = Names(library)
        varbinds = unpacked(chunk)
        fits = row_filter(search, names, library)
        if fits is not None:
            varbinds = [varbind for varbind in varbinds if fits(varbind)]
        if self._form in {"json", "csv"}:
            return self._shown(varbinds, names)
        if self._form == "label":
            return "".join([f"{named_line(varbind, names)}\n" for varbind in varbinds]).encode()
        return b"".join(self.lines(varbinds))

    def lines(self, varbinds: Sequence[VarBind]) -> list[bytes]:
        """Lines of a .snmprec file, or of what snmpwalk prints with -On."""
        if self._form == "snmprec":
            return [line for varbind in varbinds if (line := _snmprec_line(varbind))]
        return [f"{netsnmp_line(varbind)}\n".encode() for varbind in varbinds]

    def _shown(self, varbinds: Sequence[VarBind], names: Names) -> bytes:
        show = RowMaker(names).show
        rows = [show(varbind) for varbind in varbinds]
        if self._form == "csv":
            return _csv_lines([[safe_cell(str(getattr(row, column))) for column in CSV_COLUMNS] for row in rows])
        pieces = []
        for row in rows:
            pieces.append((b"\n" if self._is_first else b",\n") + msgspec.json.encode(row))
            self._is_first = False
        return b"".join(pieces)


def _snmprec_line(varbind: VarBind) -> bytes:
    """The line of a row; empty where its value is none that a recording has."""
    try:
        return b"".join(write_snmprec((varbind,)))
    except DecodeError:
        return b""


def _csv_lines(rows: Sequence[Sequence[str]]) -> bytes:
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerows(rows)
    return text.getvalue().encode()
