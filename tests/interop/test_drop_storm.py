"""The ledger under a storm: what became of each of 20,000 messages, good and bad mixed, adds up once it is quiet."""

from __future__ import annotations

import random
import socket
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from typing import Any

import pytest

from tests.contract.served import Server
from tests.interop.conftest import NetSnmp
from tests.interop.drop_stage import (
    WRONG_COMMUNITY,
    Stage,
    get,
    notification,
    pdu_of,
    v3_message,
)
from trishul.engine.drops import DropReason, Role
from trishul.protocol.message_v3 import REPORTABLE_FLAG, encode_scoped_pdu
from trishul.protocol.pdu import PduKind

MESSAGES = 20_000
BURST = 4_000
ENGINE_ID = bytes.fromhex("80001f88040b0b")


@pytest.fixture(scope="module")
def stage(netsnmp: NetSnmp, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    with Server(tmp_path_factory.mktemp("storm") / "data") as server, server.client(server.login()) as client:
        yield Stage(server, client, netsnmp)


def kinds(stage: Stage, role: Role) -> dict[bytes, str]:
    """Messages, and where the ledger or the reasons must have each of them."""
    own = stage.engine_id(role)
    trap = notification(PduKind.TRAP_V2)
    bad: dict[bytes, str] = {
        b"\x30\x08\x02\x01\x01\x04\x03p": DropReason.MALFORMED,
        get()[:-3]: DropReason.MALFORMED,
        b"": DropReason.MALFORMED,
        get().replace(b"\x02\x01\x01", b"\x02\x01\x07", 1): DropReason.UNSUPPORTED_VERSION,
        v3_message(own, user="stranger"): DropReason.UNKNOWN_USER,
        v3_message(own).replace(b"\x02\x01\x03\x04", b"\x02\x01\x07\x04"): DropReason.UNKNOWN_SECURITY_MODEL,
        v3_message(b"", flags=REPORTABLE_FLAG): "questions",
    }
    if role is Role.AGENT:
        return bad | {
            get(): "answered",
            v3_message(own): "answered",
            get(community=WRONG_COMMUNITY): DropReason.UNKNOWN_COMMUNITY,
            trap: DropReason.UNEXPECTED_PDU,
            v3_message(ENGINE_ID): DropReason.UNKNOWN_ENGINE,
        }
    scoped_trap = encode_scoped_pdu(ENGINE_ID, b"", pdu_of(trap))
    return bad | {
        trap: "stored",
        notification(PduKind.INFORM): "stored",
        v3_message(ENGINE_ID, flags=0, payload=scoped_trap): "stored",
        notification(PduKind.TRAP_V2, community=WRONG_COMMUNITY): DropReason.UNKNOWN_COMMUNITY,
        get(): DropReason.UNEXPECTED_PDU,
        v3_message(own): DropReason.UNKNOWN_PDU_HANDLER,
    }


@pytest.mark.parametrize("role", [Role.AGENT, Role.RECEIVER])
def test_every_message_of_a_storm_is_in_one_place_of_the_ledger(stage: Stage, role: Role) -> None:
    """The system's buffer may be small: what it had no room for is the kernel's, and all that is missing elsewhere."""
    places = kinds(stage, role)
    chosen = random.Random(7).choices(list(places), k=MESSAGES)
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
        sock.connect(("127.0.0.1", stage.ports[role]))
        for start in range(0, MESSAGES, BURST):
            for octets in chosen[start : start + BURST]:
                sock.send(octets)
            stage.until(lambda sent=start + BURST: accounted(stage, role) == sent)
    drops = stage.until(lambda: quiet(stage, role))
    ledger = drops["ledger"]
    assert ledger["received"] + ledger["kernel_drops"] == MESSAGES
    assert ledger["received"] == ledger["dropped"] + sum(ledger["used"].values())
    found = Counter({each["reason"]: each["count"] for each in drops["data"] if each["reason"] != "kernel"})
    expected = Counter(str(places[octets]) for octets in chosen)
    found.update(ledger["used"])
    assert +found <= expected
    assert (expected - found).total() == ledger["kernel_drops"]


def accounted(stage: Stage, role: Role) -> int:
    """Messages that a worker took, or that the system had no room for."""
    ledger = stage.drops(role)["ledger"]
    return int(ledger["received"] + ledger["kernel_drops"])


def quiet(stage: Stage, role: Role) -> dict[str, Any] | None:
    """The overview once nothing is on its way any more."""
    drops = stage.drops(role)
    is_quiet = drops["ledger"]["difference"] == 0 and not drops["ledger"]["used"].get("waiting")
    return drops if is_quiet else None


def test_a_storm_from_many_hosts_is_told_host_by_host(stage: Stage) -> None:
    """Beside it one host is above its budget: it alone is limited."""
    hosts = [f"127.0.0.{number}" for number in range(2, 12)]
    before = accounted(stage, Role.RECEIVER)
    stage.client.post("/api/traps/policy", json={"rate_per_source": 100}).raise_for_status()
    with ExitStack() as stack:
        socks = [stack.enter_context(socket.socket(socket.AF_INET, socket.SOCK_DGRAM)) for _ in hosts]
        for host, sock in zip(hosts, socks, strict=True):
            sock.bind((host, 0))
        for turn in range(100):
            for sock in socks:
                sock.sendto(notification(PduKind.TRAP_V2), ("127.0.0.1", stage.ports[Role.RECEIVER]))
            stage.until(lambda turn=turn: turn % 20 or accounted(stage, Role.RECEIVER) >= before + turn * len(hosts))
        for _ in range(300):
            socks[0].sendto(notification(PduKind.TRAP_V2), ("127.0.0.1", stage.ports[Role.RECEIVER]))
    stage.until(lambda: accounted(stage, Role.RECEIVER) == before + 1300)
    stage.client.post("/api/traps/policy", json={"rate_per_source": 0}).raise_for_status()
    sources = {each["host"]: each for each in stage.client.get("/api/traps/sources").json()["data"]}
    loud, calm = sources[hosts[0]], [sources[host] for host in hosts[1:]]
    kernel_drops = stage.drops(Role.RECEIVER)["ledger"]["kernel_drops"]
    assert all(each["limited"] == 0 and each["received"] >= 100 - kernel_drops for each in calm)
    assert loud["received"] >= 400 - kernel_drops
    ledger = stage.until(lambda: quiet(stage, Role.RECEIVER))["ledger"]
    assert ledger["received"] == ledger["dropped"] + sum(ledger["used"].values())
