"""Verdicts on rows, wherever they come from."""

from __future__ import annotations

import pytest

from tests.unit.notification_rows import LINK_UP, interface, stored_row
from trishul.errors import InvalidInput
from trishul.library.names import Names
from trishul.services.traps.records import record_of
from trishul.services.traps.verdicts import Expectation, TrapVerdict, Watch
from trishul.store.notifications import StoredNotification

NOTHING_KNOWN = Names(None)
LINK_DOWN_3 = "trap:1.3.6.1.6.3.1.1.5.3 var:1.3.6.1.2.1.2.2.1.1=3"


def a_watch(match: str = LINK_DOWN_3, *, count: int = 1, inbox: str | None = None) -> Watch:
    return Watch(Expectation(match=match, count=count, inbox=inbox), NOTHING_KNOWN, 0)


def verdict_of(watch: Watch) -> TrapVerdict:
    return watch.verdict(1.5, lambda row: record_of(row, None))


def some_rows() -> list[StoredNotification]:
    return [stored_row(1, trap_oid=LINK_UP), stored_row(2, varbinds=interface(4)), stored_row(3, inbox="a")]


async def test_enough_is_enough() -> None:
    watch = a_watch()
    await watch.look_at([*some_rows(), stored_row(4)])
    verdict = verdict_of(watch)
    assert (verdict.holds, verdict.count, verdict.seen, verdict.last_id) == (True, 1, 3, 3)


async def test_the_nearest_of_those_that_came_last_is_told() -> None:
    watch = a_watch()
    await watch.look_at(some_rows()[:2])
    assert verdict_of(watch).verdict == (
        f"0 of 1 notifications that {LINK_DOWN_3} fits came within 1.5 s; the nearest of 2 others fails by"
        " var:1.3.6.1.2.1.2.2.1.1=3: 1.3.6.1.2.1.2.2.1.1.4 is '4'."
    )


async def test_of_an_inbox_nothing_else_is_looked_at() -> None:
    watch = a_watch("", count=2, inbox="a")
    await watch.look_at(some_rows())
    verdict = verdict_of(watch)
    assert (verdict.count, verdict.seen, verdict.last_id, verdict.nearest) == (1, 1, 3, None)


async def test_what_came_can_be_forgotten() -> None:
    watch = a_watch()
    await watch.look_at(some_rows())
    watch.begin_behind(watch.began_behind)
    assert (watch.found, watch.seen, watch.last_id) == ([], 0, 0)


@pytest.mark.parametrize("wrong", [{"count": 0}, {"count": 1001}, {"within_s": 601.0}, {"within_s": -1.0}])
def test_bounds_are_told(wrong: dict[str, float]) -> None:
    with pytest.raises(InvalidInput):
        Watch(Expectation(match="", **wrong), NOTHING_KNOWN, 0)  # type: ignore[arg-type]
