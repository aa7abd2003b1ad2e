"""One walk of many devices: a tool that reads hundreds of MIBs when it starts does so once.

Stands between a walking tool and an agent, and answers with the rows of one community after the other. What the agent
sent for them is kept, as it was on the wire. The tool must not mind OIDs that go back (`-Cc`), nor repeat itself.
"""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from tests.interop.test_recordings import END_OF_WALK, Record, bindings_of
from trishul.datatypes import VarBind
from trishul.protocol.message import Message, Version, decode_message, encode_message
from trishul.protocol.pdu import Pdu, PduKind

if TYPE_CHECKING:
    from tests.interop.conftest import Peer

_ROOT = b"\x28"
"""What net-snmp sends for `.1`."""
_NULL, _END_OF_MIB_VIEW = 0x05, 0x82
_PATIENCE_S = 60


class DeviceChain:
    """The agent that the tool sees. `records` are those of the agent behind it."""

    def __init__(self, agent: Peer, communities: list[str]) -> None:
        self.records: list[Record] = []
        self._communities = list(communities)
        self._last = _ROOT
        self._front = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._front.bind(("127.0.0.1", 0))
        self._back = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._back.connect((agent.host, agent.port))
        self._back.settimeout(_PATIENCE_S)
        self.port = int(self._front.getsockname()[1])
        self._thread = threading.Thread(target=self._answer_all, daemon=True)
        self._thread.start()

    def _answer_all(self) -> None:
        """Until an empty datagram comes."""
        while True:
            data, source = self._front.recvfrom(65535)
            if not data:
                return
            asked, _ = decode_message(data)
            rows = self._next_rows(asked.pdu) or (VarBind(asked.pdu.varbinds[0].name, _END_OF_MIB_VIEW, b""),)
            response = Pdu(PduKind.RESPONSE, asked.pdu.request_id, 0, 0, rows)
            self._front.sendto(encode_message(asked._replace(pdu=response)), source)

    def _next_rows(self, asked: Pdu) -> tuple[VarBind, ...]:
        """What the tool would have got for its request behind the last row, of the first device that has more."""
        while self._communities:
            question = asked._replace(varbinds=(VarBind(self._last, _NULL, b""),))
            self._back.send(encode_message(Message(Version.V2C, self._communities[0].encode(), question)))
            answer = self._back.recv(65535)
            self.records += [record for record in bindings_of(answer) if record.tag not in END_OF_WALK]
            rows = tuple(row for row in decode_message(answer)[0].pdu.varbinds if row.tag not in END_OF_WALK)
            if rows:
                self._last = rows[-1].name
                return rows
            del self._communities[0]
            self._last = _ROOT
        return ()

    def close(self) -> None:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as stopper:
            stopper.sendto(b"", ("127.0.0.1", self.port))
        self._thread.join()
        self._front.close()
        self._back.close()


@contextmanager
def chain_of(agent: Peer, communities: list[str]) -> Iterator[DeviceChain]:
    chain = DeviceChain(agent, communities)
    try:
        yield chain
    finally:
        chain.close()
