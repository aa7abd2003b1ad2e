"""The manager role (command generator): GET, GETNEXT and GETBULK to any number of peers at a time.

Follows RFC 3416 §4.2 and RFC 1157 §4.1. Owns what is asked and what an error-status means to the asker; waiting and
matching is `outstanding`, walks are `walk`. Names and values stay encoded.
"""

from __future__ import annotations

from collections.abc import Sequence

from trishul.datatypes.oid import Oid
from trishul.engine.outstanding import OutstandingRequests
from trishul.engine.peers import Peer
from trishul.engine.repetitions import MAX_REPETITIONS
from trishul.engine.responses import Response
from trishul.errors import DecodeError, ErrorResponse, InvalidInput, NoSuchName, TrishulError
from trishul.protocol.ber import MAX_MESSAGE_OCTETS, encode_varbind
from trishul.protocol.message import Version
from trishul.protocol.pdu import ErrorStatus, PduKind, error_status_label

_NULL = 0x05
_NO_ERROR, _NO_SUCH_NAME = ErrorStatus.NO_ERROR.value, ErrorStatus.NO_SUCH_NAME.value
_GET, _GET_NEXT, _GET_BULK = PduKind.GET.value, PduKind.GET_NEXT.value, PduKind.GET_BULK.value


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
