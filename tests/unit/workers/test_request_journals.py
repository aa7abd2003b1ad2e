"""Journals stay with their agent, whichever device it has, and all together within a bound."""

from __future__ import annotations

import time

import pytest

from trishul.datatypes import Oid, Value
from trishul.protocol.pdu import PduKind
from trishul.simulation.device import Device
from trishul.snmp.agent import Agent
from trishul.workers import request_journals
from trishul.workers.request_journals import RequestJournals

NAME = Oid("1.3.6.1.2.1.1.5.0")
PEER = ("192.0.2.9", 161)


def device() -> Device:
    return Device.from_instances({NAME: Value.octet_string("switch")})


def write(agent: Agent, served: Device, kind: PduKind, version: int, varbinds: int | None, ago_s: float = 0.0) -> None:
    journal = agent.journals[served]
    at = time.monotonic() - ago_s
    entry = (next(journal.numbers), at, PEER, version, kind, b"\x01", b"\x19", [NAME.contents], 1, varbinds)
    journal.entries.append(entry)


async def test_a_journal_goes_on_with_another_device_and_is_told_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    agent = Agent({})
    journals = RequestJournals(agent)
    first, second = device(), device()
    journals.follow("router", first)
    write(agent, first, PduKind.GET_BULK, 1, 25, ago_s=60)
    journals.follow("router", second)
    assert [*agent.journals] == [second]
    write(agent, second, PduKind.SET, 3, None)
    bulk, refused = journals.read("router")
    assert (bulk.number, bulk.pdu, bulk.version, bulk.names) == (1, "GetBulkRequest", "2c", [str(NAME)])
    assert (bulk.non_repeaters, bulk.max_repetitions, bulk.varbinds) == (1, 25, 25)
    assert (refused.number, refused.version, refused.source, refused.max_repetitions, refused.varbinds) == (
        2, "3", "192.0.2.9:161", None, None,
    )  # fmt: skip
    assert 59 < refused.at - bulk.at < 61
    assert len(journals.read("router", forgets=True)) == 2
    assert (journals.read("router"), journals.read("nobody")) == ([], [])
    began_at = journals.began_at("router")
    assert began_at >= journals.began_at("nobody") > 0
    with monkeypatch.context() as patch:
        patch.setattr(request_journals.time, "time", lambda now=time.time: now() - 40 * 86_400)
        assert journals.began_at("router") == pytest.approx(began_at - 40 * 86_400, abs=60), "as requests are told"


async def test_who_was_asked_least_recently_loses_his_journal_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(request_journals, "MAX_JOURNALED", 2)
    agent = Agent({})
    journals = RequestJournals(agent)
    for ago_s, name in ((5.0, "late"), (50.0, "early"), (20.0, "between")):
        served = device()
        journals.follow(name, served)
        write(agent, served, PduKind.GET, 1, 1, ago_s)
    journals.keep_bounds()
    assert [len(journals.read(name)) for name in ("late", "early", "between")] == [1, 0, 1]
    journals.remove("late")
    assert journals.read("late") == []
