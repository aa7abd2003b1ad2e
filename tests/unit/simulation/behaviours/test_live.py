"""Numbers that somebody else keeps."""

from __future__ import annotations

from trishul.datatypes import Oid, Value, ValueType
from trishul.simulation.behaviours import LiveNumber
from trishul.simulation.device import Device


def test_a_counter_wraps() -> None:
    assert LiveNumber(ValueType.COUNTER32, lambda _now: 2**32 + 7).contents_at(0.0) == b"\x07"


def test_a_device_asks_each_time_even_within_a_hundredth_of_a_second() -> None:
    numbers = iter(range(10))
    device = Device.from_instances({Oid("1.3.6.1"): LiveNumber(ValueType.COUNTER32, lambda _now: next(numbers))})
    assert [device.value_at(0, 5.0).native for _ in range(3)] == [0, 1, 2]


def test_a_number_may_depend_on_the_time() -> None:
    device = Device.from_instances({Oid("1.3.6.1"): LiveNumber(ValueType.INTEGER, int)})
    assert device.value_at(0, 41.7) == Value.integer(41)
