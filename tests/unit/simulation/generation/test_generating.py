"""A whole device: legal, the same again for a seed, within its limits, with tables that agree."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.unit.simulation.generation.small_device import COUNTER32, COUNTER64, NUMBER, ROOT, TEXT, column, table, thing
from trishul.datatypes import Oid, Value
from trishul.protocol.pdu import ErrorStatus
from trishul.simulation.device import Device
from trishul.simulation.generation import DeviceTypes, generate_device
from trishul.simulation.value_checks import check_value
from trishul.smi.model import BaseType, TypeInfo

INDEX = column("rackIndex", 5, 1, NUMBER, "not-accessible")
RACKS = table(
    "rackEntry",
    5,
    [INDEX],
    [
        INDEX,
        column("rackName", 5, 2, TEXT),
        column("rackPkts", 5, 3, COUNTER32),
        column("rackSecret", 5, 4, TEXT, "accessible-for-notify"),
    ],
)
MORE = table("rackMoreEntry", 6, [INDEX], [column("rackHCPkts", 6, 1, COUNTER64)], RACKS.contents)
TYPES = DeviceTypes(("RACK-MIB",), (thing("rackNumber", NUMBER, f"{ROOT}.1"),), (RACKS, MORE), Oid(ROOT).contents)


def values_of(device: Device, now: float) -> dict[str, Value]:
    return {str(Oid.from_contents(name)): device.value_at(at, now) for at, name in enumerate(device.names)}


def test_one_seed_makes_one_device_and_another_seed_another() -> None:
    first = values_of(generate_device(TYPES, 7).device, 50.0)
    assert values_of(generate_device(TYPES, 7).device, 50.0) == first
    assert values_of(generate_device(TYPES, 8).device, 50.0) != first


def test_what_cannot_be_read_has_no_instances() -> None:
    names = values_of(generate_device(TYPES, 7).device, 0.0)
    assert not any(name.startswith((f"{ROOT}.5.1.1.", f"{ROOT}.5.1.4.")) for name in names)


def test_a_count_counts_the_rows_and_an_augmenting_row_is_there_for_each() -> None:
    values = values_of(generate_device(TYPES, 7, rows=5).device, 0.0)
    assert values[f"{ROOT}.1.0"] == Value.integer(5)
    assert [name for name in values if name.startswith(f"{ROOT}.6.1.1.")] == [
        f"{ROOT}.6.1.1.{row}" for row in range(1, 6)
    ]


@given(st.floats(0, 1e9), st.integers(0, 1000))
@settings(max_examples=25)
def test_twins_agree_at_any_time(now: float, seed: int) -> None:
    values = values_of(generate_device(TYPES, seed, rows=1).device, now)
    low, high = values[f"{ROOT}.5.1.3.1"].native, values[f"{ROOT}.6.1.1.1"].native
    assert isinstance(high, int)
    assert low == high % 2**32


def test_the_system_group_names_the_modules_and_the_vendor() -> None:
    values = values_of(generate_device(TYPES, 7).device, 0.0)
    assert "RACK-MIB" in str(values["1.3.6.1.2.1.1.1.0"])
    assert values["1.3.6.1.2.1.1.2.0"] == Value.object_identifier(ROOT)


def test_rows_that_find_no_room_are_left_out_and_said_to_be() -> None:
    made = generate_device(TYPES, 7, rows=100, max_instances=50)
    assert len(made.device) <= 50
    names = values_of(made.device, 0.0)
    racks = [name for name in names if name.startswith(f"{ROOT}.5.1.2.")]
    assert names[f"{ROOT}.1.0"] == Value.integer(len(racks))
    assert made.cut_tables == ("rackEntry", "rackMoreEntry")


RANGES = st.lists(st.integers(0, 2**31 - 1), min_size=2, max_size=2).map(lambda pair: (tuple(sorted(pair)),))
LABELS = st.lists(st.integers(0, 60), min_size=1, max_size=6, unique=True).map(
    lambda numbers: tuple((f"l{number}", number) for number in numbers)
)
SIZES = st.lists(st.integers(0, 40), min_size=2, max_size=2).map(lambda pair: (tuple(sorted(pair)),))
NAMES = st.sampled_from(("", "MacAddress", "DateAndTime", "TruthValue", "InetAddress", "RowStatus", "TimeStamp"))
TYPE_INFOS = st.one_of(
    st.builds(TypeInfo, st.sampled_from((BaseType.INTEGER, BaseType.GAUGE32)), NAMES, ranges=RANGES),
    st.builds(TypeInfo, st.just(BaseType.INTEGER), NAMES, labels=LABELS),
    st.builds(TypeInfo, st.just(BaseType.BITS), labels=LABELS),
    st.builds(TypeInfo, st.just(BaseType.OCTET_STRING), NAMES, ranges=SIZES, is_size=st.just(True)),
    st.sampled_from([TypeInfo(base) for base in (BaseType.IP_ADDRESS, BaseType.OPAQUE, BaseType.OBJECT_IDENTIFIER)]),
)
OBJECT_NAMES = st.sampled_from(
    ("cpuTemperature", "linkMtu", "peerMacAddress", "diskUsedPercent", "ifIndex", "portMask", "x", "serialNumber")
)


@given(OBJECT_NAMES, TYPE_INFOS, st.integers(0, 100), st.floats(0, 1e8))
@settings(max_examples=50, suppress_health_check=[HealthCheck.too_slow])
def test_every_value_is_legal_whatever_the_type(name: str, info: TypeInfo, seed: int, now: float) -> None:
    types = DeviceTypes((), (thing(name, info),), (), Oid(ROOT).contents)
    value = values_of(generate_device(types, seed).device, now)[f"{ROOT}.1.0"]
    assert check_value(info, value.tag, value.contents) is ErrorStatus.NO_ERROR
