"""SNMPv3 traps prepared in numbers, as from one device that has just started (RFC 3414 §3.1)."""

from __future__ import annotations

import random
from pathlib import Path

from bench.clients import NUMBER_OID
from trishul.datatypes import Oid, Value, VarBind
from trishul.engine.outstanding import contents_of, encode_request
from trishul.engine.trap_form import heading
from trishul.protocol.ber import encode_varbinds
from trishul.protocol.message_v3 import encode_scoped_pdu
from trishul.protocol.pdu import PduKind
from trishul.protocol.security.users import UserCredentials
from trishul.protocol.security.usm import protect_outgoing

SENDER_ENGINE_ID = bytes.fromhex("80007ed904") + b"bench"
_LINK_DOWN = Oid("1.3.6.1.6.3.1.1.5.3")
_BOOTS, _TIME = 1, 1
_MAX_SIZE = 65507
_IF_INDEX, _IF_ADMIN_STATUS, _IF_OPER_STATUS = (f"1.3.6.1.2.1.2.2.1.{column}.7" for column in (1, 7, 8))


def prepare_traps(user: UserCredentials, count: int, file: Path) -> None:
    """Writes `count` numbered linkDown traps of a user, each behind its length in two octets."""
    localized = user.localized(SENDER_ENGINE_ID)
    salt = random.getrandbits(48)
    started = (*heading(_LINK_DOWN, 123456), VarBind.of(_IF_INDEX, Value.integer(7)))
    started += (VarBind.of(_IF_ADMIN_STATUS, Value.integer(1)), VarBind.of(_IF_OPER_STATUS, Value.integer(2)))
    same = encode_varbinds(started)
    with file.open("wb") as prepared:
        for number in range(count):
            bindings = same + encode_varbinds((VarBind.of(NUMBER_OID, Value.gauge32(number)),))
            pdu = contents_of(encode_request(b"", PduKind.TRAP_V2, number + 1, 0, 0, bindings))
            scoped = encode_scoped_pdu(SENDER_ENGINE_ID, b"", pdu)
            message = protect_outgoing(
                localized, localized.level, number + 1, _MAX_SIZE, _BOOTS, _TIME, scoped, salt + number
            )
            prepared.write(len(message).to_bytes(2, "big") + message)
