"""What a build does with one text or one module, wherever it runs: in this process, or in a worker's."""

from __future__ import annotations

import hashlib

import msgspec

from trishul.library.parsed import CachedModules, ParsedEntry, ParsedText, encode_module
from trishul.library.rows import ModuleRows, module_rows
from trishul.library.schema import Origin
from trishul.library.sources import LibraryPlaces, SourceReader
from trishul.smi.diagnostics import RULES, Diagnostic, Finding
from trishul.smi.parser import parse_source
from trishul.smi.resolve.base import MODULE_ALIASES, SMI_MODULES
from trishul.smi.resolve.modules import last_updated, resolve_module
from trishul.smi.resolve.scopes import Contents
from trishul.smi.source import Lines, decode_source, diagnose
from trishul.smi.syntax import ParsedModule

MAX_MODULES = 500
"""Modules of one text: no real file has a tenth of it."""
MAX_FINDINGS = 1000
"""More findings about one module help nobody."""


class ParseText(msgspec.Struct, frozen=True, tag=True):
    """Parse a text: the answer is a ParsedText."""

    origin: Origin
    file: str


class ResolveModule(msgspec.Struct, frozen=True, tag=True):
    """Resolve a module that counts: the answer is its ModuleRows."""

    name: str


Task = ParseText | ResolveModule


class TaskRunner:
    """Does tasks of one library, one after the other."""

    def __init__(self, places: LibraryPlaces) -> None:
        self._places = places
        self._reader = SourceReader(places)
        self._modules: CachedModules | None = None
        self._last_text: tuple[Origin, str, str] | None = None

    def close(self) -> None:
        """Closes what was opened."""
        self._reader.close()
        if self._modules is not None:
            self._modules.close()
            self._modules = None

    def run(self, task: Task) -> ParsedText | ModuleRows:
        """The answer to a task. Raises SourceUnavailable, sqlite3.Error."""
        if isinstance(task, ParseText):
            return self._parse(task)
        return self._resolve(task.name)

    def _parse(self, task: ParseText) -> ParsedText:
        octets = self._reader.read(task.origin, task.file)
        parsed = parse_source(decode_source(task.file, octets))
        entries = tuple(map(_entry, parsed.modules[:MAX_MODULES]))
        findings = parsed.diagnostics
        if len(parsed.modules) > MAX_MODULES:
            findings += (_too_many(parsed.modules[MAX_MODULES]),)
        return ParsedText(hashlib.sha256(octets).digest(), entries, findings)

    def _resolve(self, name: str) -> ModuleRows:
        if self._modules is None:
            self._modules = CachedModules(self._places.parsed)
        modules = self._modules
        origin, file, date = modules.place_of(name)
        resolved = resolve_module(modules, name)
        text = self._text(origin, file)
        reads = [(True, other) for other in sorted(resolved.modules_read)]
        reads += [(False, other) for other in sorted(resolved.names_sought)]

        def is_loaded(target: str) -> bool:
            names = (target, *MODULE_ALIASES.get(target, ()))
            return target in SMI_MODULES or any(modules.find(one) is not None for one in names)

        is_standard = name in self._reader.standard_names()
        found = worst_findings(resolved.diagnostics)
        return module_rows(resolved.module, found, text, date, tuple(reads), is_loaded, is_standard=is_standard)

    def _text(self, origin: Origin, file: str) -> str:
        """The decoded text of a file; one after the other, its modules share it."""
        if self._last_text is None or self._last_text[:2] != (origin, file):
            self._last_text = origin, file, decode_source(file, self._reader.read(origin, file)).text
        return self._last_text[2]


def worst_findings(findings: list[Diagnostic]) -> list[Diagnostic]:
    """Findings in their order; of too many the worst, and behind them one that says how many were left out."""
    if len(findings) <= MAX_FINDINGS:
        return findings
    order = sorted(range(len(findings)), key=lambda place: -findings[place].severity)
    kept = [findings[place] for place in sorted(order[:MAX_FINDINGS])]
    code = "more-findings"
    message = f"{len(findings) - MAX_FINDINGS} more findings are not listed; those that are listed are the worst"
    return [
        *kept,
        msgspec.structs.replace(
            kept[-1], code=code, severity=RULES[code].severity, message=message, hint="", edit=None
        ),
    ]


def _too_many(first_left_out: ParsedModule) -> Diagnostic:
    lines = Lines("")
    lines.starts = first_left_out.line_starts
    at = first_left_out.at
    message = f"The text has more than {MAX_MODULES} modules; this one and those behind it are left out"
    return diagnose(first_left_out.source, "", lines, Finding("too-complex", at, at + 1, message))


def _entry(module: ParsedModule) -> ParsedEntry:
    contents = Contents(module)
    return ParsedEntry(
        module.name, last_updated(module), encode_module(module), tuple(contents.values), tuple(contents.types)
    )
