"""`trishul walk` from the command line to the wire and back."""

from __future__ import annotations

import json
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator

import pytest

from tests.unit.cli.conftest import DEVICE
from tests.unit.engine.tables import ListTable
from trishul.cli.main import run
from trishul.engine.agent import AgentEngine

INTERFACES = ["1.3.6.1.2.1.2.1.0", "1.3.6.1.2.1.2.2.1.2.1", "1.3.6.1.2.1.2.2.1.2.2", "1.3.6.1.2.1.2.2.1.6.1"]


def oids_of(text: str) -> list[str]:
    return [row["oid"] for row in json.loads(text)]


@pytest.mark.parametrize("version", ["1", "2c"])
def test_everything_under_an_oid_comes_in_order(agent: str, capsys: pytest.CaptureFixture[str], version: str) -> None:
    assert run(["walk", "-v", version, "-o", "json", agent, "1.3.6.1.2.1.2"]) == 0
    assert oids_of(capsys.readouterr().out) == INTERFACES


def test_without_an_oid_mib_2_is_walked(agent: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["walk", agent]) == 0
    assert len(capsys.readouterr().out.splitlines()) == 8


def test_an_instance_can_be_walked_too(agent: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["walk", agent, "1.3.6.1.2.1.2.1.0"]) == 0
    assert capsys.readouterr().out == ".1.3.6.1.2.1.2.1.0 = INTEGER: 2\n"


def test_several_oids_are_walked_one_after_the_other(agent: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["walk", "-o", "json", agent, "1.3.6.1.2.1.2.2.1.6", "1.3.6.1.2.1.2.1"]) == 0
    assert oids_of(capsys.readouterr().out) == [INTERFACES[3], INTERFACES[0]]


def test_a_walk_is_written_as_a_recording(agent: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["walk", "-o", "snmprec", agent, "1.3.6.1.2.1.2.1", "1.3.6.1.2.1.1.5"]) == 0
    assert capsys.readouterr().out == "1.3.6.1.2.1.2.1.0|2|2\n1.3.6.1.2.1.1.5.0|4x|7377697463682d31\n"


def test_nothing_under_an_oid_exits_with_1(agent: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["walk", "-o", "json", agent, "1.3.6.1.9"]) == 1
    written = capsys.readouterr()
    assert json.loads(written.out) == []
    assert "nothing at 1.3.6.1.9" in written.err


@pytest.mark.parametrize("roots", [["1.3.6.1.2.1.2"], ["1.3.6.1.2.1.2.1", "1.3.6.1.2.1.2.2", "1.3.6.1.2.1.1"]])
def test_a_row_limit_counts_over_all_oids_and_is_said(
    agent: str, capsys: pytest.CaptureFixture[str], roots: list[str]
) -> None:
    assert run(["walk", "-o", "json", "--max-rows", "3", agent, *roots]) == 0
    written = capsys.readouterr()
    assert oids_of(written.out) == INTERFACES[:3]
    assert written.err == "trishul: stopped by --max-rows; there may be more\n"


def test_a_time_limit_ends_a_walk_that_nobody_answers(silent_port: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["walk", "-t5", "--max-time", "0.05", silent_port]) == 0
    assert "stopped by --max-time" in capsys.readouterr().err


def test_a_table_is_finished_before_a_silence_is_told(silent_port: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["walk", "-o", "table", "-t0.05", "-r0", silent_port]) == 3
    assert capsys.readouterr().out.startswith("OID")


def test_zero_repetitions_are_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["walk", "-Cr0", "127.0.0.1"]) == 2
    assert "-Cr needs at least 1" in capsys.readouterr().err


@pytest.fixture
def _foreground() -> Iterator[None]:
    """Children inherit an ignored SIGINT, as of a suite started in the background; Ctrl-C is for the foreground."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("_foreground")
@pytest.mark.parametrize("output_format", ["text", "table", "json"])
def test_ctrl_c_keeps_what_came_and_exits_with_130(output_format: str) -> None:
    engine = AgentEngine({b"public": ListTable(DEVICE)})
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as server:
        server.bind(("127.0.0.1", 0))
        server.settimeout(30)
        target = f"127.0.0.1:{server.getsockname()[1]}"
        command = [sys.executable, "-m", "trishul.cli.main", "walk", "-t30", "-Cr3", "-o", output_format, target]
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
            data, source = server.recvfrom(65535)
            engine.receive_datagram(data, source, 0.0)
            ((answer, _),) = engine.datagrams_to_send()
            server.sendto(answer, source)
            server.recvfrom(65535)  # the second request, which nobody answers
            process.send_signal(signal.SIGINT)
            output, errors = process.communicate(timeout=30)
    assert process.returncode == 130
    assert errors == b""
    assert b"switch-1" in output
    if output_format == "json":
        assert len(json.loads(output)) == 3
