"""Fixtures of the contract's tests: a shared server for what leaves no trace or one that can be wiped, else an own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.contract.served import Server


@pytest.fixture(scope="module")
def shared_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with Server(tmp_path_factory.mktemp("shared") / "data") as server:
        yield server


@pytest.fixture
def idle_server(shared_server: Server) -> Server:
    """The shared one with nothing running, no notification kept and every counter at zero."""
    with shared_server.client(shared_server.login()) as client:
        for service in ("simulator", "traps"):
            client.post(f"/api/{service}/stop").raise_for_status()
        for kept in ("traps", "stats"):
            client.delete(f"/api/{kept}/").raise_for_status()
    return shared_server


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    with Server(tmp_path / "data") as server:
        yield server


@pytest.fixture
def client(shared_server: Server) -> Iterator[httpx.Client]:
    with shared_server.client(shared_server.login()) as client:
        yield client
