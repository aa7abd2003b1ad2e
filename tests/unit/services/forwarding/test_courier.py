"""The courier sends each destination by itself, tries again with patience, and gives up in the end."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import pytest

from tests.unit.services.destinations_desk import DestinationsDesk
from trishul.services.forwarding import courier as outbox_courier
from trishul.services.forwarding import retry_pace
from trishul.services.forwarding.carriers import DeliveryFailed
from trishul.services.forwarding.courier import OutboxCourier, Outcome, pause_after
from trishul.services.forwarding.outbox import OutboxChoice, OutboxEntry
from trishul.services.forwarding.parcels import Parcel
from trishul.store.database import Database, StoreUnavailable

Script = Callable[[Parcel], Any]


class Scripted:
    """A carrier that does what a test says; what it returns is the answer or an error."""

    def __init__(self, script: Script) -> None:
        self.script = script
        self.closed = False

    async def deliver(self, parcel: Parcel) -> str:
        answer = self.script(parcel)
        if isinstance(answer, asyncio.Event):
            await answer.wait()
            return "late"
        if isinstance(answer, Exception):
            raise answer
        return str(answer)

    async def close(self) -> None:
        self.closed = True


class Office(DestinationsDesk):
    """A courier whose changes can be awaited."""

    def __init__(self, database: Database, data_dir: Path) -> None:
        super().__init__(database, data_dir)
        self.changed = asyncio.Event()
        self.scripts: dict[str, Script] = {}
        self.carriers: list[Scripted] = []
        self.courier = OutboxCourier(
            database, lambda document: self.carrier(document.name), self.changed.set, lambda: self.now, lambda: 1.0
        )

    def carrier(self, name: str) -> Scripted:
        self.carriers.append(Scripted(self.scripts[name]))
        return self.carriers[-1]

    def hear(self, destination_ids: Any, *, at_once: bool) -> None:
        self.courier.wake(destination_ids, at_once=at_once)

    async def open(self, **scripts: Script) -> None:
        self.scripts = scripts
        for name in scripts:
            await self.save(name=name)
        await self.courier.follow(list(self.destinations))

    async def entries(self) -> list[OutboxEntry]:
        return (await self.outbox.page(state=None, destination=None, before=None, limit=99)).data[::-1]

    async def until(self, reached: Callable[[list[OutboxEntry]], bool]) -> list[OutboxEntry]:
        async with asyncio.timeout(60):
            while not reached(entries := await self.entries()):
                await self.changed.wait()
                self.changed.clear()
        return entries


@pytest.fixture
async def office(database: Database, tmp_path: Path) -> AsyncIterator[Office]:
    made = Office(database, tmp_path)
    yield made
    await made.courier.close()
    assert all(carrier.closed for carrier in made.carriers)


def are(state: str) -> Callable[[list[OutboxEntry]], bool]:
    return lambda entries: bool(entries) and all(entry.state == state for entry in entries)


async def test_what_arrived_is_written_down_with_the_answer(office: Office) -> None:
    await office.open(log=lambda parcel: f"{parcel.attempt} {parcel.row.id}")
    await office.put("log", *range(1, outbox_courier.IN_FLIGHT + 3))
    entries = await office.until(are("delivered"))
    assert [entry.outcome for entry in entries] == [f"1 {entry.notification_id}" for entry in entries]
    assert (entries[0].attempts, entries[0].next_attempt_at) == (1, None)


async def test_a_dead_destination_does_not_hold_up_another(office: Office) -> None:
    never = asyncio.Event()
    await office.open(dead=lambda _: never, log=lambda _: "sent")
    await office.put("dead", 1)
    await office.put("log", 2)
    entries = await office.until(lambda entries: [entry.state for entry in entries] == ["waiting", "delivered"])
    assert entries[0].attempts == 0  # it is on its way: nothing is known of it


async def test_an_attempt_is_repeated_under_its_key_until_it_succeeds(office: Office) -> None:
    keys = []

    def twice(parcel: Parcel) -> Any:
        keys.append(parcel.key)
        return DeliveryFailed("HTTP 500") if parcel.attempt < 3 else "HTTP 200"

    await office.open(log=twice)
    await office.put("log", 1)
    for attempts, pause_s in ((1, 1.0), (2, 2.0)):
        (entry,) = await office.until(lambda entries, attempts=attempts: entries[0].attempts == attempts)  # type: ignore[misc]
        assert (entry.state, entry.outcome, entry.next_attempt_at) == ("waiting", "HTTP 500", office.now + pause_s)
        office.now += pause_s
        office.courier.wake([office.destinations.get("log").id])
    (entry,) = await office.until(are("delivered"))
    assert (entry.attempts, len(set(keys))) == (3, 1)


async def test_what_is_final_is_not_tried_again_unless_somebody_asks(office: Office) -> None:
    answers: list[Any] = [DeliveryFailed("HTTP 400", is_final=True), "HTTP 200"]
    await office.open(log=lambda _: answers.pop(0))
    await office.put("log", 1)
    (entry,) = await office.until(are("failed"))
    assert (entry.outcome, entry.next_attempt_at) == ("HTTP 400", None)
    await office.outbox.retry(OutboxChoice(state="failed"))
    (entry,) = await office.until(are("delivered"))
    assert entry.attempts == 2


async def test_patience_ends(office: Office) -> None:
    await office.open(log=lambda _: DeliveryFailed("no"))
    await office.put("log", 1)
    await office.until(lambda entries: entries[0].attempts == 1)
    office.now += 86_400
    office.courier.wake([office.destinations.get("log").id])
    (entry,) = await office.until(are("failed"))
    assert entry.attempts == 2


async def test_a_lane_pauses_after_failures_and_an_asked_time_is_kept(office: Office) -> None:
    asked = [DeliveryFailed("HTTP 429", retry_after_s=40.0)]
    await office.open(log=lambda _: asked.pop() if asked else "sent")
    await office.put("log", 1)
    await office.until(lambda entries: entries[0].attempts == 1)
    lane = office.courier.lane(office.destinations.get("log").id)
    assert lane is not None
    assert (lane.paused_until, lane.last_error, lane.failures) == (office.now + 40.0, "HTTP 429", 1)
    await office.outbox.retry(OutboxChoice())
    await office.until(are("delivered"))
    assert (lane.paused_until, lane.last_error, lane.last_delivered_at) == (None, "", office.now)


async def test_an_unforeseen_error_and_a_damaged_entry_end_no_lane(
    office: Office, caplog: pytest.LogCaptureFixture
) -> None:
    await office.open(log=lambda parcel: ZeroDivisionError() if parcel.row.id == 1 else "sent")
    await office.put("log", 1, 2)
    entries = await office.until(lambda entries: entries[1].state == "delivered")
    assert "unexpected" in entries[0].outcome


async def test_a_changed_destination_gets_a_new_carrier_and_a_disabled_one_waits(office: Office) -> None:
    await office.open(log=lambda _: "sent")
    await office.destinations.replace("log", {"kind": "syslog", "name": "log", "host": "::1", "enabled": False})
    await office.courier.follow(list(office.destinations))
    assert [carrier.closed for carrier in office.carriers] == [True, False]
    await office.put("log", 1)
    await office.destinations.replace("log", {"kind": "syslog", "name": "log", "host": "::1"})
    await office.courier.follow(list(office.destinations))
    await office.until(are("delivered"))
    await office.courier.follow(list(office.destinations), anew=True)
    assert [carrier.closed for carrier in office.carriers] == [True, True, True, False]


async def test_a_courier_that_ends_writes_down_what_has_arrived(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(retry_pace, "FIRST_PAUSE_S", 0.0)
    never, has_arrived = asyncio.Event(), asyncio.Event()

    def script(parcel: Parcel) -> Any:
        has_arrived.set()
        return never if parcel.row.id == 1 else "sent"

    await office.open(log=script)
    await office.put("log", 1, 2)
    await has_arrived.wait()
    await asyncio.sleep(0)
    await office.courier.close()
    assert [entry.state for entry in await office.entries()] == ["waiting", "delivered"]


async def test_what_could_not_be_written_down_is_not_sent_twice(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outbox_courier, "_RETRY_S", 0.01)
    sent: list[int] = []
    note, is_ill = outbox_courier.note_attempts, [True, True]

    async def noting(*arguments: Any) -> None:
        if is_ill:
            is_ill.pop()
            raise StoreUnavailable("here", "disk full")
        await note(*arguments)

    monkeypatch.setattr(outbox_courier, "note_attempts", noting)
    await office.open(log=lambda parcel: sent.append(parcel.row.id) or "sent")
    await office.put("log", 1)
    await office.until(are("delivered"))
    assert (sent, is_ill) == ([1], [])


async def test_a_destination_that_takes_nothing_is_not_asked_for_everything_that_waits(office: Office) -> None:
    asked: list[int] = []
    await office.open(log=lambda parcel: asked.append(parcel.row.id) or DeliveryFailed("no"))
    most = outbox_courier.IN_FLIGHT
    await office.put("log", *range(1, 3 * most))
    entries = await office.until(lambda entries: sum(entry.attempts for entry in entries) >= most)
    assert asked == list(range(1, most + 1))
    assert [entry.attempts for entry in entries[most:]] == [0] * (2 * most - 1)


async def test_what_comes_while_another_hangs_is_taken_along(office: Office) -> None:
    never = asyncio.Event()
    await office.open(log=lambda parcel: never if parcel.row.id == 1 else "sent")
    await office.put("log", 1)
    await office.put("log", 2)
    await office.until(lambda entries: entries[1].state == "delivered")
    await office.put("log", 3)
    entries = await office.until(lambda entries: entries[2].state == "delivered")
    assert (entries[0].state, entries[0].attempts) == ("waiting", 0)


@pytest.mark.parametrize(
    ("failures", "pause_s"),
    [
        ([], None),
        ([None], None),
        ([DeliveryFailed("no")], 0.0),
        ([None, DeliveryFailed("no")], None),
        ([None, DeliveryFailed("busy", retry_after_s=9.0)], 9.0),
        ([DeliveryFailed("never", is_final=True)], None),
    ],
)
def test_a_pause_follows_when_nothing_is_taken_or_time_is_asked_for(
    failures: list[DeliveryFailed | None], pause_s: float | None
) -> None:
    assert pause_after([Outcome("", failure) for failure in failures]) == pause_s
