"""What a notification is called: by the MIB library, or as one of the six generic traps where it knows nothing.

Owns the names of the generic traps (RFC 3418 §2, RFC 3584 §3.1).
"""

from __future__ import annotations

from typing import NamedTuple

from trishul.datatypes.oid import Oid
from trishul.errors import InvalidInput
from trishul.library.names import Names

GENERIC_TRAPS = {
    "1.3.6.1.6.3.1.1.5.1": "coldStart",
    "1.3.6.1.6.3.1.1.5.2": "warmStart",
    "1.3.6.1.6.3.1.1.5.3": "linkDown",
    "1.3.6.1.6.3.1.1.5.4": "linkUp",
    "1.3.6.1.6.3.1.1.5.5": "authenticationFailure",
    "1.3.6.1.6.3.1.1.5.6": "egpNeighborLoss",
}


class TrapKind(NamedTuple):
    """What a notification is called."""

    name: str
    full_name: str
    is_resolved: bool


def trap_kind(trap_oid: str, names: Names | None) -> TrapKind:
    """The name of a notification by its dotted OID; without names, numbers."""
    if names is None:
        return TrapKind(trap_oid, trap_oid, is_resolved=False)
    try:
        contents = Oid(trap_oid).contents
    except InvalidInput:
        return TrapKind(trap_oid, trap_oid, is_resolved=False)  # octets that were no OID are stored as hexadecimal
    shown = names.shown(contents)
    if shown.is_known:
        return TrapKind(shown.text.partition("::")[2], shown.text, is_resolved=True)
    generic = GENERIC_TRAPS.get(trap_oid)
    if generic is not None:
        return TrapKind(generic, generic, is_resolved=True)
    return TrapKind(trap_oid, shown.text, is_resolved=False)
