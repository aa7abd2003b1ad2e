"""The recent log: numbered, newest first, bounded."""

from __future__ import annotations

import msgspec

from tests.unit.services.named_devices import DEVICE, device_names
from trishul.library.names import Names
from trishul.services.simulator.log import LOG_ENTRIES, RecentActivity, with_names
from trishul.workers.agent_messages import ActivityEntry, SeenExchange

LAST = SeenExchange(b"request", b"answer", 7, 6)
GROUP = ActivityEntry(
    1.5, "192.0.2.1:40000", "default", "demo switch", "GetRequest", "2c", 3, 4, 1, "1.3.6.1", "1.3.6.2", LAST
)


def test_groups_become_numbered_entries_newest_first() -> None:
    activity = RecentActivity()
    (first,) = activity.note_requests([GROUP])
    second, third = activity.note_requests([GROUP, GROUP])
    assert [entry.id for entry in (first, second, third)] == [1, 2, 3]
    assert list(activity.newest()) == [third, second, first]
    assert (first.agent_id, first.community_device) == ("default", "demo switch")
    assert (first.requests, first.varbinds, first.errors) == (3, 4, 1)
    assert first.drop is None


def test_drops_are_entries_with_a_reason_and_without_a_device() -> None:
    (entry,) = RecentActivity().note_drops({"unknown_community": 7})
    assert (entry.drop, entry.requests, entry.community_device, entry.source) == ("unknown_community", 7, None, "")
    assert entry.at > 0


def test_only_the_newest_are_remembered() -> None:
    activity = RecentActivity()
    activity.note_requests([GROUP] * (LOG_ENTRIES + 5))
    kept = list(activity.newest())
    assert (len(kept), kept[-1].id) == (LOG_ENTRIES, 6)
    assert (activity.clear(), activity.clear()) == (LOG_ENTRIES, 0)
    assert [entry.id for entry in activity.note_requests([GROUP])] == [LOG_ENTRIES + 6]


def test_an_entry_is_found_with_its_last_exchange_as_long_as_it_is_remembered() -> None:
    activity = RecentActivity()
    (first,) = activity.note_requests([GROUP])
    (drop,) = activity.note_drops({"unknown_community": 7})
    assert activity.find(first.id) == (first, LAST)
    assert activity.find(drop.id) == (drop, None)
    assert activity.find(99) is None


def test_shown_entries_have_the_names_of_now() -> None:
    group = msgspec.structs.replace(GROUP, first_oid=f"{DEVICE}.1.0", last_oid="0x80")
    (entry,) = RecentActivity().note_requests([group])
    assert (entry.first_name, entry.last_name) == (None, None)
    named = with_names(entry, device_names().names)
    assert (named.first_name, named.last_name) == ("DEVICE-MIB::deviceState.0", None)
    assert with_names(entry, Names(None)) is entry


def test_a_drop_has_no_names() -> None:
    (entry,) = RecentActivity().note_drops({"unknown_community": 7})
    assert with_names(entry, device_names().names) is entry
