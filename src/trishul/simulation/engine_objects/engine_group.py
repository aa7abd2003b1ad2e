"""snmpEngine of SNMP-FRAMEWORK-MIB (RFC 3411), and what SNMPv3 counts: MPD, target and USM statistics.

The counters are those of `protocol.security.reports`, so that what a Report tells and what a GET finds is one number.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from trishul.datatypes.values import Value, ValueType
from trishul.engine.agent_figures import UNKNOWN_SECURITY_MODELS
from trishul.engine.authority import MAX_RECEIVED_OCTETS
from trishul.engine.local_engine import LocalEngine
from trishul.protocol.security.reports import Refusal
from trishul.simulation.behaviours import Behaviour, LiveNumber
from trishul.simulation.engine_objects.counters import ReadSnmpGroup, counter

_SNMP_ENGINE = "1.3.6.1.6.3.10.2.1"
_SNMP_UNAVAILABLE_CONTEXTS = "1.3.6.1.6.3.12.1.4.0"


def engine_group_instances(engine: LocalEngine) -> dict[str, Value | Behaviour]:
    """snmpEngineID, snmpEngineBoots, snmpEngineTime and snmpEngineMaxMessageSize."""
    return {
        f"{_SNMP_ENGINE}.1.0": Value.octet_string(engine.engine_id),
        f"{_SNMP_ENGINE}.2.0": LiveNumber(ValueType.INTEGER, lambda now: engine.clock.read(now)[0]),
        f"{_SNMP_ENGINE}.3.0": LiveNumber(ValueType.INTEGER, lambda now: engine.clock.read(now)[1]),
        f"{_SNMP_ENGINE}.4.0": Value.integer(MAX_RECEIVED_OCTETS),
    }


def statistics_instances(engine: LocalEngine, read: ReadSnmpGroup) -> dict[str, Value | Behaviour]:
    """A counter for each refusal, and the contexts that were unavailable, of which there are none."""
    readers: dict[Refusal, Callable[[], int]] = {
        refusal: partial(engine.statistics.__getitem__, refusal) for refusal in Refusal
    }
    readers[Refusal.UNKNOWN_SECURITY_MODEL] = lambda: read().get(UNKNOWN_SECURITY_MODELS, 0)
    return {
        **{str(refusal.oid): counter(reader) for refusal, reader in readers.items()},
        _SNMP_UNAVAILABLE_CONTEXTS: Value.counter32(0),
    }
