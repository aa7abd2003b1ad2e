"""All connections share a few milliseconds of each round of the loop; other sockets have the rest."""

from __future__ import annotations

import asyncio
import time

import pytest

from trishul.transport import turns as turns_module
from trishul.transport.turns import Turns


async def test_while_there_is_time_nobody_waits() -> None:
    turns = Turns()
    assert turns.has_time()
    assert turns.has_time()


async def test_when_the_time_is_over_work_waits_for_the_next_round() -> None:
    turns, done = Turns(), []
    assert turns.has_time()
    time.sleep(turns_module.TURN_S)  # noqa: ASYNC251 -- stands for work that takes the loop's time
    assert not turns.has_time()
    turns.wait(lambda: done.append(1))
    assert done == []
    await asyncio.sleep(0)
    assert done == [1]
    assert turns.has_time()


async def test_much_work_is_spread_over_rounds_in_the_order_it_came(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(turns_module, "TURN_S", 0.0)
    turns, done = Turns(), []
    for number in range(3):
        turns.wait(lambda number=number: done.append(number))  # type: ignore[misc]  # the loop's number, not its last
    rounds = 0
    monkeypatch.setattr(turns_module, "TURN_S", 1e-9)
    while len(done) < 3:
        before = len(done)
        await asyncio.sleep(0)
        rounds += 1
        assert len(done) - before <= 1
    assert done == [0, 1, 2]
    assert rounds >= 3


async def test_who_comes_while_others_wait_waits_behind_them() -> None:
    turns = Turns()
    turns.wait(lambda: None)
    assert not turns.has_time()
