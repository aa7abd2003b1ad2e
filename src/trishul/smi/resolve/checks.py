"""Checks of meaning that need more than one definition: lists of names, default values, duplicates, membership."""

from __future__ import annotations

import re

from trishul.smi.model import BaseType, Node, ObjectNode, TypeInfo
from trishul.smi.parser.values import read_number
from trishul.smi.resolve.base import BASE_TYPES, SMI_MODULES, home_of
from trishul.smi.resolve.scopes import Scope, Scopes
from trishul.smi.syntax import Capabilities, Compliance, Group, ModuleIdentity, NotificationType, ObjectType

_NUMBERS = frozenset(
    (
        BaseType.INTEGER,
        BaseType.COUNTER32,
        BaseType.GAUGE32,
        BaseType.UNSIGNED32,
        BaseType.TIME_TICKS,
        BaseType.COUNTER64,
    )
)
_TEXT_HINT = re.compile(r"(?:\*?[0-9]+[xdoat](?:[^0-9*][^0-9*]?)?)+")
_NUMBER_HINT = re.compile(r"d(?:-[0-9]+)?|[xob]")
_SMIV2_HOMES = frozenset(("SNMPv2-SMI", "SNMPv2-TC", "SNMPv2-CONF"))
_OWN_INDEX = frozenset(("OCTET", "OBJECT"))


def is_smiv2(scope: Scope) -> bool:
    """True for modules that are written in SMIv2: they import from its modules or have a MODULE-IDENTITY."""
    if _SMIV2_HOMES & set(scope.imports.values()):
        return True
    return any(isinstance(definition, ModuleIdentity) for definition in scope.values.values())


def check_module(scopes: Scopes, scope: Scope, nodes: list[Node]) -> None:
    """All checks of one module; its nodes are built."""
    if scope.name in SMI_MODULES:
        return
    _check_lists(scopes, scope)
    _check_types(scopes, scope)
    _check_duplicates(scopes, scope, nodes)
    for node in nodes:
        if isinstance(node, ObjectNode) and node.default:
            _check_default(scopes, scope, node)
    if is_smiv2(scope):
        _check_smiv2(scopes, scope)


def _check_lists(scopes: Scopes, scope: Scope) -> None:
    """Names in INDEX, AUGMENTS, OBJECTS, groups and statements."""
    for definition in scope.values.values():
        if isinstance(definition, ObjectType):
            if definition.index or definition.augments:
                names = (*definition.index, definition.augments) if definition.augments else definition.index
                _check_names(scopes, scope, names, definition.list_at, f"The index of {definition.name}")
        elif isinstance(definition, NotificationType):
            _check_names(scopes, scope, definition.objects, definition.objects_at, definition.name)
        elif isinstance(definition, Group):
            _check_names(scopes, scope, definition.members, definition.members_at, definition.name)
        elif isinstance(definition, Compliance | Capabilities):
            _check_statement(scopes, scope, definition)


def _check_names(scopes: Scopes, scope: Scope, names: tuple[str, ...], at: int, where: str) -> None:
    for name in names:
        if name in scope.values or name in BASE_TYPES or name in _OWN_INDEX:
            continue
        if scopes.find_value(scope, name, at) is None and home_of(name) is None:
            module = scope.imports.get(name)
            if module is not None and not scopes.find_module(module):
                continue  # the absent module is reported at the IMPORTS
            message = f"{where} names {name}, which is not defined anywhere"
            scopes.report(scope, "unknown-object", at, message, "Correct the name, or import it", subject=name)


def _check_statement(scopes: Scopes, scope: Scope, statement: Compliance | Capabilities) -> None:
    """Modules and groups of a compliance or capabilities statement; they need not be imported (RFC 2580 §5.4)."""
    for part in statement.parts:
        homes = scopes.find_module(part.module) if part.module else [scope]
        if not homes:
            message = f"{statement.name} is about {part.module}, which is not loaded"
            scopes.report(scope, "unknown-module", statement.at, message, f"Load {part.module}", subject=part.module)
            continue
        for group in part.groups:
            if not any(group in home.values or group in home.imports for home in homes):
                message = f"{statement.name} names {group}, which {homes[0].name} does not define"
                scopes.report(scope, "unknown-object", statement.at, message, "Correct the name", subject=group)


