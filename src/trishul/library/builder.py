"""The library's builder as a process of its own: `python -m trishul.library.builder`.

One JSON object on standard input says what to do, one JSON object a line on standard output how it goes: any number of
`{"progress": {phase, done, total, module}}`, then `{"outcome": …}` with status 0 or `{"error": {code, message}}` with
status 1. Jobs: `build` (bring the index up to date), `check` (compile texts against the library and write nothing),
`compare` (two revisions of a text, by meaning).
Standard input stays open as long as somebody wants the answer: its end ends this process. Owns this frame only.
"""

from __future__ import annotations

import contextlib
import os
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import msgspec

from trishul.errors import InvalidInput, TrishulError
from trishul.library.building import Progress, build_library
from trishul.library.library import Library
from trishul.library.records import LibraryUnavailable
from trishul.library.sources import LibraryPlaces
from trishul.smi.diagnostics import Diagnostic, Severity
from trishul.smi.differences import Change, differences
from trishul.smi.model import CompiledSet, Module, NodeKind
from trishul.smi.reports import excerpt_of
from trishul.smi.resolve.base import MODULE_ALIASES, SMI_MODULES
from trishul.smi.source import read_source

MAX_FINDINGS_A_FILE = 500
MAX_CHANGES = 5_000
MAX_FINDINGS_A_CHECK = 5_000
"""Of a batch of hundreds of files the first have all their findings, the last their counts."""
PROGRESS_INTERVAL_S = 0.05
_NICENESS = 10
"""A build may take minutes and all processors: answering packets and pages goes first."""
_OBJECTS = frozenset({NodeKind.SCALAR, NodeKind.COLUMN})


class TextToCheck(msgspec.Struct, frozen=True):
    """A text under the name that findings carry."""

    name: str
    path: str


class Request(msgspec.Struct, frozen=True):
    """What to do: `job` is build, check or compare."""

    job: str
    data_dir: str
    files: list[TextToCheck] = []
    standard_archive: str | None = None


Say = Callable[[dict[str, Any]], None]


def main() -> None:
    """Does one job and exits."""
    with contextlib.suppress(OSError):
        os.nice(_NICENESS)
    asked = sys.stdin.buffer.readline()
    threading.Thread(target=_end_with_stdin, daemon=True).start()
    sys.exit(serve(asked, _say))


def serve(asked: bytes, say: Say) -> int:
    """Does what one line asks for and says how it goes; the exit status."""
    try:
        request = msgspec.json.decode(asked, type=Request)
        outcome = do_job(request, _Reporter(say))
    except msgspec.MsgspecError as error:
        say({"error": {"code": InvalidInput.code, "message": f"The request cannot be read: {error}"}})
        return 1
    except TrishulError as error:
        say({"error": {"code": error.code, "message": str(error)}})
        return 1
    say({"outcome": outcome})
    return 0


def do_job(request: Request, on_progress: Callable[[Progress], None]) -> Any:
    """The outcome of a job, fit for JSON. Raises TrishulError."""
    data_dir = Path(request.data_dir)
    places = LibraryPlaces(data_dir)
    if request.standard_archive is not None:
        places = LibraryPlaces(data_dir, Path(request.standard_archive))
    if request.job == "build":
        return build_library(places, on_progress=on_progress)
    if request.job == "check":
        return {"files": list(_checked_files(request, places))}
    if request.job == "compare":
        return {"changes": _changes(request, places)}
    raise InvalidInput(f"There is no job '{request.job}'", field="job")


class _Reporter:
    """Says progress, but not more often than anybody could look."""

    def __init__(self, say: Say) -> None:
        self._say = say
        self._said: tuple[str, float] = ("", 0.0)

    def __call__(self, progress: Progress) -> None:
        now = time.monotonic()
        phase, at = self._said
        if progress.phase != phase or progress.done >= progress.total or now - at >= PROGRESS_INTERVAL_S:
            self._said = (progress.phase, now)
            shown = {"phase": progress.phase, "done": progress.done, "total": progress.total}
            self._say({"progress": {**shown, "module": progress.current}})


