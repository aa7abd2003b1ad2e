"""The words of a stored notification, as free text finds them: for the index of words and for the live predicate.

Owns which parts of a row are words: senders, users, and values that are texts, whole numbers or addresses. Time ticks
and OIDs are not: nobody looks for them as words. Names are not either, since a MIB may change them; who searches asks
for names beside the words. Runs once for each notification: flat, and nothing is decoded that is not a word.
"""

from __future__ import annotations

from collections.abc import Sequence

from trishul.datatypes.contents import decode_integer, decode_unsigned
from trishul.datatypes.values import ValueType
from trishul.datatypes.varbind import VarBind
from trishul.errors import DecodeError
from trishul.protocol.ber import decode_varbinds
from trishul.search.words import words_of
from trishul.store.notifications import StoredNotification

_TEXT = ValueType.OCTET_STRING.value
_SIGNED = ValueType.INTEGER.value
_ADDRESS = ValueType.IP_ADDRESS.value
_UNSIGNED = frozenset(
    kind.value for kind in (ValueType.COUNTER32, ValueType.GAUGE32, ValueType.COUNTER64, ValueType.UINTEGER32)
)


def varbinds_of(row: StoredNotification) -> list[VarBind]:
    """The variable bindings; none of a row that another program damaged."""
    try:
        return decode_varbinds(row.varbinds, 0, len(row.varbinds))
    except DecodeError:
        return []


def host_of(address: str) -> str:
    """`192.0.2.1` of 192.0.2.1:50123, `fe80::1` of [fe80::1]:50123."""
    return address.rpartition(":")[0].strip("[]")


def texts_of(row: StoredNotification, varbinds: Sequence[VarBind]) -> list[list[str]]:
    """The words of each part of a row: words that follow each other stand in one part."""
    parts = [host_of(row.peer_address), row.agent_address, row.user_name, row.context_name]
    parts.extend([_text_of(tag, contents) for _, tag, contents in varbinds])
    return [words_of(part) for part in parts if part]


def words_of_row(row: StoredNotification) -> list[str]:
    """All words of a row, one after the other."""
    return [word for words in texts_of(row, varbinds_of(row)) for word in words]


def _text_of(tag: int, contents: bytes) -> str:
    try:
        if tag == _TEXT:
            return contents.decode()
        if tag == _SIGNED:
            return str(decode_integer(contents))
        if tag in _UNSIGNED:
            return str(decode_unsigned(contents))
    except (DecodeError, UnicodeDecodeError):
        return ""
    return ".".join(map(str, contents)) if tag == _ADDRESS and len(contents) == 4 else ""