def _check_types(scopes: Scopes, scope: Scope) -> None:
    """Display hints (RFC 2579 §3.1)."""
    for name, definition in scope.types.items():
        if definition.display_hint:
            info = scope.types_known.get(name)
            pattern = _NUMBER_HINT if info is not None and info.base in _NUMBERS else _TEXT_HINT
            if not pattern.fullmatch(definition.display_hint):
                message = f"{definition.display_hint[:40]!r} is no DISPLAY-HINT for {name}"
                scopes.report(scope, "bad-display-hint", definition.at, message, "Write it like 255a, 1x: or d-2")


def _check_duplicates(scopes: Scopes, scope: Scope, nodes: list[Node]) -> None:
    """Two names for one OID in the same module."""
    seen: dict[bytes, Node] = {}
    for node in nodes:
        first = seen.setdefault(node.oid_contents, node)
        if first is not node:
            message = f"{node.name} has the same OID as {first.name}"
            scopes.report(scope, "duplicate-oid", node.at, message, "Give it a number of its own")


def _check_default(scopes: Scopes, scope: Scope, node: ObjectNode) -> None:
    """A DEFVAL is a label where the type has labels, and a number where it has none (RFC 2578 §7.9)."""
    reason = _default_fault(node.default, node.type)
    definition = scope.values.get(node.name)
    if reason and isinstance(definition, ObjectType):
        message = f"The DEFVAL of {node.name} {reason}"
        scopes.report(scope, "bad-default", definition.default_at, message, "Write a value that the type has")


def _default_fault(default: str, info: TypeInfo) -> str | None:
    """What is wrong with a default value; None for what is right or cannot be judged."""
    if info.base not in _NUMBERS:
        return None
    number = read_number(default)
    if default[:1] == '"':
        return "is a text, the type is a number"
    if not info.labels or info.base is not BaseType.INTEGER:
        return None
    if number is not None:
        return "is a number, the type has labels"
    if default[:1].isalpha() and default not in dict(info.labels):
        return f"is {default[:40]}, a label that the type does not have"
    return None


def _check_smiv2(scopes: Scopes, scope: Scope) -> None:
    """What SMIv2 demands of modules: an identity, its own words, groups for all objects (RFC 2578 §3, 2580 §3)."""
    definitions = scope.values.values()
    if not any(isinstance(definition, ModuleIdentity) for definition in definitions) and definitions:
        message = f"{scope.name} has no MODULE-IDENTITY"
        scopes.report(scope, "no-module-identity", scope.parsed.at, message, "Begin it with one")
    for definition in definitions:
        if isinstance(definition, ObjectType) and definition.old_access_at:
            message = f"{definition.name} has ACCESS, which belongs to SMIv1"
            scopes.report(
                scope, "smiv1-access", definition.old_access_at, message, "Write MAX-ACCESS", subject="ACCESS"
            )
        elif isinstance(definition, ObjectType | NotificationType) and definition.status in {"mandatory", "optional"}:
            message = f"The status {definition.status} of {definition.name} belongs to SMIv1"
            scopes.report(scope, "smiv1-status", definition.at, message, "Write current")
        elif isinstance(definition, ModuleIdentity):
            _check_revisions(scopes, scope, definition)
    _check_membership(scopes, scope)


def _check_revisions(scopes: Scopes, scope: Scope, identity: ModuleIdentity) -> None:
    """Revisions go from new to old and begin with LAST-UPDATED."""
    dates = [comparable_date(date) for date, _ in identity.revisions]
    if dates != sorted(dates, reverse=True):
        scopes.report(scope, "revision-order", identity.at, "Revisions are not in falling order", "Sort them")
    if dates and comparable_date(identity.last_updated) not in dates:
        message = "No revision has the date of LAST-UPDATED"
        scopes.report(scope, "revision-missing", identity.at, message, "Add a REVISION clause")


def comparable_date(date: str) -> str:
    """A date with four digits of the year; two digits mean 19xx (RFC 2578 §2)."""
    return f"19{date}" if len(date) == len("YYMMDDHHMMZ") else date


def _check_membership(scopes: Scopes, scope: Scope) -> None:
    """Accessible objects and notifications belong to a group; judged in modules that have groups."""
    groups = [definition for definition in scope.values.values() if isinstance(definition, Group)]
    if not groups:
        return
    members = {name for group in groups for name in group.members}
    for definition in scope.values.values():
        if definition.name in members:
            continue
        if isinstance(definition, NotificationType) or (
            isinstance(definition, ObjectType) and definition.access != "not-accessible"
        ):
            message = f"{definition.name} is in no group"
            scopes.report(scope, "group-membership", definition.at, message, "Add it to a group")
