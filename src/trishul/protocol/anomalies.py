"""What a decoder tolerated: the closed list of oddities that real devices send and we read all the same.

A message that is read with anomalies is a full result; the anomalies travel beside it so that people see what their
device does wrong. What cannot be read is a DecodeError instead.
"""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple


class AnomalyKind(StrEnum):
    """Stable codes of the tolerated oddities."""

    NON_MINIMAL_LENGTH = "non_minimal_length"
    NON_MINIMAL_INTEGER = "non_minimal_integer"
    NEGATIVE_UNSIGNED = "negative_unsigned"
    TRAILING_BYTES = "trailing_bytes"
    UNKNOWN_VALUE_TYPE = "unknown_value_type"
    MISSING_UPTIME = "missing_uptime"
    MISSING_TRAP_OID = "missing_trap_oid"
    MISPLACED_BINDINGS = "misplaced_bindings"
    CUT_REQUEST_ID = "cut_request_id"


class DecodeAnomaly(NamedTuple):
    """One tolerated oddity and the octet of the datagram where it stands."""

    kind: AnomalyKind
    offset: int
