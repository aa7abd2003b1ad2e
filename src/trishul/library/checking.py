"""Compiles texts against what is installed, and writes nothing: for checking before an upload, and for the linter.

Modules that the texts import are parsed when they are asked for, from the first of: the texts themselves, folders given
with them, the library, the standard archive. Only the texts given have findings.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterable, Sequence
from contextlib import suppress
from pathlib import Path

from trishul.library.library import Library
from trishul.library.sources import STANDARD_ARCHIVE
from trishul.library.text_files import find_module_file
from trishul.smi.model import CompiledSet
from trishul.smi.parser import parse_source
from trishul.smi.resolve.modules import resolve_modules
from trishul.smi.resolve.scopes import Contents
from trishul.smi.source import Source, decode_source


def check_sources(
    sources: Iterable[Source],
    library: Library | None,
    extra: Sequence[Path] = (),
    standard_archive: Path = STANDARD_ARCHIVE,
) -> CompiledSet:
    """The modules of some texts and all findings about them. Raises LibraryUnavailable."""
    parsed = [parse_source(source) for source in sources]
    installed = InstalledModules(library, extra, standard_archive)
    try:
        return resolve_modules(parsed, installed)
    finally:
        installed.close()


class InstalledModules:
    """Modules found by name in folders, the library, and the standard archive; each is parsed once."""

    def __init__(self, library: Library | None, folders: Sequence[Path], standard_archive: Path) -> None:
        self._library = library
        self._folders = folders
        self._archive: zipfile.ZipFile | None = None
        with suppress(OSError, zipfile.BadZipFile):  # an installation without it still checks what it is given
            self._archive = zipfile.ZipFile(standard_archive)
        self._known: dict[str, Contents | None] = {}

    def close(self) -> None:
        """Closes the archive."""
        if self._archive is not None:
            self._archive.close()

    def find(self, name: str) -> Contents | None:
        """The module of exactly this name."""
        if name not in self._known:
            self._known[name] = self._parsed(name)
        return self._known[name]

    def _parsed(self, name: str) -> Contents | None:
        for folder in self._folders:
            file = find_module_file(folder, name)
            if file is not None:
                return _module_of(decode_source(name, file.read_bytes()), name)
        if self._library is not None and self._library.find_module(name) is not None:
            text = self._library.source_text(name)
            if text:
                return _module_of(Source(name, text, ()), name)
        if self._archive is None or name not in self._archive.NameToInfo:
            return None
        return _module_of(decode_source(name, self._archive.read(name)), name)

    def value_homes(self, name: str) -> Sequence[str]:
        """Names of modules that define a value, as the library knows them."""
        if self._library is None:
            return ()
        return sorted({entry.module for entry in self._library.find_by_name(name)})

    def type_homes(self, name: str) -> Sequence[str]:
        """Names of modules that define a type, as the library knows them."""
        return self._library.homes_of_type(name) if self._library is not None else ()


def _module_of(source: Source, name: str) -> Contents | None:
    """The module of a name among those of a text."""
    found = next((module for module in parse_source(source).modules if module.name == name), None)
    return Contents(found) if found is not None else None
