"""Clients that watch a query get what fits it, and the numbers of what does not."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, cast

import pytest

from tests.unit.notification_rows import LINK_DOWN, LINK_UP, a_row
from trishul.services.events import NotificationsStored
from trishul.services.workbench import Workbench
from trishul.web import trap_watches
from trishul.web.frames import Frame, TrapFrame, TrapsWatchedFrame
from trishul.web.live_client import LiveClient
from trishul.web.trap_watches import TrapWatches


class Watching:
    """Watches of a workbench, two clients, and what they got."""

    def __init__(self, workbench: Workbench) -> None:
        self.got: list[tuple[object, Frame]] = []
        self.watches = TrapWatches(workbench.traps, self.take_frame)
        self.ann, self.ben = cast("LiveClient", object()), cast("LiveClient", object())

    def take_frame(self, clients: Iterable[LiveClient], frame: Frame) -> None:
        self.got += [(client, frame) for client in clients]

    def take(self) -> list[tuple[object, Frame]]:
        taken, self.got = self.got, []
        return taken


@pytest.fixture
def watching(workbench: Workbench) -> Watching:
    return Watching(workbench)


def stored(*trap_oids: str, first_id: int = 1) -> NotificationsStored:
    return NotificationsStored(first_id, [a_row(trap_oid=oid) for oid in trap_oids])


def pushed(frames: list[tuple[object, Frame]]) -> list[tuple[object, int, int]]:
    return [(client, frame.trap.id, frame.skipped) for client, frame in frames if isinstance(frame, TrapFrame)]


async def test_only_what_fits_is_pushed_and_the_rest_is_counted(watching: Watching) -> None:
    watches, ann, ben = watching.watches, watching.ann, watching.ben
    watches.take_text(ann, '{"watch_traps": "trap:1.3.6.1.6.3.1.1.5.4"}')
    watches.take_text(ben, '{"watch_traps": "trap:1.3.6.1.6.3.1.1.5.4"}')
    assert watching.take() == [(each, TrapsWatchedFrame(f"trap:{LINK_UP}")) for each in (ann, ben)]
    await watches.take_stored(stored(LINK_DOWN, LINK_UP, LINK_UP, LINK_DOWN), [], now=1.0)
    assert sorted(pushed(watching.take()), key=lambda push: push[1:]) == sorted(
        [(client, row_id, 0) for row_id in (2, 3) for client in watches._watches[f"trap:{LINK_UP}"].clients],
        key=lambda push: push[1:],
    )
    watches.forget(ben)
    watches.beat(1.1)
    watches.beat(1.2)
    assert watching.take() == [(ann, TrapsWatchedFrame(f"trap:{LINK_UP}", matched=2, hidden=2))]


async def test_a_storm_is_judged_within_bounds(watching: Watching, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(trap_watches, "JUDGED_AT_ONCE", 3.0)
    watching.watches._tokens = 3.0
    watching.watches.take_text(watching.ann, '{"watch_traps": "ver:2c"}')
    await watching.watches.take_stored(stored(*[LINK_UP] * 10), [], now=0.0)
    watching.watches.beat(9.0)
    frames = watching.take()
    assert [push[1:] for push in pushed(frames)] == [(8, 0), (9, 0), (10, 0)]
    assert frames[-1][1] == TrapsWatchedFrame("ver:2c", matched=3, unjudged=7)


def test_a_query_that_cannot_be_meant_is_told_and_everything_is_pushed_as_before(watching: Watching) -> None:
    watching.watches.take_text(watching.ann, '{"watch_traps": "ver:4"}')
    ((_, frame),) = watching.take()
    assert isinstance(frame, TrapsWatchedFrame)
    assert frame.error is not None
    assert (frame.error.column, frame.error.expected) == (4, ("1", "2c", "3"))
    assert not watching.watches.is_watching(watching.ann)


@pytest.mark.parametrize(
    "text", ["", "x", "[]", '{"watch_traps": 3}', '{"other": "x"}', '{"watch_traps":"' + "x" * 5000 + '"}']
)
def test_other_texts_are_ignored(watching: Watching, text: str) -> None:
    watching.watches.take_text(watching.ann, text)
    assert watching.take() == []


def test_an_empty_query_ends_a_watch_and_changed_mibs_keep_it(watching: Watching) -> None:
    watching.watches.take_text(watching.ann, '{"watch_traps": "ver:2c"}')
    watching.watches.read_queries_anew()
    assert watching.watches.is_watching(watching.ann)
    watching.watches.take_text(watching.ann, '{"watch_traps": ""}')
    assert not watching.watches.is_watching(watching.ann)
    last: Any = watching.take()[-1][1]
    assert last == TrapsWatchedFrame("")
