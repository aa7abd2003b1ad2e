"""Work ends when its client goes away, and otherwise gives its result."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator

import pytest
from fastapi import Request

from trishul.web.disconnects import ClientGone, items_while_connected, while_connected


class Client:
    """A client that stays until it is told to go."""

    def __init__(self) -> None:
        self.leaves = asyncio.Event()
        self.request = Request({"type": "http"}, self._receive)

    async def _receive(self) -> dict[str, str]:
        await self.leaves.wait()
        return {"type": "http.disconnect"}


class Work:
    """Something that takes for ever, and what became of it."""

    def __init__(self) -> None:
        self.begun = asyncio.Event()
        self.was_ended = False

    async def run(self) -> None:
        self.begun.set()
        try:
            await asyncio.sleep(60)
        finally:
            self.was_ended = True

    async def items(self) -> AsyncGenerator[int, None]:
        yield 1
        await self.run()
        yield 2


async def test_the_result_of_finished_work_is_given() -> None:
    async def answer() -> int:
        return 42

    assert await while_connected(Client().request, answer()) == 42


async def test_an_error_of_the_work_is_raised() -> None:
    async def fail() -> int:
        raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        await while_connected(Client().request, fail())


async def test_work_whose_client_is_gone_is_cancelled() -> None:
    client, work = Client(), Work()
    waiting = asyncio.ensure_future(while_connected(client.request, work.run()))
    await work.begun.wait()
    client.leaves.set()
    with pytest.raises(ClientGone):
        await waiting
    assert work.was_ended


async def test_items_come_until_there_are_no_more() -> None:
    async def three() -> AsyncGenerator[int, None]:
        for number in range(3):
            yield number

    assert [item async for item in items_while_connected(Client().request, three())] == [0, 1, 2]


async def test_items_end_when_the_client_is_gone_and_their_source_with_them() -> None:
    client, work = Client(), Work()
    items = items_while_connected(client.request, work.items())
    assert await anext(items) == 1
    rest = asyncio.ensure_future(anext(items, None))
    await work.begun.wait()
    client.leaves.set()
    assert await rest is None
    assert work.was_ended


async def test_items_that_nobody_reads_on_are_closed() -> None:
    work = Work()
    items = items_while_connected(Client().request, work.items())
    assert await anext(items) == 1
    reading = asyncio.ensure_future(anext(items))
    await work.begun.wait()
    reading.cancel()
    await asyncio.wait({reading})
    assert work.was_ended
