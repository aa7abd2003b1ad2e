"""The reading process: paths in, pieces out, until there are no more."""

from __future__ import annotations

import io
import os
from pathlib import Path

import msgspec

from trishul.workers.device_pieces import Complete, Instances, Piece, Unreadable
from trishul.workers.recording_reader import LENGTH_OCTETS, MAX_FINDINGS, read_device, serve


def framed(body: bytes) -> bytes:
    return len(body).to_bytes(LENGTH_OCTETS, "big") + body


def test_each_path_is_answered_in_turn(tmp_path: Path) -> None:
    good, bad = tmp_path / "good.snmprec", tmp_path / "bad.snmprec.bz2"
    good.write_text("1.3.6.1.2.1.1.5.0|4|edge-1\n")
    bad.write_bytes(b"BZh9 no more")
    answers = io.BytesIO()
    serve(io.BytesIO(b"".join(framed(os.fsencode(path)) for path in (bad, good, tmp_path / "gone"))), answers)
    answers.seek(0)
    pieces: list[Piece] = []
    while head := answers.read(LENGTH_OCTETS):
        pieces.append(msgspec.msgpack.decode(answers.read(int.from_bytes(head, "big")), type=Piece))
    assert [type(piece) for piece in pieces] == [Unreadable, Instances, Complete, Unreadable]


def test_findings_are_told_up_to_a_limit_and_then_counted(tmp_path: Path) -> None:
    (tmp_path / "dirty.snmprec").write_text("1.3.6.1.2.1.1.5.0|4|edge-1\n" + "rubbish\n" * 50)
    *_, last = read_device(tmp_path / "dirty.snmprec")
    assert isinstance(last, Complete)
    assert len(last.findings) == MAX_FINDINGS + 1
    assert last.findings[-1] == "30 more findings"
