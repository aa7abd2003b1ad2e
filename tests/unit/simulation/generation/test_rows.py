"""Rows: legal names, the rows of the table that an index belongs to, and what interfaces and entities say."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.unit.simulation.generation.small_device import NUMBER, ROOT, TEXT, column, plan_of, table
from trishul.datatypes import Oid, Value
from trishul.simulation.generation.object_types import IndexObject, TableType
from trishul.simulation.generation.rows import RowPlanner
from trishul.simulation.object_rules import IndexRule, RowRule
from trishul.simulation.row_index import index_values
from trishul.smi.model import BaseType, TypeInfo

INTERFACE = TypeInfo(BaseType.INTEGER, "InterfaceIndex", "IF-MIB", ranges=((1, 2**31 - 1),))
ENTITY = TypeInfo(BaseType.INTEGER, "PhysicalIndex", "ENTITY-MIB", ranges=((1, 2**31 - 1),))
SIZES = st.lists(st.integers(0, 20), min_size=2, max_size=2).map(lambda pair: (tuple(sorted(pair)),))
LABELS = st.lists(st.integers(-2, 60), min_size=1, max_size=6, unique=True).map(
    lambda numbers: tuple((f"l{number}", number) for number in numbers)
)
INDEX_TYPES = st.one_of(
    st.builds(
        TypeInfo,
        st.just(BaseType.INTEGER),
        ranges=st.lists(st.integers(-5, 1000), min_size=2, max_size=2).map(lambda pair: (tuple(sorted(pair)),)),
    ),
    st.builds(TypeInfo, st.just(BaseType.INTEGER), labels=LABELS),
    st.builds(TypeInfo, st.just(BaseType.OCTET_STRING), ranges=SIZES, is_size=st.just(True)),
    st.sampled_from(
        (
            TEXT,
            TypeInfo(BaseType.OCTET_STRING, "MacAddress", ranges=((6, 6),), is_size=True, display_hint="1x:"),
            TypeInfo(BaseType.IP_ADDRESS),
            TypeInfo(BaseType.OBJECT_IDENTIFIER),
            TypeInfo(BaseType.OCTET_STRING, "InetAddress", ranges=((0, 255),), is_size=True),
            TypeInfo(BaseType.INTEGER, "InetAddressType", labels=(("unknown", 0), ("ipv4", 1), ("ipv6", 2))),
        )
    ),
)


@given(infos=st.lists(INDEX_TYPES, min_size=1, max_size=4), is_implied=st.booleans(), seed=st.integers(0, 50))
@settings(max_examples=50, suppress_health_check=[HealthCheck.too_slow])
def test_names_of_rows_read_back_to_their_index_and_are_different(
    *, infos: list[TypeInfo], is_implied: bool, seed: int
) -> None:
    last = len(infos) - 1
    has_length = infos[last].base in {BaseType.OCTET_STRING, BaseType.OBJECT_IDENTIFIER}
    index = tuple(
        IndexObject(b"", f"place{at}", info, is_implied and at == last and has_length) for at, info in enumerate(infos)
    )
    made = TableType(Oid(f"{ROOT}.5.1").contents, "placeEntry", index, ())
    rows = RowPlanner((made,), plan_of(seed), None).rows_of(made)
    rule = RowRule(made.contents, tuple(IndexRule(one.name, one.info, one.is_implied) for one in index), ())
    for row in rows:
        assert index_values(rule, row.contents) == row.values
    assert len({row.contents for row in rows}) == len(rows)


def test_a_table_with_the_index_of_another_has_its_rows() -> None:
    index = column("rackIndex", 5, 1, NUMBER)
    own = column("rackSlotName", 6, 1, TEXT, "not-accessible")
    racks = table("rackEntry", 5, [index], [index])
    slots = table("rackSlotEntry", 6, [index, own], [own])
    again = table("rackStateEntry", 7, [index], [])
    planner = RowPlanner((slots, racks, again), plan_of(), 6)
    names = {row.values["rackIndex"] for row in planner.rows_of(racks)}
    assert names == {Value.integer(number) for number in range(1, 7)}
    assert {row.values["rackIndex"] for row in planner.rows_of(slots)} == names
    assert [row.contents for row in planner.rows_of(again)] == [row.contents for row in planner.rows_of(racks)]


def test_tables_that_borrow_from_each_other_end() -> None:
    first, second = column("aIndex", 5, 1, NUMBER), column("bIndex", 6, 1, NUMBER)
    a = table("aEntry", 5, [first, second], [first])
    b = table("bEntry", 6, [first, second], [second])
    assert RowPlanner((a, b), plan_of(), 4).rows_of(a)


def test_rows_that_name_interfaces_and_entities_know_them() -> None:
    plan = plan_of()
    by_interface = table("vendorIfEntry", 5, [column("vendorIfIndex", 5, 1, INTERFACE)], [])
    by_entity = table("vendorPartEntry", 6, [column("vendorPart", 6, 1, ENTITY)], [])
    planner = RowPlanner((by_interface, by_entity), plan, None)
    assert [row.interface for row in planner.rows_of(by_interface)] == list(plan.interfaces)
    assert [row.entity for row in planner.rows_of(by_entity)] == list(plan.entities)


def test_only_sensors_measure_and_containment_is_that_of_the_entities() -> None:
    plan = plan_of()
    index = column("entPhysicalIndex", 5, 1, ENTITY)
    sensors = table("entPhySensorEntry", 6, [index], [])
    inside = table("entPhysicalContainsEntry", 7, [index, column("entPhysicalChildIndex", 7, 1, ENTITY)], [])
    planner = RowPlanner((sensors, inside), plan, None)
    assert all(row.entity is not None and "sensor" in row.entity.title for row in planner.rows_of(sensors))
    assert len(planner.rows_of(inside)) == len(plan.entities) - 1


def test_interfaces_are_stacked_on_nothing() -> None:
    zero = TypeInfo(BaseType.INTEGER, "InterfaceIndexOrZero", ranges=((0, 2**31 - 1),))
    stack = table(
        "ifStackEntry", 5, [column("ifStackHigherLayer", 5, 1, zero), column("ifStackLowerLayer", 5, 2, zero)], []
    )
    rows = RowPlanner((stack,), plan_of(), None).rows_of(stack)
    assert [row.contents for row in rows] == [b"\0\1", b"\0\2", b"\0\3", b"\1\0", b"\2\0", b"\3\0"]
