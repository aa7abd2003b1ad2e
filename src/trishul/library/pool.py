"""Workers of a build: hands tasks out, takes answers as they come, replaces workers that a text has ended.

Memory is bounded by what is in work: one task for each worker, and of the heavy ones only one at a time.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import selectors
import signal
import subprocess
import sys
from collections import deque
from collections.abc import Collection, Iterator
from typing import TypeVar

import msgspec

from trishul.child_environment import child_environment
from trishul.library.parsed import ParsedText
from trishul.library.rows import ModuleRows
from trishul.library.sources import LibraryPlaces
from trishul.library.tasks import Task
from trishul.library.worker import MAX_TASK_CPU_S, Failure, Reply, Setup, encode, read_message, write_message

MAX_PROCESSES = 4
"""More are faster and take 50 MB each."""
_PIPE_OCTETS = 1 << 20
_REPLIES: msgspec.msgpack.Decoder[Reply] = msgspec.msgpack.Decoder(Reply)

AnswerT = TypeVar("AnswerT", ParsedText, ModuleRows)


def usual_processes() -> int:
    """How many workers this machine has use for."""
    return min(MAX_PROCESSES, len(os.sched_getaffinity(0)))


class WorkerPool:
    """A number of worker processes, started when they are needed. Close it in the end."""

    def __init__(self, places: LibraryPlaces, processes: int) -> None:
        self._setup = encode(Setup(str(places.data_dir), str(places.standard_archive)))
        self._processes = processes
        self._idle: list[_Worker] = []
        self._busy: dict[int, _Worker] = {}

    def close(self) -> None:
        """Ends all workers."""
        for worker in (*self._idle, *self._busy.values()):
            worker.end()
        self._idle.clear()
        self._busy.clear()

    def run(
        self, light: Collection[Task], heavy: Collection[Task], answer_type: type[AnswerT]
    ) -> Iterator[tuple[Task, AnswerT | Failure]]:
        """Does all tasks and gives answers in the order in which they come."""
        waiting, waiting_heavy = deque(light), deque(heavy)
        decoder = msgspec.msgpack.Decoder(answer_type)
        with selectors.DefaultSelector() as selector:
            self._hand_out(selector, waiting, waiting_heavy)
            while self._busy:
                for key, _ in selector.select():
                    worker = self._busy.pop(key.fd)
                    selector.unregister(key.fd)
                    task, reply = worker.task, worker.take()
                    if worker.is_usable:
                        self._idle.append(worker)
                    else:
                        worker.end()
                    # Before the answer is looked at, so that the worker does not wait for whoever takes it.
                    self._hand_out(selector, waiting, waiting_heavy)
                    yield task, reply if isinstance(reply, Failure) else decoder.decode(reply)

    def _hand_out(self, selector: selectors.BaseSelector, light: deque[Task], heavy: deque[Task]) -> None:
        """Gives each worker that has nothing to do a task, as long as there are any."""
        while len(self._busy) < self._processes:
            is_heavy = bool(heavy) and not any(worker.is_heavy for worker in self._busy.values())
            tasks = heavy if is_heavy else light
            if not tasks:
                return
            worker = self._idle.pop() if self._idle else _Worker(self._setup)
            selector.register(worker.descriptor, selectors.EVENT_READ)
            self._busy[worker.descriptor] = worker
            worker.give(tasks.popleft(), is_heavy=is_heavy)


class _Worker:
    """One process and the task it has."""

    task: Task

    def __init__(self, setup: bytes) -> None:
        # -P: the child must not import modules that happen to lie in the working directory.
        command = [sys.executable, "-P", "-m", "trishul.library.worker"]
        self._process = subprocess.Popen(  # noqa: S603  # our own interpreter and module
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=child_environment()
        )
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._stdin, self._stdout = self._process.stdin, self._process.stdout
        self.descriptor = self._stdout.fileno()
        with contextlib.suppress(OSError, AttributeError):  # Linux: an answer fits, and its worker goes on at once
            fcntl.fcntl(self.descriptor, fcntl.F_SETPIPE_SZ, _PIPE_OCTETS)
        self.is_usable = True
        self.is_heavy = False
        self._send(setup)

    def give(self, task: Task, *, is_heavy: bool) -> None:
        """Hands a task over."""
        self.task = task
        self.is_heavy = is_heavy
        self._send(encode(task))

    def _send(self, message: bytes) -> None:
        try:
            write_message(self._stdin, message)
        except BrokenPipeError:
            self.is_usable = False  # it has ended; `take` says why

    def take(self) -> bytes | Failure:
        """The encoded answer, or why there is none. Waits."""
        message = read_message(self._stdout)
        if message is None:
            self.is_usable = False
            status = self._process.wait()
            return Failure(_why_it_ended(status), is_lasting=status != -signal.SIGKILL)
        reply = _REPLIES.decode(message)
        if isinstance(reply, Failure):
            self.is_usable = self.is_usable and not reply.is_last
            return reply
        self.is_usable = self.is_usable and not reply.is_last
        return bytes(reply.answer)

    def end(self) -> None:
        """Ends the process, whatever it does."""
        self._process.kill()
        self._process.wait()
        for stream in (self._stdin, self._stdout):
            with contextlib.suppress(BrokenPipeError):
                stream.close()


def _why_it_ended(status: int) -> str:
    if status == -signal.SIGPROF:
        return f"Compiling it takes more than {MAX_TASK_CPU_S:.0f} s"
    if status in {-signal.SIGKILL, -signal.SIGSEGV, -signal.SIGABRT}:
        return "Compiling it takes more memory than there is"
    return f"Compiling it ended its process (status {status})"
