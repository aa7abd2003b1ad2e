"""Everything that a library knows about one module, gathered for whoever shows it."""

from __future__ import annotations

from collections import Counter
from typing import Literal

import msgspec

from trishul.library.library import Library
from trishul.library.records import ModuleRecord
from trishul.smi.model import ModuleIdentityNode, NodeKind


class Revision(msgspec.Struct, frozen=True):
    """One entry of a module's history."""

    date: str
    description: str


class ModuleFacts(msgspec.Struct, frozen=True, omit_defaults=True):
    """One module."""

    name: str
    file: str
    origin: Literal["standard", "uploaded"]
    is_smiv2: bool
    root: str
    """Where its identity stands: an OID, or empty without a MODULE-IDENTITY."""
    identity: str
    last_updated: str
    kinds: dict[str, int]
    """How many nodes of each kind it has."""
    imports: tuple[str, ...]
    missing: tuple[str, ...]
    """Modules it imports from that are not loaded."""
    errors: int
    warnings: int
    styles: int
    error: str | None = None
    """The first finding that is an error."""
    organization: str = ""
    contact: str = ""
    description: str = ""
    revisions: tuple[Revision, ...] = ()


def facts_of(library: Library, record: ModuleRecord) -> ModuleFacts:
    """Everything known about a module."""
    nodes = library.nodes_of(record.name)
    identity = next((one.node for one in nodes if isinstance(one.node, ModuleIdentityNode)), None)
    kinds = Counter(str(one.node.kind) for one in nodes)
    texts: dict[str, object] = {}
    if identity is not None:
        texts = {
            "organization": library.text_at(record.name, identity.organization),
            "contact": library.text_at(record.name, identity.contact),
            "description": library.text_at(record.name, identity.description),
            "revisions": tuple(Revision(date, library.text_at(record.name, at)) for date, at in identity.revisions),
        }
    return ModuleFacts(
        name=record.name,
        file=record.file,
        origin=record.origin,
        is_smiv2=record.is_smiv2,
        root="" if identity is None else str(identity.oid),
        identity="" if identity is None else identity.name,
        last_updated=record.last_updated,
        kinds={str(kind): kinds[str(kind)] for kind in NodeKind if kinds[str(kind)]},
        imports=record.imports,
        missing=record.missing,
        errors=record.errors,
        warnings=record.warnings,
        styles=record.styles,
        error=record.error,
        **texts,  # type: ignore[arg-type]
    )
