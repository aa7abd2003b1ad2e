"""DEFVAL: a label where the type has labels, a number where it has none, inside its ranges (RFC 2578 §7.9)."""

from __future__ import annotations

import re

from trishul.smi.model import BaseType, TypeInfo
from trishul.smi.parser.values import read_number
from trishul.smi.resolve.checks.gathered import Gathered
from trishul.smi.resolve.checks.types import NUMBERS

_STRING_OF_DIGITS = re.compile(r"'([^']*)'([BbHh])")
_DIGITS_OF_AN_OCTET = {"b": 8, "h": 2}


def check_defaults(gathered: Gathered) -> None:
    """The default values of all objects."""
    for definition in gathered.objects:
        node = gathered.object_nodes.get(definition.name) if definition.default else None
        if node is not None:
            reason = default_fault(definition.default, node.type)
            if reason:
                message = f"The DEFVAL of {definition.name} {reason}"
                gathered.report("bad-default", definition.default_at, message, "Write a value that the type has")
            if node.type.name == "RowStatus":
                message = f"The RowStatus {definition.name} has a default"
                gathered.report("row-status-default", definition.default_at, message, "Leave DEFVAL out")


def default_fault(default: str, info: TypeInfo) -> str | None:
    """What is wrong with a default value; None for what is right or cannot be judged."""
    if info.base is BaseType.OCTET_STRING:
        digits = _STRING_OF_DIGITS.fullmatch(default)
        if digits and len("".join(digits[1].split())) % _DIGITS_OF_AN_OCTET[digits[2].lower()]:
            return "is no whole number of octets"
        return None
    if info.base not in NUMBERS:
        return None
    number = read_number(default)
    if default[:1] == '"':
        return "is a text, the type is a number"
    if not info.labels or info.base is not BaseType.INTEGER:
        return None if number is None or _is_in(number, info) else f"is {number}, outside the range of the type"
    if number is not None:
        return "is a number, the type has labels"
    if default[:1].isalpha() and default not in dict(info.labels):
        return f"is {default[:40]}, a label that the type does not have"
    return None


def _is_in(number: int, info: TypeInfo) -> bool:
    """True inside the ranges, where there are any."""
    return not info.ranges or any(low <= number and (high is None or number <= high) for low, high in info.ranges)
