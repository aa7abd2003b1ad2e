"""Work that ends when nobody waits for it any more: a closed browser tab must not keep a walk going.

Owns noticing that the client of a request went away while its route still works. Starlette notices only when it sends.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Coroutine
from typing import Any, TypeVar

from fastapi import Request

CLIENT_GONE = 499
"""The status that nobody reads: nginx's number for a client that closed the request, for our own log."""

Result = TypeVar("Result")


class ClientGone(Exception):
    """The client closed the connection before the answer was ready."""


async def while_connected(request: Request, work: Coroutine[Any, Any, Result]) -> Result:
    """The result of the work; the work is cancelled and ClientGone raised when the client goes away."""
    gone = asyncio.ensure_future(_until_gone(request))
    working = asyncio.ensure_future(work)
    try:
        await asyncio.wait({gone, working}, return_when=asyncio.FIRST_COMPLETED)
        if working.done():
            return working.result()
        raise ClientGone
    finally:
        await _end(gone, working)


async def items_while_connected(request: Request, items: AsyncGenerator[Result, None]) -> AsyncGenerator[Result, None]:
    """The items; the generator is closed when the client goes away."""
    gone = asyncio.ensure_future(_until_gone(request))
    step: asyncio.Future[Result] | None = None
    try:
        while True:
            step = asyncio.ensure_future(anext(items))
            await asyncio.wait({gone, step}, return_when=asyncio.FIRST_COMPLETED)
            if not step.done():
                return
            try:
                item = step.result()
            except StopAsyncIteration:
                return
            yield item
    finally:
        await _end(gone, *([step] if step is not None else []))
        await items.aclose()


async def _until_gone(request: Request) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass


async def _end(*tasks: asyncio.Future[Any]) -> None:
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)  # their outcome was used, or nobody wants it
