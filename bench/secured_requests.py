"""SNMPv3 requests prepared in numbers: the load client knows neither keys nor clocks and sends them as they are.

They are dated when they are made and stay in the time window of the agent for 150 seconds (RFC 3414 §2.2.3).
"""

from __future__ import annotations

import random
import socket
import time
from collections.abc import Sequence
from pathlib import Path

from bench.processes import LOOPBACK
from trishul.datatypes import Oid
from trishul.engine.manager import ManagerEngine, encode_names
from trishul.engine.outstanding import contents_of, encode_request
from trishul.engine.peers import Peer
from trishul.engine.remote_engine import RemoteEngine
from trishul.engine.responses import Response
from trishul.protocol.message import Version
from trishul.protocol.pdu import PduKind
from trishul.protocol.security.keys import KeyMaterial
from trishul.protocol.security.protocols import AuthProtocol, PrivProtocol
from trishul.protocol.security.users import UserCredentials

AUTH_PASSWORD, PRIV_PASSWORD = "maplesyrup", "pancakes4"
_AUTH, _PRIV = KeyMaterial.password(AUTH_PASSWORD), KeyMaterial.password(PRIV_PASSWORD)
USERS = (
    UserCredentials("benchplain"),
    UserCredentials("benchauth", AuthProtocol.SHA256, _AUTH),
    UserCredentials("benchpriv", AuthProtocol.SHA256, _AUTH, PrivProtocol.AES128, _PRIV),
)
"""One for each security level."""
_FIRST_MSG_ID = 0x01000000
_PATIENCE_S = 5.0


def prepare_requests(port: int, user: UserCredentials, oids: Sequence[str], count: int, file: Path) -> None:
    """Writes `count` GETs of the OIDs in turn, each behind its length in two octets."""
    remote = _discover(port, user, oids[0])
    salt = random.getrandbits(48)
    now = time.monotonic()
    names = [Oid(oid).contents for oid in oids]
    with file.open("wb") as prepared:
        for number in range(count):
            msg_id = _FIRST_MSG_ID + number
            bindings = encode_names((names[number % len(names)],))
            pdu = contents_of(encode_request(b"", PduKind.GET, msg_id, 0, 0, bindings))
            message = remote.seal(pdu, msg_id, now, salt + number)
            prepared.write(len(message).to_bytes(2, "big") + message)


def _discover(port: int, user: UserCredentials, oid: str) -> RemoteEngine:
    """The agent's engine, its clock known from an answered request."""
    remote = RemoteEngine(user)
    peer = Peer((LOOPBACK, port), Version.V3, remote=remote)
    engine = ManagerEngine(first_request_id=random.getrandbits(32), first_salt=random.getrandbits(48))
    engine.get(peer, [Oid(oid).contents], time.monotonic())
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
        sock.settimeout(_PATIENCE_S)
        while not (outcomes := engine.events()):
            for data, address in engine.datagrams_to_send():
                sock.sendto(data, address)
            data, source = sock.recvfrom(65535)
            engine.receive_datagram(data, source, time.monotonic())
    ((_, outcome),) = outcomes
    if not isinstance(outcome, Response):
        raise outcome
    return remote
