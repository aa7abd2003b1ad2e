"""The asking commands speak SNMPv3 with net-snmp's snmpd, and no secret of theirs is in the process list."""

from __future__ import annotations

import os
import pty
import select
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.interop.conftest import (
    READY_WITHIN_S,
    FindTool,
    NetSnmp,
    Peer,
    Trishul,
    running,
    snmpd_command,
    wait_for_answer,
)
from tests.interop.security import AUTH_PASSWORD, PRIV_PASSWORD, create_user_lines, credentials, user_name
from tests.ports import free_port
from trishul.protocol.security.keys import auth_key, priv_key
from trishul.protocol.security.protocols import AuthProtocol, PrivProtocol

ENGINE_ID = bytes.fromhex("80001f8804696e7465726f70")
SYS_NAME = "1.3.6.1.2.1.1.5.0"
SYS_NAME_LINE = f'.{SYS_NAME} = STRING: "interop"'
PAIRS: list[tuple[AuthProtocol | None, PrivProtocol | None]] = [
    (None, None),
    (AuthProtocol.MD5, None),
    (AuthProtocol.SHA, PrivProtocol.DES),
    (AuthProtocol.SHA256, PrivProtocol.AES128),
    (AuthProtocol.SHA512, PrivProtocol.AES256),
    (AuthProtocol.SHA224, PrivProtocol.AES256_REEDER),
]
STRONG = AuthProtocol.SHA512, PrivProtocol.AES256


@pytest.fixture(scope="module")
def secure_snmpd(tool: FindTool, netsnmp: NetSnmp, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Peer]:
    folder = tmp_path_factory.mktemp("snmpd-cli")
    configuration = folder / "users.conf"
    lines = [f"exactEngineID 0x{ENGINE_ID.hex()}", "sysname interop", create_user_lines()]
    lines += [f"rouser {user_name(auth, priv)} {'auth' if auth else 'noauth'}" for auth, priv in PAIRS]
    configuration.write_text("\n".join(lines) + "\n")
    peer = Peer("127.0.0.1", free_port())
    command = snmpd_command(tool, configuration, peer)
    environment = netsnmp.environment | {"SNMP_PERSISTENT_DIR": str(folder)}
    with running(subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL)) as process:
        wait_for_answer(netsnmp, process, "snmpget", "-v3", "-uuser", "-lnoAuthNoPriv", peer, SYS_NAME)
        yield peer


def options(auth: AuthProtocol | None, priv: PrivProtocol | None) -> list[str]:
    """The user in net-snmp's letters, without secrets."""
    words = ["-v", "3", "-u", user_name(auth, priv), "-l", credentials(auth, priv).level.label]
    words += ["-a", auth.label] if auth else []
    return [*words, *(["-x", priv.label] if priv else [])]


@pytest.fixture
def with_passwords(trishul: Trishul) -> Trishul:
    """The command line with both passwords in its environment."""
    return Trishul(
        trishul.environment | {"TRISHUL_AUTH_PASSWORD": AUTH_PASSWORD, "TRISHUL_PRIV_PASSWORD": PRIV_PASSWORD}
    )


@pytest.mark.parametrize(("auth", "priv"), PAIRS)
def test_every_pair_of_protocols_gets_and_walks(
    with_passwords: Trishul, secure_snmpd: Peer, auth: AuthProtocol | None, priv: PrivProtocol | None
) -> None:
    for command in ("get", "walk"):
        done = with_passwords.run(command, *options(auth, priv), secure_snmpd, SYS_NAME)
        assert (done.returncode, done.stderr) == (0, b"")
        assert done.stdout.decode().splitlines() == [SYS_NAME_LINE]


@pytest.mark.parametrize("command", ["getnext", "getbulk"])
def test_the_other_asking_commands_take_the_same_options(
    with_passwords: Trishul, secure_snmpd: Peer, command: str
) -> None:
    done = with_passwords.run(command, *options(*STRONG), secure_snmpd, "1.3.6.1.2.1.1.5")
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.decode().splitlines()[0] == SYS_NAME_LINE


def test_secrets_come_from_files_and_variables(trishul: Trishul, secure_snmpd: Peer, tmp_path: Path) -> None:
    (tmp_path / "auth").write_text(f"{AUTH_PASSWORD}\n")
    command = Trishul(trishul.environment | {"OWN": PRIV_PASSWORD})
    secrets = "-A", f"file:{tmp_path / 'auth'}", "-X", "env:OWN"
    done = command.run("get", *options(*STRONG), *secrets, secure_snmpd, SYS_NAME)
    assert (done.stdout.decode().strip(), done.stderr) == (SYS_NAME_LINE, b"")


