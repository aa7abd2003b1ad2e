"""The groups of objects about an engine, and which of them a device gets.

Owns the rule that a group is live or recorded as a whole. Each group's objects are the modules beside this one.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from trishul.datatypes.oid import Oid
from trishul.datatypes.values import Value
from trishul.engine.access import AccessTables
from trishul.engine.local_engine import LocalEngine
from trishul.simulation.behaviours import Behaviour, Unchanging
from trishul.simulation.device import Device
from trishul.simulation.engine_objects.access_tables import access_instances
from trishul.simulation.engine_objects.counters import ReadSnmpGroup, snmp_instances
from trishul.simulation.engine_objects.engine_group import engine_group_instances, statistics_instances
from trishul.simulation.engine_objects.user_table import user_instances
from trishul.simulation.object_rules import FindRule, ObjectRule

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
_GROUP_PREFIXES = tuple(group.contents for group in GROUPS)
_NO_TABLES = AccessTables()


@dataclass(frozen=True, slots=True)
class EngineFigures:
    """Whose numbers they are. Without an engine there is the snmp group alone."""

    snmp_group: ReadSnmpGroup
    engine: LocalEngine | None = None
    access: AccessTables = _NO_TABLES


def engine_instances(figures: EngineFigures) -> dict[Oid, Behaviour]:
    """All objects about an engine; those that stand still too are nothing that a SET could change."""
    instances = snmp_instances(figures.snmp_group)
    engine = figures.engine
    if engine is not None:
        instances |= engine_group_instances(engine) | statistics_instances(engine, figures.snmp_group)
        instances |= user_instances(engine) | access_instances(figures.access, engine.contexts)
    return {Oid(name): Unchanging(what) if isinstance(what, Value) else what for name, what in instances.items()}


class EngineObjects:
    """The objects about an engine at one device, renewed when users, contexts or views change."""

    def __init__(
        self, device: Device, *, replaces: bool = False, kept: Collection[Oid] = (), hidden: Sequence[Oid] = ()
    ) -> None:
        """Groups of which the device has instances are left out, unless it `replaces` them, being made up as well.

        `kept`: instances that stay what they are in any case; `hidden`: OIDs below which nothing is shown.
        """
        self._device = device
        recorded = () if replaces else tuple(group for group in GROUPS if device.has_instances_of(group.contents))
        self._left_out = (*recorded, *hidden)
        self._kept = frozenset(kept)
        self._held: set[bytes] = set()

    def renew(self, figures: EngineFigures) -> None:
        """Puts the objects of now at the device, and takes away those that are gone."""
        wanted = {
            oid.contents: what
            for oid, what in engine_instances(figures).items()
            if oid not in self._kept and not any(oid.starts_with(group) for group in self._left_out)
        }
        self._device.hold(dict.fromkeys(self._held - set(wanted)) | wanted)
        self._held = set(wanted)


def read_only(find_rule: FindRule) -> FindRule:
    """The MIB's rules, but that no object about an engine is written: nothing would come of it."""

    def find(name: bytes) -> ObjectRule | None:
        rule = find_rule(name)
        if rule is not None and rule.contents.startswith(_GROUP_PREFIXES):
            return replace(rule, access="read-only")
        return rule

    return find
