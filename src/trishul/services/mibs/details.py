"""One module or file, as whoever decides about it must see it: findings in their lines, history, what depends on it.

Owns these questions, each a function of a `Library`, made for a thread, and the shapes of their answers. Kept older
texts of a file are `revisions`' business.
"""

from __future__ import annotations

from msgspec import Struct

from trishul.library.library import Library
from trishul.library.module_facts import Revision, facts_of
from trishul.services.mibs.browsing import require_module
from trishul.services.mibs.records import ImportedModule, PlacedFinding, TextEdit
from trishul.services.mibs.refusals import MibNotFound, shortened
from trishul.smi.diagnostics import Diagnostic
from trishul.smi.reports import excerpt_of

MAX_FINDINGS = 1_000
MAX_IMPORTERS = 5_000


class OtherText(Struct, frozen=True):
    """A text of a module that is passed over for the one in use."""

    file: str
    origin: str
    size_bytes: int


class MibDetails(Struct, frozen=True, kw_only=True):
    """`GET /api/mibs/{module}/details`."""

    name: str
    file: str
    origin: str
    size_bytes: int
    sha256: str
    """Of the file, as it was compiled."""
    is_smiv2: bool
    root: str
    """The OID of its identity, or empty."""
    organization: str
    contact: str
    description: str
    last_updated: str
    kinds: dict[str, int]
    revisions: list[Revision]
    imports: list[ImportedModule]
    importers: list[str]
    findings: list[PlacedFinding]
    findings_total: int
    superseded: list[OtherText]
    beside: list[str]
    """Other modules of the same file."""


class Dependent(Struct, frozen=True):
    """A module of another file that imports from one of these."""

    name: str
    file: str
    imports: list[str]


class MibDependents(Struct, frozen=True, kw_only=True):
    """`GET /api/mibs/{filename}/dependents`: what deleting the file means."""

    filename: str
    modules: list[str]
    dependents: list[Dependent]
    """Modules that are incomplete without them; those whose text another file replaces are left out."""
    dependents_total: int
    taken_up: dict[str, str]
    """By module: the file whose text is used instead, as soon as this one is gone."""


def find_details(library: Library, module: str) -> MibDetails:
    """Everything about a module. Raises MibNotFound."""
    record = require_module(library, module)
    assert record is not None  # a module was named
    facts = facts_of(library, record)
    sources = library.sources()
    own = next(each for each in sources if (each.origin, each.file) == (record.origin, record.file))
    found = sorted(library.diagnostics(module, limit=MAX_FINDINGS), key=lambda each: each.start)
    text = library.source_text(module)
    missing = frozenset(record.missing)
    return MibDetails(
        name=record.name,
        file=record.file,
        origin=record.origin,
        size_bytes=own.size_bytes,
        sha256=own.sha256,
        is_smiv2=record.is_smiv2,
        root=facts.root,
        organization=facts.organization,
        contact=facts.contact,
        description=facts.description,
        last_updated=record.last_updated,
        kinds=facts.kinds,
        revisions=list(facts.revisions),
        imports=[ImportedModule(name, "missing" if name in missing else "library") for name in record.imports],
        importers=[each.name for each in library.modules() if module in each.imports][:MAX_IMPORTERS],
        findings=[_placed(each, text) for each in found],
        findings_total=record.errors + record.warnings + record.styles,
        superseded=[
            OtherText(each.file, each.origin, each.size_bytes) for each in sources if module in each.superseded
        ],
        beside=[name for name in own.modules if name != module],
    )


def find_dependents(library: Library, filename: str) -> MibDependents:
    """What depends on an uploaded file. Raises MibNotFound."""
    sources = library.sources()
    own = next((each for each in sources if each.origin == "uploaded" and each.file == filename), None)
    if own is None:
        raise MibNotFound(f"There is no uploaded file '{shortened(filename)}'")
    others = [each for each in sources if each is not own]
    taken_up = {name: other.file for name in own.modules for other in others if name in other.superseded}
    lost = [name for name in own.modules if name not in taken_up]
    dependents = [
        Dependent(each.name, each.file, [name for name in lost if name in each.imports])
        for each in library.modules()
        if each.name not in own.modules and any(name in each.imports for name in lost)
    ]
    return MibDependents(
        filename=filename,
        modules=list(own.modules),
        dependents=dependents[:MAX_IMPORTERS],
        dependents_total=len(dependents),
        taken_up=taken_up,
    )


def _placed(found: Diagnostic, text: str) -> PlacedFinding:
    excerpt = excerpt_of(found, text)
    edit = found.edit
    return PlacedFinding(
        code=found.code,
        severity=found.severity.label,
        line=found.line,
        column=found.column,
        message=found.message,
        hint=found.hint,
        start=found.start,
        end=found.end,
        excerpt=excerpt.line,
        mark_start=excerpt.start,
        mark_length=excerpt.length,
        edit=None if edit is None else TextEdit(edit.start, edit.end, edit.replacement),
    )
