"""`trishul simulate`: what it says, what it answers, and how it ends."""

from __future__ import annotations

import os
import signal
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from trishul.cli.main import run
from trishul.datatypes import Oid, VarBind
from trishul.protocol.message import Message, Version, decode_message, encode_message
from trishul.protocol.pdu import Pdu, PduKind

DIRTY = b"1.3.6.1.2.1.1.6.0|4|rack\n1.3.6.1.2.1.1.5.0|4|old\n1.3.6.1.2.1.1.5.0|4|here\nnonsense\n"
SYS_NAME = Oid("1.3.6.1.2.1.1.5.0")


@contextmanager
def asking(port: int, *communities: bytes) -> Iterator[list[str]]:
    """Asks for sysName with each community as soon as somebody answers there, then ends this process's command."""
    answers: list[str] = []
    thread = threading.Thread(target=_ask_all, args=(port, communities, answers))
    thread.start()
    try:
        yield answers
    finally:
        thread.join()


def _ask_all(port: int, communities: tuple[bytes, ...], answers: list[str]) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as client:
        client.settimeout(0.05)
        for community in communities:
            question = Pdu(PduKind.GET, 1, 0, 0, (VarBind(SYS_NAME.contents, 5, b""),))
            datagram = encode_message(Message(Version.V2C, community, question))
            for _ in range(200):
                client.sendto(datagram, ("127.0.0.1", port))
                try:
                    message, _ = decode_message(client.recv(65535))
                except (TimeoutError, ConnectionError):
                    continue
                answers += [str(varbind.value) for varbind in message.pdu.varbinds]
                break
    os.kill(os.getpid(), signal.SIGTERM)


@pytest.fixture
def recording(tmp_path: Path) -> Path:
    path = tmp_path / "router.snmprec"
    path.write_bytes(DIRTY)
    return path


def test_a_recording_answers_to_its_name_until_sigterm(
    recording: Path, free_udp_port: int, capsys: pytest.CaptureFixture[str]
) -> None:
    with asking(free_udp_port, b"router") as answers:
        assert run(["simulate", str(recording), "--listen", f"127.0.0.1:{free_udp_port}"]) == 0
    assert answers == ["here"]
    written = capsys.readouterr()
    assert written.out == "        2 instances  router\n"
    findings, ready, summary = written.err.splitlines()
    assert findings == f"{recording}: 1 out_of_order, 1 duplicate_oid, 1 broken_line; 2 left out"
    assert ready == f"Listening on 127.0.0.1:{free_udp_port}"
    assert summary.endswith(" requests answered, 0 dropped")


def test_warnings_are_listed_with_file_line_and_code(
    recording: Path, free_udp_port: int, capsys: pytest.CaptureFixture[str]
) -> None:
    with asking(free_udp_port, b"router"):
        assert run(["simulate", "--warnings", str(recording), "--listen", f"127.0.0.1:{free_udp_port}"]) == 0
    error = capsys.readouterr().err
    assert f"{recording}:2: duplicate_oid: " in error
    assert f"{recording}:4: broken_line: " in error


def test_the_demo_switch_answers_beside_recordings(
    recording: Path, free_udp_port: int, capsys: pytest.CaptureFixture[str]
) -> None:
    with asking(free_udp_port, b"router", b"demo one") as answers:
        listen = f"127.0.0.1:{free_udp_port}"
        assert run(["simulate", str(recording), "--listen", listen, "--demo", "demo one"]) == 0
    assert answers[0] == "here"
    assert len(answers) == 2
    assert "demo one (demo switch)" in capsys.readouterr().out


def test_it_answers_on_every_address_and_says_the_port_it_got(
    recording: Path, free_udp_port: int, capsys: pytest.CaptureFixture[str]
) -> None:
    with asking(free_udp_port, b"router"):
        listen = ["--listen", f"127.0.0.1:{free_udp_port}", "--listen", "127.0.0.1:0"]
        assert run(["simulate", str(recording), *listen]) == 0
    ready = [line for line in capsys.readouterr().err.splitlines() if line.startswith("Listening on ")]
    assert len(ready) == 2
    assert not ready[1].endswith(":0")


def test_a_bad_file_in_a_folder_costs_itself_only(
    recording: Path, free_udp_port: int, capsys: pytest.CaptureFixture[str]
) -> None:
    (recording.parent / "packed.snmprec.bz2").write_bytes(b"not packed")
    with asking(free_udp_port, b"router") as answers:
        assert run(["simulate", str(recording.parent), "--listen", f"127.0.0.1:{free_udp_port}"]) == 0
    assert answers == ["here"]
    assert "packed.snmprec.bz2: left out: " in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "code", "complaint"),
    [
        ([], 2, "nothing to simulate"),
        (["--demo", "router.snmprec"], 2, "--demo took 'router.snmprec' for a community"),
        (["absent.snmprec"], 1, "absent.snmprec: There is no such file or folder"),
        (["binary.snmprec"], 1, "binary.snmprec: It is no recording"),
        (["router.snmprec", "--listen", "127.0.0.1"], 2, "names no port"),
        (["--listen", "203.0.113.1:0", "--demo"], 1, "203.0.113.1:0 is not an address of this host"),
    ],
)
def test_what_cannot_be_served_is_one_line(
    recording: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    arguments: list[str],
    code: int,
    complaint: str,
) -> None:
    monkeypatch.chdir(recording.parent)
    Path("binary.snmprec").write_bytes(bytes(range(256)) * 4)
    assert run(["simulate", *arguments]) == code
    error = capsys.readouterr().err
    assert complaint in error
    assert error.count("\n") == 1


def test_a_port_in_use_is_told_before_anything_is_answered(
    recording: Path, silent_port: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["simulate", str(recording), "--listen", silent_port]) == 1
    assert f"{silent_port} is used by another program" in capsys.readouterr().err
