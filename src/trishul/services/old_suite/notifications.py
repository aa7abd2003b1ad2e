"""Notifications of the suite that came before this one as rows of the store.

Its records have texts where values were: what a MIB knows of a variable says its type again, otherwise the text does
(a number, an OID, an address, hexadecimal, a string). The datagram is gone; in its place stands one that says the same,
as SNMPv2c, with a masked community, so that details, export and replay work. Owns nothing of the file's format.
"""

from __future__ import annotations

import re

from trishul.datatypes.oid import Oid
from trishul.datatypes.typed_text import parse_value
from trishul.datatypes.values import Value
from trishul.datatypes.varbind import VarBind
from trishul.engine.receiver import SNMP_TRAP_OID_0, SYS_UP_TIME_0
from trishul.errors import InvalidInput
from trishul.library.names import Names
from trishul.protocol.ber import encode_varbinds
from trishul.protocol.message import Message, Version, encode_message
from trishul.protocol.pdu import Pdu, PduKind
from trishul.services.old_suite.old_suite import OldTrap, OldVarBind, peer_of
from trishul.smi.model import BaseType
from trishul.workers.messages import NotificationRow

LOCAL_ADDRESS = "0.0.0.0:0"
"""Where it arrived is not in the records."""
_MASKED_COMMUNITY = b"******"

_FORMS = (
    (re.compile(r"-?\d{1,10}"), "i"),
    (re.compile(r"\d{1,20}"), "C"),
    (re.compile(r"\d{1,3}(\.\d{1,3}){3}"), "a"),
    (re.compile(r"[012](\.\d+){4,}"), "o"),
    (re.compile(r"0x([0-9A-Fa-f]{2})+"), "x"),
)
"""What a text is when no MIB says it: the first form that fits and can be read."""


def row_of(trap: OldTrap, names: Names) -> NotificationRow:
    """The row of a record. Raises InvalidInput for one that names no notification, or no sender."""
    varbinds = tuple(VarBind.of(oid, _value(oid, each, names)) for each in trap.varbinds for oid in (Oid(each.oid),))
    said = {each.name: each.value for each in varbinds}
    if SNMP_TRAP_OID_0 not in said:
        raise InvalidInput("The record has no snmpTrapOID.0: it does not say which notification it is")
    uptime = said[SYS_UP_TIME_0].native if SYS_UP_TIME_0 in said else None
    assert uptime is None or isinstance(uptime, int)  # `_value` made it of TimeTicks
    pdu = Pdu(PduKind.TRAP_V2, 0, 0, 0, varbinds)
    return (
        int(trap.timestamp * 1e9),
        LOCAL_ADDRESS,
        peer_of(trap.source),
        Version.V2C,
        PduKind.TRAP_V2,
        str(said[SNMP_TRAP_OID_0]),
        uptime,
        None,
        None,
        encode_varbinds(varbinds),
        encode_message(Message(Version.V2C, _MASKED_COMMUNITY, pdu)),
        "[]",
        *(None,) * 6,
    )


def _value(oid: Oid, varbind: OldVarBind, names: Names) -> Value:
    text = str(varbind.value)
    if oid.contents == SYS_UP_TIME_0:
        return parse_value("t", text)
    if oid.contents == SNMP_TRAP_OID_0:
        return parse_value("o", text)
    known = names.type_of(oid.contents)
    if known is not None and known.base is not BaseType.UNKNOWN:
        try:
            return names.value_of(oid.contents, text)
        except InvalidInput:
            pass  # what was sent then may be what the MIB does not allow: it is kept as it looks
    return _guessed(text)


def _guessed(text: str) -> Value:
    for form, letter in _FORMS:
        if form.fullmatch(text):
            try:
                return parse_value(letter, text)
            except InvalidInput:
                continue
    return Value.octet_string(text)
