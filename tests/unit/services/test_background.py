"""Background tasks are heard when they fail and gone when they are ended."""

from __future__ import annotations

import asyncio

from structlog.testing import capture_logs

from trishul.services.background import end_background, run_in_background


async def test_a_task_that_fails_is_logged_by_name() -> None:
    async def fail() -> None:
        raise ZeroDivisionError

    with capture_logs() as lines:
        task = run_in_background(fail(), "division")
        await asyncio.wait([task])
        await asyncio.sleep(0)
    assert [(line["task"], type(line["exc_info"])) for line in lines] == [("division", ZeroDivisionError)]


async def test_ending_waits_until_the_task_has_cleaned_up() -> None:
    steps: list[str] = []

    async def work() -> None:
        try:
            await asyncio.Event().wait()
        finally:
            await asyncio.sleep(0)
            steps.append("cleaned up")

    with capture_logs() as lines:
        task = run_in_background(work(), "waiting")
        await asyncio.sleep(0)
        await end_background(task, None)
        await end_background(task)
        await end_background()
    assert steps == ["cleaned up"]
    assert lines == []
