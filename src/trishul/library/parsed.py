"""What the parser made of each text, by the hash of its octets: a file beside the index that only builds use.

A text is parsed once, whatever becomes of the library: resolving a module again reads from here, not from MIB texts.
The table `current` says which text of each module counts in the build that runs; `home` says who defines a name. The
file is a cache: without it everything is parsed again.
"""

from __future__ import annotations

import sqlite3
import zlib
from array import array
from collections import OrderedDict
from collections.abc import Collection, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from trishul.library.schema import SCHEMA_VERSION, Origin
from trishul.smi.diagnostics import Diagnostic
from trishul.smi.resolve.scopes import Contents
from trishul.smi.syntax import (
    Capabilities,
    Compliance,
    Group,
    Import,
    ModuleIdentity,
    NotificationType,
    ObjectIdentity,
    ObjectType,
    OidValue,
    ParsedModule,
    TypeDefinition,
)

MAX_KEPT_OCTETS = 512 << 10
"""Modules that a process keeps decoded while it resolves others, by packed size; decoded it is 20 times that."""

TABLES = """
CREATE TABLE text(
    sha256 BLOB PRIMARY KEY,
    findings BLOB NOT NULL          -- findings that belong to no module
) WITHOUT ROWID;
CREATE TABLE parsed(
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    sha256 BLOB NOT NULL,
    name TEXT NOT NULL,
    last_updated TEXT NOT NULL,
    contents BLOB NOT NULL
);
CREATE INDEX parsed_text ON parsed(sha256);
CREATE TABLE home(
    name TEXT NOT NULL,
    is_type INTEGER NOT NULL,
    parsed_id INTEGER NOT NULL,
    PRIMARY KEY(name, is_type, parsed_id)
) WITHOUT ROWID;
CREATE TABLE current(
    name TEXT PRIMARY KEY,
    parsed_id INTEGER NOT NULL UNIQUE,
    origin INTEGER NOT NULL,
    file TEXT NOT NULL
) WITHOUT ROWID;
"""

_Definitions = tuple[
    OidValue
    | ObjectIdentity
    | ModuleIdentity
    | ObjectType
    | NotificationType
    | TypeDefinition
    | Group
    | Compliance
    | Capabilities,
    ...,
]


class _Encoded(msgspec.Struct, array_like=True, gc=False):
    """A parsed module as it is kept; all but the name of its source, which may change."""

    plain: dict[str, str | int]
    """The fields that have no form of their own here."""
    definitions: _Definitions
    imports: tuple[Import, ...]
    words: frozenset[str]
    diagnostics: tuple[Diagnostic, ...]
    line_starts: bytes


_DECODER = msgspec.msgpack.Decoder(_Encoded)
_ENCODER = msgspec.msgpack.Encoder()
_FINDINGS = msgspec.msgpack.Decoder(tuple[Diagnostic, ...])
_PLAIN = tuple(name for name in ParsedModule.__struct_fields__ if name not in {*_Encoded.__struct_fields__, "source"})


def encode_module(module: ParsedModule) -> bytes:
    """A parsed module as octets."""
    encoded = _Encoded(
        {name: getattr(module, name) for name in _PLAIN},
        module.definitions,  # type: ignore[arg-type]  # the union lists all there are
        module.imports,
        module.words,
        module.diagnostics,
        module.line_starts.tobytes(),
    )
    return zlib.compress(_ENCODER.encode(encoded), 1)


def decode_module(octets: bytes, source: str) -> ParsedModule:
    """The parsed module in some octets, as if it had been read from this source."""
    encoded = _DECODER.decode(zlib.decompress(octets))
    line_starts = array("I")
    line_starts.frombytes(encoded.line_starts)
    plain: dict[str, Any] = dict(encoded.plain)
    return ParsedModule(
        source=source,
        definitions=encoded.definitions,
        imports=encoded.imports,
        words=encoded.words,
        diagnostics=_renamed(encoded.diagnostics, source),
        line_starts=line_starts,
        **plain,
    )


