"""What GET, GETNEXT and GETBULK answer from an instance table (RFC 1157 §4.1.2, §4.1.3, RFC 3416 §4.2.1 to §4.2.3).

Owns the choice of variable bindings; frames belong to `agent`. Bindings come encoded from the table and are joined as
they are. Hot path: flat functions, measured by `bench/`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from trishul.engine.instances import InstanceError, InstanceTable
from trishul.engine.setting import V1_STATUSES
from trishul.protocol.ber import encode_varbind
from trishul.protocol.pdu import ErrorStatus

_NO_SUCH_OBJECT = 0x80
_NO_SUCH_INSTANCE = 0x81
_END_OF_MIB_VIEW = 0x82
_SMALLEST_VARBIND = 7


class RetrievalError(Exception):
    """The answer is an error-status instead of values; `index` counts the faulty binding from 1."""

    def __init__(self, status: ErrorStatus, index: int) -> None:
        super().__init__(status, index)
        self.status = status
        self.index = index


def get(table: InstanceTable, names: list[bytes], now: float, *, is_v1: bool) -> bytes:
    """Bindings of exactly the named instances. Raises RetrievalError (v1 only)."""
    positions = table.positions
    varbinds = table.varbinds
    found: list[bytes] = []
    try:
        for name in names:
            position = positions.get(name)
            if position is None:
                if is_v1:
                    raise RetrievalError(ErrorStatus.NO_SUCH_NAME, len(found) + 1)
                exception = _NO_SUCH_INSTANCE if table.is_object(name) else _NO_SUCH_OBJECT
                found.append(encode_varbind(name, exception, b""))
                continue
            if is_v1 and position in table.counter64_positions:
                raise RetrievalError(ErrorStatus.NO_SUCH_NAME, len(found) + 1)
            found.append(varbinds[position] or table.varbind_at(position, now))
    except InstanceError as error:
        raise _refused(error, len(found) + 1, is_v1=is_v1) from None
    return found[0] if len(found) == 1 else b"".join(found)


def get_next(table: InstanceTable, names: list[bytes], now: float, *, is_v1: bool) -> bytes:
    """Bindings of the instances that follow the names. Raises RetrievalError (v1 only)."""
    positions = table.positions
    varbinds = table.varbinds
    instances = len(varbinds)
    found: list[bytes] = []
    try:
        for name in names:
            position = positions.get(name)
            position = table.position_after(name) if position is None else position + 1
            if is_v1:
                while position in table.counter64_positions:
                    position += 1
            if position < instances:
                found.append(varbinds[position] or table.varbind_at(position, now))
            elif is_v1:
                raise RetrievalError(ErrorStatus.NO_SUCH_NAME, len(found) + 1)
            else:
                found.append(encode_varbind(name, _END_OF_MIB_VIEW, b""))
    except InstanceError as error:
        raise _refused(error, len(found) + 1, is_v1=is_v1) from None
    return found[0] if len(found) == 1 else b"".join(found)


def get_bulk(
    table: InstanceTable,
    names: list[bytes],
    non_repeaters: int,
    max_repetitions: int,
    budget: int,
    now: float,
) -> tuple[bytes, int]:
    """Bindings of a GETBULK answer, as many whole ones as `budget` octets hold, and their number (RFC 3416 §4.2.3).

    Raises RetrievalError.
    """
    positions = table.positions
    starts = []
    for name in names:
        position = positions.get(name)
        starts.append(table.position_after(name) if position is None else position + 1)
    non_repeaters = min(max(non_repeaters, 0), len(names))
    max_repetitions = min(max(max_repetitions, 0), budget // _SMALLEST_VARBIND + 1)
    if non_repeaters == 0 and len(starts) == 1:
        return _repeat_one(table, names[0], starts[0], max_repetitions, budget, now)
    return _repeat_many(table, names, starts, non_repeaters, max_repetitions, budget, now)


def _repeat_one(
    table: InstanceTable, name: bytes, start: int, repetitions: int, budget: int, now: float
) -> tuple[bytes, int]:
    kept = table.varbinds[start : start + repetitions]
    try:
        body = b"".join(kept)  # type: ignore[arg-type]  # a None, a value that depends on the time, raises TypeError
        chunk = cast("Sequence[bytes]", kept)
    except TypeError:
        try:
            chunk = _computed(table, start, len(kept), budget, now)
        except InstanceError as error:
            raise _refused(error, 1) from None
        body = b"".join(chunk)
    if len(body) > budget:
        return _within(chunk, budget)
    if len(chunk) < repetitions and start + len(chunk) >= len(table.varbinds):
        end = encode_varbind(_name_of(chunk[-1]) if chunk else name, _END_OF_MIB_VIEW, b"")
        if len(body) + len(end) <= budget:
            return body + end, len(chunk) + 1
    return body, len(chunk)


def _computed(table: InstanceTable, start: int, count: int, budget: int, now: float) -> list[bytes]:
    """Bindings from `start` on, time-dependent ones computed, until `budget` is passed."""
    varbinds = table.varbinds
    found = []
    size = 0
    for position in range(start, start + count):
        varbind = varbinds[position] or table.varbind_at(position, now)
        found.append(varbind)
        size += len(varbind)
        if size > budget:
            break
    return found


def _within(chunk: Sequence[bytes], budget: int) -> tuple[bytes, int]:
    """As many of the first bindings as `budget` holds, and their number."""
    size = 0
    for count, varbind in enumerate(chunk):
        size += len(varbind)
        if size > budget:
            return b"".join(chunk[:count]), count
    return b"".join(chunk), len(chunk)


def _repeat_many(
    table: InstanceTable,
    names: list[bytes],
    starts: list[int],
    non_repeaters: int,
    repetitions: int,
    budget: int,
    now: float,
) -> tuple[bytes, int]:
    """Non-repeaters once, then rows of all repeaters until all have ended or repetitions or budget are used up."""
    varbinds = table.varbinds
    instances = len(varbinds)
    moved = [False] * len(names)
    found: list[bytes] = []
    size = 0
    rows = [range(non_repeaters)] if non_repeaters else []
    rows += [range(non_repeaters, len(names))] * (repetitions if non_repeaters < len(names) else 0)
    for columns in rows:
        ended = True
        for column in columns:
            position = starts[column]
            if position < instances:
                try:
                    varbind = varbinds[position] or table.varbind_at(position, now)
                except InstanceError as error:
                    raise _refused(error, column + 1) from None
                starts[column] = position + 1
                moved[column] = True
                ended = False
            else:
                last = _name_of(found[-len(columns)]) if moved[column] else names[column]
                varbind = encode_varbind(last, _END_OF_MIB_VIEW, b"")
            size += len(varbind)
            if size > budget:
                return b"".join(found), len(found)
            found.append(varbind)
        if ended and columns.start == non_repeaters:
            break
    return b"".join(found), len(found)


def _refused(error: InstanceError, index: int, *, is_v1: bool = False) -> RetrievalError:
    """The same for the request, with a status that its version knows (RFC 3584 §4.4)."""
    return RetrievalError(V1_STATUSES.get(error.status, error.status) if is_v1 else error.status, index)


def _name_of(varbind: bytes) -> bytes:
    """OID contents octets of an encoded binding of ours, which always has shortest lengths."""
    at = 2 if varbind[1] < 128 else 2 + (varbind[1] & 0x7F)
    size = varbind[at + 1]
    if size < 128:
        return varbind[at + 2 : at + 2 + size]
    octets = size & 0x7F
    start = at + 2 + octets
    return varbind[start : start + int.from_bytes(varbind[at + 2 : start], "big")]
