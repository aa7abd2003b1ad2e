"""What every abuse test shares: valid datagrams to spoil, the corpus of past crashes, and a guard against hangs."""

from __future__ import annotations

import faulthandler
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

_HERE = Path(__file__).parent
sys.path.insert(0, str(_HERE))  # tests are imported one by one; this is where `mutations` and `abuse_*` lie

_HANG_S = 120
"""No test here takes a tenth of it: whoever reaches it hangs, and the stack of the hang is printed."""


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
