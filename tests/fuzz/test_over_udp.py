"""100,000 spoiled datagrams to each real process: none dies, hangs or grows, valid requests are answered meanwhile.

`TRISHUL_ABUSE_COUNT` sets another number. How long valid requests took meanwhile is printed (`pytest -s`).
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from bench import product
from bench.processes import LOOPBACK, Server, rss_octets
from bench.product import Workbench
from tests.fuzz.authentic import mixture
from tests.fuzz.mutations import mutations
from tests.fuzz.wire import ABUSE_COUNT, Wire
from tests.ports import free_port

_WARM_UP = ABUSE_COUNT // 10
_PORTION = 50_000
"""So many are dated at once: SNMPv3 messages are fresh for 150 s."""
_GET, _INFORM = 0xA0, 0xA6
_GROWTH_OCTETS = 24 << 20
"""Room for allocator noise: a leak of one object per datagram would be far beyond it."""


@pytest.fixture
def datagrams(seeds: Mapping[str, bytes]) -> list[bytes]:
    return list(seeds.values())


def _recording(folder: Path) -> Path:
    path = folder / "public.snmprec"
    rows = [f"1.3.6.1.2.1.2.2.1.{column}.{row}|65|{row * column}" for column in (10, 16) for row in range(1, 200)]
    path.write_text("\n".join(["1.3.6.1.2.1.1.1.0|4|abused", *rows]) + "\n")
    return path


def _authentic_too(port: int, datagrams: list[bytes], count: int, seed: int) -> Iterator[bytes]:
    for start in range(0, count, _PORTION):
        yield from mixture(port, datagrams, min(_PORTION, count - start), seed + start)


def test_the_simulator_command_survives_and_answers(tmp_path: Path, datagrams: list[bytes]) -> None:
    port = free_port()
    with product.start_agent(port, tmp_path / "agent", [_recording(tmp_path)]) as server, Wire(port) as wire:
        wire.abuse(mutations(datagrams, _WARM_UP, seed=10), _GET)
        (pid,) = server.cpu_s()
        before = rss_octets(pid)
        assert wire.abuse(mutations(datagrams, ABUSE_COUNT - _WARM_UP, seed=11), _GET) > 0
        assert rss_octets(pid) - before < _GROWTH_OCTETS
        assert server.process.poll() is None
        print(f"\ntrishul simulate: {wire.latency_line()}")
    assert "Traceback" not in server.log.read_text(errors="replace")
    assert server.process.returncode in (0, -15, 143)


@pytest.mark.parametrize("output", ["text", "jsonl"])
def test_the_listening_command_survives_and_acknowledges(tmp_path: Path, datagrams: list[bytes], output: str) -> None:
    port = free_port()
    line = [product.command(), "trap", "listen", "--listen", f"{LOOPBACK}:{port}", "-o", output]
    with Server("trishul trap listen", line, tmp_path / "log") as server, Wire(port) as wire:
        server.wait_until(lambda: str(port) in server.log.read_text(errors="replace"))
        wire.abuse(mutations(datagrams, _WARM_UP, seed=15), _INFORM)
        (pid,) = server.cpu_s()
        before = rss_octets(pid)
        wire.abuse(mutations(datagrams, _WARM_UP, seed=16), _INFORM)
        assert rss_octets(pid) - before < _GROWTH_OCTETS
        assert server.process.poll() is None
        print(f"\ntrishul trap listen -o {output}: {wire.latency_line()}")
    said = server.log.read_text(errors="strict")
    assert "Traceback" not in said
    if output == "jsonl":
        printed = [json.loads(text) for text in said.splitlines() if text.startswith("{")]
        assert len(printed) > ABUSE_COUNT // 500


def test_the_receiver_of_the_server_survives_stores_and_acknowledges(
    workbench: Workbench, datagrams: list[bytes]
) -> None:
    before = workbench.call("GET", "/api/traps/status")
    with Wire(before["port"]) as wire:
        wire.abuse(_authentic_too(before["port"], datagrams, _WARM_UP, 12), _INFORM)
        memory = {pid: rss_octets(pid) for pid in workbench.server.cpu_s()}
        wire.abuse(_authentic_too(before["port"], datagrams, ABUSE_COUNT - _WARM_UP, 13), _INFORM)
        print(f"\nreceiver of the server: {wire.latency_line()}")
    after = workbench.call("GET", "/api/traps/status")
    assert (after["pid"], after["running"]) == (before["pid"], True)
    assert after["drops"].get("malformed", 0) > ABUSE_COUNT // 10
    assert after["drops"].get("wrong_digest", 0) > ABUSE_COUNT // 100
    assert set(workbench.server.cpu_s()) == set(memory), "a process was replaced"
    grown = {pid: rss_octets(pid) - octets for pid, octets in memory.items()}
    assert max(grown.values()) < 3 * _GROWTH_OCTETS, grown
    _every_stored_oddity_can_be_shown(workbench)


def _every_stored_oddity_can_be_shown(workbench: Workbench) -> None:
    """Lists and details of what abuse left in the store are never an error of the server."""
    page = workbench.call("GET", "/api/traps/?limit=1000")
    assert page["total"] > ABUSE_COUNT // 100
    assert any(record["version"] == "3" for record in page["data"]), "nothing got past the gates"
    while page["data"] and page["next"] is not None:
        for record in page["data"][::100]:
            detail = workbench.call("GET", f"/api/traps/{record['id']}")
            assert bytes.fromhex(detail["raw_hex"])
        page = workbench.call("GET", f"/api/traps/?limit=1000&before={page['next']}")


def test_the_simulator_of_the_server_survives_and_answers(workbench: Workbench, datagrams: list[bytes]) -> None:
    before = workbench.call("GET", "/api/simulator/status")
    with Wire(before["port"]) as wire:
        wire.abuse(_authentic_too(before["port"], datagrams, ABUSE_COUNT // 5, 14), _GET)
        print(f"\nsimulator of the server: {wire.latency_line()}")
    after = workbench.call("GET", "/api/simulator/status")
    assert (after["pid"], after["running"]) == (before["pid"], True)


def test_a_wrong_community_gets_silence_and_is_counted(workbench: Workbench) -> None:
    """RFC 3584 §5.2: no answer, so that communities cannot be told apart by asking."""
    for area, kind in (("simulator", _GET), ("traps", _INFORM)):
        before = workbench.call("GET", f"/api/{area}/status")
        with Wire(before["port"]) as wire:
            for community in (b"wrong", b"", b"Public", b"public\0", b"x" * 300):
                assert wire.ask_once(kind, community, 0.15) is None, community
            wire.ask(kind)
        _wait_for_unknown_communities(workbench, area, _unknown_communities(before) + 5)


def _wait_for_unknown_communities(workbench: Workbench, area: str, expected: int) -> None:
    """Workers report their counters once a second."""
    path = f"/api/{area}/status"
    workbench.server.wait_until(lambda: _unknown_communities(workbench.call("GET", path)) >= expected)


def _unknown_communities(status: Mapping[str, Any]) -> int:
    return int(status["drops"].get("unknown_community", 0))
