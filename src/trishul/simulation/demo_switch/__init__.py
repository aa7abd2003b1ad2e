"""The device that answers when nobody gave a recording: a switch of our own making with 24 ports.

Made from a seed and a start time, so that the same seed gives the same switch. Types are those of SNMPv2-MIB (RFC
3418), IF-MIB (RFC 2863) and IP-MIB (RFC 4293); addresses, names and the enterprise number are those set aside for
documentation.
"""

from __future__ import annotations

from trishul.datatypes.oid import Oid
from trishul.datatypes.values import Value
from trishul.simulation.behaviours import Behaviour
from trishul.simulation.demo_switch.interfaces import interface_instances
from trishul.simulation.demo_switch.ip import ip_instances
from trishul.simulation.demo_switch.snmp import snmp_instances
from trishul.simulation.demo_switch.system import system_instances
from trishul.simulation.device import Device

DEFAULT_SEED = 1


def demo_switch(seed: int = DEFAULT_SEED, started_at: float = 0.0) -> Device:
    """The demo switch; `started_at` in monotonic seconds is when its counters and its sysUpTime start to move."""
    instances: dict[Oid, Value | Behaviour] = {}
    for group in (system_instances, interface_instances, ip_instances, snmp_instances):
        instances |= {Oid(name): what for name, what in group(seed, started_at).items()}
    return Device.from_instances(instances)
