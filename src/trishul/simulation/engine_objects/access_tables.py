"""The tables of SNMP-VIEW-BASED-ACM-MIB (RFC 3415 §4), to be read: contexts, groups, access entries, views."""

from __future__ import annotations

from collections.abc import Iterable

from trishul.datatypes.values import Value
from trishul.engine.access import AccessTables
from trishul.protocol.security.protocols import SecurityLevel
from trishul.simulation.behaviours import Behaviour
from trishul.simulation.engine_objects.rows import NON_VOLATILE, ROW_ACTIVE, counted, row

_VACM = "1.3.6.1.6.3.16.1"
_MAX_CONTEXT_OCTETS = 32
"""SnmpAdminString (SIZE(0..32)): a context with a longer name can be asked for, but has no row."""
_EXACT, _PREFIX = 1, 2
_INCLUDED, _EXCLUDED = 1, 2
_LEVELS = {SecurityLevel.NO_AUTH_NO_PRIV: 1, SecurityLevel.AUTH_NO_PRIV: 2, SecurityLevel.AUTH_PRIV: 3}
"""SnmpSecurityLevel, which counts otherwise than msgFlags."""


def access_instances(tables: AccessTables, contexts: Iterable[bytes]) -> dict[str, Value | Behaviour]:
    """Rows of all four tables, and the advisory lock."""
    instances: dict[str, Value | Behaviour] = {f"{_VACM}.5.1.0": Value.integer(0)}
    for name in contexts:
        if len(name) <= _MAX_CONTEXT_OCTETS:
            instances |= row(f"{_VACM}.1.1", counted(name), {1: Value.octet_string(name)})
    for member in tables.members:
        columns = {3: Value.octet_string(member.group), 4: NON_VOLATILE, 5: ROW_ACTIVE}
        instances |= row(f"{_VACM}.2.1", (member.model, *counted(member.security_name)), columns)
    for entry in tables.entries:
        read, write, notify = map(Value.octet_string, entry.views)
        match = Value.integer(_EXACT if entry.is_exact else _PREFIX)
        index = (
            *counted(entry.group.encode()),
            *counted(entry.context_prefix),
            entry.model,
            _LEVELS[SecurityLevel(entry.level)],
        )
        columns = {4: match, 5: read, 6: write, 7: notify, 8: NON_VOLATILE, 9: ROW_ACTIVE}
        instances |= row(f"{_VACM}.4.1", index, columns)
    for family in tables.families:
        kind = Value.integer(_INCLUDED if family.is_included else _EXCLUDED)
        columns = {3: Value.octet_string(family.mask), 4: kind, 5: NON_VOLATILE, 6: ROW_ACTIVE}
        instances |= row(f"{_VACM}.5.2.1", (*counted(family.view.encode()), *counted(family.subtree)), columns)
    return instances
