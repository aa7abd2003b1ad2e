"""Rows of the conceptual tables: how names become indexes (RFC 2578 §7.7), and the two columns that all rows have."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from trishul.datatypes.values import Value
from trishul.simulation.behaviours import Behaviour

NON_VOLATILE = Value.integer(3)
"""StorageType: it outlives a restart (RFC 2579)."""
ROW_ACTIVE = Value.integer(1)
"""RowStatus."""


def counted(items: Iterable[int]) -> tuple[int, ...]:
    """An index of variable length, with its length in front."""
    arcs = tuple(items)
    return len(arcs), *arcs


def row(entry: str, index: Iterable[int], columns: Mapping[int, Value]) -> dict[str, Value | Behaviour]:
    """The instances of one row."""
    suffix = ".".join(map(str, index))
    return {f"{entry}.{column}.{suffix}": value for column, value in columns.items()}
