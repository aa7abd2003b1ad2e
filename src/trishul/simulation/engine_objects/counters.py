"""The snmp group of SNMPv2-MIB (RFC 3418), its obsolete columns included, because managers ask for them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import TypeAlias

from trishul.datatypes.values import Value, ValueType
from trishul.engine.agent_figures import GROUP_COLUMNS
from trishul.simulation.behaviours import Behaviour, LiveNumber

SNMP = "1.3.6.1.2.1.11"
ReadSnmpGroup: TypeAlias = Callable[[], Mapping[int, int]]
"""The counters of the group by column; those that stay zero are absent."""

_AUTHENTICATION_TRAPS_DISABLED = 2


def snmp_instances(read: ReadSnmpGroup) -> dict[str, Value | Behaviour]:
    """Instances of the group."""
    return {
        **{f"{SNMP}.{column}.0": counter(partial(_column, read, column)) for column in GROUP_COLUMNS},
        f"{SNMP}.30.0": Value.integer(_AUTHENTICATION_TRAPS_DISABLED),
    }


def counter(read: Callable[[], int]) -> LiveNumber:
    """A live Counter32."""
    return LiveNumber(ValueType.COUNTER32, lambda _now: read())


def _column(read: ReadSnmpGroup, column: int) -> int:
    return read().get(column, 0)
