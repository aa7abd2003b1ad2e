"""Notifications that Trishul sends, as variable bindings (RFC 3416 §4.2.6) and as v1 traps (RFC 3584 §3.2).

The way back, from a received v1 trap to v2 form, belongs to `receiver`.
"""

from __future__ import annotations

from collections.abc import Iterable

from trishul.datatypes.oid import Oid
from trishul.datatypes.values import Value, ValueType
from trishul.datatypes.varbind import VarBind
from trishul.engine.receiver import (
    ENTERPRISE_SPECIFIC,
    SNMP_TRAP_ENTERPRISE_0,
    SNMP_TRAP_OID_0,
    SNMP_TRAPS,
    SYS_UP_TIME_0,
)
from trishul.errors import DecodeError, InvalidInput
from trishul.protocol.pdu import TrapV1Pdu

STANDARD_TRAPS = 6
"""coldStart to egpNeighborLoss, SNMP_TRAPS.1 to .6; they are generic-trap 0 to 5."""


def heading(trap_oid: Oid, uptime: int) -> tuple[VarBind, VarBind]:
    """sysUpTime.0 (hundredths of a second) and snmpTrapOID.0, with which every v2 notification starts."""
    return (
        VarBind(SYS_UP_TIME_0, *Value.time_ticks(uptime)),
        VarBind(SNMP_TRAP_OID_0, *Value.object_identifier(trap_oid)),
    )


def trap_v1_of(
    trap_oid: Oid, uptime: int, agent_address: str, varbinds: Iterable[VarBind], *, enterprise: Oid | None = None
) -> TrapV1Pdu:
    """The v1 trap that means a v2 notification; `enterprise` is that of a generic trap, for who knows it.

    Raises InvalidInput for Counter64, which SNMPv1 cannot carry.
    """
    bindings = tuple(varbind for varbind in varbinds if varbind.name not in (SYS_UP_TIME_0, SNMP_TRAP_OID_0))
    if any(varbind.tag == ValueType.COUNTER64 for varbind in bindings):
        raise InvalidInput("An SNMPv1 trap cannot carry Counter64 (RFC 3584 §3.2)", field="varbinds")
    if trap_oid[:-1] == SNMP_TRAPS and 1 <= trap_oid[-1] <= STANDARD_TRAPS:
        enterprise, generic, specific = enterprise or _given_enterprise(bindings), trap_oid[-1] - 1, 0
    elif len(trap_oid) < 3:
        raise InvalidInput(f"{trap_oid} is too short for an SNMPv1 trap: it names no enterprise", field="oid")
    else:
        enterprise = Oid(trap_oid[: -2 if trap_oid[-2] == 0 and len(trap_oid) > 3 else -1])
        generic, specific = ENTERPRISE_SPECIFIC, _signed(trap_oid[-1])
    Value.ip_address(agent_address)  # checked here, where the caller's mistake can still be named
    return TrapV1Pdu(enterprise, agent_address, generic, specific, uptime, bindings)


def _given_enterprise(bindings: Iterable[VarBind]) -> Oid:
    """snmpTrapEnterprise.0 where it is there, else snmpTraps (RFC 3584 §3.2 (1))."""
    for name, tag, contents in bindings:
        if name == SNMP_TRAP_ENTERPRISE_0 and tag == ValueType.OBJECT_IDENTIFIER:
            try:
                return Oid.from_contents(contents)
            except DecodeError:
                break
    return SNMP_TRAPS


def _signed(arc: int) -> int:
    """specific-trap is an Integer32 (RFC 1157 §4.1.6): numbers above go the way C programs send them, below zero."""
    return arc - 2**32 if arc >= 2**31 else arc
