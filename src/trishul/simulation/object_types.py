"""Whether an object type exists at a device, judged from its instances and, where there is one, from a MIB library.

RFC 3416 §4.2.1 answers noSuchInstance when the asked name starts with an object type the agent knows, and noSuchObject
otherwise. A MIB says where the type ends in the asked name; the device has it when it has any instance of it. Where no
MIB knows the name, a recording holds instances, not types, so the type is inferred from its neighbours:

* a scalar: some ancestor of the asked name, or the name itself, has the instance `.0` and no other;
* a column: the asked name lies below `ENTRY.column` (an entry is always arc 1 of its table, RFC 2578 §7.1.12.1), that
  column has instances, and other columns of the entry have the same rows; or the entry has this column only;
* a column with an index of one number: siblings of the asked name are instances.

Bisections only; a column is compared with few others. The library comes in as a look-up: nothing here reads files.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Protocol

from trishul.datatypes.oid import decode_oid_contents, encode_oid_contents

_SHORTEST_ENTRY = 8
"""Sub-identifiers of 1.3.6.1.2.1.2.2.1, no entry is nearer to the root; above it `1` is only a number."""
_COMPARED_COLUMNS = 8


FindType = Callable[[bytes], bytes | None]
"""From an OID's contents octets to those of the scalar or column it belongs to; None where no MIB knows."""


class OrderedNames(Protocol):
    """Instances in order, as a device holds them."""

    @property
    def names(self) -> Sequence[bytes]:
        """OID contents octets, ascending."""

    @property
    def positions(self) -> Mapping[bytes, int]:
        """OID contents octets to position."""

    def position_after(self, oid_contents: bytes) -> int:
        """Position of the first instance after an OID."""

    def position_behind(self, oid_contents: bytes) -> int:
        """Position of the first instance after an OID and everything below it."""


def is_known_object(instances: OrderedNames, asked: bytes, find_type: FindType | None = None) -> bool:
    """True when the asked name belongs to an object type of which instances exist. Raises DecodeError."""
    asked = encode_oid_contents(decode_oid_contents(asked))
    object_type = find_type(asked) if find_type is not None else None
    if object_type is not None:
        return _first_suffix(instances, object_type) is not None
    ends = [at + 1 for at, octet in enumerate(asked) if octet < 128]
    depth = _known_depth(instances, asked, ends)
    return (
        _is_scalar(instances, asked, ends, depth)
        or _has_instances_as_siblings(instances, asked, ends)
        or any(
            asked[ends[at - 2] : ends[at - 1]] == b"\x01"
            and _is_column(instances, asked[: ends[at - 1]], asked[: ends[at]])
            for at in range(_SHORTEST_ENTRY, depth)
        )
    )


def _known_depth(instances: OrderedNames, asked: bytes, ends: list[int]) -> int:
    """How many sub-identifiers of the asked name lead to instances: those it shares with a neighbour in order."""
    at = instances.position_after(asked)
    neighbours = instances.names[max(at - 1, 0) : at + 1]
    return max((sum(name.startswith(asked[:end]) for end in ends) for name in neighbours), default=0)


def _is_scalar(instances: OrderedNames, asked: bytes, ends: list[int], depth: int) -> bool:
    positions = instances.positions
    for count in range(depth, 0, -1):
        ancestor = asked[: ends[count - 1]]
        position = positions.get(ancestor + b"\0")
        if position is not None and (len(ends) - count < 2 or instances.position_behind(ancestor) - position == 1):
            return True
    return False


def _has_instances_as_siblings(instances: OrderedNames, asked: bytes, ends: list[int]) -> bool:
    if len(ends) < 2:
        return False
    parent = asked[: ends[-2]]
    first = _first_suffix(instances, parent)
    return first is not None and _sub_identifiers(first) == 1 and first != b"\0"


def _is_column(instances: OrderedNames, entry: bytes, column: bytes) -> bool:
    start = instances.position_after(column)
    stop = instances.position_behind(column)
    if start == stop:
        return False
    first = instances.names[start][len(column) :]
    last = instances.names[stop - 1][len(column) :]
    if first[-1:] == b"\0" and _sub_identifiers(first) == 2:
        return False  # a group of scalars reads `x.0`; its neighbour group has the same
    others = list(_other_columns(instances, entry, column))
    positions = instances.positions
    if others:
        return all(any(other + row in positions for other in others) for row in (first, last))
    return _sub_identifiers(first) == 1 and first != b"\0"


def _other_columns(instances: OrderedNames, entry: bytes, column: bytes) -> list[bytes]:
    """The first columns of an entry beside the given one."""
    columns: list[bytes] = []
    at = instances.position_after(entry)
    names = instances.names
    while at < len(names) and names[at].startswith(entry) and len(columns) < _COMPARED_COLUMNS:
        rest = names[at][len(entry) :]
        size = next(place + 1 for place, octet in enumerate(rest) if octet < 128)
        found = entry + rest[:size]
        if found != column:
            columns.append(found)
        at = instances.position_behind(found)
    return columns


def _first_suffix(instances: OrderedNames, prefix: bytes) -> bytes | None:
    """What stands behind a prefix in its first instance."""
    at = instances.position_after(prefix)
    names = instances.names
    return names[at][len(prefix) :] if at < len(names) and names[at].startswith(prefix) else None


def _sub_identifiers(octets: bytes) -> int:
    return sum(octet < 128 for octet in octets)
