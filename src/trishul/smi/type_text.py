"""Types as a person writes them in SYNTAX: `INTEGER { up(1), down(2) }`, `OCTET STRING (SIZE (0..255))`.

Owns the text only; what a type inherits is already in its `TypeInfo`.
"""

from __future__ import annotations

from collections.abc import Iterable

from trishul.smi.model import BaseType, TypeInfo

_WHOLE_RANGES = frozenset((((-(2**31), 2**31 - 1),), ((0, 2**32 - 1),), ((0, 2**64 - 1),)))
"""What the SMI's own numbers can hold (RFC 2578 §7.1): saying so says nothing."""


def short_type_text(info: TypeInfo, width: int) -> str:
    """As `type_text`, for a line of a list: without what a convention says, and cut to a width."""
    text = info.name if info.name and info.module and info.labels else type_text(info)
    return text if len(text) <= width else f"{text[: width - 1].rstrip()}…"


def type_text(info: TypeInfo) -> str:
    """The named type, else the base, with its labels or ranges."""
    if info.base is BaseType.TABLE:
        return f"SEQUENCE OF {info.row_type}" if info.row_type else "SEQUENCE OF"
    if info.base is BaseType.ROW:
        return info.row_type or info.name or "SEQUENCE"
    narrowed = narrowing(info.labels, info.ranges, is_size=info.is_size)
    return f"{info.name or info.base} {narrowed}".rstrip()


def narrowing(labels: Iterable[tuple[str, int]], ranges: Iterable[tuple[int, int | None]], *, is_size: bool) -> str:
    """What stands behind the name of a type: labels in braces, else ranges, else nothing."""
    named = ", ".join(f"{label}({number})" for label, number in labels)
    return f"{{ {named} }}" if named else ranges_text(ranges, is_size=is_size)


def ranges_text(ranges: Iterable[tuple[int, int | None]], *, is_size: bool = False) -> str:
    """`(0..255)`, `(SIZE (4 | 16))`; empty without a range that narrows. None stands for MAX."""
    bounds = tuple(ranges)
    if not bounds or (not is_size and bounds in _WHOLE_RANGES):
        return ""
    text = " | ".join(_range_text(low, high) for low, high in bounds)
    return f"(SIZE ({text}))" if is_size else f"({text})"


def _range_text(low: int, high: int | None) -> str:
    return str(low) if low == high else f"{low}..{'MAX' if high is None else high}"
