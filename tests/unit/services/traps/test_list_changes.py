"""Lists beside the notifications are told of in time, and not more often than a page can use."""

from __future__ import annotations

from trishul.services.bus import Bus
from trishul.services.events import TrapListChanged
from trishul.services.traps.list_changes import ListChanges


async def test_the_first_of_many_is_told_at_once_and_the_others_together_later() -> None:
    bus = Bus()
    changes, events = ListChanges(bus), bus.subscribe()
    for _ in range(5):
        changes.note("rules")
    assert len(events) == 1
    assert [await anext(events) for _ in range(2)] == [TrapListChanged("rules")] * 2
    assert len(events) == 0
    changes.close()


async def test_what_somebody_does_is_told_at_once_whatever_was_told_before() -> None:
    bus = Bus()
    changes, events = ListChanges(bus), bus.subscribe()
    changes.note("inboxes")
    changes.note("inboxes")
    changes.tell("inboxes")
    changes.tell("inboxes")
    assert [await anext(events) for _ in range(3)] == [TrapListChanged("inboxes")] * 3
    changes.close()


async def test_one_list_does_not_wait_for_another() -> None:
    bus = Bus()
    changes, events = ListChanges(bus), bus.subscribe()
    changes.note("rules")
    changes.note("inboxes")
    assert [await anext(events) for _ in range(2)] == [TrapListChanged("rules"), TrapListChanged("inboxes")]
    changes.close()
