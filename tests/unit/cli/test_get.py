"""`trishul get` from the command line to the wire and back."""

from __future__ import annotations

import json

import pytest

from trishul.cli.main import run

SYS_DESCR, SYS_NAME = "1.3.6.1.2.1.1.1.0", "1.3.6.1.2.1.1.5.0"


@pytest.mark.parametrize("version", ["1", "2c"])
def test_values_are_printed_in_the_order_asked(agent: str, capsys: pytest.CaptureFixture[str], version: str) -> None:
    assert run(["get", "-v", version, agent, SYS_NAME, SYS_DESCR]) == 0
    assert (
        capsys.readouterr().out == '.1.3.6.1.2.1.1.5.0 = STRING: "switch-1"\n.1.3.6.1.2.1.1.1.0 = STRING: "A switch"\n'
    )


def test_the_letters_of_net_snmp_may_be_attached_or_follow_the_arguments(
    agent: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["get", "-v2c", "-csecret", "-t2", "-r0", "-On", f"udp:{agent}", f".{SYS_NAME}", "-o", "jsonl"]) == 0
    assert json.loads(capsys.readouterr().out)["value"] == "switch-1"


def test_the_community_may_come_from_the_environment(
    agent: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("TRISHUL_COMMUNITY", "absent")
    assert run(["get", "-t0.05", "-r0", agent, SYS_NAME]) == 3
    monkeypatch.setenv("TRISHUL_COMMUNITY", "secret")
    assert run(["get", agent, SYS_NAME]) == 0
    assert "absent" not in capsys.readouterr().err


def test_an_absent_instance_is_printed_and_exits_with_1(agent: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["get", agent, SYS_NAME, "1.3.6.1.2.1.1.5.1"]) == 1
    assert "No Such Instance currently exists" in capsys.readouterr().out


def test_v1_says_in_one_line_which_name_is_absent(agent: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["get", "-v1", agent, SYS_NAME, "1.3.6.1.2.1.1.5.1"]) == 1
    assert capsys.readouterr().err == "trishul: The agent has nothing at 1.3.6.1.2.1.1.5.1 (noSuchName)\n"


def test_silence_exits_with_3_and_says_what_to_check(silent_port: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["get", "-t0.05", "-r1", silent_port, SYS_NAME]) == 3
    assert f"No answer from {silent_port} within" in capsys.readouterr().err


def test_a_closed_port_exits_with_3_without_waiting(closed_port: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["get", "-t30", closed_port, SYS_NAME]) == 3
    assert f"{closed_port} cannot be reached" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        ([], "Missing argument 'TARGET'"),
        (["127.0.0.1"], "Missing argument 'OID...'"),
        (["127.0.0.1", "ifDescr.1"], "'ifDescr.1' is not an OID"),
        (["127.0.0.1", "-1.3.6"], "'-1.3.6' is not an OID"),
        (["127.0.0.1", "--", "-1.3.6"], "'-1.3.6' is not an OID"),
        (["127.0.0.1", "--timout", "1.3.6"], "No such option '--timout'"),
        (["--timout=3", "127.0.0.1", "1.3.6"], "No such option"),
        (["-v4", "127.0.0.1", "1.3.6"], "Invalid value for '-v'"),
        (["-v3", "127.0.0.1", "1.3.6"], "SNMPv3 needs a user"),
        (["-Os", "127.0.0.1", "1.3.6"], "-Os is not known"),
        (["dtlsudp:127.0.0.1", "1.3.6"], "dtlsudp"),
        (["127.0.0.1:0x", "1.3.6"], "the port must be a number"),
    ],
)
def test_wrong_usage_exits_with_2_and_one_line(
    capsys: pytest.CaptureFixture[str], arguments: list[str], complaint: str
) -> None:
    assert run(["get", *arguments]) == 2
    written = capsys.readouterr()
    assert written.out == ""
    assert complaint in written.err
    assert written.err.endswith("See trishul get --help.\n")
    assert written.err.count("\n") == 1


def test_the_help_shows_examples(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["get", "--help"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert "  trishul get -v 2c -c public 192.0.2.1 1.3.6.1.2.1.1.1.0" in lines
