"""From the bus to the sockets: each event one frame, for those it concerns."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import pytest
from structlog.testing import capture_logs

from tests.unit.notification_rows import a_row
from trishul.services.accounts.roles import Role
from trishul.services.events import MibsChanged, NotificationsStored, SimulatorActivity, StatusChanged
from trishul.services.simulator.log import SimulatorLogEntry
from trishul.services.workbench import Workbench
from trishul.web import live as live_module
from trishul.web.live import Live


class Browser:
    """The server's end of one socket, whose peer reads everything at once."""

    def __init__(self, token: str) -> None:
        self.query_params = {"token": token}
        self.frames: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        self.close_code: int | None = None
        self.accepted = False
        self.scope: dict[str, Any] = {"extensions": {}}
        self._incoming: asyncio.Queue[dict[str, Any]] = asyncio.Queue()

    async def accept(self) -> None:
        self.accepted = True

    async def send_text(self, text: str) -> None:
        self.frames.put_nowait(json.loads(text))

    async def receive(self) -> dict[str, Any]:
        return await self._incoming.get()

    async def close(self, code: int, reason: str) -> None:
        assert self.accepted
        self.close_code = code

    def hang_up(self) -> None:
        self._incoming.put_nowait({"type": "websocket.disconnect", "code": 1000})

    async def frame_of(self, kind: str) -> dict[str, Any]:
        async with asyncio.timeout(5):
            while True:
                frame = await self.frames.get()
                if frame["type"] == kind:
                    return frame


async def opened(live: Live, token: str) -> tuple[Browser, asyncio.Task[None]]:
    browser = Browser(token)
    serving = asyncio.create_task(live.serve(browser))  # type: ignore[arg-type]  # a browser is enough
    await browser.frame_of("full_state")
    return browser, serving


def entry(number: int) -> SimulatorLogEntry:
    return SimulatorLogEntry(
        id=number,
        at=0.0,
        source="192.0.2.1:5000",
        agent_id=None,
        community_device="demo",
        operation="GetRequest",
        version="2c",
        requests=1,
        varbinds=1,
        first_oid="1.3.6",
        last_oid="1.3.6",
        errors=0,
    )


async def test_a_wrong_token_is_accepted_and_then_closed(live: Live) -> None:
    browser = Browser("wrong")
    await live.serve(browser)  # type: ignore[arg-type]  # a browser is enough
    assert (browser.accepted, browser.close_code) == (True, 4001)
    assert browser.frames.empty()
    assert len(live) == 0


async def test_status_changes_reach_every_browser(live: Live, workbench: Workbench, token: str) -> None:
    one, _ = await opened(live, token)
    two, _ = await opened(live, token)
    workbench.bus.publish(StatusChanged("simulator"))
    for browser in (one, two):
        frame = await browser.frame_of("status")
        assert frame["simulator"]["running"] is False
        assert frame["traps"]["running"] is False


async def test_counters_are_pushed_as_a_whole(live: Live, workbench: Workbench, token: str) -> None:
    browser, _ = await opened(live, token)
    workbench.counters.add("walker", "oids_returned", 12)
    assert (await browser.frame_of("stats"))["data"]["walker"]["oids_returned"] == 12


async def test_a_change_of_mibs_also_says_the_status(live: Live, workbench: Workbench, token: str) -> None:
    browser, _ = await opened(live, token)
    workbench.bus.publish(MibsChanged())
    assert set((await browser.frame_of("mibs"))["mibs"]) == {"loaded", "failed", "total", "traps_available"}
    await browser.frame_of("status")


async def test_a_storm_of_notifications_is_sampled_and_adds_up(live: Live, workbench: Workbench, token: str) -> None:
    browser, _ = await opened(live, token)
    for batch in range(20):
        workbench.bus.publish(NotificationsStored(batch * 100 + 1, [a_row()] * 100))
    pushed, told, newest = 0, 0, -1
    while pushed + told < 2000:
        frame = await browser.frame_of("trap")
        pushed, told, newest = pushed + 1, told + frame["skipped"], frame["trap"]["id"]
    assert newest == 2000
    assert pushed < 600
    assert live.traps_skipped == told


