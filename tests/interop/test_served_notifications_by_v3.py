"""SNMPv3 notifications between net-snmp and a whole server, asked through REST: receiver worker, store and sending."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import httpx
import pytest

from tests.contract.served import Server
from tests.interop.conftest import NetSnmp, TrapLog
from tests.interop.security import (
    AUTH_PASSWORD,
    PAIRS,
    PRIV_PASSWORD,
    REBOOTED_ENGINE_ID,
    REBOOTED_USER,
    SENDING_ENGINE_ID,
    credentials,
    tool_options,
    user_name,
)
from tests.ports import free_port
from trishul.protocol.security.protocols import AuthProtocol, PrivProtocol

LINK_DOWN = "1.3.6.1.6.3.1.1.5.3"
COLD_START = "1.3.6.1.6.3.1.1.5.1"
SHA, AES = AuthProtocol.SHA256, PrivProtocol.AES128
FEW_PAIRS = [
    (None, None),
    (AuthProtocol.MD5, None),
    (AuthProtocol.SHA, PrivProtocol.DES),
    (SHA, AES),
    (AuthProtocol.SHA512, PrivProtocol.AES256_REEDER),
]


def as_fields(auth: AuthProtocol | None, priv: PrivProtocol | None) -> dict[str, Any]:
    """The user as REST is told of him."""
    fields: dict[str, Any] = {"user": user_name(auth, priv)}
    if auth is not None:
        fields |= {"auth_protocol": auth.label, "auth_password": AUTH_PASSWORD}
    if priv is not None:
        fields |= {"priv_protocol": priv.label, "priv_password": PRIV_PASSWORD}
    return fields


class Bench:
    """A server whose receiver runs, a session there, and net-snmp's sending tools."""

    def __init__(self, server: Server, client: httpx.Client, netsnmp: NetSnmp) -> None:
        self.server = server
        self.client = client
        self.netsnmp = netsnmp
        self.engine_number = 0

    @property
    def status(self) -> dict[str, Any]:
        return dict(self.client.get("/api/traps/status").json())

    def save(self, name: str, **fields: Any) -> None:
        body = {"name": name, "kind": "user", "for_receiver": True, **fields}
        reply = self.client.post("/api/credentials", json=body)
        assert reply.status_code == 201, reply.text

    def notify(self, tool: str, *options: str) -> tuple[int, str]:
        """Exit code and words of snmptrap or snmpinform."""
        address = f"udp:127.0.0.1:{self.port}"
        done = self.netsnmp.run(tool, "-r0", "-t5", *options, address, "42", LINK_DOWN)
        return done.returncode, done.stderr.decode()

    def records(self) -> list[dict[str, Any]]:
        return list(self.client.get("/api/traps/", params={"limit": 1000}).json()["data"])

    def until(self, claim: Callable[[], Any]) -> Any:
        """What the claim gives once it gives something."""
        deadline = time.monotonic() + 20
        while not (found := claim()):
            assert time.monotonic() < deadline, self.status
            time.sleep(0.02)
        return found

    def drops(self, reason: str) -> int:
        """As many as the receiver has told of."""
        return int(self.status["drops"].get(reason, 0))

    def drop_of(self, *options: str) -> str:
        """The reason by which a trap with these options is dropped."""
        before = self.status["drops"]
        assert self.notify("snmptrap", "-v3", f"-e0x{SENDING_ENGINE_ID.hex()}", *options)[0] == 0
        news = self.until(lambda: [word for word, n in self.status["drops"].items() if n != before.get(word, 0)])
        assert len(news) == 1
        return str(news[0])

    def an_engine(self) -> bytes:
        """An engine ID that no test has used."""
        self.engine_number += 1
        return SENDING_ENGINE_ID + bytes((self.engine_number,))

    def takes(self, engine_id: bytes, boots: int, seconds: int) -> bool:
        """True when a trap of this engine and clock is stored, False when it is outside the time window."""
        before = self.status
        options = [*tool_options(SHA, AES), f"-e0x{engine_id.hex()}", f"-Z{boots},{seconds}"]
        assert self.notify("snmptrap", *options)[0] == 0
        late = before["drops"].get("not_in_time_window", 0)
        return (
            self.until(
                lambda: (
                    (self.status["received"] > before["received"] and "taken")
                    or (self.status["drops"].get("not_in_time_window", 0) > late and "late")
                )
            )
            == "taken"
        )

    port = 0


@pytest.fixture(scope="module")
def bench(netsnmp: NetSnmp, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bench]:
    with Server(tmp_path_factory.mktemp("served") / "data") as server, server.client(server.login()) as client:
        made = Bench(server, client, netsnmp)
        for auth, priv in PAIRS:
            made.save(user_name(auth, priv), **as_fields(auth, priv))
        assert client.post("/api/traps/start", json={}).status_code == 200
        made.port = made.status["port"]
        assert made.status["users"] == len(PAIRS)
        yield made


