"""One worker process seen from the server: configured over its channel, heard, ended, and its end explained."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from trishul.transport.addresses import bind
from trishul.workers.messages import ConfigureSimulator, Event, SimulatorEvent, SimulatorStatistics
from trishul.workers.process import Launch, WorkerFailed, WorkerProcess

ROLES = Path(__file__).resolve().parents[2] / "workers"


@pytest.fixture(autouse=True)
def role_path(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", str(ROLES))


@pytest.fixture
def sock() -> Iterator[socket.socket]:
    with bind("127.0.0.1", 0) as bound:
        yield bound


def open_descriptors() -> int:
    return sum(1 for _ in Path("/proc/self/fd").iterdir())


def a_launch(sock: socket.socket, *, fault: str = "fine", module: str = "faulty_role") -> Launch:
    configure = ConfigureSimulator(fault, b"public", [], 1 << 16)
    return Launch(module, configure, (sock,), msgspec.msgpack.Decoder(SimulatorEvent))


async def test_a_process_is_configured_over_its_channel_and_then_heard(sock: socket.socket) -> None:
    heard: asyncio.Queue[Event] = asyncio.Queue()
    process = await WorkerProcess.spawn(a_launch(sock), on_message=lambda _process, event: heard.put_nowait(event))
    ready = await process.wait_ready()
    assert ready.warnings[0] == "fine"
    assert isinstance(await asyncio.wait_for(heard.get(), 5), SimulatorStatistics)
    assert await process.stop(grace_s=3) == "ended with exit status 0"


async def test_a_killed_process_is_explained_by_its_signal(sock: socket.socket) -> None:
    process = await WorkerProcess.spawn(a_launch(sock), on_message=lambda *_: None)
    await process.wait_ready()
    os.kill(process.pid, signal.SIGSEGV)
    assert await asyncio.wait_for(process.exited, 5) == "ended by SIGSEGV"
    assert process.send(ConfigureSimulator("", b"", [], 0)) is False


async def test_a_process_that_dies_before_it_is_ready_is_explained_by_its_last_words(sock: socket.socket) -> None:
    process = await WorkerProcess.spawn(a_launch(sock, fault="dies-at-start"), on_message=lambda *_: None)
    with pytest.raises(WorkerFailed, match="the disk is on fire") as failure:
        await process.wait_ready()
    assert failure.value.role == "faulty_role"


async def test_a_refusal_carries_the_code_of_the_error(sock: socket.socket) -> None:
    process = await WorkerProcess.spawn(a_launch(sock, fault="refuses"), on_message=lambda *_: None)
    with pytest.raises(WorkerFailed) as failure:
        await process.wait_ready()
    assert failure.value.reason_code == "bad_recording"
    assert process.exited.done()


async def test_a_module_that_is_not_there_is_a_refusal_with_a_reason(sock: socket.socket) -> None:
    process = await WorkerProcess.spawn(a_launch(sock, module="no_such_role"), on_message=lambda *_: None)
    with pytest.raises(WorkerFailed, match="No module named no_such_role"):
        await process.wait_ready()


async def test_a_program_that_cannot_be_executed_is_a_refusal_and_leaks_nothing(
    sock: socket.socket, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.executable", "/nowhere/python")
    before = open_descriptors()
    with pytest.raises(WorkerFailed, match="No such file"):
        await WorkerProcess.spawn(a_launch(sock), on_message=lambda *_: None)
    assert open_descriptors() == before
