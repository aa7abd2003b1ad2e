"""`trishul trap expect --port`: a receiver of its own and the command that it waits for."""

from __future__ import annotations

import json
import sys

import pytest

from tests.unit.workers.test_receiver import a_notification
from trishul.cli.main import run

SEND = (
    "import os, socket\n"
    "sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)\n"
    "sock.sendto(bytes.fromhex('{octets}'), ('127.0.0.1', int(os.environ['TRAP_PORT'])))\n"
)


@pytest.fixture
def a_trap() -> bytes:
    return a_notification()


def expect(*words: str) -> int:
    return run(["trap", "expect", *words])


def a_command(octets: bytes) -> list[str]:
    return ["--", sys.executable, "-c", SEND.format(octets=octets.hex())]


def test_the_command_is_run_once_the_receiver_listens(capsys: pytest.CaptureFixture[str], a_trap: bytes) -> None:
    assert expect("trap:linkDown", "--port", "0", "-o", "json", *a_command(a_trap)) == 0
    out, err = capsys.readouterr()
    assert json.loads(out)["data"][0]["trap_type"] == "linkDown"
    assert err.startswith("Listening on 127.0.0.1:")


def test_what_came_instead_is_told_by_the_exit_code_and_the_nearest_miss(
    capsys: pytest.CaptureFixture[str], a_trap: bytes
) -> None:
    assert expect("ver:1", "--port", "0", "--within", "0.5", *a_command(a_trap)) == 1
    assert "it came by version 2c" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (["", "--port", "0", "--", sys.executable, "-c", "raise SystemExit(3)"], 1, "ended with 3"),
        (["", "--port", "0", "--", "/no/such/program"], 2, "cannot be run"),
        (["ver:", "--port", "0"], 2, "character"),
        (["", "--port", "0", "--inbox", "a"], 2, "--inbox"),
        (["", "--", "true"], 2, "--port only"),
    ],
)
def test_what_cannot_be_done_is_said(
    capsys: pytest.CaptureFixture[str], words: list[str], code: int, told: str
) -> None:
    assert expect(*words) == code
    assert told in capsys.readouterr().err
