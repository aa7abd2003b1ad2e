"""The system group is there for every device."""

from __future__ import annotations

import dataclasses

from tests.unit.simulation.generation.small_device import plan_of
from trishul.datatypes import Oid, Value
from trishul.simulation.generation.system_group import system_instances


def test_many_modules_are_named_in_short() -> None:
    plan = dataclasses.replace(plan_of(), modules=tuple(f"M{number}-MIB" for number in range(9)))
    description = system_instances(plan)[Oid("1.3.6.1.2.1.1.1.0").contents]
    assert isinstance(description, Value)
    assert str(description).endswith("M5-MIB and 3 more")
