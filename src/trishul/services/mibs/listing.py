"""Lists about the library as a whole: modules and files, findings, one module's text, a name or OID resolved.

Owns these questions, each a function of a `Library`, made for a thread, and the shapes of their answers that are not in
`records`. Every list has a limit and says where the next page begins.
"""

from __future__ import annotations

from collections import Counter

from msgspec import Struct

from trishul.errors import InvalidInput
from trishul.library.library import Library
from trishul.library.names import Names
from trishul.library.records import ModuleRecord, SourceRecord
from trishul.services.mibs.browsing import find_oid, next_offset, require_module
from trishul.services.mibs.records import MibFileStatus, MibList, MibsStatus, SupersededFile
from trishul.smi.diagnostics import Diagnostic, Severity

MAX_LISTED_ERRORS = 1_000
LONGEST_TEXT = 4_000_000
MAX_FINDINGS_OF_A_TEXT = 2_000


class MibFile(Struct, frozen=True, kw_only=True):
    """A file and what became of it."""

    file: str
    origin: str
    size_bytes: int
    modules: list[str]
    superseded: list[str]
    error: str | None


class MibFileList(Struct, frozen=True, kw_only=True):
    """`mibs` are the names of uploaded files, `files` a page of all files with what became of them."""

    mibs: list[str]
    files: list[MibFile]
    total: int
    next: int | None


class ModuleSummary(Struct, frozen=True, kw_only=True):
    """A module as the browser's list shows it."""

    name: str
    file: str
    origin: str
    status: str
    objects: int
    traps: int
    errors: int
    warnings: int
    last_updated: str


class ModuleList(Struct, frozen=True, kw_only=True):
    """Modules by name; `next` is the offset of the following page."""

    modules: list[ModuleSummary]
    total: int
    next: int | None


class MibFinding(Struct, frozen=True, kw_only=True):
    """One finding of the compiler."""

    code: str
    severity: str
    module: str
    file: str
    line: int
    column: int
    message: str
    hint: str
    smilint: str | None


class MibFindings(Struct, frozen=True, kw_only=True):
    """Findings by module and line; `next` is the offset of the following page."""

    diagnostics: list[MibFinding]
    next: int | None


class MibSource(Struct, frozen=True, kw_only=True):
    """A module's text as the compiler saw it, and what was found in it, by line."""

    module: str
    file: str
    origin: str
    sha256: str
    """Of the file, as it was compiled; an edited text is saved as based on it."""
    text: str
    is_cut: bool
    """The text is longer than four million characters."""
    is_changed: bool
    """The file was changed or removed since it was compiled; there is no text."""
    diagnostics: list[MibFinding]


class Resolved(Struct, frozen=True, kw_only=True):
    """`output` is what was asked for: the name or the number of `input`."""

    input: str
    output: str
    mode: str
    oid: str
    name: str
    module: str
    resolved: bool
    """False where only a beginning of the OID has a name."""


def list_mibs(library: Library, limit: int, offset: int, *, is_building: bool, problem: str | None) -> MibList:
    """A page of modules, and files in which none was found."""
    records = library.modules()
    sources = library.sources()
    counts = library.counts()
    size_of = {(source.origin, source.file): source.size_bytes for source in sources}
    importers = Counter(name for record in records for name in record.imports)
    failed = [_failed(source) for source in sources if source.error is not None]
    return MibList(
        loaded=counts.loaded,
        failed=counts.failed,
        total=counts.total,
        traps_available=counts.traps_available,
        mibs=[
            _status(record, size_of.get((record.origin, record.file), 0), importers[record.name])
            for record in records[offset:][:limit]
        ],
        errors=failed[:MAX_LISTED_ERRORS],
        superseded=[SupersededFile(name, source.file) for source in sources for name in source.superseded][:limit],
        next=next_offset(offset, limit, len(records)),
        building=is_building,
        problem=problem,
    )


def no_mibs(status: MibsStatus, *, is_building: bool, problem: str | None) -> MibList:
    """The same before there is an index."""
    return MibList(
        loaded=status.loaded,
        failed=status.failed,
        total=status.total,
        traps_available=status.traps_available,
        mibs=[],
        errors=[],
        superseded=[],
        next=None,
        building=is_building,
        problem=problem,
    )


