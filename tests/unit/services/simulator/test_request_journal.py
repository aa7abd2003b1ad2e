"""The question how often an agent was asked something."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.unit.services.simulator.test_journal_filters import IN_OCTETS, KEPT
from trishul.errors import InvalidInput
from trishul.library.names import Names
from trishul.services.answered_commands import Answer
from trishul.services.simulator.journal_filters import JournalFilter
from trishul.services.simulator.request_journal import JournalQuestion, RequestJournal
from trishul.workers.agent_commands import JournalRead, ReadJournal
from trishul.workers.agent_messages import JournaledRequest
from trishul.workers.message import Message


def journal(kept: list[JournaledRequest] | None) -> RequestJournal:
    """Of a worker that keeps these; without one where there is none."""

    async def ask(command: Callable[[int], Message]) -> Answer | None:
        asked = command(1)
        assert isinstance(asked, ReadJournal)
        return None if kept is None else JournalRead(asked.sequence, kept, 1_700_000_000.5)

    return RequestJournal(ask, lambda agent: agent, lambda: Names(None))


async def test_requests_that_fit_are_told_newest_first() -> None:
    page = await journal(KEPT[1:]).read("router", JournalFilter(pdu="getbulk"), 2)
    assert [request.number for request in page.data] == [5, 3]
    assert (page.total, page.kept, page.forgotten, page.began_at) == (3, 4, 1, 1_700_000_000.5)


async def test_a_verdict_says_how_many_and_what_was_seen_instead() -> None:
    polled = JournalQuestion(oid=IN_OCTETS, pdu="getbulk", max_repetitions=25, min=2)
    verdict = await journal(KEPT).verify("router", polled)
    assert (verdict.holds, verdict.count) == (False, 1)
    assert verdict.verdict == (
        f"GetBulkRequest, of {IN_OCTETS}, with max-repetitions at most 25: "
        "1 of 5 requests, at least 2 were expected"
    )  # fmt: skip
    assert verdict.instead == [
        f"1 GetBulkRequest of 1.3.6.1.2.1.31.1.1.1.60: not below {IN_OCTETS}",
        f"1 GetBulkRequest of {IN_OCTETS}.24: max-repetitions is 50",
    ]
    assert [request.number for request in verdict.data] == [2]


async def test_none_may_be_what_is_expected() -> None:
    verdict = await journal(KEPT).verify("router", JournalQuestion(version="3", min=0, max=0))
    assert (verdict.holds, verdict.instead) == (True, [])
    assert verdict.verdict.endswith("0 of 5 requests, none were expected")
    assert [request.number for request in verdict.data] == [5, 4, 3, 2, 1]
    exactly = await journal(KEPT[1:]).verify("router", JournalQuestion(min=2, max=2))
    assert exactly.verdict == (
        "any request: 4 of 4 requests, exactly 2 were expected; 1 earlier ones are forgotten"
    )  # fmt: skip


async def test_who_was_asked_nothing_has_an_empty_journal() -> None:
    assert (await journal(None).read("router", JournalFilter(), 5)).kept == 0
    assert (await journal([]).verify("router", JournalQuestion())).instead == []
    assert await journal(KEPT).forget("router") == ("router", 5)


async def test_bounds_that_cannot_be_meant_are_refused() -> None:
    with pytest.raises(InvalidInput) as refused:
        await journal(KEPT).verify("router", JournalQuestion(max=0))
    assert refused.value.field == "max"
