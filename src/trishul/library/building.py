"""Brings the index up to date with the texts there are."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass

from trishul.library.rows import finding_row, module_rows
from trishul.library.sources import LibraryPlaces, SourceFile, SourceReader, list_sources
from trishul.library.writing import IndexWriter, create_index, finish_index
from trishul.smi.diagnostics import Diagnostic
from trishul.smi.parser import parse_source
from trishul.smi.resolve import resolve_modules
from trishul.smi.resolve.base import MODULE_ALIASES, SMI_MODULES
from trishul.smi.source import decode_source


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a build is: `phase` is 'read', 'resolve' or 'write'."""

    phase: str
    done: int
    total: int
    current: str


@dataclass(frozen=True, slots=True)
class BuildOutcome:
    """What a build did; a `generation` that did not change means that nothing did."""

    generation: int
    sources: int
    resolved: int
    failed: tuple[str, ...]
    """Files of which nothing could be loaded."""
    problem: str | None
    """Why the standard texts are missing, if they are."""


def build_library(places: LibraryPlaces, *, on_progress: Callable[[Progress], None]) -> BuildOutcome:
    """Builds the index anew."""
    sources, problem = list_sources(places)
    reader = SourceReader(places)
    texts: dict[str, tuple[SourceFile, str]] = {}
    parsed = []
    hashes = {}
    for done, source in enumerate(sources):
        on_progress(Progress("read", done, len(sources), source.file))
        octets = reader.read(source.origin, source.file)
        key = f"{source.origin}/{source.file}"
        hashes[key] = hashlib.sha256(octets).digest()
        decoded = decode_source(source.file, octets)._replace(name=key)
        texts[key] = (source, decoded.text)
        parsed.append(parse_source(decoded))
    reader.close()
    compiled = resolve_modules(parsed)
    findings: dict[tuple[str, str], list[Diagnostic]] = defaultdict(list)
    for finding in compiled.diagnostics:
        findings[finding.source, finding.module].append(finding)
    places.index.parent.mkdir(parents=True, exist_ok=True)
    fresh = places.index.with_suffix(".new")
    fresh.unlink(missing_ok=True)
    connection = create_index(fresh)
    connection.execute("BEGIN")
    writer = IndexWriter(connection)
    ids = {}
    for one in parsed:
        source, _ = texts[one.source]
        error = None if one.modules else one.diagnostics[0].message
        ids[one.source] = writer.add_source(source, hashes[one.source], error)
        if not one.modules:
            writer.add_findings(ids[one.source], None, map(finding_row, one.diagnostics))

    def is_loaded(name: str) -> bool:
        names = (name, *MODULE_ALIASES.get(name, ()))
        return name in SMI_MODULES or any(one in compiled.modules for one in names)

    for done, module in enumerate(compiled.modules.values()):
        on_progress(Progress("write", done, len(compiled.modules), module.name))
        source, text = texts[module.source]
        last_updated = module.identity.last_updated if module.identity else ""
        own = findings[module.source, module.name]
        rows = module_rows(module, own, text, source.origin, last_updated, is_loaded)
        writer.add_module(ids[module.source], rows)
    for name, key in compiled.superseded:
        writer.add_superseded(name, ids[key], "")
    writer.set_meta("generation", 1)
    connection.execute("COMMIT")
    finish_index(connection)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.close()
    fresh.replace(places.index)
    failed = tuple(texts[one.source][0].file for one in parsed if not one.modules)
    return BuildOutcome(1, len(sources), len(compiled.modules), failed, problem)
