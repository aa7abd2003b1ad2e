"""What a device must offer so that an agent can answer for it: instances in order, already encoded.

The shape is the one that makes answering cheap: the whole variable binding of each instance kept encoded, one
dictionary from encoded OID to position, GETNEXT of a known OID is position + 1, GETBULK is one slice.
`simulation.Device` is one. A SET is a transaction that the table begins and `setting` takes through its two phases.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Protocol

from trishul.datatypes.varbind import VarBind
from trishul.protocol.pdu import ErrorStatus


class InstanceTable(Protocol):
    """Instances of one device in lexicographic order of their OIDs."""

    @property
    def positions(self) -> Mapping[bytes, int]:
        """OID contents octets to position."""

    @property
    def varbinds(self) -> Sequence[bytes | None]:
        """Position to the whole encoded VarBind; None where the value depends on the time."""

    @property
    def counter64_positions(self) -> Collection[int]:
        """Positions of Counter64 values, which SNMPv1 cannot carry (RFC 3584 §4.2.2.1)."""

    @property
    def changes(self) -> int:
        """Grows whenever an instance comes, goes or gets another value at once, so that what was derived is renewed."""

    delay_s: float
    """How long the answer under way has to wait for values that are slow; set to 0 by who has taken note of it."""

    def varbind_at(self, position: int, now: float) -> bytes:
        """The encoded VarBind at a position whose value depends on the time. Raises InstanceError, Withheld."""

    def position_after(self, oid_contents: bytes) -> int:
        """Position of the first instance after an OID; the number of instances at the end. Raises DecodeError."""

    def is_object(self, oid_contents: bytes) -> bool:
        """True when the object type exists and only the instance does not (RFC 3416 §4.2.1). Raises DecodeError."""

    def begin_set(self, varbinds: Sequence[VarBind], now: float) -> SetTransaction:
        """A SET of these bindings together; nothing changes before its `commit`. Raises DecodeError."""


class InstanceError(Exception):
    """Asking for this instance is answered with an error-status instead of a value."""

    def __init__(self, status: ErrorStatus) -> None:
        super().__init__(status)
        self.status = status


class Withheld(Exception):
    """The request is not answered at all, because the device is simulated to be silent; `detail` says by what."""

    def __init__(self, detail: str) -> None:
        super().__init__(detail)
        self.detail = detail


class CommitFailed(Exception):
    """The assignment of the binding `at`, counted from 0, failed though its test had succeeded."""

    def __init__(self, at: int) -> None:
        super().__init__(at)
        self.at = at


class UndoFailed(Exception):
    """What was assigned before a failure could not be taken back."""


class SetTransaction(Protocol):
    """One SET on one table (RFC 3416 §4.2.5)."""

    def test(self, at: int) -> ErrorStatus:
        """Validations 2 to 12 for the binding `at`, counted from 0, seen together with all others of the request."""

    def commit(self) -> None:
        """Assigns all values as if simultaneously. Raises CommitFailed."""

    def undo(self) -> None:
        """Takes back what a failed `commit` assigned. Raises UndoFailed."""


class ReadOnlySet:
    """The SET on a table in which nothing is writable."""

    def test(self, at: int) -> ErrorStatus:
        """notWritable, always."""
        del at
        return ErrorStatus.NOT_WRITABLE

    def commit(self) -> None:
        """Reached by a SET without bindings only."""

    def undo(self) -> None:
        """Nothing was assigned."""
