"""The supervisor with real child processes: started means serving, a crash is noticed, nothing is left behind."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import subprocess
import sys
import textwrap
import time
from collections.abc import AsyncIterator
from pathlib import Path

import msgspec
import pytest

from trishul.transport.addresses import bind
from trishul.workers.messages import ApplyOverrides, ConfigureSimulator, Event, SimulatorEvent
from trishul.workers.process import Launch, WorkerFailed, WorkerProcess
from trishul.workers.supervisor import Supervisor, SupervisorTimes, WorkerState

ROLES = Path(__file__).resolve().parents[2] / "workers"
"""Where `faulty_role` lies, a worker that fails as it is told to."""

QUICK = SupervisorTimes(
    first_restart_delay_s=0.05, longest_restart_delay_s=0.2, stop_grace_s=0.5, silence_limit_s=1.0, settled_after_s=60.0
)


class Watched:
    """A supervisor and the states it went through."""

    def __init__(self) -> None:
        self.states: list[str] = []
        self.errors: list[str | None] = []
        self.events: list[Event] = []
        self.changed = asyncio.Event()
        self.supervisor = Supervisor(on_message=self._take, on_change=self._note, times=QUICK)

    def _take(self, process: WorkerProcess, event: Event) -> None:
        self.events.append(event)

    def _note(self) -> None:
        self.states.append(str(self.supervisor.state))
        self.errors.append(self.supervisor.error)
        self.changed.set()

    async def until(self, *states: str) -> None:
        """Waits until the last states are these."""
        async with asyncio.timeout(10):
            while self.states[-len(states) :] != list(states):
                self.changed.clear()
                await self.changed.wait()


@pytest.fixture(autouse=True)
def role_path(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", str(ROLES))


@pytest.fixture
async def watched() -> AsyncIterator[Watched]:
    watched = Watched()
    yield watched
    await watched.supervisor.stop()


def a_launch(fault: str = "", *, sock: socket.socket | None = None, ready_timeout_s: float = 10.0) -> Launch:
    return Launch(
        "faulty_role",
        ConfigureSimulator(fault, b"public", [], 1 << 16),
        (sock or bind("127.0.0.1", 0),),
        msgspec.msgpack.Decoder(SimulatorEvent),
        ready_timeout_s=ready_timeout_s,
    )


def command_line(pid: int) -> list[bytes]:
    return Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")[:-1]


def is_alive(pid: int) -> bool:
    try:
        return "Z" not in Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False


def wait_until_gone(pid: int, *, within_s: float = 3.0) -> None:
    deadline = time.monotonic() + within_s
    while is_alive(pid):
        assert time.monotonic() < deadline, "the worker outlived its server"
        time.sleep(0.01)


async def test_a_worker_is_running_only_once_it_is_ready(watched: Watched) -> None:
    ready = await watched.supervisor.bring_up(a_launch("fine"))
    assert watched.states == ["starting", "running"]
    assert ready.warnings[0] == "fine"
    assert watched.supervisor.uptime_s is not None


async def test_secrets_of_the_servers_environment_do_not_reach_a_worker(
    watched: Watched, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TRISHUL_ADMIN_PASSWORD", "correct horse")
    ready = await watched.supervisor.bring_up(a_launch())
    assert ready.warnings[1] == "None"


async def test_a_command_line_shows_descriptors_and_no_community(watched: Watched) -> None:
    await watched.supervisor.bring_up(a_launch())
    assert watched.supervisor.process is not None
    arguments = command_line(watched.supervisor.process.pid)
    assert b"public" not in arguments
    assert all(argument.isdigit() for argument in arguments[arguments.index(b"faulty_role") + 1 :])


@pytest.mark.parametrize(
    ("fault", "reason"), [("refuses", "no such tag"), ("dies-at-start", "exit status 1: the disk is on fire")]
)
async def test_a_worker_that_cannot_start_says_why_and_leaves_nothing_behind(
    watched: Watched, fault: str, reason: str
) -> None:
    launch = a_launch(fault)
    with pytest.raises(WorkerFailed, match=reason):
        await watched.supervisor.bring_up(launch)
    assert watched.supervisor.state is WorkerState.STOPPED
    assert launch.sockets[0].fileno() == -1


async def test_an_import_that_fails_in_the_worker_is_the_reason(
    watched: Watched, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FAULTY_ROLE_DIES_ON_IMPORT", "1")
    with pytest.raises(WorkerFailed, match="flux_capacitor"):
        await watched.supervisor.bring_up(a_launch())


async def test_a_worker_that_is_not_ready_in_time_is_ended(watched: Watched) -> None:
    with pytest.raises(WorkerFailed, match="not ready within"):
        await watched.supervisor.bring_up(a_launch("hangs", ready_timeout_s=0.5))
    assert watched.supervisor.state is WorkerState.STOPPED


async def test_a_running_worker_stays_when_its_replacement_cannot_start(watched: Watched) -> None:
    await watched.supervisor.bring_up(a_launch("fine"))
    old = watched.supervisor.process
    assert old is not None
    launch = watched.supervisor.launch
    with pytest.raises(WorkerFailed):
        await watched.supervisor.bring_up(a_launch("refuses"))
    assert watched.supervisor.process is old
    assert is_alive(old.pid)
    assert watched.supervisor.is_running
    assert launch is not None
    assert launch.sockets[0].fileno() != -1


async def test_a_replacement_on_the_same_socket_ends_the_old_worker_and_keeps_the_socket(watched: Watched) -> None:
    sock = bind("127.0.0.1", 0)
    await watched.supervisor.bring_up(a_launch("first", sock=sock))
    old = watched.supervisor.process
    assert old is not None
    await watched.supervisor.bring_up(a_launch("second", sock=sock))
    assert not is_alive(old.pid)
    assert watched.supervisor.process is not old
    assert sock.fileno() != -1
    assert watched.states == ["starting", "running", "running"]


async def test_kill_9_is_noticed_at_once_with_its_reason_and_the_worker_is_restarted(watched: Watched) -> None:
    await watched.supervisor.bring_up(a_launch("fine"))
    old = watched.supervisor.process
    assert old is not None
    os.kill(old.pid, signal.SIGKILL)
    await watched.until("crashed", "running")
    assert str(watched.errors[-2]).startswith("ended by SIGKILL; it is started again in ")
    assert watched.errors[-1] is None
    assert watched.supervisor.process is not None
    assert watched.supervisor.process.pid != old.pid
    assert watched.supervisor.crashes == 1


async def test_a_worker_that_is_asked_to_end_by_somebody_else_is_restarted_too(watched: Watched) -> None:
    await watched.supervisor.bring_up(a_launch("fine"))
    assert watched.supervisor.process is not None
    os.kill(watched.supervisor.process.pid, signal.SIGTERM)
    await watched.until("crashed", "running")
    assert str(watched.errors[-2]).startswith("ended with exit status 0; ")


async def test_ctrl_c_reaches_the_server_only(watched: Watched) -> None:
    await watched.supervisor.bring_up(a_launch("fine"))
    process = watched.supervisor.process
    assert process is not None
    os.kill(process.pid, signal.SIGINT)
    await asyncio.sleep(0.3)
    assert is_alive(process.pid)


async def test_restarts_go_on_with_growing_delay_until_one_succeeds(
    watched: Watched, monkeypatch: pytest.MonkeyPatch
) -> None:
    await watched.supervisor.bring_up(a_launch("fine"))
    monkeypatch.setenv("FAULTY_ROLE_DIES_ON_IMPORT", "1")
    assert watched.supervisor.process is not None
    watched.supervisor.process.kill()
    await watched.until("crashed", "crashed", "crashed")
    assert "flux_capacitor" in (watched.supervisor.error or "")
    monkeypatch.delenv("FAULTY_ROLE_DIES_ON_IMPORT")
    await watched.until("crashed", "running")


async def test_a_worker_that_gives_no_sign_of_life_counts_as_crashed(watched: Watched) -> None:
    await watched.supervisor.bring_up(a_launch("silent"))
    await watched.until("crashed", "running")
    assert str(watched.errors[-2]).startswith("gave no sign of life for 1 s; ")


async def test_a_worker_that_hangs_is_killed_by_a_stop_in_time(watched: Watched) -> None:
    await watched.supervisor.bring_up(a_launch("fine"))
    process = watched.supervisor.process
    assert process is not None
    watched.supervisor.send(ApplyOverrides(1, []))
    async with asyncio.timeout(3):
        await watched.supervisor.stop()
    assert not is_alive(process.pid)
    assert watched.states[-2:] == ["stopping", "stopped"]


async def test_stop_while_crashed_ends_the_restarts(watched: Watched, monkeypatch: pytest.MonkeyPatch) -> None:
    await watched.supervisor.bring_up(a_launch("fine"))
    monkeypatch.setenv("FAULTY_ROLE_DIES_ON_IMPORT", "1")
    assert watched.supervisor.process is not None
    watched.supervisor.process.kill()
    await watched.until("crashed", "crashed")
    await watched.supervisor.stop()
    assert watched.supervisor.state is WorkerState.STOPPED
    states = len(watched.states)
    await asyncio.sleep(0.5)
    assert len(watched.states) == states


async def test_stop_without_a_worker_is_harmless(watched: Watched) -> None:
    await watched.supervisor.stop()
    assert watched.states == []


async def test_a_cancelled_start_leaves_no_process_and_no_socket(watched: Watched) -> None:
    launch = a_launch("hangs")
    starting = asyncio.ensure_future(watched.supervisor.bring_up(launch))
    await asyncio.sleep(0.5)
    starting.cancel()
    await asyncio.wait({starting})
    assert watched.supervisor.state is WorkerState.STOPPED
    assert launch.sockets[0].fileno() == -1


SERVER = """
    import asyncio, msgspec, sys
    from trishul.transport.addresses import bind
    from trishul.workers.messages import *
    from trishul.workers.process import Launch
    from trishul.workers.supervisor import Supervisor

    async def main():
        supervisor = Supervisor(on_message=lambda *_: None, on_change=lambda: None)
        configure = ConfigureSimulator(sys.argv[1], b"public", [], 65536)
        launch = Launch("faulty_role", configure, (bind("127.0.0.1", 0),), msgspec.msgpack.Decoder(SimulatorEvent))
        await supervisor.bring_up(launch)
        if sys.argv[2] == "hang":
            supervisor.send(ApplyOverrides(1, []))
        print(supervisor.process.pid, flush=True)
        await asyncio.sleep(60)

    asyncio.run(main())
"""


@pytest.mark.parametrize("state", ["healthy", "hang"])
def test_kill_9_of_the_server_leaves_no_orphan(state: str) -> None:
    if state == "hang" and sys.platform != "linux":
        pytest.skip("only Linux ends a child that does not look at its channel")
    server = subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(SERVER), "fine", state], stdout=subprocess.PIPE, text=True
    )
    assert server.stdout is not None
    pid = int(server.stdout.readline())
    assert is_alive(pid)
    server.kill()
    server.wait()
    server.stdout.close()
    wait_until_gone(pid)
