"""The snmp group of the demo switch (RFC 3418): counters of a device that a monitoring system polls all day."""

from __future__ import annotations

from trishul.datatypes.values import Value, ValueType
from trishul.simulation.behaviours import Behaviour, Flow, MovingCounter

_SNMP = "1.3.6.1.2.1.11"
_AUTHENTICATION_TRAPS_DISABLED = 2
_REQUESTS_PER_SECOND = 2.0
_VARIABLES_A_REQUEST = 20
_SECONDS_BEFORE = 1_000_000

_ALWAYS_ZERO = (3, 5, 6, 8, 9, 10, 11, 12, 14, 17, 18, 19, 20, 21, 22, 24, 25, 26, 27, 29, 31, 32)
_REQUESTS = (1, 2, 28)
"""snmpInPkts, snmpOutPkts and snmpOutGetResponses: everything asked is answered."""


def snmp_instances(seed: int, started_at: float) -> dict[str, Value | Behaviour]:
    """Instances of the snmp group; an eighth of the requests are GETs, the rest GETNEXTs."""
    del seed
    unit = Flow(started_at, int(_REQUESTS_PER_SECOND * _SECONDS_BEFORE), _REQUESTS_PER_SECOND, swing=0.3)
    instances: dict[str, Value | Behaviour] = {f"{_SNMP}.{column}.0": Value.counter32(0) for column in _ALWAYS_ZERO}
    instances |= {f"{_SNMP}.{column}.0": _requests(unit) for column in _REQUESTS}
    return instances | {
        f"{_SNMP}.4.0": Value.counter32(3),
        f"{_SNMP}.13.0": _requests(*[unit] * _VARIABLES_A_REQUEST),
        f"{_SNMP}.15.0": MovingCounter(ValueType.COUNTER32, (unit,), 8),
        f"{_SNMP}.16.0": MovingCounter(ValueType.COUNTER32, (unit,) * 7, 8),
        f"{_SNMP}.30.0": Value.integer(_AUTHENTICATION_TRAPS_DISABLED),
    }


def _requests(*flows: Flow) -> MovingCounter:
    return MovingCounter(ValueType.COUNTER32, flows)