def list_files(library: Library, limit: int, offset: int) -> MibFileList:
    """A page of files, uploaded ones first."""
    sources = sorted(library.sources(), key=lambda source: (source.origin != "uploaded", source.file))
    page = [_file(source) for source in sources[offset:][:limit]]
    uploaded = [source.file for source in sources if source.origin == "uploaded"]
    return MibFileList(
        mibs=uploaded[:limit], files=page, total=len(sources), next=next_offset(offset, limit, len(sources))
    )


def list_modules(library: Library, limit: int, offset: int) -> ModuleList:
    """A page of modules."""
    records = library.modules()
    page = [
        ModuleSummary(
            name=record.name,
            file=record.file,
            origin=record.origin,
            status=record.status,
            objects=record.objects,
            traps=record.traps,
            errors=record.errors,
            warnings=record.warnings,
            last_updated=record.last_updated,
        )
        for record in records[offset:][:limit]
    ]
    return ModuleList(modules=page, total=len(records), next=next_offset(offset, limit, len(records)))


def list_findings(library: Library, module: str | None, severity: str | None, limit: int, offset: int) -> MibFindings:
    """Findings at least as bad as a severity. Raises MibNotFound, InvalidInput."""
    require_module(library, module)
    least = None
    if severity is not None:
        by_label = {each.label: each for each in Severity}
        least = by_label.get(severity.lower())
        if least is None:
            raise InvalidInput(f"Severities are {', '.join(by_label)}", field="severity")
    found = library.diagnostics(module, least, limit=limit + 1, offset=offset)
    return MibFindings(
        diagnostics=[_finding(each) for each in found[:limit]], next=offset + limit if len(found) > limit else None
    )


def find_source(library: Library, module: str) -> MibSource:
    """A module's text. Raises MibNotFound."""
    record = require_module(library, module)
    assert record is not None  # a module was named
    text = library.source_text(module)
    sha256 = next(each.sha256 for each in library.sources() if (each.origin, each.file) == (record.origin, record.file))
    found = sorted(library.diagnostics(module, limit=MAX_FINDINGS_OF_A_TEXT), key=lambda each: (each.line, each.column))
    return MibSource(
        module=record.name,
        file=record.file,
        origin=record.origin,
        sha256=sha256,
        text=text[:LONGEST_TEXT],
        is_cut=len(text) > LONGEST_TEXT,
        is_changed=not text,
        diagnostics=[_finding(each) for each in found],
    )


def resolve(library: Library | None, asked: str, mode: str) -> Resolved:
    """A name or OID as the other. Raises MibNotFound with names that look like an unknown one, InvalidInput."""
    names = Names(library)
    oid = find_oid(library, asked)
    known = names.name_of(oid.contents)
    name = names.text_of(oid.contents)
    return Resolved(
        input=asked,
        output=name if mode == "name" else str(oid),
        mode=mode,
        oid=str(oid),
        name=name,
        module=known.module if known is not None else "",
        resolved=known is not None and known.is_known,
    )


def _status(record: ModuleRecord, size_bytes: int, imported_by: int) -> MibFileStatus:
    return MibFileStatus(
        name=record.name,
        file=record.file,
        status=record.status,
        origin=record.origin,
        imports=list(record.imports),
        missing_deps=list(record.missing),
        objects=record.objects,
        traps=record.traps,
        error=record.error,
        errors=record.errors,
        warnings=record.warnings,
        styles=record.styles,
        last_updated=record.last_updated,
        size_bytes=size_bytes,
        imported_by=imported_by,
    )


def _failed(source: SourceRecord) -> MibFileStatus:
    return MibFileStatus(
        name=source.file,
        file=source.file,
        status="error",
        origin=source.origin,
        imports=[],
        missing_deps=[],
        objects=0,
        traps=0,
        error=source.error,
        errors=1,
        warnings=0,
        styles=0,
        last_updated="",
        size_bytes=source.size_bytes,
    )


def _file(source: SourceRecord) -> MibFile:
    return MibFile(
        file=source.file,
        origin=source.origin,
        size_bytes=source.size_bytes,
        modules=list(source.modules),
        superseded=list(source.superseded),
        error=source.error,
    )


def _finding(found: Diagnostic) -> MibFinding:
    return MibFinding(
        code=found.code,
        severity=found.severity.label,
        module=found.module,
        file=found.source,
        line=found.line,
        column=found.column,
        message=found.message,
        hint=found.hint,
        smilint=found.smilint_tag,
    )
