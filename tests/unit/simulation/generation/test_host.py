"""The host's storage and devices agree: nothing is fuller than full, only processors have a load."""

from __future__ import annotations

import pytest

from tests.unit.simulation.generation.small_device import NUMBER, instance
from trishul.datatypes import Value
from trishul.simulation.behaviours.wandering import Wandering
from trishul.simulation.generation.host import DISK, PROCESSOR, device_kind, has_row, host_value
from trishul.simulation.generation.instance import Row


@pytest.mark.parametrize("number", range(5))
def test_used_storage_is_less_than_its_size(number: int) -> None:
    row = Row(b"\1", {}, number)
    size = host_value(instance("hrStorageSize", NUMBER, row))
    used = host_value(instance("hrStorageUsed", NUMBER, row))
    assert isinstance(size, Value)
    assert isinstance(used, Wandering)
    assert isinstance(size.native, int)
    assert used.high < size.native


def test_only_devices_of_its_kind_are_in_a_table() -> None:
    assert device_kind(0)[0] == PROCESSOR
    assert [index for index in range(1, 9) if has_row("hrDiskStorageEntry", index)] == [4]
    assert device_kind(3)[0] == DISK
    assert has_row("hrDeviceEntry", 4)


def test_other_objects_are_left_to_others() -> None:
    assert host_value(instance("hrSystemProcesses", NUMBER)) is None
    assert host_value(instance("ifIndex", NUMBER)) is None
