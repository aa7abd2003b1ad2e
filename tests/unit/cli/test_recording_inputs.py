"""What is converted: files, folders, archives under limits, and captures by agent and community."""

from __future__ import annotations

import struct
import zipfile
from pathlib import Path

import pytest

from trishul.cli.recording_inputs import open_inputs
from trishul.datatypes import Value, VarBind
from trishul.errors import InvalidInput, RecordingError
from trishul.protocol.message import Message, Version, encode_message
from trishul.protocol.pdu import Pdu, PduKind

NAME = VarBind.of("1.3.6.1.2.1.1.5.0", Value.octet_string("name"))


def names_in(*paths: Path, told: list[str] | None = None) -> list[str]:
    found = open_inputs(paths, lambda: None, (told if told is not None else []).append)
    return [f"{each.name}: {len(list(each.varbinds))}" for each in found]


def pcap(*messages: tuple[str, bytes]) -> bytes:
    """A capture of raw IPv4 packets (link type 101) from port 161 of some hosts."""
    data = struct.pack("<IHHIIII", 0xA1B2C3D4, 2, 4, 0, 0, 65535, 101)
    for host, payload in messages:
        udp = struct.pack(">HHHH", 161, 50000, 8 + len(payload), 0) + payload
        addresses = bytes(map(int, host.split("."))) + bytes((192, 0, 2, 9))
        packet = struct.pack(">BBHHHBBH", 0x45, 0, 20 + len(udp), 0, 0, 64, 17, 0) + addresses + udp
        data += struct.pack("<IIII", 0, 0, len(packet), len(packet)) + packet
    return data


def answer(community: bytes) -> bytes:
    return encode_message(Message(Version.V2C, community, Pdu(PduKind.RESPONSE, 1, 0, 0, (NAME,))))


def test_agents_of_a_capture_are_named_by_address_and_community(tmp_path: Path) -> None:
    capture = tmp_path / "traffic.pcap"
    capture.write_bytes(pcap(("192.0.2.1", answer(b"public"))) + b"cut")
    told: list[str] = []
    assert names_in(capture, told=told) == ["192.0.2.1/public: 1"]
    assert any("breaks off" in sentence for sentence in told)
    capture.write_bytes(pcap())
    with pytest.raises(InvalidInput, match="no agent"):
        names_in(capture)


def test_an_archive_that_was_made_to_harm_is_refused(tmp_path: Path) -> None:
    archive = tmp_path / "bad.zip"
    with zipfile.ZipFile(archive, "w") as packed:
        packed.writestr("../up.snmprec", "1.3.6.1.2.1.1.5.0|4|x\n")
    with pytest.raises(RecordingError):
        names_in(archive)


def test_a_folder_gives_every_recording_in_it(tmp_path: Path) -> None:
    (tmp_path / "core").mkdir()
    (tmp_path / "core" / "a.snmprec").write_text("1.3.6.1.2.1.1.5.0|4|x\n")
    (tmp_path / "b.dump").write_text("1.3.6.1.2.1.1.7.0|2|5\n1.3.6.1.2.1.1.3.0|7|5\n")
    assert names_in(tmp_path) == ["b: 2", "core/a: 1"]
