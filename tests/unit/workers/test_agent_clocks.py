"""Clocks stay with their agent, whichever device it has; moves are answered in words where they cannot be made."""

from __future__ import annotations

import asyncio

from trishul.datatypes import Oid, Value
from trishul.simulation.behaviours import Uptime
from trishul.simulation.device import Device
from trishul.simulation.rebooting import SYS_UP_TIME
from trishul.simulation.recordings.snmprec import read_snmprec
from trishul.simulation.variations.variation import Origin
from trishul.workers.agent_clocks import AgentClocks
from trishul.workers.agent_commands import AgentRebooted, ClockTold, RebootAgent, SetClock
from trishul.workers.agent_messages import ClockChange, RestartedEngine
from trishul.workers.message import Message

NAME = Oid("1.3.6.1.2.1.1.5.0")
START_S = 1000.0


class Bench:
    """Clocks of one agent whose device was loaded already, and the time that a test makes."""

    def __init__(self, speed: float | None = None) -> None:
        self.now = START_S
        self.told: asyncio.Queue[Message] = asyncio.Queue()
        self.device = self.make()
        self.clocks = AgentClocks(
            self.send, lambda: self.now, load=self.load, restart_engines=self.restart_engines,
            speeds={} if speed is None else {"router": speed},
        )  # fmt: skip
        self.clocks.follow("router", self.device)

    def make(self) -> Device:
        return Device.from_instances({SYS_UP_TIME: Uptime(START_S), NAME: Value.octet_string("switch")})

    def send(self, message: Message) -> bool:
        self.told.put_nowait(message)
        return True

    async def load(self, _agent_id: str) -> Device | None:
        return self.device

    async def restart_engines(self, _agent_id: str) -> RestartedEngine | None:
        return RestartedEngine(b"engine", 8)

    async def change(self, **change: object) -> ClockTold:
        self.clocks.handle(SetClock(1, "router", ClockChange(**change)))  # type: ignore[arg-type]
        told = await self.told.get()
        assert isinstance(told, ClockTold)
        return told

    def uptime(self, device: Device | None = None) -> object:
        value = (device or self.device).find_value(SYS_UP_TIME.contents, self.now)
        assert value is not None
        return value.native


async def test_a_clock_is_sped_up_frozen_stepped_and_moved_to_an_age() -> None:
    bench = Bench()
    assert (await bench.change(speed=10.0)).error == ""
    bench.now += 2
    assert bench.uptime() == 2000
    told = await bench.change(speed=0.0, step_s=5.0)
    bench.now += 60
    assert told.reading is not None
    assert (told.reading.speed, told.reading.uptime_s, told.reading.sys_uptime, bench.uptime()) == (0, 25, 2500, 2500)
    await bench.change(to_uptime_s=100.0)
    assert bench.uptime() == 10_000
    assert "ahead only" in (await bench.change(to_uptime_s=99.0)).error


async def test_ten_seconds_before_a_wrap_it_is_ten_seconds_to_the_wrap() -> None:
    bench = Bench()
    told = await bench.change(before_wrap_of=SYS_UP_TIME.contents, before_s=10.0)
    assert told.reading is not None
    assert told.reading.wraps_in_s is not None
    assert abs(told.reading.wraps_in_s - 10) < 0.01
    bench.now += 10.5
    assert 0 <= int(str(bench.uptime())) <= 100
    assert "stands still" in (await bench.change(before_wrap_of=NAME.contents)).error
    assert "no such instance" in (await bench.change(before_wrap_of=NAME.contents + b"\1")).error
    assert "only" in (await bench.change(before_wrap_of=SYS_UP_TIME.contents, before_s=1e9)).error


async def test_another_device_has_the_agents_time_and_its_reboot() -> None:
    bench = Bench()
    await bench.change(speed=2.0)
    bench.now += 10
    bench.clocks.handle(RebootAgent(2, "router"))
    assert await bench.told.get() == AgentRebooted(2, RestartedEngine(b"engine", 8))
    assert bench.uptime() == 0
    bench.now += 1
    other = bench.make()
    bench.clocks.follow("router", None)
    bench.clocks.follow("router", other)
    assert (bench.uptime(), bench.uptime(other)) == (200, 200)
    assert bench.clocks.read("router").uptime_s == 2
    bench.clocks.forget("router")
    assert bench.clocks.read("router").speed == 1


async def test_the_speed_of_an_earlier_worker_goes_on_from_the_start() -> None:
    bench = Bench(speed=100.0)
    assert bench.uptime() == 0
    bench.now += 1
    assert bench.uptime() == 10_000
    bench.clocks.close()


async def test_a_learned_counter_is_moved_close_to_its_wrap_and_a_gauge_has_none() -> None:
    bench = Bench()
    lines = [b"1.3.6.1.2.1.2.2.1.10.1|65:numeric|initial=7,rate=250,wrap=1\n",
             b"1.3.6.1.2.1.25.1.6.0|66:numeric|min=1,max=9,rate=2,function=cos,scale=4\n"]  # fmt: skip
    bench.device = Device.from_recording(read_snmprec(lines))
    bench.device.start(Origin(START_S))
    bench.clocks.follow("router", bench.device)
    in_octets, processes = bench.device.names
    assert (await bench.change(before_wrap_of=in_octets, before_s=2.0)).error == ""
    before = bench.device.find_value(in_octets, bench.now)
    after = bench.device.find_value(in_octets, bench.now + 3)
    assert before is not None
    assert after is not None
    assert int(str(before.native)) > 2**32 - 600
    assert int(str(after.native)) < 300
    assert "no counter" in (await bench.change(before_wrap_of=processes)).error
