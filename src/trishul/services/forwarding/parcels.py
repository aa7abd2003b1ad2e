"""What the outbox keeps of a notification: all that a record shows, since its own row may be deleted first.

Owns that form. The datagram is left out: nothing that is forwarded has it, and it is the larger half.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import msgspec

from trishul.store.notifications import StoredNotification

_FIELDS = frozenset(StoredNotification._fields)


class Parcel(NamedTuple):
    """One notification on its way to one destination."""

    key: str
    """The same for every attempt."""
    attempt: int
    """1 for the first."""
    row: StoredNotification


def pack(row: StoredNotification) -> bytes:
    """The octets that are kept."""
    return msgspec.msgpack.encode(row._replace(raw=b"")._asdict())


def unpack(content: bytes) -> StoredNotification:
    """The row as it was; fields that another version of this program kept are left out.

    Raises msgspec.MsgspecError, TypeError for octets that are none of ours.
    """
    fields: dict[str, Any] = msgspec.msgpack.decode(content, type=dict[str, Any])
    known = {name: value for name, value in fields.items() if name in _FIELDS}
    return StoredNotification(**known | {"tags": tuple(known.get("tags", ()))})
