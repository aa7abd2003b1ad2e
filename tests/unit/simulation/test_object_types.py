"""noSuchInstance against noSuchObject without MIBs (RFC 3416 §4.2.1)."""

from __future__ import annotations

import pytest

from trishul.datatypes import Oid, Value
from trishul.simulation.demo_switch import demo_switch
from trishul.simulation.device import Device

DEMO = demo_switch()

ROUTES = [f"1.3.6.1.2.1.4.21.1.{column}.{row}" for column in (1, 7) for row in ("0.0.0.0", "10.0.0.0", "192.0.2.0")]
GROUPS = [f"1.3.6.1.4.1.99999.1.{group}.{scalar}.0" for group in (1, 2) for scalar in (1, 2)]
ALONE = [f"1.3.6.1.4.1.99999.2.1.2.{row}" for row in (1, 2)]
OTHER = Device.from_instances({Oid(oid): Value.integer(1) for oid in (*ROUTES, *GROUPS, *ALONE)})


@pytest.mark.parametrize(
    "oid",
    [
        "1.3.6.1.2.1.1.1",  # sysDescr without its instance
        "1.3.6.1.2.1.1.1.1",  # another instance of the scalar
        "1.3.6.1.2.1.1.1.0.5",  # below the instance
        "1.3.6.1.2.1.2.2.1.2",  # ifDescr without a row
        "1.3.6.1.2.1.2.2.1.2.999",  # a row that does not exist
        "1.3.6.1.2.1.2.2.1.2.1.5",  # a row with an index too long
        "1.3.6.1.2.1.4.22.1.2.1.9.9.9.9",  # a table with five numbers in its index
        "1.3.6.1.2.1.4.20.1.1.10.0.0.1",
        "1.3.6.1.2.1.31.1.1.1.6.25",
    ],
)
def test_the_object_type_exists_and_only_the_instance_does_not(oid: str) -> None:
    assert DEMO.is_object(Oid(oid).contents)


@pytest.mark.parametrize(
    "oid",
    [
        "1.3.6.1.2.1.1.99.0",  # no such scalar in the group
        "1.3.6.1.2.1.1",  # the group itself
        "1.3.6.1.2.1.2.2.1",  # an entry is not accessible
        "1.3.6.1.2.1.2.2",
        "1.3.6.1.2.1.2.2.1.99",  # no such column
        "1.3.6.1.2.1.2.2.1.99.1",
        "1.3.6.1.4.1.99999.1",
        "1.3.6.1",
        "0.0",
        "2.5.4.3",
    ],
)
def test_no_such_object_type(oid: str) -> None:
    assert not DEMO.is_object(Oid(oid).contents)


def test_rows_that_end_in_zero_are_rows_all_the_same() -> None:
    assert OTHER.is_object(Oid("1.3.6.1.2.1.4.21.1.7.198.51.100.0").contents)
    assert not OTHER.is_object(Oid("1.3.6.1.2.1.4.21.1.8.198.51.100.0").contents)


def test_groups_of_scalars_beside_each_other_are_no_table() -> None:
    assert OTHER.is_object(Oid("1.3.6.1.4.1.99999.1.1.2.7").contents)
    assert not OTHER.is_object(Oid("1.3.6.1.4.1.99999.1.1.3.0").contents)


def test_a_table_of_one_column_is_known_by_its_rows() -> None:
    assert OTHER.is_object(Oid("1.3.6.1.4.1.99999.2.1.2.7").contents)
    assert OTHER.is_object(Oid("1.3.6.1.4.1.99999.2.1.2").contents)
    assert not OTHER.is_object(Oid("1.3.6.1.4.1.99999.2.1.3.7").contents)


def test_a_name_of_128_ones_is_answered_quickly_by_its_known_part_only() -> None:
    assert not DEMO.is_object(Oid((1, 3, *[1] * 126)).contents)
    assert DEMO.is_object(Oid((1, 3, 6, 1, 2, 1, 2, 2, *[1] * 120)).contents)


def test_a_mib_says_where_the_type_ends_and_the_device_whether_it_has_it() -> None:
    scalar, column, absent = (Oid(oid).contents for oid in ("1.3.6.1.9.1", "1.3.6.1.9.2.1.5", "1.3.6.1.9.3"))
    device = Device.from_instances(
        {Oid("1.3.6.1.9.1.0"): Value.integer(1), Oid("1.3.6.1.9.2.1.5.7.8"): Value.integer(1)}
    )

    def find_type(asked: bytes) -> bytes | None:
        return next((known for known in (scalar, column, absent) if asked.startswith(known)), None)

    assert not device.is_object(Oid("1.3.6.1.9.2.1.5.9").contents)
    device.find_type = find_type
    assert device.is_object(Oid("1.3.6.1.9.2.1.5.9").contents)
    assert device.is_object(Oid("1.3.6.1.9.1.5").contents)
    assert not device.is_object(Oid("1.3.6.1.9.3.0").contents)
    assert not device.is_object(Oid("1.3.6.1.8.1").contents)
    assert device.with_overrides({Oid("1.3.6.1.9.4.0"): Value.integer(1)}).find_type is None
