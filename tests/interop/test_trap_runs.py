"""Runs towards snmptrapd: v1 traps by their own fields, stored notifications replayed, informs acknowledged."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import TYPE_CHECKING, cast

import pytest

from tests.unit.services.traps.test_runs import ended_run
from trishul.datatypes import Value, VarBind
from trishul.protocol.ber import encode_varbinds
from trishul.services.bus import Bus
from trishul.services.counters import Counters
from trishul.services.credentials.identities import ChosenIdentity
from trishul.services.mibs.name_source import Numeric
from trishul.services.traps.courses import Replay
from trishul.services.traps.orders import TrapOrders
from trishul.services.traps.runs import TrapRunService
from trishul.services.traps.send_pace import Pace
from trishul.services.traps.sending import TrapSender, TrapToSend, V1Fields
from trishul.services.varbind_texts import VarBindText
from trishul.store.database import Database
from trishul.store.notifications import insert_notifications

if TYPE_CHECKING:
    from pathlib import Path

    from tests.interop.conftest import TrapLog

AS_V1 = ChosenIdentity(version="1")


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    opened = await Database.open(f"sqlite:///{tmp_path / 'trishul.db'}")
    yield opened
    await opened.close()


async def test_snmptrapd_takes_every_kind_of_run(snmptrapd: TrapLog, database: Database) -> None:
    sender = TrapSender(Counters(cast("Database", None), Bus()))
    bus = Bus()
    runs = TrapRunService(bus, lambda: sender)
    orders = TrapOrders(database, Numeric(), runs, lambda: sender, list)
    host, port = snmptrapd.peer.host, snmptrapd.peer.port

    v1 = V1Fields(6, "1.3.6.1.4.1.99996", 41, "192.0.2.41")
    one = VarBindText("1.3.6.1.4.1.99996.1.0", "i", "411")
    await orders.repeat(TrapToSend(host, "", port, AS_V1, [one], v1=v1, uptime=4200), Pace())
    line = await asyncio.to_thread(snmptrapd.wait_for, "99996.1.0", "411")
    assert line.startswith("v1|.1.3.6.1.4.1.99996|6|.41|192.0.2.41|")

    own = VarBind.of("1.3.6.1.4.1.99996.2.0", Value.octet_string("kept 412"))
    heading = VarBind.of("1.3.6.1.6.3.1.1.4.1.0", Value.object_identifier("1.3.6.1.4.1.99996.0.42"))
    row = (
        1_800_000_000_000_000_000, "127.0.0.1:1162", "192.0.2.1:4000", 1, 0xA7, "1.3.6.1.4.1.99996.0.42", 4200, None,
        None, encode_varbinds([heading, own]), b"\x30\x00", "[]", *(None,) * 6,
    )  # fmt: skip
    async with database.write() as connection:
        await insert_notifications(connection, [row])
    await orders.replay(TrapToSend(host, "", port), Replay(ids=(1,)))
    assert ".1.3.6.1.4.1.99996.0.42" in await asyncio.to_thread(snmptrapd.wait_for, "kept 412")

    informs = TrapToSend(host, "1.3.6.1.4.1.99996.0.43", port, kind="inform", timeout_s=5)
    with bus.subscribe() as news:
        await orders.repeat(informs, Pace(count=25, per_s=1000))
        run = await ended_run(news)
    assert (run.state, run.sent, run.acknowledged) == ("done", 25, 25)
    await runs.close()
    sender.close()
