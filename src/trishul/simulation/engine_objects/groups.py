"""The groups of objects about an engine, and which of them a device gets.

Owns the rule that a group is live or recorded as a whole. Each group's objects are the modules beside this one.
"""

from __future__ import annotations

from dataclasses import dataclass

from trishul.datatypes.oid import Oid
from trishul.datatypes.values import Value
from trishul.engine.access import AccessTables
from trishul.engine.local_engine import LocalEngine
from trishul.simulation.behaviours import Behaviour
from trishul.simulation.device import Device
from trishul.simulation.engine_objects.access_tables import access_instances
from trishul.simulation.engine_objects.counters import ReadSnmpGroup, snmp_instances
from trishul.simulation.engine_objects.engine_group import engine_group_instances, statistics_instances
from trishul.simulation.engine_objects.user_table import user_instances

GROUPS = tuple(
    map(
        Oid,
        (
            "1.3.6.1.2.1.11",  # snmp
            "1.3.6.1.6.3.10.2.1",  # snmpEngine
            "1.3.6.1.6.3.11.2.1",  # snmpMPDStats
            "1.3.6.1.6.3.12.1",  # snmpTargetObjects
            "1.3.6.1.6.3.15.1.1",  # usmStats
            "1.3.6.1.6.3.15.1.2",  # usmUser
            "1.3.6.1.6.3.16.1",  # vacmMIBObjects
        ),
    )
)
_NO_TABLES = AccessTables()


@dataclass(frozen=True, slots=True)
class EngineFigures:
    """Whose numbers they are. Without an engine there is the snmp group alone."""

    snmp_group: ReadSnmpGroup
    engine: LocalEngine | None = None
    access: AccessTables = _NO_TABLES


def engine_instances(figures: EngineFigures) -> dict[Oid, Value | Behaviour]:
    """All objects about an engine."""
    instances = snmp_instances(figures.snmp_group)
    engine = figures.engine
    if engine is not None:
        instances |= engine_group_instances(engine) | statistics_instances(engine, figures.snmp_group)
        instances |= user_instances(engine) | access_instances(figures.access, engine.contexts)
    return {Oid(name): what for name, what in instances.items()}


def with_engine_objects(device: Device, figures: EngineFigures, *, replaces: bool = False) -> Device:
    """The device with the groups of which it has no instance; with all of them where its own are made up too.

    `replaces` says that: the objects of a group take the place of the device's.
    """
    own = [group for group in GROUPS if _has_instances(device, group)]
    added = {
        oid: what
        for oid, what in engine_instances(figures).items()
        if replaces or not any(oid.starts_with(group) for group in own)
    }
    return device.with_overrides(added)


def _has_instances(device: Device, group: Oid) -> bool:
    at = device.position_after(group.contents)
    return at < len(device) and device.names[at].startswith(group.contents)
