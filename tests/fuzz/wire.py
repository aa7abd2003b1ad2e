"""Sending abuse over real UDP: bursts that a socket's buffer can hold, and a valid request after each.

A sender that does not wait only tests the kernel's queue, so the valid request behind every burst is both the proof of
life and the brake.
"""

from __future__ import annotations

import os
import socket
from collections.abc import Iterable
from itertools import islice
from time import perf_counter
from typing import Self

from bench.processes import LOOPBACK
from tests.fuzz.mutations import wrap

ABUSE_COUNT = int(os.environ.get("TRISHUL_ABUSE_COUNT", "100000"))
"""Mutated datagrams that each role gets."""
_BURST = 100
_TRIES = 20
_TRY_S = 0.5


class Wire:
    """A connected UDP socket to one port of this machine."""

    def __init__(self, port: int) -> None:
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4 << 20)
        self._socket.connect((LOOPBACK, port))
        self._next_id = 0x01000000
        self.latencies_s: list[float] = []
        """How long each valid request took, with the tries that a burst has drowned."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._socket.close()

    def send(self, data: bytes) -> None:
        """One datagram, whatever it is."""
        self._socket.send(data)

    def abuse(self, datagrams: Iterable[bytes], proof_kind: int) -> int:
        """Sends all in bursts; after each a valid request of `proof_kind` must be answered. Returns the bursts."""
        source = iter(datagrams)
        bursts = 0
        while burst := list(islice(source, _BURST)):
            for data in burst:
                self._socket.send(data)
            self.ask(proof_kind)
            bursts += 1
        return bursts

    def ask(self, kind: int, community: bytes = b"public") -> bytes:
        """The answer to a valid GET (0xA0) or INFORM (0xA6); asks again when a burst has drowned it."""
        asked_at = perf_counter()
        for _ in range(_TRIES):
            answer = self.ask_once(kind, community, _TRY_S)
            if answer is not None:
                self.latencies_s.append(perf_counter() - asked_at)
                return answer
        raise AssertionError(f"a valid request was not answered within {_TRIES * _TRY_S:g} s")

    def latency_line(self) -> str:
        """The latencies in a line for people."""
        ordered = sorted(self.latencies_s)
        shares = (ordered[int(share * (len(ordered) - 1))] * 1000 for share in (0.5, 0.99, 1))
        return f"{len(ordered)} valid requests: " + ", ".join(
            f"{name} {value:.1f} ms" for name, value in zip(("p50", "p99", "max"), shares, strict=True)
        )

    def ask_once(self, kind: int, community: bytes, wait_s: float) -> bytes | None:
        """The answer to one try, None when there is silence. Answers to mutated requests are passed over."""
        self._next_id += 1
        wanted = b"\x02\x04" + self._next_id.to_bytes(4, "big")
        self._socket.send(_request(kind, wanted, community))
        self._socket.settimeout(wait_s)
        try:
            while True:
                answer = self._socket.recv(65535)
                if wanted in answer[:40]:
                    return answer
        except TimeoutError:
            return None


_SYS_DESCR = wrap(0x30, bytes.fromhex("06082b060102010101000500"))
_COLD_START = wrap(0x30, bytes.fromhex("06082b06010201010300430109")) + wrap(
    0x30, bytes.fromhex("060a2b06010603010104010006092b0601060301010501")
)


def _request(kind: int, request_id: bytes, community: bytes) -> bytes:
    bindings = _COLD_START if kind == 0xA6 else _SYS_DESCR
    pdu = wrap(kind, request_id + b"\x02\x01\x00\x02\x01\x00" + wrap(0x30, bindings))
    return wrap(0x30, b"\x02\x01\x01" + wrap(0x04, community) + pdu)
