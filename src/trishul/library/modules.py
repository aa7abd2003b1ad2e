"""Modules, their sources and findings, as lists show them."""

from __future__ import annotations

from collections import defaultdict

from trishul.library.connection import IndexConnection, Row
from trishul.library.records import LibraryCounts, ModuleRecord, OriginName, SourceRecord
from trishul.library.schema import Origin, decode_edit
from trishul.smi.diagnostics import Diagnostic, Severity

ORIGIN_NAMES: dict[int, OriginName] = {Origin.STANDARD: "standard", Origin.UPLOADED: "uploaded"}
_MODULE = (
    "SELECT m.id, m.name, s.file, s.origin, m.status, m.is_smiv2, m.last_updated, m.objects, m.traps, m.errors,"
    " m.warnings, m.styles, m.error FROM module m JOIN source s ON s.id = m.source_id"
)
_FINDINGS = (
    'SELECT f.severity, f.code, f.line, f."column", f.start, f."end", f.message, f.hint, f.edit, s.file,'
    " coalesce(m.name, '') FROM finding f JOIN source s ON s.id = f.source_id LEFT JOIN module m ON m.id = f.module_id"
    " WHERE f.severity >= ?"
)
_IN_ORDER = ' ORDER BY f.source_id, f.module_id, f.line, f."column" LIMIT ? OFFSET ?'
_ALL_FINDINGS = _FINDINGS + _IN_ORDER
_OF_MODULE = " AND f.module_id = (SELECT id FROM module WHERE name = ?)"
_FINDINGS_OF_MODULE = _FINDINGS + _OF_MODULE + _IN_ORDER


class ModuleReader:
    """Reads what is not about single nodes; keeps the list of modules."""

    def __init__(self, connection: IndexConnection) -> None:
        self._connection = connection
        self._all: list[ModuleRecord] | None = None

    def forget(self) -> None:
        """Drops what may have changed."""
        self._all = None

    def all(self) -> list[ModuleRecord]:
        """All modules, by name."""
        if self._all is None:
            imports: dict[int, list[Row]] = defaultdict(list)
            for row in self._connection.rows("SELECT module_id, target, is_loaded FROM imports"):
                imports[row[0]].append(row[1:])
            rows = self._connection.rows(f"{_MODULE} ORDER BY m.name")
            self._all = [_record(row, imports[row[0]]) for row in rows]
        return list(self._all)

    def find(self, name: str) -> ModuleRecord | None:
        """A module by its name."""
        row = self._connection.row(f"{_MODULE} WHERE m.name = ?", (name,))
        if row is None:
            return None
        statement = "SELECT target, is_loaded FROM imports WHERE module_id = ?"
        return _record(row, self._connection.rows(statement, row[:1]))

    def sources(self) -> list[SourceRecord]:
        """All texts and what became of them."""
        modules: dict[int, list[str]] = defaultdict(list)
        for source_id, name in self._connection.rows("SELECT source_id, name FROM module ORDER BY id"):
            modules[source_id].append(name)
        superseded: dict[int, list[str]] = defaultdict(list)
        for source_id, name in self._connection.rows("SELECT source_id, name FROM superseded"):
            superseded[source_id].append(name)
        statement = "SELECT id, file, origin, sha256, size_bytes, error FROM source ORDER BY origin, file"
        return [
            SourceRecord(
                file,
                ORIGIN_NAMES[origin],
                sha256.hex(),
                size_bytes,
                error,
                tuple(modules[source_id]),
                tuple(superseded[source_id]),
            )
            for source_id, file, origin, sha256, size_bytes, error in self._connection.rows(statement)
        ]

    def counts(self) -> LibraryCounts:
        """How much there is."""
        loaded, incomplete, traps = self._connection.rows(
            "SELECT count(*), coalesce(sum(status <> 'loaded'), 0), coalesce(sum(traps), 0) FROM module"
        )[0]
        failed = self._connection.rows("SELECT count(*) FROM source WHERE error IS NOT NULL")[0][0]
        return LibraryCounts(loaded, failed, loaded + failed, incomplete, traps)

    def diagnostics(self, module: str | None, severity: Severity | None, limit: int, offset: int) -> list[Diagnostic]:
        """Findings at least as bad as `severity`, by module and place."""
        least = severity or Severity.STYLE
        if module is None:
            rows = self._connection.rows(_ALL_FINDINGS, (least, limit, offset))
        else:
            rows = self._connection.rows(_FINDINGS_OF_MODULE, (least, module, limit, offset))
        return [_diagnostic(row) for row in rows]


def _record(row: Row, imports: list[Row]) -> ModuleRecord:
    _, name, file, origin, status, is_smiv2, last_updated, objects, traps, errors, warnings, styles, error = row
    return ModuleRecord(
        name=name,
        file=file,
        origin=ORIGIN_NAMES[origin],
        status=status,
        is_smiv2=bool(is_smiv2),
        last_updated=last_updated,
        imports=tuple(target for target, _ in imports),
        missing=tuple(target for target, is_loaded in imports if not is_loaded),
        objects=objects,
        traps=traps,
        errors=errors,
        warnings=warnings,
        styles=styles,
        error=error,
    )


def _diagnostic(row: Row) -> Diagnostic:
    severity, code, line, column, start, end, message, hint, edit, file, module = row
    return Diagnostic(
        code, Severity(severity), message, hint, file, module, line, column, start, end, decode_edit(edit)
    )