def _checked_files(request: Request, places: LibraryPlaces) -> Iterator[dict[str, Any]]:
    from trishul.library.checking import check_sources  # a build does without

    library = _library_of(places)
    try:
        sources = {text.name: read_source(Path(text.path), text.name) for text in request.files}
        compiled = check_sources(sources.values(), library)
        modules: dict[str, list[Module]] = {}
        for module in compiled.modules.values():
            modules.setdefault(module.source, []).append(module)
        findings: dict[str, list[Diagnostic]] = {}
        for finding in compiled.diagnostics:
            findings.setdefault(finding.source, []).append(finding)
        room = MAX_FINDINGS_A_CHECK
        for text in request.files:
            found = findings.get(text.name, [])
            listed = _worst(found, min(room, MAX_FINDINGS_A_FILE))
            room -= len(listed)
            yield {
                "name": text.name,
                "modules": [_checked_module(each, compiled, library) for each in modules.get(text.name, [])],
                **{f"{severity.label}s": sum(each.severity is severity for each in found) for severity in Severity},
                "findings": [_shown(each, sources[text.name].text) for each in listed],
            }
    finally:
        if library is not None:
            library.close()


def _changes(request: Request, places: LibraryPlaces) -> list[Change]:
    """The changes of each module that both texts have; modules of only one text are added or removed as a whole."""
    from trishul.library.checking import check_sources

    library = _library_of(places)
    try:
        old, new = (
            check_sources([read_source(Path(text.path), text.name)], library).modules for text in request.files[:2]
        )
    finally:
        if library is not None:
            library.close()
    changes = [change for name in sorted(old.keys() & new.keys()) for change in differences(old[name], new[name])]
    for name in sorted(old.keys() ^ new.keys()):
        kind = "removed" if name in old else "added"
        changes.append(Change(kind, name, "", "", "", is_legal=kind == "added", rule="RFC 2578 §10"))
    return changes[:MAX_CHANGES]


def _library_of(places: LibraryPlaces) -> Library | None:
    try:
        return Library.open(places.index)
    except LibraryUnavailable:
        return None  # not built yet: the texts are checked by themselves


def _checked_module(module: Module, compiled: CompiledSet, library: Library | None) -> dict[str, Any]:
    def is_loaded(name: str) -> bool:
        names = (name, *MODULE_ALIASES.get(name, ()))
        if name in SMI_MODULES or any(one in compiled.modules for one in names):
            return True
        return library is not None and any(library.find_module(one) is not None for one in names)

    imports = list(dict.fromkeys(each.module for each in module.imports))
    return {
        "name": module.name,
        "imports": imports,
        "missing": [name for name in imports if not is_loaded(name)],
        "objects": sum(node.kind in _OBJECTS for node in module.nodes),
        "traps": sum(node.kind is NodeKind.NOTIFICATION for node in module.nodes),
    }


def _worst(findings: list[Diagnostic], most: int) -> list[Diagnostic]:
    """So many findings, those of the greatest severity, in the order of their places."""
    kept = sorted(findings, key=lambda each: -each.severity)[:most]
    return sorted(kept, key=lambda each: each.start)


def _shown(finding: Diagnostic, text: str) -> dict[str, Any]:
    excerpt, edit = excerpt_of(finding, text), finding.edit
    return {
        "code": finding.code,
        "severity": finding.severity.label,
        "line": finding.line,
        "column": finding.column,
        "message": finding.message,
        "hint": finding.hint,
        "start": finding.start,
        "end": finding.end,
        "excerpt": excerpt.line,
        "mark_start": excerpt.start,
        "mark_length": excerpt.length,
        "edit": None if edit is None else {"start": edit.start, "end": edit.end, "replacement": edit.replacement},
    }


def _say(line: dict[str, Any]) -> None:
    sys.stdout.buffer.write(msgspec.json.encode(line) + b"\n")
    sys.stdout.buffer.flush()


def _end_with_stdin() -> None:
    while os.read(sys.stdin.fileno(), 4096):  # not through the buffer, whose lock the interpreter wants at its end
        pass
    os._exit(1)  # nobody waits for the answer any more; the index is replaced as a whole or not at all


if __name__ == "__main__":
    main()
