"""The system group of the demo switch has the types of RFC 3418 and a sysORTable that hangs together."""

from __future__ import annotations

from trishul.datatypes import Oid, Value, ValueType
from trishul.simulation.demo_switch.system import system_instances

SYSTEM = system_instances(1, 0.0)


def test_the_scalars_have_their_types() -> None:
    types = {name.removeprefix("1.3.6.1.2.1.1."): ValueType(value.tag) for name, value in SYSTEM.items()}
    assert {name: types[name] for name in types if name.endswith(".0")} == {
        "1.0": ValueType.OCTET_STRING,
        "2.0": ValueType.OBJECT_IDENTIFIER,
        "3.0": ValueType.TIME_TICKS,
        "4.0": ValueType.OCTET_STRING,
        "5.0": ValueType.OCTET_STRING,
        "6.0": ValueType.OCTET_STRING,
        "7.0": ValueType.INTEGER,
        "8.0": ValueType.TIME_TICKS,
    }


def test_the_object_id_is_under_the_enterprise_for_examples() -> None:
    """RFC 5612."""
    value = SYSTEM["1.3.6.1.2.1.1.2.0"]
    assert isinstance(value, Value)
    assert Oid.from_contents(value.contents).starts_with((1, 3, 6, 1, 4, 1, 32473))


def test_the_last_change_of_the_sysortable_is_that_of_its_newest_row() -> None:
    times = [value for name, value in SYSTEM.items() if ".1.1.9.1.4." in name]
    assert SYSTEM["1.3.6.1.2.1.1.8.0"] == times[-1]
