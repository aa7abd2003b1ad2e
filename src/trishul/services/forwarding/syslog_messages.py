"""A notification as a syslog message (RFC 5424): pure text, no sockets.

Owns the fields. HOSTNAME is who sent the notification first, MSGID its name; the structured data say who and what in a
form that programs read, with the id that stays the same if the message is sent twice. 32473 is the enterprise number
that RFC 5612 leaves for those who have none. Receivers read what they are sent: control characters are spelled out.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from types import MappingProxyType
from typing import get_args

from trishul.services.forwarding.destination_documents import Facility
from trishul.services.traps.notification_text import host_of
from trishul.services.traps.records import TrapRecord

MAX_OCTETS = 8_192
MAX_UDP_OCTETS = 2_048
"""What receivers over UDP should take (RFC 5426 §3.2)."""
SD_ID = "trap@32473"
_APP_NAME = "trishul"
_SEVERITIES: Mapping[str, int] = MappingProxyType(
    {"critical": 2, "error": 3, "warning": 4, "notice": 5, "info": 6, "debug": 7}
)
_INFO = 6
_BOM = b"\xef\xbb\xbf"
_NOT_PRINTABLE_ASCII = re.compile(r"[^!-~]")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff\u2028\u2029]")
_IN_VALUES = re.compile(r'["\\\]]')  # RFC 5424 §6.3.3
_MAX_VALUE = 1_000


def syslog_message(record: TrapRecord, key: str, facility: Facility, most_octets: int = MAX_OCTETS) -> bytes:
    """The message, cut at its end to so many octets."""
    priority = get_args(Facility).index(facility) * 8 + _SEVERITIES.get(record.severity, _INFO)
    source = record.agent_address or host_of(record.source)
    at = datetime.fromtimestamp(record.timestamp, UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")
    data = {
        "id": key,
        "oid": record.trap_oid,
        "name": record.trap_name,
        "source": source,
        "severity": record.severity,
        "version": record.version,
        "kind": record.pdu_type,
        "tags": " ".join(record.tags),
    }
    header = f"<{priority}>1 {at} {_name(source, 255)} {_APP_NAME} - {_name(record.trap_type, 32)} {_structured(data)} "
    head, text = header.encode(), _text(record)
    body = text.encode() if text.isascii() else _BOM + text.encode()
    return head + _cut(body, most_octets - len(head))


def _text(record: TrapRecord) -> str:
    """The notification's name, and its bindings as a MIB shows them."""
    parts = [record.trap_name, *(f"{binding.name}={binding.display}" for binding in record.varbinds)]
    return _CONTROL.sub(_spelled, " ".join(parts))


def _structured(data: Mapping[str, str]) -> str:
    parameters = (f'{name}="{_value(text)}"' for name, text in data.items() if text)
    return f"[{SD_ID} {' '.join(parameters)}]"


def _value(text: str) -> str:
    return _IN_VALUES.sub(r"\\\g<0>", _CONTROL.sub(_spelled, text[:_MAX_VALUE]))


def _spelled(found: re.Match[str]) -> str:
    """`#012` for a newline, as syslog daemons write it."""
    return f"#{ord(found[0]):03o}"


def _name(text: str, most: int) -> str:
    """A header field: printable US-ASCII without spaces, `-` for none (RFC 5424 §6)."""
    return _NOT_PRINTABLE_ASCII.sub("_", text)[:most] or "-"


def _cut(body: bytes, most: int) -> bytes:
    """Not within a character."""
    return body if len(body) <= most else body[:most].decode(errors="ignore").encode()
