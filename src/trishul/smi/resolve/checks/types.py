"""Types that a module defines: hints, how conventions are made, whether anything uses them (RFC 2579 §3)."""

from __future__ import annotations

import re

from trishul.smi.model import BaseType, TypeInfo
from trishul.smi.resolve.base import CONVENTIONS
from trishul.smi.resolve.checks.gathered import Gathered
from trishul.smi.syntax import TypeDefinition

NUMBERS = frozenset(
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
_NUMBERS = re.compile("[0-9]+")
MAX_HINT = 1000
"""Characters of a hint; the longest one in use has some fifty."""
MAX_LENGTH = 65535
"""Octets of the largest OCTET STRING (RFC 2578 §7.1.2)."""
_HINTED = frozenset((BaseType.INTEGER, BaseType.UNSIGNED32, BaseType.OCTET_STRING))


def check_types(gathered: Gathered) -> None:
    """All types of a module."""
    types = gathered.scope.types
    used = _used_types(gathered) if gathered.objects else types.keys()
    for name, definition in types.items():
        info = gathered.scope.types_known.get(name)
        if definition.display_hint:
            _check_hint(gathered, definition, info)
        if definition.is_convention:
            _check_convention(gathered, definition, info)
        elif gathered.is_smiv2 and definition.syntax is not None and not definition.syntax.columns:
            message = f"{name} is assigned without TEXTUAL-CONVENTION"
            gathered.report("plain-type", definition.at, message, "Write Name ::= TEXTUAL-CONVENTION")
        if name not in used and not (definition.syntax and definition.syntax.columns):
            gathered.report("unused-type", definition.at, f"{name} is not used in this module", "Leave it out")


def _used_types(gathered: Gathered) -> set[str]:
    used = {one.syntax.row_type or one.syntax.name for one in gathered.objects if one.syntax is not None}
    used.update(one.syntax.name for one in gathered.scope.types.values() if one.syntax is not None)
    for statement in gathered.statements:
        for part in statement.parts:
            for one in part.refinements:
                used.update(syntax.name for syntax in (one.syntax, one.write_syntax) if syntax is not None)
    return used


def _check_hint(gathered: Gathered, definition: TypeDefinition, info: TypeInfo | None) -> None:
    """Display hints (RFC 2579 §3.1)."""
    pattern = _NUMBER_HINT if info is not None and info.base in NUMBERS else _TEXT_HINT
    written = definition.display_hint
    if len(written) > MAX_HINT or any(int(number) > MAX_LENGTH for number in _NUMBERS.findall(written)):
        message = f"{written[:40]!r} is no DISPLAY-HINT: it is too long, or takes more octets than a string can have"
        gathered.report("bad-display-hint", definition.at, message, "Write it like 255a, 1x: or d-2")
    elif not pattern.fullmatch(written):
        message = f"{written[:40]!r} is no DISPLAY-HINT for {definition.name}"
        gathered.report("bad-display-hint", definition.at, message, "Write it like 255a, 1x: or d-2")


def _check_convention(gathered: Gathered, definition: TypeDefinition, info: TypeInfo | None) -> None:
    """A convention has a hint where one is possible, and no other convention below it (RFC 2579 §3.1, §3.5)."""
    if info is not None and info.base in _HINTED and not info.display_hint and not info.labels:
        message = f"{definition.name} has no DISPLAY-HINT"
        gathered.report("missing-hint", definition.at, message, "Add one, such as 255a, 1x: or d")
    if definition.syntax is None:
        return
    parent = definition.syntax.name
    known = gathered.find_type(parent)
    if (known is not None and known.is_convention) or (known is None and parent in CONVENTIONS):
        message = f"{definition.name} is a convention on top of the convention {parent}"
        gathered.report("nested-convention", definition.at, message, "Name the base type")
