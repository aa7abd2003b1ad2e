"""`trishul decode`, whole: arguments, files, the standard input."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path

import pytest

from tests.unit.protocol.capture.packets import MESSAGE, ethernet, ipv4, pcap, udp
from tests.unit.protocol.security.exchanges import EXCHANGES
from trishul.cli.main import run
from trishul.protocol.security.protocols import AuthProtocol, PrivProtocol

CAPTURE = pcap(ethernet(ipv4(udp(MESSAGE))), ethernet(ipv4(udp(b"broken"))), ethernet(ipv4(udp(b"name?", port=53))))
SECURED = next(each for each in EXCHANGES if (each.auth, each.priv) == (AuthProtocol.SHA256, PrivProtocol.AES128))


def give(monkeypatch: pytest.MonkeyPatch, octets: bytes) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(octets)))


@pytest.mark.parametrize("words", [[MESSAGE.hex()], MESSAGE.hex(" ").split(), [f"0x{MESSAGE.hex()}"]])
def test_hexadecimal_is_printed_as_a_tree(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["decode", *words]) == 0
    written = capsys.readouterr()
    assert written.out.startswith("    0  30 26        message SEQUENCE (38 octets)\n")
    assert "  binding SEQUENCE (12 octets): 1.3.6.1.2.1.1.5.0 = \n" in written.out
    assert "secret" not in written.out
    assert written.err == ""


def test_files_and_the_standard_input_hold_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    printed = []
    for octets in (MESSAGE, MESSAGE.hex().encode(), ipv4(udp(MESSAGE)).hex(" ").encode()):
        path = tmp_path / "message"
        path.write_bytes(octets)
        assert run(["decode", "-o", "lines", str(path)]) == 0
        printed.append(capsys.readouterr().out.partition("v2c")[2])
        give(monkeypatch, octets)
        assert run(["decode", "-o", "lines", "-"]) == 0
        printed.append(capsys.readouterr().out.partition("v2c")[2])
    assert printed == [" GetRequest id=7 1.3.6.1.2.1.1.5.0 = NULL\n"] * 6


def test_a_capture_is_printed_line_by_line_with_what_is_broken(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "traffic.pcap"
    path.write_bytes(CAPTURE)
    assert run(["decode", "--summary", str(path)]) == 1
    first, second, *summary = capsys.readouterr().out.splitlines()
    ends = "192.0.2.1:40000 > 192.0.2.2:161"
    assert first == f"    1 2023-11-14T22:13:20.123456Z {ends} v2c GetRequest id=7 1.3.6.1.2.1.1.5.0 = NULL"
    assert second.startswith(f"    2 2023-11-14T22:13:20.123456Z {ends} v? malformed [")
    assert second.endswith("at byte 1]")
    assert summary[0] == "3 frames, 2 SNMP messages, 1 broken"
    assert "          1  not SNMP, or of another port" in summary


def test_json_has_every_field_and_the_community_only_on_demand(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "traffic.pcap"
    path.write_bytes(CAPTURE)
    assert run(["decode", "-o", "json", "--port", "161", "--show-community", str(path)]) == 1
    first, second = json.loads(capsys.readouterr().out)
    assert (first["version"], first["community"], first["pdu_type"], first["request_id"]) == (
        "2c", "secret", "GetRequest", 7,
    )  # fmt: skip
    assert first["varbinds"] == [{"oid": "1.3.6.1.2.1.1.5.0", "type": "NULL", "value": None}]
    assert second["fault"].endswith("at byte 1")
    assert run(["decode", "-o", "jsonl", MESSAGE.hex()]) == 0
    record = json.loads(capsys.readouterr().out)
    assert record["community"] == "(hidden)"
    assert record["tree"]["children"][1]["text"] == "(hidden)"


def test_a_capture_that_breaks_off_gives_what_it_has(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "traffic.pcap"
    path.write_bytes(pcap(ethernet(ipv4(udp(MESSAGE)))) + b"\0\0\0")
    assert run(["decode", str(path)]) == 1
    written = capsys.readouterr()
    assert "GetRequest" in written.out
    assert "breaks off after 1 frames: the file ends inside a record's header" in written.err


def test_keys_open_encrypted_messages(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("TRISHUL_AUTH_PASSWORD", "maplesyrup")
    monkeypatch.setenv("TRISHUL_PRIV_PASSWORD", "pancakes4")
    user = ["-u", SECURED.user, "-a", "SHA-256", "-x", "AES"]
    assert run(["decode", "-o", "lines", *user, SECURED.response.hex()]) == 0
    line = capsys.readouterr().out
    assert f"v3 user={SECURED.user} authPriv Response id=" in line
    assert "1.3.6.1.2.1.1.5.0 = box [digest valid, decrypted]" in line
    assert run(["decode", SECURED.response.hex()]) == 0
    assert "! digest no key, encrypted: no key" in capsys.readouterr().out


@pytest.mark.usefixtures("data_dir")
def test_names_come_from_the_library_unless_numbers_are_wanted(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["decode", MESSAGE.hex()]) == 0
    assert "SNMPv2-MIB::sysName.0 = " in capsys.readouterr().out
    assert run(["decode", "-On", MESSAGE.hex()]) == 0
    assert "sysName" not in capsys.readouterr().out


@pytest.mark.parametrize("text", ["nowhere.pcap", "303", "zz"])
def test_what_is_neither_a_file_nor_octets_is_wrong_usage(text: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["decode", text]) == 2
    assert capsys.readouterr().err.count("\n") == 1


def test_empty_and_foreign_files_are_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for octets, reason in ((b"", "nothing to decode"), (b"PK\x03\x04\0\0", "no capture"), (pcap(), "no SNMP in 0")):
        path = tmp_path / "file"
        path.write_bytes(octets)
        assert run(["decode", str(path)]) != 0
        assert reason in capsys.readouterr().err
