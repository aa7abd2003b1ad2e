"""The manager role (command generator): GET, GETNEXT, GETBULK and SET to any number of peers at a time.

Follows RFC 3416 §4.2 and RFC 1157 §4.1. Owns what is asked and what an error-status means to the asker; waiting and
matching is `outstanding`, walks are `walk`. Names and values stay encoded.
"""

from __future__ import annotations

from collections.abc import Sequence

from trishul.datatypes.oid import Oid
from trishul.datatypes.values import ValueType
from trishul.datatypes.varbind import VarBind
from trishul.engine.outstanding import OutstandingRequests
from trishul.engine.peers import Peer
from trishul.engine.repetitions import MAX_REPETITIONS
from trishul.engine.responses import Response
from trishul.errors import DecodeError, ErrorResponse, InvalidInput, NoSuchName, SetRejected, TrishulError
from trishul.protocol.ber import MAX_MESSAGE_OCTETS, encode_varbind, encode_varbinds
from trishul.protocol.message import Version
from trishul.protocol.pdu import ErrorStatus, PduKind, error_status_label

_NULL = 0x05
_NO_ERROR, _NO_SUCH_NAME = ErrorStatus.NO_ERROR.value, ErrorStatus.NO_SUCH_NAME.value
_GET, _GET_NEXT, _GET_BULK = PduKind.GET.value, PduKind.GET_NEXT.value, PduKind.GET_BULK.value

SET_EXPLANATIONS: dict[int, str] = {
    ErrorStatus.TOO_BIG: "the answer would be larger than a message may be",
    ErrorStatus.NO_SUCH_NAME: "the agent has no such variable that may be set",
    ErrorStatus.BAD_VALUE: "the type, length or value is not one that the variable takes",
    ErrorStatus.READ_ONLY: "the variable cannot be changed",
    ErrorStatus.GEN_ERR: "for a reason that SNMP has no name for",
    ErrorStatus.NO_ACCESS: "the variable is outside of what may be written",
    ErrorStatus.WRONG_TYPE: "the variable has another type",
    ErrorStatus.WRONG_LENGTH: "the value is too long or too short",
    ErrorStatus.WRONG_ENCODING: "the octets are no encoding of the type",
    ErrorStatus.WRONG_VALUE: "the variable never takes this value",
    ErrorStatus.NO_CREATION: "the variable does not exist and cannot be created",
    ErrorStatus.INCONSISTENT_VALUE: "the variable cannot take this value at present",
    ErrorStatus.RESOURCE_UNAVAILABLE: "the agent has no room for it at present",
    ErrorStatus.COMMIT_FAILED: "the agent failed to set it and took everything back",
    ErrorStatus.UNDO_FAILED: "the agent failed and could not take everything back",
    ErrorStatus.AUTHORIZATION_ERROR: "the agent does not allow it",
    ErrorStatus.NOT_WRITABLE: "the variable cannot be changed",
    ErrorStatus.INCONSISTENT_NAME: "the variable does not exist and cannot be created at present",
}
"""What each error-status says to who wanted to set something (RFC 3416 §4.2.5, RFC 1157 §4.1.5)."""


class ManagerEngine(OutstandingRequests):
    """Asks; `events` gives `(request_id, Response | TrishulError)`. Error responses are Responses: see `error_of`."""

    def get(self, peer: Peer, names: Sequence[bytes], now: float, *, give_up_at: float | None = None) -> int:
        """Asks for exactly these instances, named by OID contents octets; returns the request-id."""
        return self.submit(peer, _GET, encode_names(names), now, give_up_at=give_up_at)

    def get_next(self, peer: Peer, names: Sequence[bytes], now: float, *, give_up_at: float | None = None) -> int:
        """Asks for the next instance after each name."""
        return self.submit(peer, _GET_NEXT, encode_names(names), now, give_up_at=give_up_at)

    def get_bulk(
        self,
        peer: Peer,
        names: Sequence[bytes],
        now: float,
        *,
        non_repeaters: int = 0,
        max_repetitions: int,
        give_up_at: float | None = None,
    ) -> int:
        """Asks for the next instance after the first names and for several after each other. Raises InvalidInput."""
        if peer.version is Version.V1:
            raise InvalidInput("GetBulk does not exist in SNMP version 1", field="version")
        if not 0 <= non_repeaters <= MAX_REPETITIONS or not 0 <= max_repetitions <= MAX_REPETITIONS:
            raise InvalidInput(f"non-repeaters and max-repetitions lie between 0 and {MAX_REPETITIONS}")
        return self.submit(
            peer,
            _GET_BULK,
            encode_names(names),
            now,
            first_number=non_repeaters,
            second_number=max_repetitions,
            give_up_at=give_up_at,
        )

    def set(self, peer: Peer, varbinds: Sequence[VarBind], now: float, *, give_up_at: float | None = None) -> int:
        """Asks to set all these variables or none. Raises InvalidInput for too many."""
        bindings = encode_varbinds(list(varbinds))
        if not varbinds or len(bindings) > MAX_MESSAGE_OCTETS:
            raise InvalidInput(f"{len(varbinds)} values do not make one message")
        if peer.version is Version.V1 and any(varbind.tag == ValueType.COUNTER64 for varbind in varbinds):
            raise InvalidInput("Counter64 does not exist in SNMP version 1", field="version")
        return self.submit(peer, PduKind.SET.value, bindings, now, give_up_at=give_up_at)


def encode_names(names: Sequence[bytes]) -> bytes:
    """A variable-bindings list that asks: every value is NULL. Raises InvalidInput for none or too many."""
    if not names:
        raise InvalidInput("A request needs at least one OID")
    bindings = b"".join([encode_varbind(name, _NULL, b"") for name in names])
    if len(bindings) > MAX_MESSAGE_OCTETS:
        raise InvalidInput(f"{len(names)} OIDs do not fit one message")
    return bindings


def error_of(response: Response, asked: Sequence[bytes]) -> TrishulError | None:
    """The error that a response tells, or None.

    noSuchName, which only SNMPv1 agents should send, becomes NoSuchName and so means to a caller what the exceptions of
    SNMPv2 mean (RFC 3584 §4.4).
    """
    status = response.error_status
    if status == _NO_ERROR:
        return None
    oid = _faulty_oid(response, asked)
    if status == _NO_SUCH_NAME:
        return NoSuchName(oid or "the asked OIDs", error_status_label(status))
    return ErrorResponse(status, error_status_label(status), response.error_index, oid)


def set_error_of(response: Response, asked: Sequence[bytes]) -> TrishulError | None:
    """The error that the response to a SET tells, or None: there even noSuchName is a refusal."""
    status = response.error_status
    if status == _NO_ERROR:
        return None
    oid = _faulty_oid(response, asked) if response.error_index else None
    label = error_status_label(status)
    return SetRejected(status, label, response.error_index, oid, SET_EXPLANATIONS.get(status, ""))


def _faulty_oid(response: Response, asked: Sequence[bytes]) -> str | None:
    """The OID that error-index points to: as the response repeats it, or as it was asked where the list is left out."""
    index = response.error_index - 1
    names = [varbind.name for varbind in response.varbinds] or list(asked)
    if not 0 <= index < len(names):
        if len(asked) != 1:
            return None
        names, index = list(asked), 0
    try:
        return str(Oid.from_contents(names[index]))
    except DecodeError:
        return None
