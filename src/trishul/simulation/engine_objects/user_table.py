"""usmUserTable of SNMP-USER-BASED-SM-MIB (RFC 3414 §5), to be read: where a key would stand, there is nothing."""

from __future__ import annotations

from trishul.datatypes.values import Value
from trishul.engine.local_engine import LocalEngine
from trishul.simulation.behaviours import Behaviour
from trishul.simulation.engine_objects.rows import NON_VOLATILE, ROW_ACTIVE, counted, row

_USM_USER_ENTRY = "1.3.6.1.6.3.15.1.2.2.1"
_USM_USER_SPIN_LOCK = "1.3.6.1.6.3.15.1.2.1.0"
_NO_AUTH_PROTOCOL, _NO_PRIV_PROTOCOL = "1.3.6.1.6.3.10.1.1.1", "1.3.6.1.6.3.10.1.2.1"
_NO_KEY = Value.octet_string(b"")


def user_instances(engine: LocalEngine) -> dict[str, Value | Behaviour]:
    """A row for each user of the engine."""
    instances: dict[str, Value | Behaviour] = {_USM_USER_SPIN_LOCK: Value.integer(0)}
    for name, (auth, priv) in engine.protocols.items():
        columns = {
            3: Value.octet_string(name),  # usmUserSecurityName
            4: Value.object_identifier("0.0"),  # usmUserCloneFrom, zeroDotZero when read
            5: Value.object_identifier(_NO_AUTH_PROTOCOL if auth is None else auth.oid),
            6: _NO_KEY,
            7: _NO_KEY,
            8: Value.object_identifier(_NO_PRIV_PROTOCOL if priv is None else priv.oid),
            9: _NO_KEY,
            10: _NO_KEY,
            11: _NO_KEY,  # usmUserPublic
            12: NON_VOLATILE,
            13: ROW_ACTIVE,
        }
        instances |= row(_USM_USER_ENTRY, (*counted(engine.engine_id), *counted(name)), columns)
    return instances
