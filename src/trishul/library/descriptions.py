"""The texts behind the index: sources as the compiler saw them, and descriptions as people read them.

A source that changed since it was indexed gives nothing: the spans in the index no longer fit it.
"""

from __future__ import annotations

import hashlib
import re
from pathlib import Path
from textwrap import dedent

from trishul.library.connection import IndexConnection
from trishul.library.schema import Origin
from trishul.library.sources import LibraryPlaces, SourceReader, SourceUnavailable
from trishul.smi.source import decode_source
from trishul.smi.syntax import Span, span_bounds

MAX_KEPT_CHARACTERS = 8_000_000
"""Decoded texts kept for the next question about them."""
_EMPTY_LINES = re.compile(r"\n(?:[ ]*\n){2,}")


class DescriptionReader:
    """Reads sources; keeps those asked for last. Not for several threads at once."""

    def __init__(self, connection: IndexConnection, standard_archive: Path) -> None:
        self._connection = connection
        self._sources = SourceReader(LibraryPlaces(connection.path.parent.parent, standard_archive))
        self._kept: dict[str, str] = {}

    def forget(self) -> None:
        """Drops what may have changed."""
        self._kept.clear()

    def close(self) -> None:
        """Closes the archive."""
        self._sources.close()

    def source_of(self, module: str) -> str:
        """The whole text that a module stands in; empty when it is gone or changed since it was indexed."""
        text = self._kept.pop(module, None)
        if text is None:
            text = self._read(module)
            while self._kept and sum(map(len, self._kept.values())) + len(text) > MAX_KEPT_CHARACTERS:
                del self._kept[next(iter(self._kept))]
        self._kept[module] = text
        return text

    def _read(self, module: str) -> str:
        row = self._connection.row(
            "SELECT s.origin, s.file, s.sha256 FROM module m JOIN source s ON s.id = m.source_id WHERE m.name = ?",
            (module,),
        )
        if row is None:
            return ""
        try:
            octets = self._sources.read(Origin(row[0]), row[1])
        except SourceUnavailable:
            return ""
        return decode_source(row[1], octets).text if hashlib.sha256(octets).digest() == row[2] else ""

    def at(self, module: str, span: Span) -> str:
        """The text of a span without the indentation that the module's layout gave it."""
        start, end = span_bounds(span)
        return without_indentation(self.source_of(module)[start:end]) if end > start else ""


def without_indentation(text: str) -> str:
    """A quoted text as people read it: the first line stood behind the quote, the others at the clause's margin."""
    first, _, others = text.expandtabs().partition("\n")
    lines = "\n".join(line.rstrip() for line in f"{first.strip()}\n{dedent(others)}".split("\n"))
    return _EMPTY_LINES.sub("\n\n", lines).strip("\n")
