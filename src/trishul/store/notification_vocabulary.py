"""What stands in the table that a query may mean: trap OIDs, senders, words. Few, however many rows have them.

Owns how they are found: by one step down an index for each, within what the query can mean at all. Which of them it
means is `notification_search`. What is too much is left out, and the rows decide.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from trishul.search.criteria import (
    Criteria,
    Flag,
    HasFlag,
    HasWords,
    HostColumn,
    HostWithin,
    Network,
    OidColumn,
    OidUnder,
    address_of,
)
from trishul.search.syntax import All, Any, Not
from trishul.store.notification_words import words_beginning
from trishul.store.tables import notifications

MAX_VALUES = 5_000
"""Distinct trap OIDs or senders that a search looks through; of more, the rows decide."""
MAX_BEGINNINGS = 16
"""Beginnings of words whose endings are looked for; more are not needed to find few rows."""
_MAX_RANGES = 4
_c = notifications.c


class StoredHosts:
    """Senders as the table has them (`192.0.2.1:`, `[fe80::1]:`), found by network."""

    def __init__(self, texts: Iterable[str]) -> None:
        found = [(address_of(text.rpartition(":")[0].strip("[]")), text) for text in texts]
        known = sorted([(address.version, int(address), text) for address, text in found if address is not None])
        self._places = [(version, number) for version, number, _ in known]
        self._texts = [text for _, _, text in known]

    def within(self, network: Network) -> list[str]:
        """Those in a network; an IPv4 address that came over IPv6 is the IPv4 address."""
        first = bisect_left(self._places, (network.version, int(network.network_address)))
        last = bisect_right(self._places, (network.version, int(network.broadcast_address)))
        return self._texts[first:last]


@dataclass(frozen=True, slots=True)
class StoredValues:
    """What stands in the table; None where there is more than `MAX_VALUES`, or nobody asked."""

    trap_oids: Sequence[str] | None = None
    hosts: StoredHosts | None = None
    endings: Mapping[str, Sequence[str] | None] = field(default_factory=dict)
    """By the beginning of a word, the words that begin so; None where there are too many."""


async def stored_values(connection: AsyncConnection, criteria: Criteria) -> StoredValues:
    """The values that the criteria must be compared with; nothing is read for those that do not need it."""
    asked = list(_each(criteria))
    trap_oids = await _distinct(connection, _c.trap_oid) if any(map(_needs_trap_oids, asked)) else None
    networks = {each.network for each in asked if isinstance(each, HostWithin) and each.column is HostColumn.PEER}
    hosts: set[str] | None = set()
    for low, high in _ranges(networks) if networks else []:
        found = await _distinct(connection, _c.peer_host, low, high)
        hosts = hosts | set(found) if hosts is not None and found is not None else None
    wanted = [each.words[-1] for each in asked if isinstance(each, HasWords) and each.ends_open]
    endings = {word: await words_beginning(connection, word) for word in list(dict.fromkeys(wanted))[:MAX_BEGINNINGS]}
    return StoredValues(trap_oids, StoredHosts(hosts) if networks and hosts is not None else None, endings)


async def _distinct(
    connection: AsyncConnection, column: ColumnElement[str], low: str = "", high: str = ""
) -> list[str] | None:
    """One step down the index for each value from `low` on and, where it is given, below `high`."""
    bound = column < high if high else column.is_not(None)
    values = select(func.min(column).label("value")).where(and_(column >= low, bound)).cte("known", recursive=True)
    following = select(func.min(column)).where(column > values.c.value, bound).correlate(values).scalar_subquery()
    values = values.union_all(select(following).where(values.c.value.is_not(None)))
    found = list((await connection.execute(select(values.c.value).limit(MAX_VALUES + 1))).scalars())
    known = [value for value in found if value is not None]
    return known if len(known) <= MAX_VALUES else None


def _each(criteria: Criteria) -> Iterable[Criteria]:
    match criteria:
        case All(parts) | Any(parts):
            for part in parts:
                yield from _each(part)
        case Not(part):
            yield from _each(part)
        case _:
            yield criteria


def _needs_trap_oids(criterion: Criteria) -> bool:
    match criterion:
        case OidUnder(OidColumn.TRAP) | HasWords() | HasFlag(Flag.RESOLVED):
            return True
        case _:
            return False


def _ranges(networks: Iterable[Network]) -> list[tuple[str, str]]:
    """Between which texts the senders of networks stand; those that came over IPv6 stand behind a bracket."""
    beginnings = [_beginning(network) for network in networks]
    if len(beginnings) > _MAX_RANGES or "" in beginnings:
        return [("", "")]
    return [("[", "\\"), *[(text, text[:-1] + chr(ord(text[-1]) + 1)) for text in beginnings]]


def _beginning(network: Network) -> str:
    """How all IPv4 senders of a network begin; empty where that says nothing."""
    octets = network.prefixlen // 8 if network.version == 4 else 0
    return "".join([f"{octet}." for octet in network.network_address.packed[:octets]]).removesuffix("." * (octets == 4))
