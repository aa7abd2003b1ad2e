"""What is uploaded as recordings is looked at: plain files, packed ones, archives of them, and what is none."""

from __future__ import annotations

import bz2
import zipfile
from pathlib import Path

import pytest

from tests.unit.protocol.capture.packets import ethernet, ipv4, pcap, udp
from trishul.datatypes import Value, VarBind
from trishul.protocol.message import Message, Version, encode_message
from trishul.protocol.pdu import Pdu, PduKind
from trishul.services.mibs.refusals import UploadUnreadable
from trishul.services.recordings.batch import prepare_recordings
from trishul.services.uploads.reception import ReceivedFile

LINE = b"1.3.6.1.2.1.1.5.0|4|edge-1\n"


def answer_to(community: bytes) -> bytes:
    varbind = VarBind.of("1.3.6.1.2.1.1.5.0", Value.octet_string("edge-1"))
    return encode_message(Message(Version.V2C, community, Pdu(PduKind.RESPONSE, 1, 0, 0, (varbind,))))


def received(folder: Path, name: str, octets: bytes) -> ReceivedFile:
    place = folder / f"file-{name}"
    place.write_bytes(octets)
    return ReceivedFile(name, place)


def test_recordings_plain_and_packed_are_taken_as_they_are(tmp_path: Path) -> None:
    files = [
        received(tmp_path, "router.snmprec", LINE),
        received(tmp_path, "core.snmprec.bz2", bz2.compress(LINE)),
        received(tmp_path, "walk.txt", b".1.3.6.1.2.1.1.5.0 = STRING: edge\n"),
        received(tmp_path, "empty.snmprec", b""),
    ]
    batch = prepare_recordings(files, tmp_path)
    assert all(file.is_accepted for file in batch), batch
    assert [file.name for file in batch] == [file.name for file in files]


def test_what_is_no_recording_is_refused_with_the_reason(tmp_path: Path) -> None:
    files = [
        received(tmp_path, "notes.txt", b"buy milk\n"),
        received(tmp_path, "router.doc", LINE),
        received(tmp_path, "core.snmprec.bz2", b"BZh9 no more"),
        received(tmp_path, "plain.snmprec.bz2", LINE),
        received(tmp_path, "one.snmprec", LINE),
        ReceivedFile("one.snmprec", tmp_path / "file-one.snmprec"),
    ]
    reasons = [file.refusal or "" for file in prepare_recordings(files, tmp_path)]
    assert [
        word in reason for word, reason in zip(("no line", "name", "data", "not packed"), reasons, strict=False)
    ] == [True] * 4
    assert (reasons[4], reasons[5]) == ("", "Another file of this name is in this upload")


def test_of_an_archive_the_recordings_are_taken_in_their_folders(tmp_path: Path) -> None:
    packed = ("all.zip", "again.zip")
    for archive_name in packed:
        with zipfile.ZipFile(tmp_path / archive_name, "w") as archive:
            for name in ("a/router.snmprec", "./b//c/router.snmprec", "README.md", "a\n/router.snmprec"):
                archive.writestr(name, LINE)
    batch = prepare_recordings([ReceivedFile(name, tmp_path / name) for name in packed], tmp_path)
    assert [(file.name, file.is_accepted) for file in batch[:6]] == [
        ("a/router.snmprec", True),
        ("b/c/router.snmprec", True),
        ("README.md", False),
        ("a\n/router.snmprec", False),
        ("a/router-2.snmprec", True),
        ("b/c/router-2.snmprec", True),
    ]
    assert batch[0].source == "all.zip/a/router.snmprec"
    assert "Its folder" in (batch[3].skipped or "")


def test_a_capture_alone_or_packed_gives_a_recording_for_each_agent_and_community(tmp_path: Path) -> None:
    octets = pcap(*(ethernet(ipv4(udp(answer_to(community), 161, 50000))) for community in (b"public", b"a:b")))
    with zipfile.ZipFile(tmp_path / "all.zip", "w") as archive:
        archive.writestr("monday.pcap", octets)
    files = [received(tmp_path, "traffic.pcap", octets + b"cut"), ReceivedFile("all.zip", tmp_path / "all.zip")]
    batch = prepare_recordings(files, tmp_path)
    assert [(file.name, file.source) for file in batch if file.is_accepted] == [
        ("192.0.2.1/public.snmprec", "traffic.pcap"),
        ("192.0.2.1/hex-613a62.snmprec", "traffic.pcap"),
        ("192.0.2.1/public-2.snmprec", "all.zip/monday.pcap"),
        ("192.0.2.1/hex-613a62-2.snmprec", "all.zip/monday.pcap"),
    ]
    assert batch[0].place.read_bytes() == LINE.replace(b"4|edge-1", b"4x|656467652d31")
    assert "breaks off" in (batch[2].skipped or "")
    (nobody,) = prepare_recordings([received(tmp_path, "asked.pcap", pcap())], tmp_path)
    assert nobody.refusal == "No agent answers in this capture"


def test_an_archive_without_a_recording_and_an_upload_without_a_file_are_refused(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "all.zip", "w") as archive:
        archive.writestr("../router.snmprec", LINE)
    (bad,) = prepare_recordings([ReceivedFile("all.zip", tmp_path / "all.zip")], tmp_path)
    assert "points out" in (bad.refusal or "")
    with zipfile.ZipFile(tmp_path / "none.zip", "w") as archive:
        archive.writestr("README.md", LINE)
    *_, last = prepare_recordings([ReceivedFile("none.zip", tmp_path / "none.zip")], tmp_path)
    assert last.refusal == "There is no recording in this archive"
    with pytest.raises(UploadUnreadable):
        prepare_recordings([], tmp_path)