@pytest.mark.parametrize("form", ["master", "localized"])
def test_keys_work_instead_of_passwords(trishul: Trishul, secure_snmpd: Peer, form: str) -> None:
    auth, priv = STRONG
    user = credentials(auth, priv).with_master_keys()
    assert user.auth_key is not None
    assert user.priv_key is not None
    keys = {
        "master": [user.auth_key.secret.reveal(), user.priv_key.secret.reveal()],
        "localized": [auth_key(auth, user.auth_key, ENGINE_ID), priv_key(priv, auth, user.priv_key, ENGINE_ID)],
    }[form]
    letters = ("-3m", "-3M") if form == "master" else ("-3k", "-3K")
    command = Trishul(trishul.environment | {"ONE": keys[0].hex(), "OTHER": f"0x{keys[1].hex()}"})
    secrets = letters[0], "env:ONE", letters[1], "env:OTHER"
    done = command.run("get", *options(auth, priv), *secrets, "-e", ENGINE_ID.hex(), secure_snmpd, SYS_NAME)
    assert (done.stdout.decode().strip(), done.stderr) == (SYS_NAME_LINE, b"")


def test_who_sits_at_a_terminal_is_asked_without_an_echo(trishul: Trishul, secure_snmpd: Peer) -> None:
    terminal, other_end = pty.openpty()
    command = trishul.command("get", *options(*STRONG), secure_snmpd, SYS_NAME)
    process = subprocess.Popen(
        command, env=trishul.environment, stdin=other_end, stdout=other_end, stderr=other_end, start_new_session=True
    )
    with running(process):
        shown = read_until(terminal, b"Authentication password: ")
        os.write(terminal, f"{AUTH_PASSWORD}\n".encode())
        shown += read_until(terminal, b"Privacy password: ")
        os.write(terminal, f"{PRIV_PASSWORD}\n".encode())
        shown += read_until(terminal, b'"interop"')
        assert process.wait(timeout=READY_WITHIN_S) == 0
    os.close(terminal)
    os.close(other_end)
    assert AUTH_PASSWORD.encode() not in shown
    assert PRIV_PASSWORD.encode() not in shown


def read_until(terminal: int, end: bytes) -> bytes:
    shown = b""
    deadline = time.monotonic() + READY_WITHIN_S
    while end not in shown:
        readable, _, _ = select.select([terminal], [], [], max(deadline - time.monotonic(), 0))
        assert readable, f"{end!r} did not come after {shown!r}"
        shown += os.read(terminal, 4096)
    return shown


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux shows a process its own memory")
def test_the_process_list_shows_no_secret_even_if_one_was_written(trishul: Trishul, free_udp_port: int) -> None:
    """Nobody answers, so that the process can be looked at while it waits."""
    secrets = ["-A", AUTH_PASSWORD, f"-X{PRIV_PASSWORD}"]
    with running(silent_get(trishul, [*options(*STRONG), *secrets], free_udp_port)) as process:
        shown = wait_for_command_line(process, AUTH_PASSWORD.encode())
    assert PRIV_PASSWORD.encode() not in shown
    with running(silent_get(trishul, ["-c", "only-for-us"], free_udp_port)) as process:
        wait_for_command_line(process, b"only-for-us")


def silent_get(trishul: Trishul, arguments: list[str], port: int) -> subprocess.Popen[bytes]:
    """A request to a port where nothing listens for long enough to be seen; 192.0.2.1 is routed nowhere."""
    command = trishul.command("get", "-t", "60", *arguments, f"192.0.2.1:{port}", SYS_NAME)
    return subprocess.Popen(command, env=trishul.environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def wait_for_command_line(process: subprocess.Popen[bytes], secret: bytes) -> bytes:
    """The command line once the secret is gone from it."""
    path = Path(f"/proc/{process.pid}/cmdline")
    deadline = time.monotonic() + READY_WITHIN_S
    while time.monotonic() < deadline:
        shown = path.read_bytes()
        if b"192.0.2.1" in shown and secret not in shown:
            return shown
        assert process.poll() is None, "it ended too early"
        time.sleep(0.01)
    raise AssertionError(f"{shown!r} still shows a secret")


def test_every_refusal_is_told_in_words_with_what_to_check(with_passwords: Trishul, secure_snmpd: Peer) -> None:
    cases = {
        ("-u", "stranger", "-a", "SHA"): "the user is not known there. Check -u",
        ("-u", "user", "-a", "SHA"): "does not have the security level asked for. Check -l",
        ("-u", user_name(*STRONG), "-a", "SHA"): "protocol is wrong. Check -a and -A",
        ("-u", user_name(*STRONG), "-l", "noAuthNoPriv"): "answered authorizationError",
    }
    for words, sentence in cases.items():
        done = with_passwords.run("get", *words, secure_snmpd, SYS_NAME)
        assert done.returncode == 1
        assert sentence in done.stderr.decode()
        assert len(done.stderr.splitlines()) == 1
