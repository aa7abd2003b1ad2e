"""Which device a request means by more than the name in it: the order in which snmpsim looks for a recording.

A recording may lie below its community or context in a folder named as a transport ID, and there under the address of
who asks; and all of it in a folder named as a contextEngineID (RFC 3411 §3.3.1). Its path is the name of its device, as
ever. Owns the order, and which names need it; `agent` asks with each request, and for all other names gets them back
as they are.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from trishul.engine.addresses import Address

_TRANSPORTS = (b"1.3.6.1.6.1.1", b"1.3.6.1.2.1.100.1.2")
"""snmpUDPDomain (RFC 3417 §2) and transportDomainUdpIpv6 (RFC 3419 §3); TCP counts as UDP of its family."""
_TRANSPORT_ID = re.compile(rb"(?:^|/)(?:%b)\.\d+(?:/|$)" % b"|".join(map(re.escape, _TRANSPORTS)))
_ENGINE_FOLDER = re.compile(rb"0x((?:[0-9a-f]{2}){5,32})(?:/|$)")


class Probing:
    """Finds devices among `names` for requests at one address, the `number`-th of its family and transport."""

    def __init__(self, names: Collection[bytes], number: int = 0) -> None:
        self._names = frozenset(names)
        self._transport_ids = tuple(b"%b.%d" % (transport, number) for transport in _TRANSPORTS)
        self._placed = {asked for name in names if (asked := self._asked_as(name)) is not None}
        """Names below which there is something for this address, or for who asks."""
        found = (_ENGINE_FOLDER.match(name) for name in names)
        self.engine_folders = {bytes.fromhex(one[1].decode()): b"0x" + one[1] for one in found if one}
        """The folder of each contextEngineID that is answered for beside our own."""

    def transport_id(self, host: str) -> str:
        """The OID by which folders name the address: its transport, and its number."""
        return self._transport_ids[":" in host].decode()

    def find(self, name: bytes, source: Address, context_engine_id: bytes = b"") -> bytes:
        """The name of the device that a community or context means; itself where no recording says otherwise.

        `context_engine_id`: one of `engine_folders`; empty for our own.
        """
        folder = self.engine_folders.get(context_engine_id, b"")
        if not folder and name not in self._placed:
            return name
        host = str(source[0])
        probed = probe(folder, name, self._transport_ids[":" in host], host.replace(":", "_").encode())
        return next((candidate for candidate in probed if candidate in self._names), name)

    def _asked_as(self, name: bytes) -> bytes | None:
        """The name that leads to a device of this address, or of a source at it; None for all others."""
        above, _, last = name.rpartition(b"/")
        if last in self._transport_ids:
            return above
        name, _, last = above.rpartition(b"/")
        return name if last in self._transport_ids else None


def probe(folder: bytes, name: bytes, transport_id: bytes, host: bytes) -> Iterator[bytes]:
    """Names of devices in the order in which they are looked for; empty parts are left out.

    `folder` is that of a foreign contextEngineID, whose devices are looked for among ours in the end.
    """
    parts = [part for part in (folder, name, transport_id, host) if part]
    for count in range(len(parts), 0, -1):
        yield b"/".join(parts[:count])
    if folder:
        yield from probe(b"", name, transport_id, host)


def needs_probing(names: Collection[bytes]) -> bool:
    """True when any device is found by more than its name."""
    return any(_TRANSPORT_ID.search(name) or _ENGINE_FOLDER.match(name) for name in names)
