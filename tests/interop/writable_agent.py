"""Our agent with the writable device on an event loop of its own: communities for v1 and v2c, a user for SNMPv3."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from tests.unit.writable_device import writable_device
from trishul.engine.instances import InstanceTable
from trishul.engine.local_engine import LocalEngine
from trishul.protocol.security.engine_id import EngineIdFormat, build_engine_id
from trishul.snmp import Agent, AuthProtocol, KeyMaterial, PrivProtocol, UserCredentials
from trishul.workers.known_types import KnownTypes

ENGINE_ID = build_engine_id(8072, EngineIdFormat.TEXT, "writable")
PASSWORD = "a long password"
USER = UserCredentials(
    "writer",
    AuthProtocol.SHA256,
    KeyMaterial.password(PASSWORD),
    PrivProtocol.AES128,
    KeyMaterial.password(PASSWORD),
)
AS = {
    "1": ("-v1", "-cpublic"),
    "2c": ("-v2c", "-cpublic"),
    "3": ("-v3", "-uwriter", "-lauthPriv", "-aSHA-256", f"-A{PASSWORD}", "-xAES", f"-X{PASSWORD}"),
}
"""What net-snmp's tools are told to ask as."""


@contextmanager
def serving_writable(types: KnownTypes, *, max_message_size: int = 65507) -> Iterator[str]:
    """Runs the agent; gives its address as net-snmp's tools take it."""
    with serving(writable_device(types), max_message_size=max_message_size) as address:
        yield address


@contextmanager
def serving(
    device: InstanceTable, *, users: Iterable[UserCredentials] = (USER,), max_message_size: int = 65507
) -> Iterator[str]:
    """The same for any device and any users."""
    loop = asyncio.new_event_loop()
    engine = LocalEngine(ENGINE_ID, users, {b"": device}, boots=1, started_at=loop.time())
    agent = Agent(
        {"public": device},
        transports=("udp", "tcp"),
        engines={ENGINE_ID: engine},
        max_message_size=max_message_size,
    )
    loop.call_soon(agent.open)
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    opened = asyncio.run_coroutine_threadsafe(_address(agent), loop).result(10)
    try:
        yield opened
    finally:
        loop.call_soon_threadsafe(agent.close)
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()


async def _address(agent: Agent) -> str:
    host, port = agent.address[:2]
    return f"udp:{host}:{port}"
