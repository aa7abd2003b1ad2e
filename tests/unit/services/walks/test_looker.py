"""The process that looks at large walks: one reply to each question, errors as replies, names of the newest library."""

from __future__ import annotations

from pathlib import Path

import msgspec

from tests.unit.services.walked_device import walked
from tests.unit.services.walks.test_looks import packed
from trishul.services.walks.looker import Answered, LookerProcess, Question, Refused
from trishul.services.walks.looks import Look, MissingMibsLook, TableLook
from trishul.services.walks.missing_mibs import MissingMibs


def question(look: Look, index: str | None = None) -> bytes:
    return msgspec.msgpack.encode(Question(look, [packed(walked())], index))


def test_an_answer_is_encoded_and_an_error_has_its_code(tmp_path: Path) -> None:
    process = LookerProcess()
    answered = process.reply_to(question(MissingMibsLook()))
    assert isinstance(answered, Answered)
    assert msgspec.msgpack.decode(answered.answer, type=MissingMibs).unnamed == len(walked())
    assert process.reply_to(question(TableLook("portTable"))) == Refused(
        "no_such_table", "The walk has nothing of a table portTable"
    )
    unavailable = process.reply_to(question(MissingMibsLook(), str(tmp_path / "nowhere")))
    assert isinstance(unavailable, Refused)
    assert unavailable.code == "library_unavailable"
