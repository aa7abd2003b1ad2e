"""Objects about the engine: live where nothing was recorded, never mixed with what was."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from trishul.datatypes import Oid, Value
from trishul.engine.access import AccessTables, GroupMember
from trishul.engine.local_engine import LocalEngine
from trishul.protocol.security.reports import Refusal
from trishul.simulation.demo_switch import demo_switch
from trishul.simulation.device import Device
from trishul.simulation.engine_objects import EngineFigures, EngineObjects, engine_instances, read_only
from trishul.simulation.object_rules import ObjectRule
from trishul.smi.model import BaseType, TypeInfo

ENGINE_ID = bytes.fromhex("80007ed905aabbcc")
SNMP_IN_PKTS, USM_UNKNOWN_USERS = Oid("1.3.6.1.2.1.11.1.0"), Oid("1.3.6.1.6.3.15.1.1.3.0")
ENGINE_TIME = Oid("1.3.6.1.6.3.10.2.1.3.0")


def engine() -> LocalEngine:
    return LocalEngine(ENGINE_ID, [], {b"": Device.from_instances({})}, boots=7, started_at=100.0)


def with_engine_objects(device: Device, figures: EngineFigures, *, replaces: bool = False) -> Device:
    EngineObjects(device, replaces=replaces).renew(figures)
    return device


def value(device: Device, oid: Oid, now: float = 0.0) -> object:
    return device.value_at(device.positions[oid.contents], now).native


def test_a_device_without_such_objects_gets_them_with_live_numbers() -> None:
    counts, own = Counter({1: 3}), engine()
    device = with_engine_objects(Device.from_instances({}), EngineFigures(lambda: counts, own))
    assert (value(device, SNMP_IN_PKTS), value(device, USM_UNKNOWN_USERS)) == (3, 0)
    counts[1] += 1
    own.count(Refusal.UNKNOWN_USER)
    assert (value(device, SNMP_IN_PKTS), value(device, USM_UNKNOWN_USERS)) == (4, 1)
    assert value(device, ENGINE_TIME, 142.9) == 42


def test_a_recorded_group_stays_as_it_was_recorded() -> None:
    recorded = Device.from_instances({SNMP_IN_PKTS: Value.counter32(815)})
    device = with_engine_objects(recorded, EngineFigures(lambda: Counter({1: 3, 2: 4}), engine()))
    assert value(device, SNMP_IN_PKTS) == 815
    assert Oid("1.3.6.1.2.1.11.2.0").contents not in device.positions
    assert value(device, USM_UNKNOWN_USERS) == 0


def test_made_up_numbers_make_room_for_real_ones() -> None:
    device = with_engine_objects(demo_switch(), EngineFigures(lambda: Counter({1: 3}), engine()), replaces=True)
    assert value(device, SNMP_IN_PKTS) == 3


def test_without_an_engine_there_is_the_snmp_group_alone() -> None:
    instances = engine_instances(EngineFigures(Counter))
    assert {str(oid)[:14] for oid in instances} == {"1.3.6.1.2.1.11"}


def test_access_tables_are_part_of_it() -> None:
    tables = AccessTables(members=(GroupMember(3, b"bert", "admins"),))
    assert Oid("1.3.6.1.6.3.16.1.2.1.3.3.4.98.101.114.116") in engine_instances(
        EngineFigures(Counter, engine(), tables)
    )


def test_rows_come_and_go_and_what_somebody_chose_stays() -> None:
    device = Device.from_instances({SNMP_IN_PKTS: Value.counter32(815)})
    objects = EngineObjects(device, replaces=True, kept=[SNMP_IN_PKTS])
    row = Oid("1.3.6.1.6.3.16.1.2.1.3.3.4.98.101.114.116")
    objects.renew(EngineFigures(Counter, engine(), AccessTables(members=(GroupMember(3, b"bert", "admins"),))))
    assert value(device, row) == b"admins"
    objects.renew(EngineFigures(Counter, engine()))
    assert row.contents not in device.positions
    assert value(device, SNMP_IN_PKTS) == 815


def test_nothing_about_an_engine_is_written_whatever_its_mib_says() -> None:
    rule = ObjectRule(
        Oid("1.3.6.1.2.1.11.30").contents, "snmpEnableAuthenTraps", TypeInfo(BaseType.INTEGER), "read-write"
    )
    guarded = read_only(lambda _name: rule)(rule.contents)
    assert guarded is not None
    assert (rule.is_writable, guarded.is_writable) == (True, False)
    elsewhere = replace(rule, contents=Oid("1.3.6.1.2.1.1.5").contents)
    assert read_only(lambda _name: elsewhere)(elsewhere.contents) is elsewhere
