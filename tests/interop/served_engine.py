"""Our agent with users of every pair of protocols on an event loop of its own, for managers that block."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from tests.interop.security import PAIRS, credentials
from tests.unit.engine.tables import ListTable
from trishul.datatypes import Value, VarBind
from trishul.engine.local_engine import LocalEngine
from trishul.protocol.security.engine_id import EngineIdFormat, build_engine_id
from trishul.protocol.security.protocols import AuthProtocol, PrivProtocol
from trishul.snmp import Agent

ENGINE_ID = build_engine_id(8072, EngineIdFormat.TEXT, "interop")
SYS_NAME = "1.3.6.1.2.1.1.5.0"
ROWS = "1.3.6.1.4.1.99999.1"
DEVICE = [
    VarBind.of(SYS_NAME, Value.octet_string("switch-1")),
    *(VarBind.of(f"{ROWS}.{row}", Value.octet_string(f"{row:03}" + "y" * 97)) for row in range(1, 101)),
    VarBind.of("1.3.6.1.4.1.99999.2.0", Value.octet_string("behind")),
]
SHA, AES = AuthProtocol.SHA256, PrivProtocol.AES128


class Serving:
    """A running agent: its address as net-snmp's tools take it, and its engine."""

    def __init__(self, address: str, engine: LocalEngine, agent: Agent) -> None:
        self.address = address
        self.engine = engine
        self.agent = agent


@contextmanager
def serving(pairs: Iterable[tuple[AuthProtocol | None, PrivProtocol | None]] = PAIRS) -> Iterator[Serving]:
    """Runs our agent with a user for each pair of protocols."""
    loop = asyncio.new_event_loop()
    table = ListTable(DEVICE)
    contexts = {b"": table, b"bridge": ListTable([VarBind.of(SYS_NAME, Value.octet_string("bridge-1"))])}
    users = [credentials(auth, priv).with_master_keys() for auth, priv in pairs]
    engine = LocalEngine(ENGINE_ID, users, contexts, boots=7, started_at=loop.time() - 1000)
    agent = Agent({"public": table}, engines={ENGINE_ID: engine})
    loop.call_soon(agent.open)
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    asyncio.run_coroutine_threadsafe(asyncio.sleep(0), loop).result(5)
    try:
        yield Serving(f"udp:127.0.0.1:{agent.address[1]}", engine, agent)
    finally:
        loop.call_soon_threadsafe(agent.close)
        asyncio.run_coroutine_threadsafe(asyncio.sleep(0), loop).result(5)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(5)
        loop.close()
