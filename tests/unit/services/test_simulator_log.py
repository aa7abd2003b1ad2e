"""The recent log: numbered, newest first, bounded."""

from __future__ import annotations

from tests.unit.services.named_devices import DEVICE, device_names
from trishul.library.names import Names
from trishul.services.simulator_log import LOG_ENTRIES, RecentActivity, with_names
from trishul.workers.messages import ActivityEntry

GROUP = ActivityEntry(1.5, "192.0.2.1:40000", "demo switch", "GetRequest", "2c", 3, 4, 1, "1.3.6.1", "1.3.6.2")


def test_groups_become_numbered_entries_newest_first() -> None:
    activity = RecentActivity()
    (first,) = activity.note_requests([GROUP])
    second, third = activity.note_requests([GROUP, GROUP])
    assert [entry.id for entry in (first, second, third)] == [1, 2, 3]
    assert activity.newest(2) == [third, second]
    assert (first.community_device, first.requests, first.varbinds, first.errors) == ("demo switch", 3, 4, 1)
    assert first.drop is None


def test_drops_are_entries_with_a_reason_and_without_a_device() -> None:
    (entry,) = RecentActivity().note_drops({"unknown_community": 7})
    assert (entry.drop, entry.requests, entry.community_device, entry.source) == ("unknown_community", 7, None, "")
    assert entry.at > 0


def test_only_the_newest_are_remembered() -> None:
    activity = RecentActivity()
    activity.note_requests([GROUP] * (LOG_ENTRIES + 5))
    kept = activity.newest(10 * LOG_ENTRIES)
    assert (len(kept), kept[-1].id) == (LOG_ENTRIES, 6)
    assert activity.newest(0) == []


def test_shown_entries_have_the_names_of_now() -> None:
    group = ActivityEntry(1.5, "192.0.2.1:40000", "d", "GetRequest", "2c", 1, 1, 0, f"{DEVICE}.1.0", "0x80")
    (entry,) = RecentActivity().note_requests([group])
    assert (entry.first_name, entry.last_name) == (None, None)
    named = with_names(entry, device_names().names)
    assert (named.first_name, named.last_name) == ("DEVICE-MIB::deviceState.0", None)
    assert with_names(entry, Names(None)) is entry


def test_a_drop_has_no_names() -> None:
    (entry,) = RecentActivity().note_drops({"unknown_community": 7})
    assert with_names(entry, device_names().names) is entry
