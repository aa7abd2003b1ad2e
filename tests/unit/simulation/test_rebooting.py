"""A device after a reboot: what begins at zero, and what stays."""

from __future__ import annotations

import pytest

from trishul.datatypes import Oid, Value
from trishul.datatypes.values import ValueType
from trishul.simulation.behaviours import Flow, LiveNumber, MovingCounter, Uptime, next_wrap
from trishul.simulation.device import Device
from trishul.simulation.rebooting import SYS_UP_TIME, reboot
from trishul.simulation.recordings.snmprec import read_snmprec
from trishul.simulation.variations.variation import Origin

IN_OCTETS, HC_IN_OCTETS = Oid("1.3.6.1.2.1.2.2.1.10.1"), Oid("1.3.6.1.2.1.31.1.1.1.6.1")
NAME, LAST_CHANGE, TIMEOUT = Oid("1.3.6.1.2.1.1.5.0"), Oid("1.3.6.1.2.1.2.2.1.9.1"), Oid("1.3.6.1.4.1.9.1.0")


def native(device: Device, oid: Oid, now: float) -> object:
    value = device.find_value(oid.contents, now)
    assert value is not None
    return value.native


def test_moving_counters_and_uptime_begin_at_zero_and_move_on() -> None:
    flow = Flow(0.0, 5_000_000_000, 1000.0, swing=0.0)
    device = Device.from_instances(
        {
            SYS_UP_TIME: Uptime(0.0, 900),
            IN_OCTETS: MovingCounter(ValueType.COUNTER32, (flow,)),
            HC_IN_OCTETS: MovingCounter(ValueType.COUNTER64, (flow,)),
        }
    )
    reboot(device, 100.0)
    assert [native(device, oid, 100.0) for oid in (SYS_UP_TIME, IN_OCTETS, HC_IN_OCTETS)] == [0, 0, 0]
    assert [native(device, oid, 103.0) for oid in (SYS_UP_TIME, IN_OCTETS, HC_IN_OCTETS)] == [300, 3000, 3000]
    reboot(device, 200.0)
    assert [native(device, oid, 201.0) for oid in (SYS_UP_TIME, IN_OCTETS)] == [100, 1000]
    wraps_at = next_wrap(device.find_behaviour(SYS_UP_TIME.contents), 201.0)
    assert wraps_at == pytest.approx(200.0 + 2**32 / 100, abs=0.01)


def test_of_a_recording_counters_are_zero_sysuptime_ticks_and_the_rest_is_as_recorded() -> None:
    device = Device.from_instances(
        {
            SYS_UP_TIME: Value.time_ticks(123_456),
            NAME: Value.octet_string("switch"),
            LAST_CHANGE: Value.time_ticks(99),
            IN_OCTETS: Value.counter32(77),
            TIMEOUT: Value.time_ticks(500),
        }
    )
    reboot(device, 10.0)
    shown = [native(device, oid, 12.5) for oid in (SYS_UP_TIME, NAME, LAST_CHANGE, IN_OCTETS, TIMEOUT)]
    assert shown == [250, b"switch", 0, 0, 500]


def test_what_was_overridden_and_what_managers_have_set_stays() -> None:
    plain = Device.from_instances({IN_OCTETS: Value.counter32(1), HC_IN_OCTETS: Value.counter64(2)})
    device = plain.with_overrides({IN_OCTETS: Value.counter32(7)})
    device.restore({})
    reboot(device, 10.0)
    assert [native(device, oid, 11.0) for oid in (IN_OCTETS, HC_IN_OCTETS)] == [7, 0]


def test_lines_with_variation_modules_begin_again_and_what_the_engine_counts_is_the_engines() -> None:
    recording = read_snmprec([b"1.3.6.1.2.1.2.2.1.10.1|65:numeric|initial=5,rate=10\n"])
    device = Device.from_recording(recording)
    device.start(Origin(0.0))
    device.hold({HC_IN_OCTETS.contents: LiveNumber(ValueType.COUNTER32, lambda _now: 42)})
    reboot(device, 50.0)
    assert [native(device, oid, 51.0) for oid in (IN_OCTETS, HC_IN_OCTETS)] == [15, 42]


def test_a_learned_counter_begins_at_zero_as_its_device_did() -> None:
    lines = [b"1.3.6.1.2.1.1.3.0|67:numeric|initial=900,rate=100,wrap=1\n",
             b"1.3.6.1.2.1.2.2.1.10.1|65:numeric|initial=4294967290,rate=10,wrap=1\n"]  # fmt: skip
    device = Device.from_recording(read_snmprec(lines))
    device.start(Origin(0.0))
    for started_at in (50.0, 70.0):
        reboot(device, started_at)
        assert [native(device, oid, started_at + 2) for oid in (SYS_UP_TIME, IN_OCTETS)] == [200, 20]
