"""The fields of the language as a table: the parser, the documentation and the completion read it.

Owns names, operators, words and examples; what a value means is read in `resolving`.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import NamedTuple

from trishul.search.severity import SEVERITIES


class ValueKind(StrEnum):
    """What stands behind the operator."""

    NOTIFICATION = "notification"
    NETWORK = "network"
    VARIABLE = "variable"
    CHOICE = "choice"
    TEXT = "text"
    TIME = "time"
    NUMBER = "number"
    OID = "oid"
    ENGINE = "engine"


class SearchField(NamedTuple):
    """One field."""

    name: str
    kind: ValueKind
    operators: tuple[str, ...]
    meaning: str
    example: str
    choices: Mapping[str, str] = MappingProxyType({})
    """Values where only these can be meant, each with its meaning."""


_IS = (":", "=")
_TEXT = (":", "=", "~")
_ORDER = (":", "=", "<", "<=", ">", ">=")

FLAGS = {
    "resolved": "a loaded MIB names the notification",
    "unresolved": "no loaded MIB names it",
    "read": "somebody has looked at it",
    "unread": "nobody has looked at it yet",
    "pinned": "it is pinned",
    "tagged": "it has a tag",
    "encrypted": "it came encrypted (authPriv)",
    "odd": "its sender did something that the RFCs do not allow",
}

_FIELDS = (
    SearchField("trap", ValueKind.NOTIFICATION, _IS, "Which notification, or one below it.", "trap:linkDown"),
    SearchField("src", ValueKind.NETWORK, _IS, "The sender's address or network.", "src:10.0.0.0/8"),
    SearchField("agent", ValueKind.NETWORK, _IS, "The agent address of a v1 trap.", "agent:192.0.2.1"),
    SearchField(
        "var", ValueKind.VARIABLE, (":", "=", "!=", "<", "<=", ">", ">=", "~", "!~"),
        "A variable of the notification: that it is there, or its value; ~ looks for a piece of the value.",
        'var:ifDescr~"Gi0"',
    ),
    SearchField(
        "ver", ValueKind.CHOICE, _IS, "The version of SNMP.", "ver:3",
        MappingProxyType({"1": "SNMPv1", "2c": "SNMPv2c", "3": "SNMPv3"}),
    ),
    SearchField(
        "kind", ValueKind.CHOICE, _IS, "Whether it asked for an acknowledgement.", "kind:inform",
        MappingProxyType({"trap": "not acknowledged", "inform": "acknowledged"}),
    ),
    SearchField("user", ValueKind.TEXT, _TEXT, "The SNMPv3 user.", "user:ops"),
    SearchField("engine", ValueKind.ENGINE, _IS, "The SNMPv3 engine ID, or its beginning.", "engine:80001f88"),
    SearchField("context", ValueKind.TEXT, _TEXT, "The SNMPv3 context.", "context:vlan-7"),
    SearchField(
        "sev", ValueKind.CHOICE, _ORDER, "How grave it is.", "sev>=warning",
        MappingProxyType(dict.fromkeys(SEVERITIES, "")),
    ),
    SearchField("is", ValueKind.CHOICE, _IS, "What it is.", "is:unresolved", MappingProxyType(FLAGS)),
    SearchField("tag", ValueKind.TEXT, _IS, "A tag it has.", "tag:maintenance"),
    SearchField(
        "after", ValueKind.TIME, (":",), "Received at that time or later: -5m, -2h, -7d, or a date.", "after:-5m"
    ),
    SearchField("before", ValueKind.TIME, (":",), "Received before that time.", "before:2026-01-31T12:00"),
    SearchField("inbox", ValueKind.TEXT, _IS, "The inbox that caught it.", "inbox:run42"),
    SearchField("enterprise", ValueKind.OID, _IS, "The enterprise of a v1 trap.", "enterprise:1.3.6.1.4.1.9"),
    SearchField("port", ValueKind.NUMBER, _IS, "Our port at which it arrived.", "port:1162"),
    SearchField("id", ValueKind.NUMBER, _ORDER, "Its number in the list.", "id>=1000"),
)  # fmt: skip

FIELDS: Mapping[str, SearchField] = MappingProxyType({field.name: field for field in _FIELDS})

EXAMPLES: tuple[tuple[str, str], ...] = (
    ("linkDown", "Words: in names, addresses, users and values; the last may be a beginning."),
    ('"Gi0/3"', "Whole words, one after the other."),
    ("trap:linkDown src:10.0.0.0/8", "Both."),
    ("-trap:coldStart", "Not that."),
    ("(ver:1 or ver:2c) after:-1h", "One of two, within the last hour."),
    ('var:ifIndex=3 var:ifDescr~"Gi0"', "By the values of variables."),
    ("sev>=warning is:unread", "Grave, and not looked at yet."),
)
