"""Tasks that live as long as their service, and that never die unheard.

Owns the one way to start such a task and to end it. Does not own what it does; a task that ends by an error is logged
with its trace, because nobody awaits it.
"""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import Any

import structlog

_log = structlog.get_logger(__name__)


def run_in_background(work: Coroutine[Any, Any, None], name: str) -> asyncio.Task[None]:
    """Start the work; the caller keeps the task and ends it with `end_background`."""
    task = asyncio.create_task(work, name=name)
    task.add_done_callback(_log_failure)
    return task


async def end_background(*tasks: asyncio.Task[None] | None) -> None:
    """Cancel the tasks and wait until they are gone; None and finished ones are fine."""
    running = [task for task in tasks if task is not None]
    for task in running:
        task.cancel()
    if running:
        await asyncio.wait(running)


def _log_failure(task: asyncio.Task[None]) -> None:
    if not task.cancelled() and (error := task.exception()) is not None:
        _log.error("a background task ended by an error", task=task.get_name(), exc_info=error)
