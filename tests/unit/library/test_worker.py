"""A worker speaks in messages with their length in front, and limits itself."""

from __future__ import annotations

import io
import subprocess
import sys

import msgspec
import pytest

from trishul.library.schema import Origin
from trishul.library.sources import LibraryPlaces
from trishul.library.tasks import ParseText, Task, TaskRunner
from trishul.library.worker import Done, Failure, Reply, Setup, encode, read_message, reply_to, write_message


def test_messages_come_back_and_a_cut_one_is_none() -> None:
    stream = io.BytesIO()
    write_message(stream, b"one")
    write_message(stream, b"")
    octets = stream.getvalue()
    read = io.BytesIO(octets)
    assert [read_message(read) for _ in range(3)] == [b"one", b"", None]
    assert read_message(io.BytesIO(octets[:5])) is None


@pytest.mark.parametrize(
    ("error", "reason"), [(RecursionError(), "deeper"), (MemoryError(), "memory"), (ValueError("x"), "ValueError: x")]
)
def test_what_a_text_does_to_the_compiler_is_said_and_ends_the_worker(error: Exception, reason: str) -> None:
    class Broken(TaskRunner):
        def __init__(self) -> None: ...

        def run(self, task: Task) -> object:  # type: ignore[override]
            raise error

    reply = msgspec.msgpack.decode(encode(reply_to(Broken(), ParseText(Origin.STANDARD, "x"))), type=Reply)
    assert isinstance(reply, Failure)
    assert reply.is_last
    assert reason in reply.reason


def test_the_process_answers_and_ends_with_its_input(places: LibraryPlaces) -> None:
    asked = io.BytesIO()
    write_message(asked, encode(Setup(str(places.data_dir), str(places.standard_archive))))
    write_message(asked, encode(ParseText(Origin.STANDARD, "BASE-MIB")))
    command = [sys.executable, "-P", "-m", "trishul.library.worker"]
    ended = subprocess.run(command, input=asked.getvalue(), capture_output=True, check=True)
    message = read_message(io.BytesIO(ended.stdout))
    assert message is not None
    assert isinstance(msgspec.msgpack.decode(message, type=Reply), Done)
