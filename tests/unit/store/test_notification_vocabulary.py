"""What stands in the table is found by steps down an index, and only where a query can mean it."""

from __future__ import annotations

from ipaddress import ip_network

import pytest

from tests.unit.notification_rows import a_row, store
from trishul.search.criteria import HasWords, HostColumn, HostWithin, OidColumn, OidUnder
from trishul.search.syntax import All, Not
from trishul.store import notification_vocabulary
from trishul.store.database import Database
from trishul.store.notification_vocabulary import StoredHosts, StoredValues, stored_values
from trishul.store.notification_words import index_words, make_word_index

LINKS = OidUnder(OidColumn.TRAP, "1.3.6")
PEERS = ("10.0.0.7", "10.0.0.70", "10.0.1.7", "192.0.2.1", "[::ffff:10.0.0.7]", "[fe80::1%eth0]")


def near(network: str) -> HostWithin:
    return HostWithin(HostColumn.PEER, ip_network(network))


async def test_distinct_values_are_read_only_where_they_are_needed(database: Database) -> None:
    async with database.write() as connection:
        await store(connection, [a_row(trap_oid=oid) for oid in ("1.3", "1.2", "1.3")])
        assert (await stored_values(connection, All((near("::/0"), Not(LINKS))))).trap_oids == ["1.2", "1.3"]
        assert await stored_values(connection, All(())) == StoredValues()


NETWORKS = {
    "10.0.0.7/32": ["10.0.0.7:", "[::ffff:10.0.0.7]:"],
    "10.0.0.0/24": ["10.0.0.7:", "[::ffff:10.0.0.7]:", "10.0.0.70:"],
    "10.0.0.0/23": ["10.0.0.7:", "[::ffff:10.0.0.7]:", "10.0.0.70:", "10.0.1.7:"],
    "0.0.0.0/0": ["10.0.0.7:", "[::ffff:10.0.0.7]:", "10.0.0.70:", "10.0.1.7:", "192.0.2.1:"],
    "fe80::/10": ["[fe80::1%eth0]:"],
    "203.0.113.0/24": [],
}


async def test_senders_of_a_network_are_found_whatever_they_came_over(database: Database) -> None:
    async with database.write() as connection:
        await store(connection, [a_row(peer_address=f"{peer}:{port}") for peer in PEERS for port in (1, 2)])
        for network, hosts in NETWORKS.items():
            found = (await stored_values(connection, near(network))).hosts
            assert found is not None
            assert found.within(ip_network(network)) == hosts, network


def test_a_sender_that_is_no_address_is_in_no_network() -> None:
    assert StoredHosts(["x:", "", "[::1]:"]).within(ip_network("::/0")) == ["[::1]:"]


async def test_too_many_senders_are_left_to_the_rows(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(notification_vocabulary, "MAX_VALUES", 2)
    async with database.write() as connection:
        await store(connection, [a_row(peer_address=f"{peer}:1") for peer in PEERS])
        assert (await stored_values(connection, near("10.0.0.0/8"))).hosts is None
        assert (await stored_values(connection, near("192.0.2.0/24"))).hosts is not None


async def test_beginnings_of_words_have_their_endings_while_they_are_few(database: Database) -> None:
    up, down = HasWords(("link", "up"), ends_open=True), HasWords(("down",), ends_open=False)
    async with database.write() as connection:
        assert (await stored_values(connection, up)).endings == {"up": None}
        await make_word_index(connection)
        await index_words(connection, [(1, ["up", "uplink"]), (2, ["uplink", "up.2", "vp"])])
        assert (await stored_values(connection, All((up, down)))).endings == {"up": ["up", "up.2", "uplink"]}
