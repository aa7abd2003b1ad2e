"""Fixtures of the services' tests: a clock that is set by hand, and password hashing that costs nothing."""

from __future__ import annotations

import pytest
from argon2 import PasswordHasher

from trishul.services.passwords import PasswordKeeper


class Clock:
    """Time that moves only when a test says so."""

    def __init__(self) -> None:
        self.now = 1_000_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def passwords() -> PasswordKeeper:
    return PasswordKeeper(PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
