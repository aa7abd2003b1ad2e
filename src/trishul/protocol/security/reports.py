"""Why a message is refused, the counter that says so, and the Report that tells the sender (RFC 3412 §7.1 step 3).

The table is read both ways: outwards for Reports, inwards for what a peer's Report means. Only some refusals are
reported; the others are silent by RFC 3412 §7.2 and counted all the same.
"""

from __future__ import annotations

from enum import Enum, unique
from typing import NamedTuple

from trishul.datatypes.contents import encode_integer
from trishul.datatypes.oid import Oid
from trishul.datatypes.values import ValueType
from trishul.datatypes.varbind import VarBind
from trishul.protocol.ber import encode_tlv
from trishul.protocol.message import encode_pdu_body
from trishul.protocol.pdu import Pdu, PduKind
from trishul.protocol.security.protocols import SecurityLevel

_USM_STATS = "1.3.6.1.6.3.15.1.1"
_MPD_STATS = "1.3.6.1.6.3.11.2.1"
_TARGET_STATS = "1.3.6.1.6.3.12.1"
_COUNTER32 = ValueType.COUNTER32.value
_WRAP = 2**32


class _Row(NamedTuple):
    counter: str
    oid: Oid
    is_reported: bool
    explanation: str


@unique
class Refusal(Enum):
    """Named refusals; each is the counter that RFC 3412, RFC 3413 or RFC 3414 increments."""

    UNSUPPORTED_LEVEL = _Row(
        "usmStatsUnsupportedSecLevels",
        Oid(f"{_USM_STATS}.1.0"),
        True,
        "the user does not have the security level asked for",
    )
    NOT_IN_TIME_WINDOW = _Row(
        "usmStatsNotInTimeWindows",
        Oid(f"{_USM_STATS}.2.0"),
        True,
        "the message's engine boots and time are not those of the engine",
    )
    UNKNOWN_USER = _Row("usmStatsUnknownUserNames", Oid(f"{_USM_STATS}.3.0"), True, "the user is not known there")
    UNKNOWN_ENGINE = _Row(
        "usmStatsUnknownEngineIDs",
        Oid(f"{_USM_STATS}.4.0"),
        True,
        "the engine ID is not the agent's",
    )
    WRONG_DIGEST = _Row(
        "usmStatsWrongDigests",
        Oid(f"{_USM_STATS}.5.0"),
        True,
        "the authentication password, key or protocol is wrong",
    )
    DECRYPTION_FAILED = _Row(
        "usmStatsDecryptionErrors",
        Oid(f"{_USM_STATS}.6.0"),
        True,
        "the privacy password, key or protocol is wrong",
    )
    UNKNOWN_SECURITY_MODEL = _Row(
        "snmpUnknownSecurityModels",
        Oid(f"{_MPD_STATS}.1.0"),
        False,
        "the security model is not the User-based one",
    )
    INVALID_MESSAGE = _Row("snmpInvalidMsgs", Oid(f"{_MPD_STATS}.2.0"), False, "privacy without authentication")
    UNKNOWN_PDU_HANDLER = _Row(
        "snmpUnknownPDUHandlers",
        Oid(f"{_MPD_STATS}.3.0"),
        True,
        "nothing there answers for the context engine ID",
    )
    UNKNOWN_CONTEXT = _Row("snmpUnknownContexts", Oid(f"{_TARGET_STATS}.5.0"), True, "the context is not known there")

    @property
    def counter(self) -> str:
        """The counter's name in its MIB."""
        return self.value.counter

    @property
    def oid(self) -> Oid:
        """The counter's instance."""
        return self.value.oid

    @property
    def is_reported(self) -> bool:
        """True when the sender of a confirmed PDU is told."""
        return self.value.is_reported

    @property
    def explanation(self) -> str:
        """What it means, for people."""
        return self.value.explanation


_BY_NAME = {refusal.oid.contents: refusal for refusal in Refusal}


def find_refusal(name: bytes) -> Refusal | None:
    """The refusal that a Report's first binding names, by the contents octets of its OID."""
    return _BY_NAME.get(name)


def report_level(refusal: Refusal, received: SecurityLevel) -> SecurityLevel:
    """The level of a Report: noAuthNoPriv, but for those whose sender has been authenticated.

    notInTimeWindow is authNoPriv (RFC 3414 §3.2 step 7a). What is refused after all security processing goes back at
    the level it came with, so that the receiver can believe it.
    """
    if refusal is Refusal.NOT_IN_TIME_WINDOW:
        return SecurityLevel.AUTH_NO_PRIV
    if refusal in (Refusal.UNKNOWN_CONTEXT, Refusal.UNKNOWN_PDU_HANDLER):
        return received
    return SecurityLevel.NO_AUTH_NO_PRIV


def encode_report(refusal: Refusal, count: int, request_id: int) -> bytes:
    """The Report PDU with its tag (RFC 3412 §7.1 step 3c)."""
    varbind = VarBind(refusal.oid.contents, _COUNTER32, encode_integer(count % _WRAP))
    return encode_tlv(PduKind.REPORT, encode_pdu_body(Pdu(PduKind.REPORT, request_id, 0, 0, (varbind,))))