def test_every_pair_of_protocols_is_stored_and_every_inform_acknowledged(bench: Bench) -> None:
    for pair in PAIRS:
        options = tool_options(*pair)
        assert bench.notify("snmptrap", *options, f"-e0x{SENDING_ENGINE_ID.hex()}", "-Z1,9") == (0, "")
        assert bench.notify("snmpinform", *options) == (0, "")
    bench.until(lambda: bench.status["stored"] >= 2 * len(PAIRS))
    ours = bench.status["engine_id"]
    shown = {
        (record["pdu_type"], *(record["security"][field] for field in ("user", "level", "engine_id")))
        for record in bench.records()
        if record["trap_oid"] == LINK_DOWN and record["uptime"] == 42
    }
    expected = {(user_name(*pair), credentials(*pair).level.label) for pair in PAIRS}
    assert shown >= {("SNMPv2-Trap", *user, SENDING_ENGINE_ID.hex()) for user in expected}
    assert shown >= {("InformRequest", *user, ours) for user in expected}
    assert bench.status["drops"] == {}


def test_a_record_and_its_detail_show_how_it_came_and_no_password(bench: Bench) -> None:
    assert bench.takes(SENDING_ENGINE_ID + b"!", 1, 9)
    record = bench.until(lambda: [each for each in bench.records() if each["security"]["engine_id"].endswith("21")])[0]
    assert record["security"]["engine"] == "text sender!, enterprise 8072"
    detail = bench.client.get(f"/api/traps/{record['id']}")
    assert detail.json()["security"] == record["security"]
    everything = detail.text + bench.client.get("/api/traps/").text + bench.client.get("/api/traps/status").text
    assert not any(word in everything for word in (AUTH_PASSWORD, PRIV_PASSWORD))


@pytest.mark.parametrize(
    ("options", "reason"),
    [
        (["-ustranger", "-lnoAuthNoPriv"], "unknown_user"),
        (["-uuser-SHA-256", "-lauthNoPriv", "-aSHA-256", "-Awrong password"], "wrong_digest"),
        (["-uuser-SHA-256", "-lauthNoPriv", "-aMD5", f"-A{AUTH_PASSWORD}"], "wrong_digest"),
        (["-uuser-SHA-256", "-lnoAuthNoPriv"], "unsupported_level"),
        (
            ["-uuser-SHA-256", "-lauthPriv", "-aSHA-256", f"-A{AUTH_PASSWORD}", "-xAES", f"-X{PRIV_PASSWORD}"],
            "unsupported_level",
        ),
        (
            ["-uuser-SHA-256-AES", "-lauthPriv", "-aSHA-256", f"-A{AUTH_PASSWORD}", "-xAES", "-Xwrong password"],
            "decryption_failed",
        ),
    ],
)
def test_every_trap_that_is_dropped_has_a_reason(bench: Bench, options: list[str], reason: str) -> None:
    assert bench.drop_of(*options) == reason


def test_who_is_saved_while_it_runs_is_believed_and_who_is_deleted_is_not(bench: Bench) -> None:
    options = ["-ulate", "-lauthNoPriv", "-aSHA", f"-A{AUTH_PASSWORD}"]
    users = bench.status["users"]
    assert bench.drop_of(*options) == "unknown_user"
    bench.save("comes late", user="late", auth_protocol="SHA", auth_password=AUTH_PASSWORD)
    bench.until(lambda: bench.status["users"] == users + 1)
    assert bench.notify("snmpinform", "-v3", *options) == (0, "")
    changed = {"auth_password": "another password"}
    wrong = bench.drops("wrong_digest")
    assert bench.client.patch("/api/credentials/comes%20late", json=changed).status_code == 200
    bench.until(lambda: bench.notify("snmpinform", "-v3", *options)[0] != 0)
    bench.until(lambda: bench.drops("wrong_digest") == wrong + 1)
    assert bench.drop_of(*options) == "wrong_digest"
    assert bench.client.delete("/api/credentials/comes%20late?force=true").status_code == 200
    bench.until(lambda: bench.status["users"] == users)
    assert bench.drop_of(*options) == "unknown_user"


def test_a_restarted_sender_is_followed_and_a_replaced_one_when_somebody_says_so(bench: Bench) -> None:
    """RFC 3414 §3.2 step 7b."""
    engine_id = bench.an_engine()
    assert bench.takes(engine_id, 5, 1000)
    assert bench.takes(engine_id, 6, 3), "restarted: boots counted on, the time began again"
    assert bench.takes(engine_id, 6, 50_000), "its clock was set forward"
    assert not bench.takes(engine_id, 6, 400), "a replay, or a clock that was set back"
    assert not bench.takes(engine_id, 1, 10), "another device"
    reply = bench.client.post("/api/traps/forget-engines", json={"engine_id": engine_id.hex()})
    assert reply.json() == {"status": "forgotten", "engines": 1}
    assert bench.takes(engine_id, 1, 10)


