"""Addresses and neighbours of the demo switch: ipForwarding, ipAddrTable and ipNetToMediaTable (RFC 4293)."""

from __future__ import annotations

from trishul.datatypes.values import Value
from trishul.simulation.behaviours import Behaviour

_IP = "1.3.6.1.2.1.4"
_NOT_FORWARDING = 2
_DYNAMIC = 3
_UPLINK = 21
_ADDRESS, _MASK = "192.0.2.10", "255.255.255.0"
"""RFC 5737: 192.0.2.0/24 is for documentation."""
_NEIGHBOURS = {
    "192.0.2.1": bytes.fromhex("00005e005380"),
    "192.0.2.2": bytes.fromhex("00005e005381"),
    "192.0.2.53": bytes.fromhex("00005e005382"),
}


def ip_instances(seed: int, started_at: float) -> dict[str, Value | Behaviour]:
    """Instances of the ip group; nothing in it moves."""
    del seed, started_at
    instances: dict[str, Value | Behaviour] = {
        f"{_IP}.1.0": Value.integer(_NOT_FORWARDING),
        f"{_IP}.2.0": Value.integer(64),
        f"{_IP}.20.1.1.{_ADDRESS}": Value.ip_address(_ADDRESS),
        f"{_IP}.20.1.2.{_ADDRESS}": Value.integer(_UPLINK),
        f"{_IP}.20.1.3.{_ADDRESS}": Value.ip_address(_MASK),
        f"{_IP}.20.1.4.{_ADDRESS}": Value.integer(1),
        f"{_IP}.20.1.5.{_ADDRESS}": Value.integer(65_535),
    }
    for address, hardware_address in _NEIGHBOURS.items():
        row = f"{_UPLINK}.{address}"
        instances[f"{_IP}.22.1.1.{row}"] = Value.integer(_UPLINK)
        instances[f"{_IP}.22.1.2.{row}"] = Value.octet_string(hardware_address)
        instances[f"{_IP}.22.1.3.{row}"] = Value.ip_address(address)
        instances[f"{_IP}.22.1.4.{row}"] = Value.integer(_DYNAMIC)
    return instances
