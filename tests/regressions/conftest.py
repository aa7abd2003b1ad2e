"""One server for each file: these tests ask and look, none of them needs a server of its own."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator

import httpx
import pytest

from tests.contract.served import PATIENCE_S, Server


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with Server(tmp_path_factory.mktemp("regressions") / "data") as server:
        yield server


@pytest.fixture(scope="module")
def client(server: Server) -> Iterator[httpx.Client]:
    """A session on a server whose MIB library is there."""
    with server.client(server.login()) as client:
        wait_for(lambda: client.get("/api/mibs/status").json()["loaded"])
        yield client


def wait_for(claim: Callable[[], object]) -> None:
    """Returns when the claim is true; fails when it is not in time."""
    deadline = time.monotonic() + PATIENCE_S
    while not claim():
        assert time.monotonic() < deadline
        time.sleep(0.05)