class ParsedEntry(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """One module of a text, ready to be kept."""

    name: str
    last_updated: str
    contents: bytes
    values: tuple[str, ...]
    types: tuple[str, ...]


class ParsedText(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """What the parser made of one text."""

    sha256: bytes
    modules: tuple[ParsedEntry, ...]
    findings: tuple[Diagnostic, ...]
    """Findings that belong to no module."""


class Candidate(NamedTuple):
    """A module that some text has."""

    parsed_id: int
    name: str
    last_updated: str


class CurrentModule(NamedTuple):
    """The text of a module that counts."""

    parsed_id: int
    origin: Origin
    file: str


class ParsedCache:
    """The cache as the one process sees it that builds. Raises sqlite3.Error."""

    def __init__(self, path: Path) -> None:
        """Opens the cache; makes an empty one where there is none, or one of another version."""
        self._connection = _open_for_writing(path)
        self.is_new = self._version() != SCHEMA_VERSION
        if self.is_new:
            self._connection.close()
            path.unlink()
            self._connection = _open_for_writing(path)
            self._connection.executescript(f"BEGIN; {TABLES} PRAGMA user_version = {SCHEMA_VERSION}; COMMIT;")

    def _version(self) -> int:
        version: int = self._connection.execute("PRAGMA user_version").fetchone()[0]
        return version

    def close(self) -> None:
        """Closes the file."""
        self._connection.close()

    def begin(self) -> None:
        """What follows is kept together, at the latest by `commit`."""
        self._connection.execute("BEGIN")

    def commit(self) -> None:
        """Keeps what was added."""
        self._connection.execute("COMMIT")

    def hashes(self) -> set[bytes]:
        """Texts that were parsed before."""
        return {sha256 for (sha256,) in self._connection.execute("SELECT sha256 FROM text")}

    def add(self, text: ParsedText) -> None:
        """Keeps what was made of a text."""
        run = self._connection.execute
        if run("SELECT 1 FROM text WHERE sha256 = ?", (text.sha256,)).fetchone():
            return
        run("INSERT INTO text VALUES (?, ?)", (text.sha256, _ENCODER.encode(text.findings)))
        for entry in text.modules:
            row = (text.sha256, entry.name, entry.last_updated, entry.contents)
            statement = "INSERT INTO parsed(sha256, name, last_updated, contents) VALUES (?, ?, ?, ?)"
            parsed_id = run(statement, row).lastrowid
            homes = [(name, 0, parsed_id) for name in entry.values] + [(name, 1, parsed_id) for name in entry.types]
            self._connection.executemany("INSERT INTO home VALUES (?, ?, ?)", homes)

    def candidates(self) -> dict[bytes, list[Candidate]]:
        """The modules of each text, in its order."""
        found: dict[bytes, list[Candidate]] = {}
        for sha256, *row in self._connection.execute("SELECT sha256, id, name, last_updated FROM parsed ORDER BY id"):
            found.setdefault(sha256, []).append(Candidate(*row))
        return found

    def findings(self, sha256: bytes, source: str) -> tuple[Diagnostic, ...]:
        """Findings about a text that belong to no module."""
        row = self._connection.execute("SELECT findings FROM text WHERE sha256 = ?", (sha256,)).fetchone()
        return _renamed(_FINDINGS.decode(row[0]), source) if row else ()

    def current(self) -> dict[str, CurrentModule]:
        """The texts that counted in the last build."""
        rows = self._connection.execute("SELECT name, parsed_id, origin, file FROM current")
        return {name: CurrentModule(parsed_id, Origin(origin), file) for name, parsed_id, origin, file in rows}

    def set_current(self, current: Mapping[str, CurrentModule]) -> None:
        """Says which texts count from now on."""
        self.begin()
        self._connection.execute("DELETE FROM current")
        rows = ((name, *module) for name, module in current.items())
        self._connection.executemany("INSERT INTO current VALUES (?, ?, ?, ?)", rows)
        self.commit()

    def definitions_of(self, parsed_id: int) -> set[tuple[str, int]]:
        """Names that a module defines, each with 1 for a type and 0 for a value."""
        row = self._connection.execute("SELECT contents FROM parsed WHERE id = ?", (parsed_id,)).fetchone()
        if row is None:
            return set()
        contents = Contents(decode_module(row[0], ""))
        return {(name, 0) for name in contents.values} | {(name, 1) for name in contents.types}

    def forget(self, kept: Collection[bytes]) -> None:
        """Leaves out all texts but some."""
        gone = self.hashes().difference(kept)
        self.begin()
        for sha256 in gone:
            for (parsed_id,) in self._connection.execute(
                "SELECT id FROM parsed WHERE sha256 = ?", (sha256,)
            ).fetchall():
                homes = ((*definition, parsed_id) for definition in self.definitions_of(parsed_id))
                self._connection.executemany("DELETE FROM home WHERE name = ? AND is_type = ? AND parsed_id = ?", homes)
            self._connection.execute("DELETE FROM parsed WHERE sha256 = ?", (sha256,))
            self._connection.execute("DELETE FROM text WHERE sha256 = ?", (sha256,))
        self.commit()


def _open_for_writing(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, isolation_level=None)
    connection.executescript("PRAGMA synchronous = OFF; PRAGMA cache_size = -4096;")
    return connection


def _renamed(findings: Iterable[Diagnostic], source: str) -> tuple[Diagnostic, ...]:
    return tuple(msgspec.structs.replace(finding, source=source) for finding in findings)


class CachedModules:
    """The modules that count, as a provider: decoded when they are asked for, the last used ones kept."""

    def __init__(self, path: Path) -> None:
        """Opens the cache for reading. Raises sqlite3.Error."""
        self._connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, isolation_level=None)
        self._connection.execute("PRAGMA cache_size = -2048")
        self._kept: OrderedDict[str, tuple[Contents | None, int]] = OrderedDict()
        self._kept_octets = 0

    def close(self) -> None:
        """Closes the file."""
        self._connection.close()

    def find(self, name: str) -> Contents | None:
        """The module of exactly this name."""
        kept = self._kept.get(name)
        if kept is not None:
            self._kept.move_to_end(name)
            return kept[0]
        statement = "SELECT contents, file FROM current JOIN parsed ON parsed.id = parsed_id WHERE current.name = ?"
        row = self._connection.execute(statement, (name,)).fetchone()
        contents = Contents(decode_module(*row)) if row else None
        size = len(row[0]) if row else 100
        self._kept[name] = contents, size
        self._kept_octets += size
        while self._kept_octets > MAX_KEPT_OCTETS and len(self._kept) > 1:
            _, (_, dropped) = self._kept.popitem(last=False)
            self._kept_octets -= dropped
        return contents

    def value_homes(self, name: str) -> Sequence[str]:
        """Names of modules that define a value."""
        return self._homes(name, is_type=False)

    def type_homes(self, name: str) -> Sequence[str]:
        """Names of modules that define a type."""
        return self._homes(name, is_type=True)

    def _homes(self, name: str, *, is_type: bool) -> list[str]:
        statement = (
            "SELECT current.name FROM home JOIN current USING (parsed_id) WHERE home.name = ? AND is_type = ?"
            " ORDER BY current.name"
        )
        return [home for (home,) in self._connection.execute(statement, (name, is_type))]

    def place_of(self, name: str) -> tuple[Origin, str, str]:
        """Origin and file of a module that counts, and its date."""
        statement = (
            "SELECT origin, file, last_updated FROM current JOIN parsed ON parsed.id = parsed_id WHERE current.name = ?"
        )
        origin, file, last_updated = self._connection.execute(statement, (name,)).fetchone()
        return Origin(origin), file, last_updated