async def test_an_event_that_cannot_be_shown_does_not_silence_the_rest(
    live: Live, workbench: Workbench, token: str
) -> None:
    browser, _ = await opened(live, token)
    with capture_logs() as lines:
        workbench.bus.publish(NotificationsStored(1, [["no such row"]]))
        workbench.bus.publish(StatusChanged("traps"))
        await browser.frame_of("status")
    assert [line["kind"] for line in lines] == ["NotificationsStored"]


async def test_simulator_activity_is_pushed_entry_by_entry(live: Live, workbench: Workbench, token: str) -> None:
    browser, _ = await opened(live, token)
    workbench.bus.publish(SimulatorActivity((entry(1), entry(2))))
    assert [(await browser.frame_of("simulator_log"))["entry"]["id"] for _ in range(2)] == [1, 2]


async def test_logout_closes_the_sockets_of_that_session_only(live: Live, workbench: Workbench, token: str) -> None:
    other_token = (await workbench.sessions.login("admin", "correct horse", "192.0.2.1")).token
    one, serving_one = await opened(live, token)
    other, _ = await opened(live, other_token)
    session = workbench.sessions.find(token)
    assert session is not None
    await workbench.sessions.logout(session)
    await asyncio.wait_for(serving_one, 2)
    assert one.close_code == 4001
    assert other.close_code is None
    assert len(live) == 1


async def test_expiry_closes_sockets_too(live: Live, workbench: Workbench, token: str) -> None:
    browser, serving = await opened(live, token)
    session = workbench.sessions.find(token)
    assert session is not None
    session.last_used_at -= 100_000
    await workbench.sessions.end_expired()
    await asyncio.wait_for(serving, 2)
    assert browser.close_code == 4001


async def test_a_browser_that_hangs_up_is_forgotten(live: Live, token: str) -> None:
    browser, serving = await opened(live, token)
    browser.hang_up()
    await asyncio.wait_for(serving, 2)
    assert len(live) == 0
    assert browser.close_code is None


async def test_the_end_of_the_server_closes_with_1001(live: Live, token: str) -> None:
    browser, serving = await opened(live, token)
    await live.close()
    await asyncio.wait_for(serving, 2)
    assert browser.close_code == 1001
    late = Browser(token)
    await live.serve(late)  # type: ignore[arg-type]  # a browser is enough
    assert late.close_code == 1013


async def test_the_number_of_sockets_is_bounded(live: Live, token: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live_module, "MAX_CLIENTS", 1)
    await opened(live, token)
    surplus = Browser(token)
    await live.serve(surplus)  # type: ignore[arg-type]  # a browser is enough
    assert surplus.close_code == 1013


async def test_pages_hear_that_targets_kept_walks_and_jobs_changed(
    live: Live, workbench: Workbench, token: str
) -> None:
    browser, serving = await opened(live, token)
    await workbench.walk_targets.create({"name": "core", "host": "192.0.2.1"})
    assert await browser.frame_of("walks") == {"type": "walks", "what": "targets"}
    browser.hang_up()
    await serving


async def test_only_the_pages_of_a_user_whose_role_changed_hear_of_it(
    live: Live, workbench: Workbench, token: str
) -> None:
    other, _ = await opened(live, token)
    await workbench.users.create("eve", Role.OPERATOR, "blue-tractor-7")
    begun = await workbench.sessions.login("eve", "blue-tractor-7", "192.0.2.1")
    hers, _ = await opened(live, begun.token)
    await workbench.users.change("eve", role=Role.VIEWER)
    assert await hers.frame_of("account") == {"type": "account"}
    assert other.frames.empty()


async def test_pages_hear_of_rules_and_inboxes_and_of_what_these_catch(
    live: Live, workbench: Workbench, token: str
) -> None:
    browser, serving = await opened(live, token)
    await workbench.traps.rules.create({"name": "links", "query": "tag:lab"})
    assert await browser.frame_of("trap_list") == {"type": "trap_list", "what": "rules"}
    made = await workbench.traps.inboxes.create({"tag": "run42"})
    assert await browser.frame_of("trap_list") == {"type": "trap_list", "what": "inboxes"}
    workbench.traps.inboxes.note_stored([a_row(), a_row(inbox=made.name)])
    assert await browser.frame_of("trap_list") == {"type": "trap_list", "what": "inboxes"}
    browser.hang_up()
    await serving
