"""The system group of the demo switch: sysDescr to sysServices and the sysORTable (RFC 3418)."""

from __future__ import annotations

from trishul.datatypes.values import Value
from trishul.simulation.behaviours import Behaviour, Uptime
from trishul.simulation.behaviours.chance import whole

HUNDREDTHS_A_DAY = 8_640_000
DOCUMENTATION_ENTERPRISE = "1.3.6.1.4.1.32473"
"""RFC 5612: the enterprise number for examples."""

_DATALINK_SERVICES = 2
_SYSTEM = "1.3.6.1.2.1.1"
_SUPPORTED = (
    ("1.3.6.1.6.3.1", "SNMPv2-MIB: the SNMP entity itself"),
    ("1.3.6.1.2.1.31", "IF-MIB: network interfaces"),
    ("1.3.6.1.2.1.48", "IP-MIB: addresses and neighbours"),
)


def hundredths_before(seed: int) -> int:
    """How long the switch has been up when the simulation starts: some weeks, so that nothing looks freshly booted."""
    return whole(seed, "uptime", 20 * HUNDREDTHS_A_DAY, 60 * HUNDREDTHS_A_DAY)


def system_instances(seed: int, started_at: float) -> dict[str, Value | Behaviour]:
    """Instances of the system group."""
    instances: dict[str, Value | Behaviour] = {
        f"{_SYSTEM}.1.0": Value.octet_string("Trishul demo switch, 20 x 1 Gb/s and 4 x 10 Gb/s, simulated"),
        f"{_SYSTEM}.2.0": Value.object_identifier(f"{DOCUMENTATION_ENTERPRISE}.1.24"),
        f"{_SYSTEM}.3.0": Uptime(started_at, hundredths_before(seed)),
        f"{_SYSTEM}.4.0": Value.octet_string("Network operations, noc@example.net"),
        f"{_SYSTEM}.5.0": Value.octet_string("demo-switch.example.net"),
        f"{_SYSTEM}.6.0": Value.octet_string("Building A, floor 2, rack 3"),
        f"{_SYSTEM}.7.0": Value.integer(_DATALINK_SERVICES),
        f"{_SYSTEM}.8.0": Value.time_ticks(_up_since(len(_SUPPORTED))),
    }
    for index, (oid, description) in enumerate(_SUPPORTED, 1):
        instances[f"{_SYSTEM}.9.1.2.{index}"] = Value.object_identifier(oid)
        instances[f"{_SYSTEM}.9.1.3.{index}"] = Value.octet_string(description)
        instances[f"{_SYSTEM}.9.1.4.{index}"] = Value.time_ticks(_up_since(index))
    return instances


def _up_since(index: int) -> int:
    """The sysUpTime at which a module came up during boot."""
    return 5 + 2 * index
