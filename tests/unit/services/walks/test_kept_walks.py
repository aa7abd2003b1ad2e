"""Kept walks are stored, found, changed, and thrown away by their limits; pinned ones stay."""

from __future__ import annotations

import msgspec
import pytest

from tests.unit.services.conftest import Clock
from tests.unit.services.walked_device import walked
from trishul.errors import InvalidInput
from trishul.services.settings import AppSettings
from trishul.services.walks.chunks import WalkPacker
from trishul.services.walks.kept_walks import KeptWalk, KeptWalks, NoSuchKeptWalk, WalkDraft
from trishul.store.database import Database

DRAFT = WalkDraft("core", "192.0.2.1:161", "1.3.6.1", 1_000_000.0, 0.5, tags=("lab",))


class Limits:
    """Settings that a test changes."""

    def __init__(self) -> None:
        self.current = AppSettings()

    def __call__(self) -> AppSettings:
        return self.current

    def change(self, **changes: int) -> None:
        self.current = msgspec.structs.replace(self.current, **changes)


@pytest.fixture
def limits() -> Limits:
    return Limits()


@pytest.fixture
def kept(database: Database, limits: Limits, clock: Clock) -> KeptWalks:
    return KeptWalks(database, limits, clock)


async def keep(kept: KeptWalks, **changes: object) -> KeptWalk:
    packer = WalkPacker()
    packer.add(walked())
    return await kept.keep(msgspec.structs.replace(DRAFT, **changes), packer)


async def test_a_walk_is_kept_with_its_rows_and_found(kept: KeptWalks) -> None:
    walk = await keep(kept)
    assert (walk.rows, walk.state, walk.tags, walk.pinned, walk.job) == (8, "done", ["lab"], False, None)
    assert 0 < walk.size_bytes < 400
    assert await kept.rows(walk.id) == walked()
    assert await kept.get(walk.id) == walk
    page = await kept.page(search="core lab", tag="lab", limit=1)
    assert (page.walks, page.total, page.next) == ([walk], 1, None)


async def test_pages_go_on_below_the_last_walk(kept: KeptWalks) -> None:
    walks = [await keep(kept, name=f"walk {number}", job="j" if number else None) for number in range(3)]
    first = await kept.page(limit=2)
    assert (first.walks, first.total, first.next) == (walks[:0:-1], 3, walks[1].id)
    rest = await kept.page(limit=2, before=first.next)
    assert (rest.walks, rest.next) == ([walks[0]], None)
    assert (await kept.page(job="j")).total == 2


async def test_name_tags_and_pin_change_and_what_is_left_out_stays(kept: KeptWalks) -> None:
    walk = await keep(kept)
    changed = await kept.change(walk.id, {"name": " edge ", "pinned": True})
    assert changed == msgspec.structs.replace(walk, name="edge", pinned=True)
    assert (await kept.change(walk.id, {"tags": ["b", " a", "b"]})).tags == ["b", "a"]
    assert (await kept.change(walk.id, {})).name == "edge"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"name": " "}, "name"),
        ({"name": "a\nb"}, "name"),
        ({"tags": ["x"] * 3 + [str(number) for number in range(30)]}, "tags"),
        ({"tags": ["x" * 65]}, "tags"),
        ({"pinned": "yes"}, "pinned"),
        ({"colour": 1}, None),
        ([], None),
    ],
)
async def test_changes_that_cannot_be_meant_are_refused(kept: KeptWalks, changes: object, field: str | None) -> None:
    walk = await keep(kept)
    with pytest.raises(InvalidInput) as refusal:
        await kept.change(walk.id, changes)
    assert refusal.value.field == field
    assert await kept.get(walk.id) == walk


async def test_a_walk_that_is_not_there_is_told(kept: KeptWalks) -> None:
    for asked in (kept.get(7), kept.rows(7), kept.change(7, {"pinned": True})):
        with pytest.raises(NoSuchKeptWalk):
            await asked
    assert await kept.delete([7]) == 0


async def test_walks_beyond_the_limits_go_the_oldest_first_but_pinned_ones_stay(
    kept: KeptWalks, limits: Limits, clock: Clock
) -> None:
    pinned, *others = [await keep(kept, name=str(number)) for number in range(4)]
    await kept.change(pinned.id, {"pinned": True})
    limits.change(kept_walks_count=2)
    newest = await keep(kept, name="newest")
    assert [walk.id for walk in (await kept.page()).walks] == [newest.id, others[-1].id, pinned.id]
    clock.now += 91 * 86_400
    assert await kept.prune() == 2
    assert [walk.id for walk in (await kept.page()).walks] == [pinned.id]


async def test_the_walk_that_was_just_kept_stays_whatever_its_age_and_size(
    kept: KeptWalks, limits: Limits, clock: Clock
) -> None:
    clock.now += 91 * 86_400
    walk = await keep(kept)
    assert await kept.get(walk.id) == walk
    assert limits().kept_walks_count == 1000


async def test_of_a_job_only_the_newest_walks_stay(kept: KeptWalks) -> None:
    walks = [await keep(kept, job="j") for _ in range(3)]
    other = await keep(kept)
    await kept.prune_job("j", 1)
    assert [walk.id for walk in (await kept.page()).walks] == [other.id, walks[2].id]
