"""Walks as async iterators: pages of rows, or rows.

Owns the driving of `engine.walk` over an exchange. The next request is sent before a page is handed out, so the agent
works while the page is used; one page is fetched ahead, never more. Hot path, measured by `bench/`.
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
from trishul.engine.responses import Response
from trishul.engine.walk import Walk, WalkCut
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
        max_repetitions: int,
        max_rows: int | None,
        max_time_s: float | None,
        tolerates_non_increasing: bool,
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
        )
        self._peer: Peer | None = None
        self._request_id = 0
        self._answer: asyncio.Future[Outcome] | None = None
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
        walk = self._walk
        if self._peer is None:
            self._peer = await self._exchange.find_peer(self._target)
        while True:
            answer = self._answer or self._ask(self._peer)
            if answer is None:
                break
            try:
                outcome = await self._exchange.outcome(self._request_id, answer)
            except asyncio.CancelledError:
                self._forget_answer()
                raise
            page = self._use(outcome, self._peer)
            if page:
                return page
        if walk.error is not None and not self._error_was_raised:
            self._error_was_raised = True
            raise walk.error
        raise StopAsyncIteration

    async def aclose(self) -> None:
        """Forgets the page that is being fetched ahead; iterating further fetches it anew."""
        self._forget_answer()

    def _use(self, outcome: Outcome, peer: Peer) -> list[VarBind]:
        """Gives an outcome to the walk and sends the next request before the page is handed out."""
        walk = self._walk
        self._answer = None
        if not isinstance(outcome, Response):
            walk.receive_failure(outcome, self._exchange.now())
            return []
        page = walk.receive_response(outcome, self._exchange.now())
        self._answer = self._ask(peer)
        return page

    def _forget_answer(self) -> None:
        if self._answer is not None:
            self._answer = None
            self._exchange.forget(self._request_id)

    def _ask(self, peer: Peer) -> asyncio.Future[Outcome] | None:
        """Sends the walk's next request, if there is one."""
        request = self._walk.next_request()
        if request is None:
            return None
        kind, name, repetitions = request
        self._request_id = self._exchange.engine.submit(
            peer,
            kind,
            encode_names((name,)),
            self._exchange.now(),
            second_number=repetitions,
            give_up_at=self._walk.give_up_at,
        )
        return self._exchange.start(self._request_id)


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