def test_saving_a_credential_again_forgets_the_clocks_that_were_learned_with_it(bench: Bench) -> None:
    engine_id = bench.an_engine()
    assert bench.takes(engine_id, 5, 1000)
    assert not bench.takes(engine_id, 1, 10)
    assert bench.client.patch(f"/api/credentials/{user_name(SHA, AES)}", json={"for_receiver": True}).status_code == 200
    bench.until(lambda: bench.takes(engine_id, 1, 10))


def test_a_killed_worker_is_the_same_engine_started_once_more(bench: Bench) -> None:
    before = bench.status
    os.kill(before["pid"], signal.SIGKILL)
    after = bench.until(lambda: (status := bench.status)["pid"] not in {None, before["pid"]} and status)
    assert (after["engine_id"], after["engine_boots"]) == (before["engine_id"], before["engine_boots"] + 1)
    assert after["users"] == before["users"]
    known = [f"-e0x{before['engine_id']}", f"-Z{before['engine_boots']},5"]  # what the sender knew before
    assert bench.notify("snmpinform", *tool_options(SHA, AES), *known) == (0, "")


@pytest.mark.parametrize(("auth", "priv"), FEW_PAIRS)
@pytest.mark.parametrize("kind", ["trap", "inform"])
def test_what_is_sent_arrives_at_snmptrapd(
    bench: Bench, secure_snmptrapd: TrapLog, auth: AuthProtocol | None, priv: PrivProtocol | None, kind: str
) -> None:
    text = f"{kind} for {user_name(auth, priv)}."
    body = {
        "target": "127.0.0.1",
        "port": secure_snmptrapd.peer.port,
        "oid": LINK_DOWN,
        "kind": kind,
        "varbinds": [{"oid": "1.3.6.1.4.1.99999.1", "type": "s", "value": text}],
    }
    if kind == "trap":
        body |= {"version": "3", **as_fields(auth, priv), "engine_id": SENDING_ENGINE_ID.hex()}
    else:
        body |= {"credential": user_name(auth, priv)}
    reply = bench.client.post("/api/traps/send", json=body)
    assert reply.json()["status"] == ("sent" if kind == "trap" else "acknowledged"), reply.text
    secure_snmptrapd.wait_for(text)


def test_a_rebooted_agent_tells_snmptrapd_of_it_from_its_own_engine_and_its_new_start(
    bench: Bench, secure_snmptrapd: TrapLog
) -> None:
    """RFC 3414 §2.3: snmptrapd would refuse a second coldStart whose boots had not grown while its time went back."""
    assert bench.client.post("/api/simulator/start", json={"port": 0}).status_code == 200
    addresses = {"community": "rebooted", "listen": f"127.0.0.1:{free_port()}"}
    agent = {"name": "rebooted", "addresses": addresses, "engine_id": REBOOTED_ENGINE_ID.hex()}
    made = bench.client.post("/api/simulator/agents", json=agent)
    assert made.status_code == 201, made.text
    told = {"target": "127.0.0.1", "port": secure_snmptrapd.peer.port, "version": "3"} | as_fields(*REBOOTED_USER)
    boots = []

    def is_told(times: int) -> bool:
        return secure_snmptrapd.path.read_text("latin-1").count(COLD_START) == times

    for start in (1, 2):
        reply = bench.client.post(f"/api/simulator/agents/{made.json()['id']}/reboot", json=told)
        assert reply.json()["notification"] == {"status": "sent", "error": None}, reply.text
        boots.append(reply.json()["engine_boots"])
        bench.until(partial(is_told, start))
    assert boots[1] == boots[0] + 1


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"user": "stranger"}, "the user is not known there"),
        ({**as_fields(SHA, None), "auth_password": "wrong password"}, "the authentication password, key or protocol"),
        ({**as_fields(SHA, AES), "user": "user"}, "the user does not have the security level"),
    ],
)
def test_what_snmptrapd_refuses_is_said_in_words(
    bench: Bench, secure_snmptrapd: TrapLog, fields: dict[str, Any], words: str
) -> None:
    body = {
        "target": "127.0.0.1", "port": secure_snmptrapd.peer.port, "oid": LINK_DOWN, "kind": "inform", "version": "3",
        "timeout_s": 1, "retries": 1, **fields,
    }  # fmt: skip
    reply = bench.client.post("/api/traps/send", json=body)
    assert reply.status_code == 502, reply.text
    assert reply.json()["code"] == "security_refused"
    assert words in reply.json()["detail"]
