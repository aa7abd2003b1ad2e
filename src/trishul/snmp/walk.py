"""Walks as async iterators: pages of rows, or rows.

Owns the driving of `engine.read_ahead` over an exchange. The next request is sent before a page is handed out, so the
agent works while the page is used; a plain walk fetches one page ahead, never more, one with round trips to save a
bounded number. Hot path, measured by `bench/`.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Self

from trishul.datatypes.oid import Oid
from trishul.datatypes.varbind import VarBind
from trishul.engine.manager import ManagerEngine, encode_names
from trishul.engine.outstanding import Outcome
from trishul.engine.peers import Peer
from trishul.engine.read_ahead import ReadAhead, Stretch
from trishul.engine.repetitions import MaxRepetitions
from trishul.engine.walk import Walk, WalkCut, WalkRequest
from trishul.errors import TrishulError
from trishul.snmp.exchange import Exchange
from trishul.snmp.target import Target


class WalkPages:
    """The rows of a walk, one list for each answer of the agent."""

    def __init__(
        self,
        exchange: Exchange[ManagerEngine],
        target: Target,
        root: Oid,
        *,
        max_repetitions: MaxRepetitions,
        max_in_flight: int,
        max_rows: int | None,
        max_time_s: float | None,
        tolerates_non_increasing: bool,
        after: Oid | None = None,
    ) -> None:
        self._exchange = exchange
        self._target = target
        self._walk = Walk(
            root,
            target.snmp_version,
            exchange.now(),
            max_repetitions=max_repetitions,
            max_rows=max_rows,
            max_time_s=max_time_s,
            tolerates_non_increasing=tolerates_non_increasing,
            after=after,
        )
        self._reading = ReadAhead(self._walk, timeout_s=target.timeout_s, max_in_flight=max_in_flight)
        self._peer: Peer | None = None
        self._answers: dict[int, tuple[Stretch, asyncio.Future[Outcome]]] = {}
        """What is in flight, by request-id."""
        self._error_was_raised = False

    @property
    def cut(self) -> WalkCut | None:
        """The limit that ended the walk early, or None."""
        return self._walk.cut

    @property
    def rows(self) -> int:
        """Rows so far."""
        return self._walk.rows

    def __aiter__(self) -> Self:
        return self

    async def __anext__(self) -> list[VarBind]:
        if self._peer is None:
            self._peer = await self._exchange.find_peer(self._target)
        while True:
            page = self._reading.next_page(self._exchange.now())
            self._ask(self._peer)
            if page:
                return page
            if self._walk.has_ended:
                break
            try:
                await self._receive()
            except asyncio.CancelledError:
                self._forget_answers()
                raise
        self._forget_answers()
        if self._walk.error is not None and not self._error_was_raised:
            self._error_was_raised = True
            raise self._walk.error
        raise StopAsyncIteration

    async def aclose(self) -> None:
        """Forgets what is being fetched ahead; iterating further fetches it anew."""
        self._forget_answers()

    def _ask(self, peer: Peer) -> None:
        """Sends what is to be asked now."""
        for stretch, request in self._reading.next_requests():
            try:
                request_id = self._submit(peer, request)
                self._answers[request_id] = stretch, self._exchange.start(request_id)
            except TrishulError:  # too many are outstanding, or the manager was closed
                self._reading.forget(stretch)
                raise

    def _submit(self, peer: Peer, request: WalkRequest) -> int:
        kind, name, repetitions, is_attempt = request
        return self._exchange.engine.submit(
            peer,
            kind,
            encode_names((name,)),
            self._exchange.now(),
            second_number=repetitions,
            give_up_at=self._walk.give_up_at,
            retries=0 if is_attempt else None,
        )

    async def _receive(self) -> None:
        """Waits until something has been answered, and gives it to the walk."""
        answers = self._answers
        if len(answers) == 1:
            ((request_id, (stretch, future)),) = answers.items()
            outcome = await self._exchange.outcome(request_id, future)
            del answers[request_id]
            self._reading.receive(stretch, outcome)
            return
        await asyncio.wait([future for _, future in answers.values()], return_when=asyncio.FIRST_COMPLETED)
        for request_id, (stretch, future) in list(answers.items()):
            if future.done():
                del answers[request_id]
                self._reading.receive(stretch, future.result())

    def _forget_answers(self) -> None:
        for request_id, (stretch, _) in self._answers.items():
            self._exchange.forget(request_id)
            self._reading.forget(stretch)
        self._answers.clear()


class WalkRows:
    """The rows of a walk one by one, on top of its pages."""

    def __init__(self, pages: WalkPages) -> None:
        self.pages = pages

    @property
    def cut(self) -> WalkCut | None:
        """The limit that ended the walk early, or None."""
        return self.pages.cut

    @property
    def rows(self) -> int:
        """Rows that have arrived so far."""
        return self.pages.rows

    async def __aiter__(self) -> AsyncIterator[VarBind]:
        try:
            async for page in self.pages:
                for varbind in page:
                    yield varbind
        finally:
            await self.pages.aclose()
