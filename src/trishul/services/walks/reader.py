"""Who looks at kept walks: a thread at small ones, a process beside the server at large ones.

A hundred thousand rows take seconds of the processor's time. In a thread of the server everybody else would wait for
that, so that `looker` does it; for a few rows starting it would take longer than they do. The process is started
when it is needed, asked one question at a time, and ended when it was idle for a while or the server ends.
"""

from __future__ import annotations

import asyncio
import contextlib
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import Sequence
from pathlib import Path
from typing import TypeVar

import msgspec
import structlog

from trishul.child_environment import child_environment
from trishul.errors import LimitReached, TrishulError
from trishul.services.background import run_in_background
from trishul.services.mibs.name_source import NameSource, asked_in_thread
from trishul.services.walks.chunks import KeptWalkDamaged
from trishul.services.walks.looker import Question, Refused, Reply
from trishul.services.walks.looks import ComparisonLook, Look, LookAnswer, Looker, TableLook
from trishul.services.walks.tables import NoSuchTable
from trishul.store.chunk_rows import ChunkRow

COMMAND = (sys.executable, "-P", "-m", "trishul.services.walks.looker")
LARGE_ROWS = 5_000
"""More are looked at by the process."""
MAX_WAITING = 16
ANSWER_LIMIT_S = 300.0
"""A million rows take a minute; who says nothing for so long hangs."""
IDLE_S = 120.0

Answer = TypeVar("Answer", bound=LookAnswer)

_log = structlog.get_logger(__name__)
_replies: msgspec.msgpack.Decoder[Reply] = msgspec.msgpack.Decoder(Reply)


class WalkReaderFailed(TrishulError):
    """The process that looks at large walks gave no answer."""

    code = "worker_failed"

    def __init__(self, reason: str) -> None:
        super().__init__(f"The process that looks at kept walks gave no answer: {reason}. Look again to start it anew")


class WalkReader:
    """Answers questions about kept walks; close it in the end."""

    def __init__(
        self, names: NameSource, index: Path, command: Sequence[str] = COMMAND, large_rows: int = LARGE_ROWS
    ) -> None:
        """`index` is where the library's index lies."""
        self._names = names
        self._index = index
        self._command = tuple(command)
        self._large_rows = large_rows
        self._looker = Looker()
        self._comparing = asyncio.Lock()
        self._turn = asyncio.Lock()
        self._waiting = 0
        self._process: Process | None = None
        self._ending: set[asyncio.Task[None]] = set()
        self._end_when_idle: asyncio.TimerHandle | None = None

    @property
    def pid(self) -> int | None:
        """Process id of the process, while there is one."""
        return None if self._process is None else self._process.pid

    async def answer(self, look: Look, walks: Sequence[Sequence[ChunkRow]], answer_type: type[Answer]) -> Answer:
        """The answer about walks that are given by their chunks.

        Raises NoSuchTable, KeptWalkDamaged, LimitReached, WalkReaderFailed, LibraryUnavailable.
        """
        if sum(chunk.rows for chunks in walks for chunk in chunks) > self._large_rows:
            return await self._ask_process(look, walks, answer_type)
        # The next page of the same comparison waits instead of making it again.
        async with self._comparing if isinstance(look, ComparisonLook) else contextlib.nullcontext():
            answer = await asked_in_thread(self._names, lambda library: self._looker.answer(look, walks, library))
        assert isinstance(answer, answer_type)  # each look has its answer
        return answer

    async def close(self) -> None:
        """Ends the process; who waits for it hears of it."""
        self._forget_process()
        await asyncio.gather(*self._ending)

    async def _ask_process(self, look: Look, walks: Sequence[Sequence[ChunkRow]], answer_type: type[Answer]) -> Answer:
        if self._waiting >= MAX_WAITING:
            raise LimitReached("looks at large walks at a time", MAX_WAITING)
        index = str(self._index) if self._names.library is not None else None
        question = msgspec.msgpack.encode(Question(look, [list(chunks) for chunks in walks], index))
        self._waiting += 1
        try:
            async with self._turn:
                reply = await self._exchange(question)
        finally:
            self._waiting -= 1
        if isinstance(reply, Refused):
            raise _error_in(reply, look)
        return await asyncio.to_thread(msgspec.msgpack.decode, reply.answer, type=answer_type)

    async def _exchange(self, question: bytes) -> Reply:
        if self._end_when_idle is not None:
            self._end_when_idle.cancel()
        try:
            async with asyncio.timeout(ANSWER_LIMIT_S):
                if self._process is None or self._process.returncode is not None:
                    self._process = await asyncio.create_subprocess_exec(
                        *self._command, stdin=PIPE, stdout=PIPE, env=child_environment()
                    )
                reply = _replies.decode(await _answer_of(self._process, question))
        except (OSError, EOFError, TimeoutError, msgspec.MsgspecError) as error:
            self._forget_process()
            _log.error("the process that looks at kept walks failed", reason=type(error).__name__)
            is_late = isinstance(error, TimeoutError)
            raise WalkReaderFailed("it said nothing for too long" if is_late else "it ended") from error
        except BaseException:  # also when cancelled: its answer is nobody's, and the error goes on
            self._forget_process()
            raise
        self._end_when_idle = asyncio.get_running_loop().call_later(IDLE_S, self._forget_process)
        return reply

    def _forget_process(self) -> None:
        """It writes nothing, so that it can be ended at any time."""
        if self._end_when_idle is not None:
            self._end_when_idle.cancel()
        if self._process is not None:
            ending = run_in_background(_end(self._process), "end of the process that looks at kept walks")
            self._ending.add(ending)
            ending.add_done_callback(self._ending.discard)
        self._process = None


async def _end(process: Process) -> None:
    """Kills it, and waits until it and its pipes are gone."""
    with contextlib.suppress(ProcessLookupError):
        process.kill()
    await process.communicate()


async def _answer_of(process: Process, question: bytes) -> bytes:
    """Raises OSError, EOFError where it ends meanwhile."""
    assert process.stdin is not None  # both were asked for
    assert process.stdout is not None
    process.stdin.write(len(question).to_bytes(4, "big"))
    process.stdin.write(question)
    await process.stdin.drain()
    size = int.from_bytes(await process.stdout.readexactly(4), "big")
    return await process.stdout.readexactly(size)


def _error_in(reply: Refused, look: Look) -> TrishulError:
    """The error that the process met."""
    if reply.code == NoSuchTable.code and isinstance(look, TableLook):
        return NoSuchTable(look.name)
    if reply.code == KeptWalkDamaged.code:
        return KeptWalkDamaged()
    return WalkReaderFailed(reply.message)
