"""Types: follows chains of conventions to their base and gathers labels, ranges and hints on the way (RFC 2579 §3)."""

from __future__ import annotations

from trishul.smi.diagnostics import Edit
from trishul.smi.model import BaseType, TypeInfo
from trishul.smi.resolve.base import BASE_TYPES, CONVENTIONS, NEVER_IMPORTED, SMI_MODULES
from trishul.smi.resolve.scopes import Scope, Scopes
from trishul.smi.syntax import Syntax, TypeDefinition

MAX_CHAIN = 50
"""Longer chains of conventions are taken for loops."""
UNKNOWN = TypeInfo(BaseType.UNKNOWN)
MISWRITTEN = {name.lower(): name for name in BASE_TYPES} | {"string": "OCTET STRING"}
"""What names that nobody defines were meant to be."""
_CONSTRUCTED = {"SEQUENCE OF": BaseType.TABLE, "SEQUENCE": BaseType.ROW, "CHOICE": BaseType.CHOICE}


def resolve_syntax(scopes: Scopes, scope: Scope, syntax: Syntax | None, at: int, depth: int = 0) -> TypeInfo:
    """The type that a SYNTAX clause means; unknown, and reported once, where it cannot be known."""
    if syntax is None:
        return UNKNOWN
    constructed = _CONSTRUCTED.get(syntax.name)
    if constructed is not None:
        return TypeInfo(constructed, row_type=syntax.row_type or "", columns=syntax.columns)
    parent = resolve_name(scopes, scope, syntax.name, at, depth)
    if not syntax.labels and not syntax.ranges:
        return parent
    return TypeInfo(
        _narrowed_base(parent, syntax),
        parent.name,
        parent.module,
        syntax.labels or parent.labels,
        syntax.ranges or parent.ranges,
        syntax.is_size if syntax.ranges else parent.is_size,
        parent.display_hint,
    )


def _narrowed_base(parent: TypeInfo, syntax: Syntax) -> BaseType:
    """An unknown type shows its base by how it is narrowed."""
    if parent.base is not BaseType.UNKNOWN:
        return parent.base
    return BaseType.OCTET_STRING if syntax.is_size else BaseType.INTEGER


def resolve_name(scopes: Scopes, scope: Scope, name: str, at: int, depth: int = 0) -> TypeInfo:
    """The type of a name as a module means it."""
    known = scope.types_known.get(name)
    if known is not None:
        return known
    info = _looked_up(scopes, scope, name, at, depth)
    scope.types_known[name] = info
    return info


def _looked_up(scopes: Scopes, scope: Scope, name: str, at: int, depth: int) -> TypeInfo:
    base = BASE_TYPES.get(name)
    if base is not None and (name not in scope.types or scope.name in SMI_MODULES):
        _expect_import(scopes, scope, name, at)
        return base
    if depth > MAX_CHAIN:
        scopes.report(scope, "type-loop", at, f"The type {name} is defined by itself", "Name its base", subject=name)
        return UNKNOWN
    found = scopes.find_type(scope, name, at)
    if found is not None:
        home, definition = found
        return resolve_type(scopes, home, definition, depth + 1)
    convention = CONVENTIONS.get(name)
    if convention is not None:
        _expect_import(scopes, scope, name, at)
        return convention
    meant = MISWRITTEN.get(name.lower())
    if meant is not None:
        edit = Edit(at, at + len(name), meant)
        scopes.report(scope, "misspelled-type", at, f"{name} is written {meant}", "", subject=name, edit=edit)
        return BASE_TYPES[meant]
    module = scope.imports.get(name)
    hint = f"Load {module}" if module and not scopes.find_module(module) else "Import it, or correct the name"
    scopes.report(scope, "unknown-type", at, f"The type {name} is not defined anywhere", hint, subject=name)
    return UNKNOWN


def _expect_import(scopes: Scopes, scope: Scope, name: str, at: int) -> None:
    """Reports names of the SMI that are used without being imported."""
    if name in scope.imports or name in NEVER_IMPORTED or scope.name in SMI_MODULES:
        return
    scopes.report_missing_import(scope, name, at)


def resolve_type(scopes: Scopes, scope: Scope, definition: TypeDefinition, depth: int = 0) -> TypeInfo:
    """The type that a definition makes, in the module that makes it."""
    known = scope.types_known.get(definition.name)
    if known is not None and known.at == definition.at:
        return known
    parent = resolve_syntax(scopes, scope, definition.syntax, definition.syntax_at, depth)
    info = TypeInfo(
        parent.base,
        definition.name,
        scope.name,
        parent.labels,
        parent.ranges,
        parent.is_size,
        definition.display_hint or parent.display_hint,
        parent.row_type,
        parent.columns,
        definition.status,
        definition.description,
        definition.at,
    )
    scope.types_known[definition.name] = info
    return info
