"""What simulated agents were asked, request by request, and the question how often something was asked.

Owns reading the journals and the verdict; which requests a question means is `journal_filters`. The journals themselves
are kept, bounded, by the worker that answers, and end with it. The log of `simulator_log` is grouped and of all agents;
this is exact and of one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from itertools import islice
from typing import TypeAlias

import msgspec

from trishul.errors import InvalidInput
from trishul.library.names import Names
from trishul.services.answered_commands import Answer
from trishul.services.simulator.journal_filters import JournalFilter, JournalFilters, name_text
from trishul.services.simulator.request_filters import object_name
from trishul.workers.agent_commands import JournalRead, ReadJournal
from trishul.workers.agent_messages import JournaledRequest
from trishul.workers.message import Message

MAX_SEEN = 20
"""Requests that a verdict tells."""
MAX_SENTENCES = 5
"""Of what was seen instead."""

Ask: TypeAlias = Callable[[Callable[[int], Message]], Awaitable[Answer | None]]
"""Sends a command, made with its number, and gives the answer; None where no worker runs."""


class JournalQuestion(JournalFilter, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How often such requests are expected."""

    min: int = 1
    max: int | None = None


class ShownRequest(msgspec.Struct, frozen=True, kw_only=True):
    """One request to an agent."""

    number: int
    """From 1 on since the journal began."""
    at: float
    """Unix seconds."""
    source: str
    version: str
    pdu: str
    oids: list[str]
    """The first 16 that were asked for."""
    names: list[str]
    """What the library calls them."""
    oids_total: int
    non_repeaters: int | None
    """Of a GETBULK only, as is the next."""
    max_repetitions: int | None
    varbinds: int | None
    """How many were answered; null for an error, or for no answer."""
    answered: bool
    """False where the agent was silent on purpose."""


class JournalPage(msgspec.Struct, frozen=True, kw_only=True):
    """Requests to an agent, newest first."""

    agent: str
    total: int
    """All that fit the filter."""
    kept: int
    """All that are kept of the agent."""
    forgotten: int
    """Earlier ones for which there was no more room."""
    began_at: float | None
    """Unix seconds; null while the simulator is stopped. Nothing is known of what came before: an earlier journal ended
    with the process that kept it, or was forgotten."""
    data: list[ShownRequest]


class JournalVerdict(msgspec.Struct, frozen=True, kw_only=True):
    """Whether an agent was asked as often as expected, in words, and what it was asked instead."""

    agent: str
    holds: bool
    count: int
    kept: int
    forgotten: int
    began_at: float | None
    """As in `JournalPage`."""
    verdict: str
    """One sentence."""
    instead: list[str]
    """Requests that come closest to those that were meant, in groups, each with what is different."""
    data: list[ShownRequest]
    """The newest that fit; where none does, the newest of all."""


class RequestJournal:
    """Journals of all agents of the running worker."""

    def __init__(self, ask: Ask, id_of: Callable[[str], str], names: Callable[[], Names]) -> None:
        """`id_of` finds the ID of an agent named by ID or community, or raises."""
        self._ask = ask
        self._id_of = id_of
        self._names = names

    async def read(self, agent: str, wanted: JournalFilter, limit: int) -> JournalPage:
        """The newest requests that fit. Raises UnknownAgent, InvalidInput."""
        agent_id, names = self._id_of(agent), self._names()
        filters = JournalFilters(wanted, names)
        newest, began_at = await self._newest(agent_id)
        found = [request for request in newest if filters.fits(request)]
        return JournalPage(
            agent=agent_id,
            total=len(found),
            kept=len(newest),
            forgotten=_forgotten(newest),
            began_at=began_at,
            data=[_shown(request, names) for request in found[:limit]],
        )

    async def verify(self, agent: str, question: JournalQuestion) -> JournalVerdict:
        """Whether requests came as often as expected. Raises UnknownAgent, InvalidInput."""
        agent_id, names = self._id_of(agent), self._names()
        if question.min < 0 or (question.max is not None and question.max < question.min):
            raise InvalidInput("At least none are expected, and at most no fewer than at least", field="max")
        filters = JournalFilters(question, names)
        newest, began_at = await self._newest(agent_id)
        found = [request for request in newest if filters.fits(request)]
        holds = len(found) >= question.min and (question.max is None or len(found) <= question.max)
        return JournalVerdict(
            agent=agent_id,
            holds=holds,
            count=len(found),
            kept=len(newest),
            forgotten=_forgotten(newest),
            began_at=began_at,
            verdict=_verdict(filters, len(found), question, newest),
            instead=[] if holds else _instead(filters, newest, names),
            data=[_shown(request, names) for request in islice(found or newest, MAX_SEEN)],
        )

    async def forget(self, agent: str) -> tuple[str, int]:
        """Empties the journal of an agent; gives its ID and how many requests that were. Raises UnknownAgent."""
        agent_id = self._id_of(agent)
        return agent_id, len((await self._newest(agent_id, forgets=True))[0])

    async def _newest(self, agent_id: str, *, forgets: bool = False) -> tuple[list[JournaledRequest], float | None]:
        """The newest first, and since when they are kept; none while no simulator runs."""
        answer = await self._ask(lambda sequence: ReadJournal(sequence, agent_id, forgets))
        return (answer.requests[::-1], answer.began_at) if isinstance(answer, JournalRead) else ([], None)


def _forgotten(newest: Sequence[JournaledRequest]) -> int:
    return newest[-1].number - 1 if newest else 0


def _verdict(filters: JournalFilters, count: int, question: JournalQuestion, newest: Sequence[JournaledRequest]) -> str:
    if question.max is None:
        expected = f"at least {question.min:,}"
    elif question.max == question.min:
        expected = f"exactly {question.min:,}" if question.min else "none"
    else:
        expected = f"{question.min:,} to {question.max:,}"
    forgotten = _forgotten(newest)
    earlier = f"; {forgotten:,} earlier ones are forgotten" if forgotten else ""
    were = "was" if question.max == question.min == 1 or expected == "at least 1" else "were"
    return f"{filters}: {count:,} of {len(newest):,} requests, {expected} {were} expected{earlier}"


def _instead(filters: JournalFilters, newest: Sequence[JournaledRequest], names: Names) -> list[str]:
    """What comes closest to what was meant: requests that miss the fewest of the filters, in groups, largest first."""
    misses = [(request, filters.misses(request)) for request in newest]
    missed = [(request, words) for request, words in misses if words]
    fewest = min((len(words) for _, words in missed), default=0)
    groups = Counter(
        f"{request.pdu} of {name_text(request, names)}: {', '.join(words)}"
        for request, words in missed
        if len(words) == fewest
    )
    return [f"{count:,} {what}" for what, count in groups.most_common(MAX_SENTENCES)]


def _shown(request: JournaledRequest, names: Names) -> ShownRequest:
    return ShownRequest(
        number=request.number,
        at=request.at,
        source=request.source,
        version=request.version,
        pdu=request.pdu,
        oids=request.names,
        names=[object_name(oid, names) for oid in request.names],
        oids_total=request.names_total,
        non_repeaters=request.non_repeaters,
        max_repetitions=request.max_repetitions,
        varbinds=request.varbinds,
        answered=request.is_answered,
    )
