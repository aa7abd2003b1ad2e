"""Looks at large walks in a process of its own: `python -m trishul.services.walks.looker`.

Messages on stdin and stdout are four octets of length and msgpack: a question with the rows that it is about, and its
answer. It keeps a reader of the library and the last comparisons between two questions, writes nothing, and ends with
its stdin. Owns this frame; the answers are `looks`.
"""

from __future__ import annotations

import gc
import signal
import sys
from pathlib import Path

import msgspec
from msgspec import Struct

from trishul.errors import TrishulError
from trishul.library.library import Library
from trishul.library.worker import read_message, write_message
from trishul.services.walks.looks import Look, Looker
from trishul.store.chunk_rows import ChunkRow


class Question(Struct, frozen=True):
    """A look at the walks whose chunks are given."""

    look: Look
    walks: list[list[ChunkRow]]
    index: str | None
    """Path of the library's index; None while there is no library."""


class Answered(Struct, frozen=True, tag=True):
    """The answer, encoded."""

    answer: msgspec.Raw


class Refused(Struct, frozen=True, tag=True):
    """The code and the sentence of the error."""

    code: str
    message: str


Reply = Answered | Refused
_encode = msgspec.msgpack.Encoder().encode


class LookerProcess:
    """Answers one question after the other."""

    def __init__(self) -> None:
        self._looker = Looker()
        self._library: Library | None = None

    def reply_to(self, message: bytes) -> Reply:
        """The reply to a question as it came."""
        question = msgspec.msgpack.decode(message, type=Question)
        try:
            answer = self._looker.answer(question.look, question.walks, self._library_at(question.index))
        except TrishulError as error:
            return Refused(error.code, str(error))
        return Answered(msgspec.Raw(_encode(answer)))

    def _library_at(self, index: str | None) -> Library | None:
        if index is None:
            return None
        if self._library is None:
            self._library = Library.open(Path(index))
        self._library.refresh()
        return self._library


def main() -> None:
    """Answers until stdin ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the whole group; the server decides
    gc.disable()  # nothing here is a cycle, and looking for some among a million rows takes half of the time
    process = LookerProcess()
    while (message := read_message(sys.stdin.buffer)) is not None:
        write_message(sys.stdout.buffer, _encode(process.reply_to(message)))
        del message
        gc.collect()


if __name__ == "__main__":
    main()
