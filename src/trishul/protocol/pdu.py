"""PDU kinds, error statuses and the two shapes a PDU can have (RFC 3416 §3, RFC 1157 §4.1.6).

The enumerations carry the wire numbers and the RFCs' names; docs, tests and the user interface read them from here.
"""

from __future__ import annotations

from enum import IntEnum
from typing import NamedTuple

from trishul.datatypes.oid import Oid
from trishul.datatypes.varbind import VarBind


class PduKind(IntEnum):
    """PDU kinds by their BER identifier octet."""

    GET = 0xA0
    GET_NEXT = 0xA1
    RESPONSE = 0xA2
    SET = 0xA3
    TRAP_V1 = 0xA4
    GET_BULK = 0xA5
    INFORM = 0xA6
    TRAP_V2 = 0xA7
    REPORT = 0xA8

    @property
    def label(self) -> str:
        """The PDU's name as the RFCs write it."""
        return _PDU_LABELS[self]


_PDU_LABELS = {
    PduKind.GET: "GetRequest",
    PduKind.GET_NEXT: "GetNextRequest",
    PduKind.RESPONSE: "Response",
    PduKind.SET: "SetRequest",
    PduKind.TRAP_V1: "Trap",
    PduKind.GET_BULK: "GetBulkRequest",
    PduKind.INFORM: "InformRequest",
    PduKind.TRAP_V2: "SNMPv2-Trap",
    PduKind.REPORT: "Report",
}


class ErrorStatus(IntEnum):
    """Error statuses (RFC 3416 §3); 0 to 5 are those of RFC 1157."""

    NO_ERROR = 0
    TOO_BIG = 1
    NO_SUCH_NAME = 2
    BAD_VALUE = 3
    READ_ONLY = 4
    GEN_ERR = 5
    NO_ACCESS = 6
    WRONG_TYPE = 7
    WRONG_LENGTH = 8
    WRONG_ENCODING = 9
    WRONG_VALUE = 10
    NO_CREATION = 11
    INCONSISTENT_VALUE = 12
    RESOURCE_UNAVAILABLE = 13
    COMMIT_FAILED = 14
    UNDO_FAILED = 15
    AUTHORIZATION_ERROR = 16
    NOT_WRITABLE = 17
    INCONSISTENT_NAME = 18

    @property
    def label(self) -> str:
        """The status as the RFCs write it: `noSuchName`."""
        first, *rest = self.name.lower().split("_")
        return first + "".join(word.capitalize() for word in rest)


def error_status_label(status: int) -> str:
    """The status's name, or its number when the RFCs know none."""
    try:
        return ErrorStatus(status).label
    except ValueError:
        return f"error-status {status}"


class Pdu(NamedTuple):
    """Every PDU but the v1 Trap. For GetBulk the two error fields carry non-repeaters and max-repetitions."""

    kind: PduKind
    request_id: int
    error_status: int
    error_index: int
    varbinds: tuple[VarBind, ...]

    @property
    def non_repeaters(self) -> int:
        """GetBulk's first field (RFC 3416 §3)."""
        return self.error_status

    @property
    def max_repetitions(self) -> int:
        """GetBulk's second field (RFC 3416 §3)."""
        return self.error_index


class TrapV1Pdu(NamedTuple):
    """The Trap-PDU of RFC 1157 §4.1.6; `time_stamp` in hundredths of a second, `agent_address` dotted."""

    enterprise: Oid
    agent_address: str
    generic_trap: int
    specific_trap: int
    time_stamp: int
    varbinds: tuple[VarBind, ...]

    @property
    def kind(self) -> PduKind:
        """Always TRAP_V1, so that both shapes can be asked alike."""
        return PduKind.TRAP_V1
