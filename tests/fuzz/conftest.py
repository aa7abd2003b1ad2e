"""What every abuse test shares: valid datagrams to spoil, the corpus of past crashes, and a guard against hangs."""

from __future__ import annotations

import faulthandler
from collections.abc import Iterator
from pathlib import Path

import pytest

from bench.product import Workbench, start_workbench
from tests.fuzz.authentic import CREDENTIAL
from tests.fuzz.wire import ABUSE_COUNT
from tests.ports import free_port
from tests.standard_library import give_library

_HERE = Path(__file__).parent

_HANG_S = 120 + ABUSE_COUNT // 1000
"""No test here takes a third of it: whoever reaches it hangs, and the stack of the hang is printed."""


def _read_hex(folder: str) -> dict[str, bytes]:
    return {path.stem: bytes.fromhex(path.read_text()) for path in sorted((_HERE / folder).glob("*.hex"))}


@pytest.fixture(scope="session")
def seeds() -> dict[str, bytes]:
    """Datagrams that net-snmp's tools and agent really sent, by name."""
    return _read_hex("seeds")


@pytest.fixture(scope="session")
def corpus() -> dict[str, bytes]:
    """Datagrams that once did harm, by name."""
    return _read_hex("corpus")


@pytest.fixture(autouse=True)
def _no_hang() -> Iterator[None]:
    faulthandler.dump_traceback_later(_HANG_S, exit=True)
    yield
    faulthandler.cancel_dump_traceback_later()


@pytest.fixture(scope="session")
def workbench(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workbench]:
    """A real `trishul serve` with simulator and receiver running, as users start it, and one SNMPv3 user."""
    folder = tmp_path_factory.mktemp("serve")
    give_library(folder / "data")
    running = start_workbench(folder, free_port(), log_level="info")
    with running.server:
        running.call("POST", "/api/credentials", CREDENTIAL)
        running.call("POST", "/api/simulator/start", {"port": free_port(), "community": "public"})
        running.call("POST", "/api/traps/start", {"port": free_port(), "community": "public"})
        yield running
