"""Who means what by a name: definitions and imports of each module, and the search for a name across all of them.

A name is looked for in the module itself, then where its IMPORTS point (through modules that only import it, and
through other names of those modules), then among what the SMI itself defines, then anywhere. Only the last is a guess,
and it is reported as a missing import.

Each module is resolved for itself: what becomes of it depends on its text and on what it reads of others, never on
which module came before. So modules can be resolved in any order, in any process, and again one by one; the `Scopes` of
a module remember what it read.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import takewhile
from operator import eq
from typing import Protocol

from trishul.smi.diagnostics import Diagnostic, Edit, Finding
from trishul.smi.model import TypeInfo
from trishul.smi.resolve.base import MODULE_ALIASES, home_of
from trishul.smi.resolve.import_edits import addition, usual_home
from trishul.smi.source import Lines, diagnose
from trishul.smi.syntax import Definition, ParsedModule, TypeDefinition

MAX_IMPORT_STEPS = 8
"""How many modules a name may be handed through."""


class Contents:
    """A module's definitions sorted into values and types, the first of a name; shared by all who read it."""

    __slots__ = ("imports", "parsed", "second", "types", "values")

    def __init__(self, parsed: ParsedModule) -> None:
        self.parsed = parsed
        self.imports = {imported.name: imported.module for imported in parsed.imports}
        self.values: dict[str, Definition] = {}
        self.types: dict[str, TypeDefinition] = {}
        self.second: list[Definition] = []
        """Definitions of names that are defined already."""
        for definition in parsed.definitions:
            if isinstance(definition, TypeDefinition):
                is_first = self.types.setdefault(definition.name, definition) is definition
            else:
                is_first = self.values.setdefault(definition.name, definition) is definition
            if not is_first:
                self.second.append(definition)


class ModuleProvider(Protocol):
    """Where modules come from while others are resolved: memory, or a file."""

    def find(self, name: str) -> Contents | None:
        """The module of exactly this name."""

    def value_homes(self, name: str) -> Sequence[str]:
        """Names of modules that define a value."""

    def type_homes(self, name: str) -> Sequence[str]:
        """Names of modules that define a type."""


class LoadedModules:
    """Modules in memory."""

    def __init__(self, parsed: Iterable[ParsedModule]) -> None:
        self._contents = {module.name: Contents(module) for module in parsed}
        self._value_homes: dict[str, list[str]] = {}
        self._type_homes: dict[str, list[str]] = {}
        for name, contents in self._contents.items():
            for value in contents.values:
                self._value_homes.setdefault(value, []).append(name)
            for type_name in contents.types:
                self._type_homes.setdefault(type_name, []).append(name)

    def find(self, name: str) -> Contents | None:
        """The module of exactly this name."""
        return self._contents.get(name)

    def value_homes(self, name: str) -> Sequence[str]:
        """Names of modules that define a value."""
        return self._value_homes.get(name, ())

    def type_homes(self, name: str) -> Sequence[str]:
        """Names of modules that define a type."""
        return self._type_homes.get(name, ())


class ModulesBeyond:
    """Some modules, and others that are asked where these have nothing."""

    def __init__(self, near: ModuleProvider, beyond: ModuleProvider) -> None:
        self._near = near
        self._beyond = beyond

    def find(self, name: str) -> Contents | None:
        """The module of exactly this name."""
        return self._near.find(name) or self._beyond.find(name)

    def value_homes(self, name: str) -> Sequence[str]:
        """Names of modules that define a value."""
        return self._near.value_homes(name) or self._beyond.value_homes(name)

    def type_homes(self, name: str) -> Sequence[str]:
        """Names of modules that define a type."""
        return self._near.type_homes(name) or self._beyond.type_homes(name)


class Scope:
    """One module while a module is resolved: its contents, and what was found out about them."""

    __slots__ = ("imports", "lines", "oids", "parsed", "reported", "types", "types_known", "unmet", "values")

    def __init__(self, contents: Contents) -> None:
        self.parsed = contents.parsed
        self.imports = contents.imports
        self.values = contents.values
        self.types = contents.types
        self.lines = Lines("")
        self.lines.starts = contents.parsed.line_starts
        self.oids: dict[str, tuple[int, ...] | None] = {}
        self.types_known: dict[str, TypeInfo | None] = {}
        self.unmet: list[tuple[str, str]] = []
        self.reported: set[tuple[str, str]] = set()

    @property
    def name(self) -> str:
        """The module's name."""
        return self.parsed.name


