"""The process that makes devices: wishes in, pieces out, until there are no more."""

from __future__ import annotations

import io
from pathlib import Path

import msgspec

from trishul.workers.device_maker import LENGTH_OCTETS, serve
from trishul.workers.device_pieces import Complete, Instances, Piece, Unreadable
from trishul.workers.device_wishes import ModulesWish, RecordingWish


def framed(body: bytes) -> bytes:
    return len(body).to_bytes(LENGTH_OCTETS, "big") + body


def test_each_wish_is_answered_in_turn(tmp_path: Path) -> None:
    good, bad = tmp_path / "good.snmprec", tmp_path / "bad.snmprec.bz2"
    good.write_text("1.3.6.1.2.1.1.5.0|4|edge-1\n")
    bad.write_bytes(b"BZh9 no more")
    wishes = (
        *(RecordingWish.of(path) for path in (bad, good, tmp_path / "gone")),
        ModulesWish(["IF-MIB"], 1, None, str(tmp_path / "no-library"), 0.0),
    )
    answers = io.BytesIO()
    serve(io.BytesIO(b"".join(framed(msgspec.msgpack.encode(wish)) for wish in wishes)), answers)
    answers.seek(0)
    pieces: list[Piece] = []
    while head := answers.read(LENGTH_OCTETS):
        pieces.append(msgspec.msgpack.decode(answers.read(int.from_bytes(head, "big")), type=Piece))
    assert [type(piece) for piece in pieces] == [Unreadable, Instances, Complete, Unreadable, Unreadable]
