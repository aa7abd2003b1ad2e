"""Whom a manager or notifier speaks to, and how patiently.

Owns the settings of one peer with its address already resolved; names and resolving belong to `snmp` and `transport`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from trishul.engine.addresses import Address
from trishul.errors import InvalidInput
from trishul.protocol.ber import INTEGER, OCTET_STRING, encode_tlv
from trishul.protocol.message import Version

if TYPE_CHECKING:
    from trishul.engine.remote_engine import RemoteEngine

MAX_WAIT_S = 3600.0
"""Longest wait for one try, also after back-off: beyond that a request is a leak."""
MAX_RETRIES = 1000


def encode_head(version: Version, community: bytes) -> bytes:
    """Version and community with their tags and lengths (RFC 1901 §3)."""
    return encode_tlv(INTEGER, bytes((version,))) + encode_tlv(OCTET_STRING, community)


@dataclass(frozen=True, slots=True)
class Peer:
    """One peer. A try waits `timeout_s`, the next one `backoff` times as long, and so on for `retries` further tries.

    The default is to wait equally long each time, as net-snmp does: `-t 1 -r 3` then means four seconds, and who
    waits can work that out. A factor of 2 suits links that lose datagrams because they are full.
    """

    address: Address
    version: Version
    community: bytes = field(default=b"", repr=False)
    timeout_s: float = 1.0
    retries: int = 3
    backoff: float = 1.0
    accepts_other_sources: bool = False
    """True: an answer from another address than asked is used, for devices with several; it is counted either way."""
    is_stream: bool = False
    """True: the transport loses nothing (RFC 3430). `timeout_s` is then all the patience there is, nothing is repeated
    while the connection stands, and `retries` are further connections when one is lost."""
    accepts_cut_ids: bool = True
    """True: an answer that repeats 16 bits of its request-id, or 0, is used where one request only can be meant."""
    name: str = ""
    """What errors call this peer."""
    remote: RemoteEngine | None = field(default=None, repr=False, compare=False)
    """The peer's engine and our user there: SNMPv3 only, and always there."""
    head: bytes = field(init=False, repr=False)
    """Version and community as every message to and from this peer starts; empty for SNMPv3, so that no message of
    another version ever matches."""

    def __post_init__(self) -> None:
        if (self.version is Version.V3) != (self.remote is not None):
            raise InvalidInput("SNMP version 3, and it alone, needs a user", field="version")
        if not 0 < self.timeout_s <= MAX_WAIT_S:
            raise InvalidInput(f"A timeout lies between 0 and {MAX_WAIT_S:.0f} seconds", field="timeout_s")
        if not 0 <= self.retries <= MAX_RETRIES:
            raise InvalidInput(f"Retries lie between 0 and {MAX_RETRIES}", field="retries")
        if not 1.0 <= self.backoff <= 10.0:
            raise InvalidInput("The back-off factor lies between 1 and 10", field="backoff")
        head = b"" if self.remote is not None else encode_head(self.version, self.community)
        object.__setattr__(self, "head", head)
        object.__setattr__(self, "name", self.name or str(self.address[0]))
