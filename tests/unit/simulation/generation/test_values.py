"""Values say what their objects mean, by the most telling source that gives a legal one."""

from __future__ import annotations

import dataclasses

import pytest

from tests.unit.simulation.generation.small_device import COUNTER32, NUMBER, TEXT, instance, plan_of
from trishul.datatypes import Value, ValueType
from trishul.simulation.behaviours import MovingCounter
from trishul.simulation.behaviours.wandering import Wandering
from trishul.simulation.generation.instance import Row
from trishul.simulation.generation.values import make_value
from trishul.smi.model import BaseType, TypeInfo

TRUTH = TypeInfo(BaseType.INTEGER, "TruthValue", labels=(("true", 1), ("false", 2)))
STATES = TypeInfo(BaseType.INTEGER, labels=(("other", 1), ("down", 2), ("up", 3)))
MASK = TypeInfo(BaseType.IP_ADDRESS)
FLAGS = TypeInfo(BaseType.BITS, labels=(("first", 0), ("tenth", 9)))


def test_counters_move_and_temperatures_wander_in_degrees() -> None:
    assert isinstance(make_value(instance("boxPkts", COUNTER32)), MovingCounter)
    temperature = make_value(instance("boxTemperature", NUMBER, units="tenths of degrees Celsius"))
    assert isinstance(temperature, Wandering)
    assert 240 <= temperature.low <= temperature.number_at(77.0) <= temperature.high <= 420


def test_a_default_is_honoured_where_it_is_legal_and_never_for_a_row_status() -> None:
    asked = instance("boxState", STATES)
    legal = dataclasses.replace(asked.object, default=Value.integer(2))
    assert make_value(dataclasses.replace(asked, object=legal)) == Value.integer(2)
    illegal = dataclasses.replace(asked.object, default=Value.integer(9))
    assert make_value(dataclasses.replace(asked, object=illegal)) in (Value.integer(2), Value.integer(3))


def test_an_index_that_can_be_read_is_the_index_of_the_row() -> None:
    row = Row(b"\7", {"boxIndex": Value.integer(7)}, 0)
    assert make_value(instance("boxIndex", NUMBER, row)) == Value.integer(7)


def test_a_column_that_means_an_interface_names_one_that_is_there() -> None:
    values = [make_value(instance("boxIfIndex", NUMBER, Row(b"\1", {}, number))) for number in range(9)]
    assert {value for value in values if isinstance(value, Value)} == {Value.integer(one) for one in (1, 2, 3)}


def test_masks_and_flags_look_like_some() -> None:
    assert make_value(instance("boxNetMask", MASK)) == Value.ip_address("255.255.255.0")
    flags = make_value(instance("boxFlags", FLAGS))
    assert isinstance(flags, Value)
    assert len(flags.contents) == 2
    assert not flags.contents[0] & 0x7F


@pytest.mark.parametrize(("address_type", "size"), [(1, 4), (2, 16), (0, 0)])
def test_an_address_is_of_the_kind_that_its_type_says(address_type: int, size: int) -> None:
    info = TypeInfo(BaseType.OCTET_STRING, "InetAddress", ranges=((0, 255),), is_size=True)
    value = make_value(instance("boxAddress", info, address_type=address_type))
    assert isinstance(value, Value)
    assert len(value.contents) == size


def test_a_count_needs_its_table() -> None:
    asked = dataclasses.replace(
        instance("boxNumber", NUMBER), plan=dataclasses.replace(plan_of(), row_counts={"box": 4})
    )
    assert make_value(asked) == Value.integer(4)
    inside = dataclasses.replace(asked, object=dataclasses.replace(asked.object, name="boxNumPorts"))
    counted = dataclasses.replace(inside, plan=dataclasses.replace(plan_of(), row_counts={"boxport": 6}))
    assert make_value(counted) == Value.integer(6)


def test_what_is_no_value_has_none() -> None:
    assert make_value(instance("box", TypeInfo(BaseType.UNKNOWN))) is None


def test_an_opaque_holds_a_number_and_a_text_can_be_read() -> None:
    opaque = make_value(instance("boxLoad", TypeInfo(BaseType.OPAQUE)))
    assert isinstance(opaque, Value)
    assert opaque.tag == ValueType.OPAQUE
    assert isinstance(opaque.native, float)
    assert str(make_value(instance("boxSerialNumber", TEXT))) == "SN20410001"
