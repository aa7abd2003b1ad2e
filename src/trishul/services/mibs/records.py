"""What the service `mibs` answers with: modules, uploads, checks before an upload, fetched dependencies.

Owns these shapes, which are the JSON of contract §4 "MIBs" as well. Does not own nodes of the tree (`browsing`).
"""

from __future__ import annotations

from msgspec import Struct

from trishul.smi.differences import Change


class MibsStatus(Struct, frozen=True):
    """Numbers of loaded and failed modules and of the notifications that they define (contract §2)."""

    loaded: int = 0
    failed: int = 0
    total: int = 0
    traps_available: int = 0


class MibFileStatus(Struct, frozen=True, kw_only=True):
    """One module, or a file in which none could be found: `status` is loaded, missing_deps or error."""

    name: str
    file: str
    status: str
    origin: str
    """standard or uploaded."""
    imports: list[str]
    missing_deps: list[str]
    objects: int
    traps: int
    error: str | None
    errors: int
    warnings: int
    styles: int
    last_updated: str
    size_bytes: int = 0
    """Of the file, which may hold more than this module."""
    imported_by: int = 0
    """How many loaded modules import from it."""


class SupersededFile(Struct, frozen=True):
    """A text that another one with the same module, newer or uploaded, replaces."""

    name: str
    file: str


class MibList(Struct, frozen=True, kw_only=True):
    """`GET /api/mibs/status`: `mibs` can be used, `errors` cannot; `next` is the offset of the following page."""

    loaded: int
    failed: int
    total: int
    traps_available: int
    mibs: list[MibFileStatus]
    errors: list[MibFileStatus]
    superseded: list[SupersededFile]
    next: int | None
    building: bool
    problem: str | None
    """Why the library is not complete: the last build failed, or the standard texts are not there."""


class FindingCounts(Struct, frozen=True):
    """How many findings there are of each severity."""

    errors: int = 0
    warnings: int = 0
    styles: int = 0


class UploadedFile(Struct, frozen=True, kw_only=True):
    """What became of one file: loaded, missing_deps, superseded, stored (not built yet), skipped, error."""

    filename: str
    status: str
    mib_name: str = ""
    modules: list[str] = []
    missing_deps: list[str] = []
    objects: int = 0
    traps: int = 0
    findings: FindingCounts = FindingCounts()
    error: str | None = None
    source: str | None = None
    """Where in an archive it was."""


class UploadOutcome(Struct, frozen=True, kw_only=True):
    """`POST /api/mibs/upload`: `results` has at most 1,000 files, the counts have all."""

    status: str
    results: list[UploadedFile]
    results_total: int
    uploaded: int
    skipped: int
    missing_deps: list[str]
    """Modules that the uploaded ones import and that are not there."""
    fetched: list[FetchedDependency]
    """What was fetched by itself, where the settings say so."""
    mibs: MibsStatus


class TextEdit(Struct, frozen=True):
    """A mechanical mend: the characters between two offsets of the decoded text become the replacement."""

    start: int
    end: int
    replacement: str


class PlacedFinding(Struct, frozen=True, kw_only=True):
    """A finding with its line; offsets count characters of the text without byte order mark, lines end with LF."""

    code: str
    severity: str
    line: int
    column: int
    message: str
    hint: str = ""
    start: int = 0
    end: int = 0
    excerpt: str = ""
    """The line, cut where it is long."""
    mark_start: int = 0
    """Where in the excerpt the fault begins."""
    mark_length: int = 1
    edit: TextEdit | None = None


class ImportedModule(Struct, frozen=True):
    """A module that a text imports from: `place` is library, batch or missing."""

    name: str
    place: str


class CheckedFile(Struct, frozen=True, kw_only=True):
    """What an upload of this file would find; `errors` are the sentences, with lines where they have any."""

    filename: str
    mib_name: str
    valid: bool
    imports: list[str]
    missing_deps: list[str]
    errors: list[str]
    warnings: int = 0
    styles: int = 0
    modules: list[str] = []
    objects: int = 0
    traps: int = 0
    error_count: int = 0
    findings: list[PlacedFinding] = []
    """The worst, by place; the counts have all."""
    dependencies: list[ImportedModule] = []
    exists: bool = False
    """A file of this name is uploaded: it needs replace=true."""
    source: str | None = None


class BatchCheck(Struct, frozen=True, kw_only=True):
    """`POST /api/mibs/validate-batch`: `files` has at most 1,000, `files_total` counts all."""

    files: list[CheckedFile]
    files_total: int
    global_missing_deps: list[str]
    can_upload: bool


class RevisionDifferences(Struct, frozen=True):
    """`GET /api/mibs/{filename}/revisions/{id}/differences`: what changed from that text to the present one."""

    changes: list[Change]


class FetchedDependency(Struct, frozen=True, kw_only=True):
    """What became of one wanted module: fetched, present, not_found, refused or failed."""

    name: str
    status: str
    url: str | None = None
    size_bytes: int | None = None
    error: str | None = None


class FetchOutcome(Struct, frozen=True, kw_only=True):
    """`POST /api/mibs/fetch-dependencies`."""

    status: str
    results: list[FetchedDependency]
    fetched: int
    missing_deps: list[str]
    """What the fetched ones import and is not there."""
    mibs: MibsStatus


class ReloadOutcome(Struct, frozen=True, kw_only=True):
    """`POST /api/mibs/reload`: `changed` says whether any file had changed."""

    status: str
    loaded: int
    failed: int
    total: int
    traps_available: int
    changed: bool
    problem: str | None


class DeleteOutcome(Struct, frozen=True, kw_only=True):
    """`DELETE /api/mibs/{filename}`."""

    status: str
    filename: str
    mibs: MibsStatus
