"""Who means what by a name: definitions and imports of each module, and the search for a name across all of them.

A name is looked for in the module itself, then where its IMPORTS point (through modules that only import it, and
through other names of those modules), then among what the SMI itself defines, then anywhere. Only the last is a guess,
and it is reported as a missing import.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from trishul.smi.diagnostics import Diagnostic, Finding
from trishul.smi.model import TypeInfo
from trishul.smi.resolve.base import MODULE_ALIASES, home_of
from trishul.smi.source import Lines, diagnose
from trishul.smi.syntax import Definition, ParsedModule, TypeDefinition

MAX_IMPORT_STEPS = 8
"""How many modules a name may be handed through."""


class Scope:
    """One module while it is resolved."""

    __slots__ = ("imports", "lines", "oids", "parsed", "reported", "types", "types_known", "unmet", "values")

    def __init__(self, parsed: ParsedModule) -> None:
        self.parsed = parsed
        self.lines = Lines("")
        self.lines.starts = parsed.line_starts
        self.imports = {imported.name: imported.module for imported in parsed.imports}
        self.values: dict[str, Definition] = {}
        self.types: dict[str, TypeDefinition] = {}
        self.oids: dict[str, tuple[int, ...] | None] = {}
        self.types_known: dict[str, TypeInfo | None] = {}
        self.unmet: list[tuple[str, str]] = []
        self.reported: set[tuple[str, str]] = set()

    @property
    def name(self) -> str:
        """The module's name."""
        return self.parsed.name


class Scopes:
    """All modules that are resolved together, and what was found in them."""

    def __init__(self, parsed: Iterable[ParsedModule]) -> None:
        self.by_name: dict[str, Scope] = {module.name: Scope(module) for module in parsed}
        self.diagnostics: list[Diagnostic] = []
        self._value_homes: dict[str, list[Scope]] = {}
        self._type_homes: dict[str, list[Scope]] = {}
        for scope in self:
            self._gather(scope)

    def __iter__(self) -> Iterator[Scope]:
        return iter(self.by_name.values())

    def report(self, scope: Scope, code: str, at: int, message: str, hint: str = "", *, subject: str = "") -> None:
        """Notes a finding; one about the same subject is noted once for each module."""
        if subject:
            if (code, subject) in scope.reported:
                return
            scope.reported.add((code, subject))
        finding = Finding(code, at, at + 1, message, hint)
        self.diagnostics.append(diagnose(scope.parsed.source, scope.name, scope.lines, finding))

    def _gather(self, scope: Scope) -> None:
        """Sorts a module's definitions into values and types; the first of a name wins."""
        for definition in scope.parsed.definitions:
            name = definition.name
            if isinstance(definition, TypeDefinition):
                if scope.types.setdefault(name, definition) is definition:
                    self._type_homes.setdefault(name, []).append(scope)
                    continue
            elif scope.values.setdefault(name, definition) is definition:
                self._value_homes.setdefault(name, []).append(scope)
                continue
            message = f"{name} is defined a second time"
            self.report(scope, "duplicate-name", definition.at, message, "The first definition is used")

    def find_module(self, name: str) -> list[Scope]:
        """The module of this name, or those that stand for it."""
        scope = self.by_name.get(name)
        aliases = MODULE_ALIASES.get(name, ())
        found = [self.by_name[alias] for alias in aliases if alias in self.by_name]
        return [scope, *found] if scope else found

    def find_value(self, scope: Scope, name: str, at: int = -1) -> tuple[Scope, Definition] | None:
        """Where a value is defined. A guess is reported at `at`, if given."""
        if name in scope.values:
            return scope, scope.values[name]
        home = self._imported_from(scope, name, is_type=False)
        if home is None and home_of(name) is None:
            home = self._guess(scope, name, self._value_homes, at)
        return (home, home.values[name]) if home else None

    def find_type(self, scope: Scope, name: str, at: int = -1) -> tuple[Scope, TypeDefinition] | None:
        """Where a type is defined. A guess is reported at `at`, if given."""
        if name in scope.types:
            return scope, scope.types[name]
        home = self._imported_from(scope, name, is_type=True)
        if home is None and home_of(name) is None:
            home = self._guess(scope, name, self._type_homes, at)
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

    def _guess(self, scope: Scope, name: str, homes: dict[str, list[Scope]], at: int) -> Scope | None:
        """Any module that defines the name; those that the module imports from go first."""
        candidates = homes.get(name)
        if not candidates:
            return None
        related = set(scope.imports.values())
        home = next((candidate for candidate in candidates if candidate.name in related), candidates[0])
        if at >= 0 and name not in scope.imports:
            message = f"{name} is used and not imported"
            self.report(scope, "missing-import", at, message, f"Import it from {home.name}", subject=name)
        return home

    def homes_of(self, name: str) -> list[str]:
        """Modules that define a name as value or type."""
        found = self._value_homes.get(name, []) + self._type_homes.get(name, [])
        return [scope.name for scope in found]
