"""Names in INDEX, AUGMENTS, OBJECTS, groups and statements: each is defined somewhere."""

from __future__ import annotations

from trishul.smi.resolve.base import BASE_TYPES, home_of
from trishul.smi.resolve.checks.gathered import Gathered
from trishul.smi.syntax import Capabilities, Compliance

_OWN_INDEX = frozenset(("OCTET", "OBJECT"))


def check_lists(gathered: Gathered) -> None:
    """All lists of names in a module."""
    for definition in gathered.objects:
        if definition.index or definition.augments:
            names = (*definition.index, definition.augments) if definition.augments else definition.index
            _check_names(gathered, names, definition.list_at, f"The index of {definition.name}")
    for notification in gathered.notifications:
        _check_names(gathered, notification.objects, notification.objects_at, notification.name)
    for group in gathered.groups:
        _check_names(gathered, group.members, group.members_at, group.name)
    for statement in gathered.statements:
        _check_statement(gathered, statement)


def _check_names(gathered: Gathered, names: tuple[str, ...], at: int, where: str) -> None:
    scopes, scope = gathered.scopes, gathered.scope
    for name in names:
        if name in scope.values or name in BASE_TYPES or name in _OWN_INDEX:
            continue
        if scopes.find_value(scope, name, at) is None and home_of(name) is None:
            module = scope.imports.get(name)
            if module is not None and not scopes.find_module(module):
                continue  # the absent module is reported at the IMPORTS
            message = f"{where} names {name}, which is not defined anywhere"
            gathered.report("unknown-object", at, message, "Correct the name, or import it", subject=name)


def _check_statement(gathered: Gathered, statement: Compliance | Capabilities) -> None:
    """Modules and groups of a compliance or capabilities statement; they need not be imported (RFC 2580 §5.4)."""
    for part in statement.parts:
        homes = gathered.scopes.find_module(part.module) if part.module else [gathered.scope]
        if not homes:
            message = f"{statement.name} is about {part.module}, which is not loaded"
            gathered.report("unknown-module", statement.at, message, f"Load {part.module}", subject=part.module)
            continue
        for group in part.groups:
            if not any(group in home.values or group in home.imports for home in homes):
                message = f"{statement.name} names {group}, which {homes[0].name} does not define"
                gathered.report("unknown-object", statement.at, message, "Correct the name", subject=group)
        for one in part.refinements:
            if not any(one.name in home.values or one.name in home.imports for home in homes):
                message = f"{statement.name} names {one.name}, which {homes[0].name} does not define"
                at = one.at or statement.at
                gathered.report("unknown-object", at, message, "Correct the name", subject=one.name)
