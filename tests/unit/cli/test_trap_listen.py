"""`trishul trap listen`: its two forms, and how it ends."""

from __future__ import annotations

import json
import socket
import threading
from contextlib import suppress
from pathlib import Path

import pytest

from trishul.cli.main import run
from trishul.cli.names import NameBook
from trishul.cli.trap_listen import json_of, text_of
from trishul.datatypes import Oid, Value, VarBind
from trishul.engine.receiver import NotificationSecurity, ReceivedNotification, ReceiverEngine
from trishul.protocol.message import Message, Version, encode_message
from trishul.protocol.pdu import Pdu, PduKind, TrapV1Pdu
from trishul.protocol.security.protocols import SecurityLevel

V1_TRAP = encode_message(
    Message(
        Version.V1,
        b"public",
        TrapV1Pdu(
            Oid("1.3.6.1.4.1.9"),
            "192.0.2.1",
            6,
            17,
            4200,
            (VarBind.of("1.3.6.1.2.1.1.5.0", Value.octet_string("switch-1")),),
        ),
    )
)


def received(datagram: bytes) -> ReceivedNotification:
    engine = ReceiverEngine()
    engine.receive_datagram(datagram, ("192.0.2.7", 50000), 0.0, received_at_ns=1_700_000_000_123_456_789)
    (notification,) = engine.events()
    return notification


def v2_trap(request_id: int) -> bytes:
    heading = (
        VarBind.of("1.3.6.1.2.1.1.3.0", Value.time_ticks(1)),
        VarBind.of("1.3.6.1.6.3.1.1.4.1.0", Value.object_identifier("1.3.6.1.6.3.1.1.5.1")),
    )
    return encode_message(Message(Version.V2C, b"public", Pdu(PduKind.TRAP_V2, request_id, 0, 0, heading)))


def test_text_has_a_heading_and_the_bindings_as_net_snmp_prints_them() -> None:
    heading, *bindings = text_of(received(V1_TRAP)).splitlines()
    assert heading.endswith(" 192.0.2.7:50000 1 Trap 1.3.6.1.4.1.9.0.17 agent 192.0.2.1")
    assert '    .1.3.6.1.2.1.1.5.0 = STRING: "switch-1"' in bindings


def test_json_lines_hold_everything_that_scripts_need() -> None:
    record = json.loads(json_of(received(V1_TRAP)))
    assert record["received_at_ns"] == 1_700_000_000_123_456_789
    assert record["peer"] == "192.0.2.7:50000"
    assert (record["version"], record["pdu_type"], record["trap_oid"]) == ("1", "Trap", "1.3.6.1.4.1.9.0.17")
    assert (record["uptime"], record["agent_address"], record["anomalies"]) == (4200, "192.0.2.1", [])
    assert {
        "oid": "1.3.6.1.2.1.1.5.0",
        "type": "OCTET STRING",
        "value": "switch-1",
        "hex": "7377697463682d31",
    } in record["varbinds"]


def test_nothing_within_the_time_exits_with_3(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["trap", "listen", "--listen", "127.0.0.1:0", "--timeout", "0.05"]) == 3
    written = capsys.readouterr()
    assert written.out == ""
    assert written.err.startswith("Listening on 127.0.0.1:")


def test_a_port_in_use_is_one_line(silent_port: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["trap", "listen", "--listen", silent_port]) == 1
    assert f"{silent_port} is used by another program" in capsys.readouterr().err


@pytest.mark.parametrize(("options", "code"), [(["--count", "2"], 0), (["--count", "4", "--timeout", "1"], 3)])
def test_it_ends_when_enough_came_or_not(
    free_udp_port: int, capsys: pytest.CaptureFixture[str], options: list[str], code: int
) -> None:
    stop = threading.Event()
    sender = threading.Thread(target=send_until, args=(free_udp_port, 3, stop))
    sender.start()
    try:
        command = ["trap", "listen", "--listen", f"127.0.0.1:{free_udp_port}", "-c", "public", "-o", "jsonl", *options]
        assert run(command) == code
    finally:
        stop.set()
        sender.join()
    assert len(capsys.readouterr().out.splitlines()) == (2 if code == 0 else 3)


def test_it_listens_over_both_transports_when_asked(free_udp_port: int, capsys: pytest.CaptureFixture[str]) -> None:
    def send_both() -> None:
        while not stop.wait(0.01):
            with suppress(ConnectionRefusedError), socket.create_connection(("127.0.0.1", free_udp_port)) as peer:
                peer.sendall(v2_trap(7))
                break
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as client:
            client.sendto(v2_trap(8), ("127.0.0.1", free_udp_port))  # bound before TCP was

    stop = threading.Event()
    sender = threading.Thread(target=send_both)
    sender.start()
    here = f"127.0.0.1:{free_udp_port}"
    try:
        assert run(["trap", "listen", "--listen", here, "--listen", f"tcp:{here}", "-o", "jsonl", "--count", "2"]) == 0
    finally:
        stop.set()
        sender.join()
    out, err = capsys.readouterr()
    assert [json.loads(line)["pdu_type"] for line in out.splitlines()] == ["SNMPv2-Trap"] * 2
    assert err.splitlines()[-2:] == [f"Listening on {here}", f"Listening on tcp:{here}"]


def send_until(port: int, wanted: int, stop: threading.Event) -> None:
    """Sends informs until `wanted` were acknowledged, so that none is lost before the listener is ready."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as client:
        client.settimeout(0.05)
        for request_id in range(1, wanted + 1):
            inform = v2_trap(request_id).replace(b"\xa7", b"\xa6", 1)
            while not stop.is_set():
                client.sendto(inform, ("127.0.0.1", port))
                try:
                    client.recv(65535)
                except TimeoutError:
                    continue
                break


def test_with_an_index_both_forms_show_names(data_dir: Path) -> None:
    names = NameBook(data_dir).find()
    heading, *bindings = text_of(received(v2_trap(1)), names).splitlines()
    assert heading.endswith(" SNMPv2-Trap SNMPv2-MIB::coldStart")
    assert bindings[1] == "    SNMPv2-MIB::snmpTrapOID.0 = OID: SNMPv2-MIB::coldStart"
    record = json.loads(json_of(received(v2_trap(1)), names))
    assert (record["trap_oid"], record["trap_name"]) == ("1.3.6.1.6.3.1.1.5.1", "SNMPv2-MIB::coldStart")
    assert record["varbinds"][1]["name"] == "SNMPv2-MIB::snmpTrapOID.0"


def test_an_snmpv3_notification_says_its_user_in_both_forms() -> None:
    security = NotificationSecurity(b"bert", SecurityLevel.AUTH_PRIV, b"\x80\0\0\0\5abc", b"\x80\0\0\0\5abc", b"blue")
    notification = received(V1_TRAP)._replace(version=3, security=security)
    assert " 3 user bert authPriv Trap " in text_of(notification)
    record = json.loads(json_of(notification))
    assert (record["user"], record["level"], record["engine_id"], record["context"]) == (
        "bert", "authPriv", "8000000005616263", "blue",
    )  # fmt: skip


def test_with_users_our_engine_is_said_and_counts_its_starts(capsys: pytest.CaptureFixture[str]) -> None:
    for boots in (1, 2):
        assert run(["trap", "listen", "--listen", "127.0.0.1:0", "-u", "bert", "--timeout", "0.05"]) == 3
        engine, listening = capsys.readouterr().err.splitlines()
        assert engine.startswith("Engine ID 0x80007ed905")
        assert engine.endswith(f", boots {boots}")
        assert listening.startswith("Listening on ")