class Scopes:
    """The module that is resolved and all that it reads; findings are kept about `home` alone."""

    def __init__(self, provider: ModuleProvider, home: Contents) -> None:
        self._provider = provider
        self.home = Scope(home)
        self.diagnostics: list[Diagnostic] = []
        self.modules_read: dict[str, Scope | None] = {home.parsed.name: self.home}
        """Every module that was asked for by name; None for those that are not loaded."""
        self.names_sought: set[str] = set()
        """Names that were looked for in all modules."""
        for definition in home.second:
            message = f"{definition.name} is defined a second time"
            self.report(self.home, "duplicate-name", definition.at, message, "The first definition is used")

    def report(
        self,
        scope: Scope,
        code: str,
        at: int,
        message: str,
        hint: str = "",
        *,
        subject: str = "",
        edit: Edit | None = None,
    ) -> None:
        """Notes a finding; one about the same subject is noted once. What others have wrong is their own finding."""
        if scope is not self.home:
            return
        if subject:
            if (code, subject) in scope.reported:
                return
            scope.reported.add((code, subject))
        finding = Finding(code, at, at + 1, message, hint, edit)
        self.diagnostics.append(diagnose(scope.parsed.source, scope.name, scope.lines, finding))

    def report_missing_import(self, scope: Scope, name: str, at: int, home: str = "") -> None:
        """Notes a name that is used without being imported; without a home it is one of the SMI."""
        module = home or usual_home(scope.parsed, name)
        if module is None or ("missing-import", name) in scope.reported:
            return
        is_first = not any(code == "missing-import" for code, _ in scope.reported)
        edit = addition(scope.parsed, name, module) if is_first or scope.parsed.imports else None
        message = f"{name} is used and not imported"
        self.report(scope, "missing-import", at, message, f"Import it from {module}", subject=name, edit=edit)

    def _find(self, name: str) -> Scope | None:
        """The module of exactly this name."""
        try:
            return self.modules_read[name]
        except KeyError:
            contents = self._provider.find(name)
            scope = self.modules_read[name] = Scope(contents) if contents else None
            return scope

    def find_module(self, name: str) -> list[Scope]:
        """The module of this name, or those that stand for it."""
        names = (name, *MODULE_ALIASES[name]) if name in MODULE_ALIASES else (name,)
        return [scope for scope in map(self._find, names) if scope is not None]

    def find_value(self, scope: Scope, name: str, at: int = -1) -> tuple[Scope, Definition] | None:
        """Where a value is defined. A guess is reported at `at`, if given."""
        if name in scope.values:
            return scope, scope.values[name]
        home = self._imported_from(scope, name, is_type=False)
        if home is None and home_of(name) is None:
            home = self._guess(scope, name, self._provider.value_homes(name), at)
        return (home, home.values[name]) if home else None

    def find_type(self, scope: Scope, name: str, at: int = -1) -> tuple[Scope, TypeDefinition] | None:
        """Where a type is defined. A guess is reported at `at`, if given."""
        if name in scope.types:
            return scope, scope.types[name]
        home = self._imported_from(scope, name, is_type=True)
        if home is None and home_of(name) is None:
            home = self._guess(scope, name, self._provider.type_homes(name), at)
        return (home, home.types[name]) if home else None

    def _imported_from(self, scope: Scope, name: str, *, is_type: bool) -> Scope | None:
        """Follows the IMPORTS to the module that really defines a name."""
        current = scope
        for _ in range(MAX_IMPORT_STEPS):
            module = current.imports.get(name)
            if module is None:
                return None
            candidates = self.find_module(module)
            for candidate in candidates:
                if name in (candidate.types if is_type else candidate.values):
                    return candidate
            if not candidates:
                return None
            current = candidates[0]
        return None

    def _guess(self, scope: Scope, name: str, homes: Sequence[str], at: int) -> Scope | None:
        """Any module that defines the name: one that the module imports from, else the one with the nearest name."""
        self.names_sought.add(name)
        if not homes:
            return None
        home = self._find(homes[0] if len(homes) == 1 else _nearest(scope, homes))
        if home is not None and at >= 0 and name not in scope.imports:
            self.report_missing_import(scope, name, at, home.name)
        return home

    def homes_of(self, name: str) -> list[str]:
        """Modules that define a name as value or type, sorted."""
        self.names_sought.add(name)
        return sorted({*self._provider.value_homes(name), *self._provider.type_homes(name)})


def _nearest(scope: Scope, homes: Sequence[str]) -> str:
    """One of several homes, whatever their order: vendors begin the names of their modules alike."""
    related = set(scope.imports.values())

    def distance(home: str) -> tuple[bool, int, str]:
        shared = sum(takewhile(bool, map(eq, home, scope.name)))
        return home not in related, -shared, home

    return min(homes, key=distance)
