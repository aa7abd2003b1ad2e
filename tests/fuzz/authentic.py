"""Datagrams of a real SNMPv3 user to a process that knows him: some spoiled as they go, some before they are sealed.

What is spoiled in its octets ends at the digest; what is spoiled first and sealed then gets past every gate. Owns the
mixture with datagrams of the other versions; how the octets are spoiled is `mutations`.
"""

from __future__ import annotations

import socket
from collections.abc import Iterator, Sequence
from typing import Any

from bench.processes import LOOPBACK
from tests.fuzz.mutations import mutations, wrap
from tests.unit.engine.secured import discovery
from tests.unit.protocol.security.exchanges import AUTH_PASSWORD, PRIV_PASSWORD, credentials
from trishul.protocol.message_v3 import REPORTABLE_FLAG, read_message_v3
from trishul.protocol.security.protocols import AuthProtocol, PrivProtocol, SecurityLevel
from trishul.protocol.security.usm import protect_outgoing

USER = credentials("abuser", AuthProtocol.SHA256, PrivProtocol.AES128).with_master_keys()
CREDENTIAL: dict[str, Any] = {
    "name": "abuser", "kind": "user", "user": "abuser", "for_receiver": True, "for_simulator": True,
    "auth_protocol": "SHA-256", "auth_password": AUTH_PASSWORD,
    "priv_protocol": "AES", "priv_password": PRIV_PASSWORD,
}  # fmt: skip
"""The user as the server is told of him by REST."""
_SEALED_ONE_IN = 4
_LEVELS = (SecurityLevel.AUTH_PRIV, SecurityLevel.AUTH_NO_PRIV)
_MAX_SIZE = 65507
_PATIENCE_S = 10.0


class AuthenticUser:
    """Seals messages to the engine at a port; its clock is read once, so they are fresh for 150 s (RFC 3414 §2.2.3)."""

    def __init__(self, port: int) -> None:
        report = read_message_v3(_ask(port, discovery()))
        self._engine_id = report.engine_id
        self._boots_and_time = report.engine_boots, report.engine_time
        self._user = USER.localized(report.engine_id)
        self._number = 0

    def seal(self, pdu: bytes) -> bytes:
        """A whole message around a PDU of any shape, at one level of security after the other."""
        self._number += 1
        flags = REPORTABLE_FLAG | _LEVELS[self._number % len(_LEVELS)]
        scoped = wrap(0x30, wrap(0x04, self._engine_id) + b"\x04\x00" + pdu)
        return protect_outgoing(self._user, flags, self._number, _MAX_SIZE, *self._boots_and_time, scoped, self._number)


def mixture(port: int, datagrams: Sequence[bytes], count: int, seed: int) -> Iterator[bytes]:
    """`count` spoiled datagrams of SNMPv1, v2c and v3, dated now."""
    user = AuthenticUser(port)
    pdus = [pdu for _, found, pdu in (data.partition(b"public") for data in datagrams) if found]
    outside = mutations([*datagrams, *map(user.seal, pdus)], count, seed=seed)
    inside = mutations(pdus, count, seed=seed + 1)
    for number, data in enumerate(outside):
        yield data if number % _SEALED_ONE_IN else user.seal(next(inside))


def _ask(port: int, question: bytes) -> bytes:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
        sock.settimeout(_PATIENCE_S)
        sock.sendto(question, (LOOPBACK, port))
        return sock.recv(65535)
