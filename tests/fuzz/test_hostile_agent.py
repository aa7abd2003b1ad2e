"""The command line against an agent that answers nonsense: rows or an error in one line, no traceback, no hang."""

from __future__ import annotations

import os
import random
import socket
import threading
from collections.abc import Iterator, Mapping

import pytest

from bench.processes import LOOPBACK
from tests.contract.forked import run_forked
from tests.fuzz.mutations import mutations, replace_primitive
from tests.fuzz.test_manager import hostile_answer

_COMMAND_S = 30
_RUNS = 12


class _HostileAgent:
    """Answers every request at once: with a hostile page, or with a spoiled real answer, in turns."""

    def __init__(self, answers: list[bytes]) -> None:
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._socket.bind((LOOPBACK, 0))
        self.port = int(self._socket.getsockname()[1])
        self._spoiled = mutations(answers, 1_000_000, seed=20)
        self._rng = random.Random(20)
        threading.Thread(target=self._serve, daemon=True).start()

    def close(self) -> None:
        self._socket.close()

    def _serve(self) -> None:
        while True:
            try:
                request, peer = self._socket.recvfrom(65535)
                self._socket.sendto(self._answer(request), peer)
            except OSError:  # closed: the test is over
                return

    def _answer(self, request: bytes) -> bytes:
        at = request.index(b"\x04\x06public") + 8
        id_at = request.index(b"\x02", at + 1)
        request_id = request[id_at : id_at + 2 + request[id_at + 1]]
        if self._rng.random() < 0.5:
            return replace_primitive(next(self._spoiled), 2, request_id)
        asked = bytes.fromhex("2b06010201020201")
        return hostile_answer(self._rng, int.from_bytes(request_id[2:], "big"), asked)


@pytest.fixture
def port(seeds: Mapping[str, bytes]) -> Iterator[int]:
    agent = _HostileAgent([data for name, data in seeds.items() if name.startswith("answer-snmpd-get")])
    yield agent.port
    agent.close()


@pytest.mark.parametrize("output", ["table", "json", "jsonl", "csv"])
@pytest.mark.parametrize("verb", ["walk", "get", "getbulk"])
def test_the_command_line_ends_with_rows_or_one_line(port: int, verb: str, output: str) -> None:
    for _ in range(_RUNS // 4):
        words = ["-v2c", "-c", "public", "-t", "0.2", "-r", "1", "-o", output, f"{LOOPBACK}:{port}", "1.3.6.1.2.1.2"]
        done = run_forked([verb, *words], os.environ, _COMMAND_S)
        said = done.stderr.decode(errors="replace")
        assert done.returncode in {0, 1, 3}, said
        assert "Traceback" not in said
        assert "unexpected" not in said
