"""Address, start, replacement and stop of a worker, as both services use them."""

from __future__ import annotations

import socket
from collections.abc import AsyncIterator
from pathlib import Path
from typing import cast

import msgspec
import pytest

from trishul.errors import AddressInUse, AddressNotAvailable, InvalidInput
from trishul.services.bus import Bus, Subscription
from trishul.services.counters import Counters
from trishul.services.events import StatusChanged
from trishul.services.worker_lifecycle import WorkerLifecycle
from trishul.store.database import Database
from trishul.workers.messages import ConfigureSimulator, SimulatorEvent
from trishul.workers.process import WorkerFailed
from trishul.workers.supervisor import SupervisorTimes

ROLES = Path(__file__).resolve().parents[2] / "workers"


class Bench:
    """A lifecycle, and what it announced."""

    def __init__(self, *, host: str = "127.0.0.1", port: int = 0) -> None:
        self.bus = Bus()
        self.events: Subscription = self.bus.subscribe()
        self.counters = Counters(cast("Database", None), self.bus)  # never started: saved nowhere
        self.lifecycle = WorkerLifecycle(
            "simulator",
            "faulty_role",
            msgspec.msgpack.Decoder(SimulatorEvent),
            host=host,
            port=port,
            bus=self.bus,
            counters=self.counters,
            on_message=lambda *_: None,
            times=SupervisorTimes(first_restart_delay_s=0.05),
        )

    async def bring_up(self, fault: str = "fine", *, port: int | None = None) -> None:
        await self.lifecycle.bring_up(port, ConfigureSimulator(fault, b"public", [], 1 << 16))

    @property
    def announced(self) -> int:
        return sum(isinstance(event, StatusChanged) for event in self.events._events)

    @property
    def counts_seconds(self) -> bool:
        return "simulator" in self.counters._running_since


@pytest.fixture(autouse=True)
def role_path(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", str(ROLES))


@pytest.fixture
async def bench() -> AsyncIterator[Bench]:
    made = Bench()
    yield made
    await made.lifecycle.stop()


async def test_started_means_bound_and_announced_once(bench: Bench) -> None:
    await bench.bring_up()
    assert bench.lifecycle.port > 0
    assert bench.lifecycle.pid is not None
    assert bench.lifecycle.uptime_seconds is not None
    assert (bench.announced, bench.counts_seconds) == (1, True)


async def test_stopping_frees_the_port_and_is_announced_once(bench: Bench) -> None:
    await bench.bring_up()
    port = bench.lifecycle.port
    assert await bench.lifecycle.stop()
    assert (bench.announced, bench.counts_seconds, bench.lifecycle.pid) == (2, False, None)
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.bind(("127.0.0.1", port))
    assert not await bench.lifecycle.stop()


async def test_a_port_in_use_is_said_by_name_and_nothing_is_announced(bench: Bench) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as taken:
        taken.bind(("127.0.0.1", 0))
        with pytest.raises(AddressInUse):
            await bench.bring_up(port=taken.getsockname()[1])
    assert bench.announced == 0


@pytest.mark.parametrize("port", [-1, 65536])
async def test_a_bad_port_is_wrong_input(bench: Bench, port: int) -> None:
    with pytest.raises(InvalidInput):
        await bench.bring_up(port=port)


async def test_an_address_of_another_host_is_said_by_name() -> None:
    with pytest.raises(AddressNotAvailable):
        await Bench(host="192.0.2.1").bring_up()


async def test_a_replacement_keeps_the_socket_when_the_port_stays(bench: Bench) -> None:
    await bench.bring_up()
    port, pid = bench.lifecycle.port, bench.lifecycle.pid
    await bench.bring_up()
    assert bench.lifecycle.port == port
    assert bench.lifecycle.pid != pid
    assert bench.announced == 2


async def test_a_replacement_may_move_to_another_port_and_frees_the_old_one(bench: Bench, free_udp_port: int) -> None:
    await bench.bring_up()
    old_port = bench.lifecycle.port
    await bench.bring_up(port=free_udp_port)
    assert bench.lifecycle.port == free_udp_port
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.bind(("127.0.0.1", old_port))


async def test_the_running_worker_stays_when_its_replacement_fails(bench: Bench) -> None:
    await bench.bring_up()
    port, pid = bench.lifecycle.port, bench.lifecycle.pid
    with pytest.raises(WorkerFailed):
        await bench.bring_up("refuses")
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as taken:
        taken.bind(("127.0.0.1", 0))
        with pytest.raises(AddressInUse):
            await bench.bring_up(port=taken.getsockname()[1])
    assert (bench.lifecycle.port, bench.lifecycle.pid) == (port, pid)
    assert (bench.announced, bench.counts_seconds) == (1, True)


async def test_a_crash_and_the_restart_are_announced_and_the_port_stays(bench: Bench) -> None:
    await bench.bring_up()
    port, process = bench.lifecycle.port, bench.lifecycle.supervisor.process
    assert process is not None
    process.kill()
    await anext(bench.events)
    await anext(bench.events)
    assert bench.lifecycle.supervisor.state == "crashed"
    assert bench.lifecycle.pid is None
    await anext(bench.events)
    assert bench.lifecycle.supervisor.is_running
    assert bench.lifecycle.port == port


async def test_both_transports_have_one_port_and_keep_it_through_crash_and_replacement(bench: Bench) -> None:
    await bench.bring_up()
    assert bench.lifecycle.transports == ["udp", "tcp"]
    process = bench.lifecycle.supervisor.process
    assert process is not None
    process.kill()
    for _ in range(2):
        await anext(bench.events)
    assert bench.lifecycle.supervisor.state == "crashed"
    with socket.create_connection(("127.0.0.1", bench.lifecycle.port)):
        await anext(bench.events)  # restarted: who connected meanwhile waited in the kernel
    await bench.bring_up()
    assert bench.lifecycle.transports == ["udp", "tcp"]
    assert bench.lifecycle.tcp_error is None


async def test_where_only_tcp_cannot_have_the_port_udp_is_served_and_the_status_says_why(bench: Bench) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        await bench.bring_up(port=taken.getsockname()[1])
        assert bench.lifecycle.transports == ["udp"]
        assert bench.lifecycle.tcp_error is not None
        assert "is used by another program" in bench.lifecycle.tcp_error
    await bench.bring_up()
    assert (bench.lifecycle.transports, bench.lifecycle.tcp_error) == (["udp", "tcp"], None)


async def test_an_address_told_while_nothing_runs_holds_at_once_and_one_told_meanwhile_waits(
    bench: Bench, free_udp_port: int
) -> None:
    lifecycle = bench.lifecycle
    assert lifecycle.move_to("127.0.0.2", 0) is False
    assert lifecycle.host == "127.0.0.2"
    await bench.bring_up()
    port = lifecycle.port
    assert lifecycle.move_to("127.0.0.1", free_udp_port) is True
    assert (lifecycle.host, lifecycle.port) == ("127.0.0.2", port), "where it runs"
    await bench.bring_up()
    assert (lifecycle.host, lifecycle.port) == ("127.0.0.1", free_udp_port)
    assert lifecycle.move_to("127.0.0.2", 0) is True
    await lifecycle.stop()
    assert (lifecycle.host, lifecycle.port) == ("127.0.0.2", 0)


async def test_a_port_of_one_start_stays_while_the_same_address_is_told_again(bench: Bench, free_udp_port: int) -> None:
    await bench.bring_up(port=free_udp_port)
    assert bench.lifecycle.move_to("127.0.0.1", 0) is False
    await bench.bring_up()
    assert bench.lifecycle.port == free_udp_port
