"""`trishul set` from the command line to the wire and back."""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.unit.writable_device import ROOT, ROW, writable_device
from trishul.cli.main import run
from trishul.engine.agent import AgentEngine
from trishul.library.sources import LibraryPlaces
from trishul.workers.known_types import KnownTypes

NUMBER = f"{ROOT}.1.0"


@pytest.fixture
def writable(set_library: LibraryPlaces) -> Iterator[str]:
    """Address of an agent that can be written to."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as server:
        server.bind(("127.0.0.1", 0))
        thread = threading.Thread(target=_answer, args=(server, set_library.index), daemon=True)
        thread.start()
        yield f"127.0.0.1:{server.getsockname()[1]}"
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as stopper:
            stopper.sendto(b"", server.getsockname())
        thread.join()


def _answer(server: socket.socket, index: Path) -> None:
    """Serves until an empty datagram comes; the library's connection belongs to this thread."""
    types = KnownTypes(index)
    engine = AgentEngine({b"public": writable_device(types)})
    while (received := server.recvfrom(65535))[0]:
        engine.receive_datagram(*received, 0.0)
        for answer, peer in engine.datagrams_to_send():
            server.sendto(answer, peer)
    types.close()


@pytest.fixture
def names(set_library: LibraryPlaces, monkeypatch: pytest.MonkeyPatch) -> None:
    """The index that knows the device."""
    monkeypatch.setenv("TRISHUL_DATA_DIR", str(set_library.data_dir))


@pytest.mark.parametrize("version", ["1", "2c"])
def test_what_was_set_is_printed(writable: str, capsys: pytest.CaptureFixture[str], version: str) -> None:
    assert run(["set", f"-v{version}", writable, NUMBER, "i", "3", f"{ROOT}.3.0", "s", "words"]) == 0
    assert capsys.readouterr().out == f'.{NUMBER} = INTEGER: 3\n.{ROOT}.3.0 = STRING: "words"\n'
    assert run(["get", writable, NUMBER, "-o", "json"]) == 0
    assert json.loads(capsys.readouterr().out)[0]["value"] == 3


@pytest.mark.usefixtures("names")
def test_names_labels_and_types_come_from_the_mib(writable: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["set", writable, "setState.0", "=", "testing", "SET-MIB::setFlags.0", "=", "first tenth"]) == 0
    assert capsys.readouterr().out.splitlines()[0] == "SET-MIB::setState.0 = INTEGER: testing(7)"
    assert run(["set", writable, 'setStatus.5."ab"', "i", "createAndGo"]) == 0
    assert run(["walk", "-On", writable, ROW]) == 0
    assert len(capsys.readouterr().out.splitlines()) == 1 + 7


@pytest.mark.parametrize(
    ("version", "reason"),
    [
        ("2c", "wrongValue, the variable never takes this value"),
        ("1", "badValue, the type, length or value is not one that the variable takes"),
    ],
)
def test_a_refusal_is_one_line_with_the_oid_and_the_reason(
    writable: str, capsys: pytest.CaptureFixture[str], version: str, reason: str
) -> None:
    assert run(["set", f"-v{version}", writable, f"{ROOT}.2.0", "i", "7", NUMBER, "i", "99"]) == 1
    assert capsys.readouterr().err == f"trishul: {NUMBER} was not set: {reason}\n"
    assert run(["get", writable, f"{ROOT}.2.0"]) == 0
    assert capsys.readouterr().out == f".{ROOT}.2.0 = INTEGER: 1\n"


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        ([], "Missing argument"),
        ([NUMBER, "i"], "ends an incomplete one"),
        ([NUMBER, "z", "1"], "is not a value type"),
        ([NUMBER, "=", "1"], "is not a value type"),
        (["nobodyKnowsThis.0", "i", "1"], "names need a MIB index"),
    ],
)
def test_wrong_usage_is_said_before_anything_is_sent(
    closed_port: str, capsys: pytest.CaptureFixture[str], arguments: list[str], complaint: str
) -> None:
    assert run(["set", closed_port, *arguments]) == 2
    assert complaint in capsys.readouterr().err


def test_help_has_examples(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["set", "--help"]) == 0
    shown = capsys.readouterr().out
    assert "sysContact.0 = noc@example.net" in shown
    assert "all of them or none" in shown
