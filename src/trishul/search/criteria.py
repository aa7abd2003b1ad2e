"""What the conditions of a query mean, once names are OIDs and times are nanoseconds: facts that a row has or has not.

Owns the shapes and the small decisions on one value that a database and a predicate must take alike. No text of a
query is left in them but what is compared with texts of rows.
"""

from __future__ import annotations

import ipaddress
import operator
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import TypeAlias

from trishul.datatypes.oid import Oid
from trishul.search.severity import Severity
from trishul.search.syntax import Tree

Network: TypeAlias = ipaddress.IPv4Network | ipaddress.IPv6Network
Address: TypeAlias = ipaddress.IPv4Address | ipaddress.IPv6Address


class Comparison(StrEnum):
    """How two numbers are compared."""

    EQUAL = "="
    LESS = "<"
    AT_MOST = "<="
    GREATER = ">"
    AT_LEAST = ">="


COMPARE: Mapping[Comparison, Callable[[int, int], bool]] = MappingProxyType(
    {
        Comparison.EQUAL: operator.eq,
        Comparison.LESS: operator.lt,
        Comparison.AT_MOST: operator.le,
        Comparison.GREATER: operator.gt,
        Comparison.AT_LEAST: operator.ge,
    }
)


class OidColumn(StrEnum):
    """Fields of a row that hold an OID as dotted text."""

    TRAP = "trap_oid"
    ENTERPRISE = "enterprise"


class HostColumn(StrEnum):
    """Fields of a row that hold an address."""

    PEER = "peer_address"
    AGENT = "agent_address"


class TextColumn(StrEnum):
    """Fields of a row that hold a name."""

    USER = "user_name"
    CONTEXT = "context_name"
    INBOX = "inbox"


class NumberColumn(StrEnum):
    """Fields of a row that hold a number and are never empty."""

    ID = "id"
    VERSION = "version"
    RECEIVED_AT_NS = "received_at_ns"


class Flag(StrEnum):
    """What a notification is, or is not."""

    RESOLVED = "resolved"
    READ = "read"
    PINNED = "pinned"
    TAGGED = "tagged"
    ENCRYPTED = "encrypted"
    ODD = "odd"


@dataclass(frozen=True, slots=True)
class OidUnder:
    """The OID of the row is this one, or lies below it."""

    column: OidColumn
    oid: str

    def holds(self, text: str | None) -> bool:
        """Of a row's dotted text."""
        return text is not None and (text == self.oid or text.startswith(f"{self.oid}."))


@dataclass(frozen=True, slots=True)
class HostWithin:
    """The address of the row lies in a network."""

    column: HostColumn
    network: Network

    def holds(self, host: str) -> bool:
        """Of a host without its port."""
        address = address_of(host)
        return address is not None and address in self.network


def address_of(host: str) -> Address | None:
    """The address of a host without its port; an IPv4 address that came over IPv6 is the IPv4 address."""
    try:
        address = ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        return None
    mapped = address.ipv4_mapped if isinstance(address, ipaddress.IPv6Address) else None
    return mapped or address


@dataclass(frozen=True, slots=True)
class NumberCompared:
    """A number of the row."""

    column: NumberColumn
    comparison: Comparison
    number: int


@dataclass(frozen=True, slots=True)
class SeverityCompared:
    """How grave the row is; where nobody has said so, as `DEFAULT_SEVERITY`."""

    comparison: Comparison
    severity: Severity

    def holds(self, severity: int) -> bool:
        """Of a severity by number."""
        return COMPARE[self.comparison](severity, self.severity)


@dataclass(frozen=True, slots=True)
class TextCompared:
    """A name of the row is this text or, where it is a piece, contains it whatever the case of ASCII letters."""

    column: TextColumn
    text: str
    is_piece: bool = False


@dataclass(frozen=True, slots=True)
class EngineBegins:
    """The engine ID begins so; hexadecimal."""

    hexadecimal: str


@dataclass(frozen=True, slots=True)
class InformOrTrap:
    """Whether the sender wanted an acknowledgement."""

    is_inform: bool


@dataclass(frozen=True, slots=True)
class ArrivedAtPort:
    """Our port."""

    port: int


@dataclass(frozen=True, slots=True)
class Tagged:
    """The row has this tag."""

    tag: str


@dataclass(frozen=True, slots=True)
class HasFlag:
    """One of the plain facts."""

    flag: Flag


@dataclass(frozen=True, slots=True)
class VariableIs:
    """A variable below `oid` is there and, with an operator, at least one such has a value that compares so.

    `number` is what the text means where the object is an integer (a label is its number), or where order is asked.
    """

    oid: Oid
    operator: str = ""
    text: str = ""
    number: int | None = None


@dataclass(frozen=True, slots=True)
class HasWords:
    """The words stand one after the other in one text of the row, or `text` is a piece of the notification's name."""

    words: tuple[str, ...]
    ends_open: bool
    """The last word may go on."""
    text: str = ""
    """Empty where names do not count."""


Criterion: TypeAlias = (
    OidUnder
    | HostWithin
    | NumberCompared
    | SeverityCompared
    | TextCompared
    | EngineBegins
    | InformOrTrap
    | ArrivedAtPort
    | Tagged
    | HasFlag
    | VariableIs
    | HasWords
)
Criteria: TypeAlias = Tree[Criterion]
