"""`trishul trap send` and `trap listen` by SNMPv3 against snmptrapd, snmptrap and snmpinform."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.contract.forked import Forked
from tests.interop.conftest import FindTool, NetSnmp, Peer, TrapLog, Trishul, running, wait_for_answer, wait_until
from tests.interop.security import AUTH_PASSWORD, PRIV_PASSWORD, create_user_lines, tool_options, user_name
from tests.ports import free_port
from trishul.protocol.security.protocols import AuthProtocol, PrivProtocol

OUR_ENGINE, THEIR_ENGINE = "80001f8804747269736875", "80001f88047472617064"
COLD_START, SYS_NAME = "1.3.6.1.6.3.1.1.5.1", "1.3.6.1.2.1.1.5.0"
PAIRS: list[tuple[AuthProtocol | None, PrivProtocol | None]] = [
    (None, None),
    (AuthProtocol.SHA256, None),
    (AuthProtocol.SHA512, PrivProtocol.AES256),
    (AuthProtocol.SHA, PrivProtocol.AES256_REEDER),
]


@pytest.fixture
def with_passwords(trishul: Trishul, tmp_path: Path) -> Trishul:
    """The command line with both passwords in its environment and a data directory of its own."""
    return Trishul(
        trishul.environment
        | {
            "TRISHUL_AUTH_PASSWORD": AUTH_PASSWORD,
            "TRISHUL_PRIV_PASSWORD": PRIV_PASSWORD,
            "TRISHUL_DATA_DIR": str(tmp_path / "data"),
        }
    )


def options(auth: AuthProtocol | None, priv: PrivProtocol | None) -> list[str]:
    words = ["-v", "3", "-u", user_name(auth, priv)]
    words += ["-a", auth.label] if auth else []
    return [*words, *(["-x", priv.label] if priv else [])]


@pytest.fixture(scope="module")
def secure_snmptrapd(tool: FindTool, netsnmp: NetSnmp, tmp_path_factory: pytest.TempPathFactory) -> Iterator[TrapLog]:
    """snmptrapd that knows the users at its own engine, for informs, and at ours, for traps."""
    folder = tmp_path_factory.mktemp("snmptrapd-cli")
    configuration = folder / "users.conf"
    lines = [f"exactEngineID 0x{THEIR_ENGINE}", "disableAuthorization yes", "format2 v2|%b|%#v\\n"]
    lines += [create_user_lines(), create_user_lines(engine_id=f"0x{OUR_ENGINE}")]
    configuration.write_text("\n".join(lines) + "\n")
    port = free_port()
    log = TrapLog(Peer("127.0.0.1", port), Peer("::1", port), folder / "traps.log")
    command = [tool("snmptrapd"), "-f", "-C", "-c", str(configuration), "-On", "-Lf", str(log.path), str(log.peer)]
    environment = netsnmp.environment | {"SNMP_PERSISTENT_DIR": str(folder)}
    with running(subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL)) as process:
        wait_for_answer(netsnmp, process, "snmpinform", "-v2c", "-cready", log.peer, "0", COLD_START)
        yield log


@pytest.mark.parametrize(("auth", "priv"), PAIRS)
def test_snmptrapd_takes_our_traps_and_informs(
    with_passwords: Trishul, secure_snmptrapd: TrapLog, auth: AuthProtocol | None, priv: PrivProtocol | None
) -> None:
    who = user_name(auth, priv)
    sent = with_passwords.run(
        "trap", "send", *options(auth, priv), "-e", OUR_ENGINE, secure_snmptrapd.peer, COLD_START, SYS_NAME, "s",
        f"trap of {who}",
    )  # fmt: skip
    assert (sent.returncode, sent.stdout, sent.stderr) == (0, b"", b"")
    secure_snmptrapd.wait_for(f'"trap of {who}"')
    sent = with_passwords.run(
        "trap",
        "send",
        "-Ci",
        *options(auth, priv),
        secure_snmptrapd.peer,
        COLD_START,
        SYS_NAME,
        "s",
        f"inform of {who}",
    )
    assert (sent.returncode, sent.stderr) == (0, b"")
    assert sent.stdout.startswith(b"Acknowledged after")
    secure_snmptrapd.wait_for(f'"inform of {who}"')


@dataclass
class Listening:
    """A running `trishul trap listen`."""

    peer: Peer
    engine_id: str
    process: Forked
    out: Path
    err: Path

    def records(self) -> list[dict[str, object]]:
        """What it printed, once it has ended by itself."""
        assert self.process.wait(timeout=20) == 0
        return [json.loads(line) for line in self.out.read_text().splitlines()]


@contextmanager
def listening(trishul: Trishul, folder: Path, *arguments: str | Path) -> Iterator[Listening]:
    """Starts it and waits until it says where it listens and as which engine."""
    out, err = folder / "out.jsonl", folder / "err.log"
    err.touch()
    process = trishul.start("trap", "listen", "--listen", "127.0.0.1:0", "-o", "jsonl", *arguments, out=out, err=err)
    with running(process):
        ready = re.compile(r"^Engine ID 0x([0-9a-f]+), boots \d+\nListening on (.+):(\d+)$", re.MULTILINE)
        wait_until(lambda: ready.search(err.read_text()) is not None, process, "trishul trap listen")
        engine_id, host, port = ready.findall(err.read_text())[0]
        yield Listening(Peer(host, int(port)), engine_id, process, out, err)


def test_users_of_a_file_send_us_traps_and_informs(with_passwords: Trishul, netsnmp: NetSnmp, tmp_path: Path) -> None:
    users = tmp_path / "users.conf"
    users.write_text(create_user_lines())
    count = str(2 * len(PAIRS))
    with listening(with_passwords, tmp_path, "--users", users, "--count", count) as receiver:
        for auth, priv in PAIRS:
            body = receiver.peer, "5", COLD_START, SYS_NAME, "s", user_name(auth, priv)
            netsnmp.lines("snmptrap", *tool_options(auth, priv), "-e", f"0x{OUR_ENGINE}", *body)
            netsnmp.lines("snmpinform", *tool_options(auth, priv), *body)
        records = receiver.records()
        assert [(record["user"], record["pdu_type"], record["engine_id"]) for record in records] == [
            (user_name(auth, priv), *kind)
            for auth, priv in PAIRS
            for kind in (("SNMPv2-Trap", OUR_ENGINE), ("InformRequest", receiver.engine_id))
        ]
        assert receiver.err.read_text().count("\n") == 2


def test_what_is_not_taken_is_said_with_its_reason_at_once_and_at_the_end(
    with_passwords: Trishul, netsnmp: NetSnmp, tmp_path: Path
) -> None:
    good, wrong = PAIRS[2], PAIRS[3]
    with listening(with_passwords, tmp_path, *options(*good)[2:], "--verbose", "--count", "1") as receiver:
        netsnmp.run("snmptrap", *tool_options(*wrong), "-e", f"0x{OUR_ENGINE}", receiver.peer, "5", COLD_START)
        wait_until(lambda: "Dropped from" in receiver.err.read_text(), receiver.process, "the first drop")
        netsnmp.lines("snmptrap", *tool_options(*good), "-e", f"0x{OUR_ENGINE}", receiver.peer, "5", COLD_START)
        (record,) = receiver.records()
        assert record["level"] == "authPriv"
        *_, at_once, at_the_end = receiver.err.read_text().splitlines()
    assert f"Unknown user (user '{user_name(*wrong)}'" in at_once
    assert at_the_end.startswith("Dropped 1, last from 127.0.0.1:")
    assert at_the_end.endswith("Add the user here, or correct the user name of the sender.")
