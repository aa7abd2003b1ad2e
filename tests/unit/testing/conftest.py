"""One event loop for all of these tests."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from trishul.testing.background import Background, background


@pytest.fixture(scope="session")
def behind() -> Iterator[Background]:
    with background() as opened:
        yield opened
