"""Error statuses as options name them, in any case, and the requests that they are for."""

from __future__ import annotations

from collections.abc import Mapping

from trishul.protocol.pdu import ErrorStatus
from trishul.simulation.recordings.findings import excerpt
from trishul.simulation.variations.options import LineOptions

STATUSES: Mapping[bytes, ErrorStatus] = {
    status.label.lower().encode(): status for status in ErrorStatus if status is not ErrorStatus.NO_ERROR
} | {
    b"generror": ErrorStatus.GEN_ERR,
    b"nosuchobject": ErrorStatus.GEN_ERR,
    b"nosuchinstance": ErrorStatus.GEN_ERR,
    b"endofmib": ErrorStatus.GEN_ERR,
}
"""snmpsim's names; the three of exceptions leave it as genErr, since an exception is no error-status."""
SET_STATUSES: Mapping[bytes, ErrorStatus] = {
    **STATUSES,
    b"nosuchobject": ErrorStatus.NOT_WRITABLE,
    b"nosuchinstance": ErrorStatus.NOT_WRITABLE,
}
"""The same for a SET."""
OPERATIONS = frozenset((b"get", b"set", b"any"))


def read_status(options: LineOptions, text: bytes, *, is_set: bool = False) -> ErrorStatus:
    """A status by its name. Raises Unreadable."""
    status = (SET_STATUSES if is_set else STATUSES).get(text.strip().lower())
    if status is None:
        raise options.refuse(f"{excerpt(text)} is no error-status")
    return status


def read_operation(options: LineOptions, default: bytes) -> bytes:
    """The option `op`: get, set or any. Raises Unreadable."""
    operation = options.text(b"op", default).strip().lower()
    if operation not in OPERATIONS:
        raise options.refuse("'op' is get, set or any")
    return operation
