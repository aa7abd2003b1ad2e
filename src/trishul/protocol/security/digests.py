"""Hashes and message authentication codes by `hashlib` and `hmac` (RFC 3414 §6 and §7, RFC 7860 §4).

Owns the digest over a whole message whose msgAuthenticationParameters count as zeros. A host that refuses a hash, as
FIPS mode does with MD5, is met here and named. Hot path: an authenticator keeps its two hash states, keyed once, and
copies them for each message, which takes half the time of a new HMAC; measured by `bench/`.
"""

from __future__ import annotations

import hashlib
import hmac
from typing import Protocol, Self

from trishul.errors import CapabilityMissing
from trishul.protocol.security.protocols import AuthProtocol

_INNER = bytes(octet ^ 0x36 for octet in range(256))
_OUTER = bytes(octet ^ 0x5C for octet in range(256))


class _Hash(Protocol):
    """What is used of hashlib's objects."""

    @property
    def block_size(self) -> int:
        """Octets of a block, to which HMAC keys are padded."""

    def update(self, data: bytes, /) -> None:
        """Takes more octets."""

    def digest(self) -> bytes:
        """The hash of all octets so far."""

    def copy(self) -> Self:
        """Another one with the same octets so far."""


def new_hash(protocol: AuthProtocol) -> _Hash:
    """An empty hash of the protocol. Raises CapabilityMissing."""
    try:
        return hashlib.new(protocol.hash_name)
    except ValueError as error:
        raise CapabilityMissing(protocol.label, "this host's hash library refuses it, as in FIPS mode") from error


def digest(protocol: AuthProtocol, *parts: bytes) -> bytes:
    """The hash of octets. Raises CapabilityMissing."""
    running = new_hash(protocol)
    for part in parts:
        running.update(part)
    return running.digest()


class Authenticator:
    """Makes and checks the codes of one localized key."""

    __slots__ = ("_inner", "_outer", "mac_octets", "zeros")

    def __init__(self, protocol: AuthProtocol, key: bytes) -> None:
        """Keys the hash; raises CapabilityMissing."""
        self.mac_octets = protocol.mac_octets
        self.zeros = bytes(protocol.mac_octets)
        self._inner = new_hash(protocol)
        self._outer = new_hash(protocol)
        block = key.ljust(self._inner.block_size, b"\0")
        self._inner.update(block.translate(_INNER))
        self._outer.update(block.translate(_OUTER))

    def mac(self, head: bytes, tail: bytes) -> bytes:
        """The code of a message in two parts, between which the code itself will stand."""
        inner = self._inner.copy()
        inner.update(head)
        inner.update(self.zeros)
        inner.update(tail)
        outer = self._outer.copy()
        outer.update(inner.digest())
        return outer.digest()[: self.mac_octets]

    def is_authentic(self, data: bytes, mac_at: int, mac_end: int, end: int) -> bool:
        """True when `data[mac_at:mac_end]` is the code of the message `data[:end]` (RFC 3414 §6.3.2)."""
        if mac_end - mac_at != self.mac_octets:
            return False
        return hmac.compare_digest(self.mac(data[:mac_at], data[mac_end:end]), data[mac_at:mac_end])
