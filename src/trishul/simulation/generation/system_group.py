"""The system group that every generated device has, whatever its modules say (RFC 3418)."""

from __future__ import annotations

from trishul.datatypes.oid import Oid
from trishul.datatypes.values import Value
from trishul.simulation.behaviours import Behaviour, Uptime
from trishul.simulation.generation.instance import DevicePlan

_SYSTEM = "1.3.6.1.2.1.1"
_SERVICES = 78
"""Layers 2 to 4 and 7."""
_NAMED_MODULES = 6


def system_instances(plan: DevicePlan) -> dict[bytes, Value | Behaviour]:
    """SysDescr to sysServices."""
    named = ", ".join(plan.modules[:_NAMED_MODULES])
    more = f" and {len(plan.modules) - _NAMED_MODULES} more" if len(plan.modules) > _NAMED_MODULES else ""
    values: tuple[Value | Behaviour, ...] = (
        Value.octet_string(f"Simulated device with the objects of {named}{more}"),
        Value(6, plan.identity),
        Uptime(plan.started_at, plan.age_ticks),
        Value.octet_string("Network operations, noc@example.net"),
        Value.octet_string(f"device{plan.seed}.example.net"),
        Value.octet_string("Building A, floor 2, rack 3"),
        Value.integer(_SERVICES),
    )
    return {Oid(f"{_SYSTEM}.{arc}.0").contents: what for arc, what in enumerate(values, 1)}
