"""A process that parses and resolves for a build: `python -m trishul.library.worker`.

Messages on stdin and stdout are four octets of length and msgpack. Texts come from anywhere: one that takes too long or
too much memory ends this process, and with it nothing but the task at hand. It ends with its stdin, so a build that was
killed leaves no orphan.
"""

from __future__ import annotations

import gc
import resource
import signal
import sys
from pathlib import Path
from typing import IO

import msgspec

from trishul.errors import TrishulError
from trishul.library.parsed import ParsedText
from trishul.library.rows import ModuleRows
from trishul.library.sources import LibraryPlaces
from trishul.library.tasks import Task, TaskRunner

MAX_TASK_CPU_S = 20.0
"""No real text needs more than two seconds."""
MAX_MEMORY_OCTETS = 512 << 20
"""Address space of a worker. The largest real texts need a third of it."""
MAX_RESIDENT_OCTETS = 64 << 20
"""A worker that a large text has made larger than this is replaced."""
_COLLECT_EVERY = 200
"""Tasks; cycles are few, and looking for them after every thousand objects would take a tenth of the time."""


class Setup(msgspec.Struct, frozen=True):
    """The first message: where the library lies."""

    data_dir: str
    standard_archive: str


class Failure(msgspec.Struct, frozen=True, tag=True):
    """A task that could not be done, in a sentence."""

    reason: str
    is_last: bool = True
    """This worker takes no other task."""
    is_lasting: bool = True
    """The text is to blame: the same octets would fail again."""


class Done(msgspec.Struct, frozen=True, tag=True):
    """The answer to a task, and whether this worker takes another one."""

    answer: msgspec.Raw
    is_last: bool


Reply = Failure | Done
encode = msgspec.msgpack.Encoder().encode


def read_message(stream: IO[bytes]) -> bytes | None:
    """The next message; None at the end of the stream."""
    head = stream.read(4)
    if len(head) < 4:
        return None
    size = int.from_bytes(head, "big")
    body = stream.read(size)
    return body if len(body) == size else None


def write_message(stream: IO[bytes], body: bytes) -> None:
    """Sends a message."""
    stream.write(len(body).to_bytes(4, "big"))
    stream.write(body)
    stream.flush()


def main() -> None:
    """Does tasks until stdin ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the whole group; the build decides
    resource.setrlimit(resource.RLIMIT_AS, (MAX_MEMORY_OCTETS, MAX_MEMORY_OCTETS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    gc.disable()
    stdin, stdout = sys.stdin.buffer, sys.stdout.buffer
    first = read_message(stdin)
    if first is None:
        return
    setup = msgspec.msgpack.decode(first, type=Setup)
    runner = TaskRunner(LibraryPlaces(Path(setup.data_dir), Path(setup.standard_archive)))
    decoder = msgspec.msgpack.Decoder(Task)
    done = 0
    is_last = False
    while not is_last and (message := read_message(stdin)) is not None:
        done += 1
        reply = reply_to(runner, decoder.decode(message))
        is_last = reply.is_last
        write_message(stdout, encode(reply))
        del reply  # it may be large, and the next task takes memory too
        if done % _COLLECT_EVERY == 0:
            gc.collect()


def reply_to(runner: TaskRunner, task: Task) -> Reply:
    """The answer to a task, or why there is none."""
    signal.setitimer(signal.ITIMER_PROF, MAX_TASK_CPU_S)  # SIGPROF ends the process
    try:
        answer: ParsedText | ModuleRows = runner.run(task)
        reply: Reply = Done(msgspec.Raw(encode(answer)), _resident_octets() > MAX_RESIDENT_OCTETS)
    except TrishulError as error:
        reply = Failure(str(error), is_last=False, is_lasting=False)
    except RecursionError:
        reply = Failure("It is nested deeper than any MIB")
    except MemoryError:
        reply = Failure("Compiling it takes more memory than any MIB needs")
    except Exception as error:  # noqa: BLE001  # a fault of ours that one text meets must not take the others down
        reply = Failure(f"It meets a fault in the compiler ({type(error).__name__}: {error})")
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
    return reply


def _resident_octets() -> int:
    """Memory this process holds now."""
    try:
        return int(Path("/proc/self/statm").read_bytes().split()[1]) * resource.getpagesize()
    except OSError:
        return 0


if __name__ == "__main__":
    main()
