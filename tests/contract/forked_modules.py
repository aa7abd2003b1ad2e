"""The product's own processes, `python -P -m trishul...`, as forks of one that has imported them.

A server starts a process for each of its workers and whenever it compiles or looks through something; each would import
for half a second. Only the fork and the exec are replaced: arguments, environment, descriptors, parent, group, signals,
exit status and what `ps` shows are those that `subprocess` asks for. Every other program is started as ever.
"""

from __future__ import annotations

import ctypes
import fcntl
import json
import os
import runpy
import signal
import socket
import subprocess
import sys
import threading
import traceback
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NoReturn, TypeAlias

from trishul.workers.parent_process import die_with_parent

MODULES = frozenset(
    {
        "trishul.library.builder",
        "trishul.services.walks.looker",
        "trishul.workers.device_maker",
        "trishul.workers.receiver",
        "trishul.workers.simulator",
    }
)
"""Without `trishul.library.worker`: it has a bound of memory, in which the imports of others have no place."""
_PR_SET_CHILD_SUBREAPER = 36
_MOST_DESCRIPTORS = 250
"""Linux hands on 253 with one message."""
_LONGEST_WISH = 128 << 10
_PID_OCTETS = 8
_OF_ITS_PARENT = -1
"""The group of processes that `subprocess` asks for where nobody asks."""
_ARGUMENTS_START, _ARGUMENTS_END = 48, 49
"""Fields of /proc/self/stat, from 1; the first behind the name in parentheses is the third."""

ForkExec: TypeAlias = Callable[..., int]


def fork_modules() -> None:
    """From now on this process starts `MODULES` as forks. To be called while it has one thread and has opened nothing.

    The forks are made by a child of this process, which stays as it is now, and are then given to this process as its
    own children, as the kernel gives orphans to the ancestor that asks for them.
    """
    own_end, end_of_forker = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    if os.fork() == 0:
        own_end.close()
        _serve_forks(end_of_forker)
    end_of_forker.close()
    ctypes.CDLL(None).prctl(_PR_SET_CHILD_SUBREAPER, 1)
    subprocess._fork_exec = _Forker(own_end, subprocess._fork_exec).fork_exec  # type: ignore[attr-defined]


class _Forker:
    """Stands where `subprocess` forks and executes."""

    def __init__(self, end: socket.socket, fork_exec: ForkExec) -> None:
        self._end = end
        self._fork_exec = fork_exec
        self._taking_turns = threading.Lock()

    def fork_exec(self, arguments: Sequence[Any], *others: Any) -> int:
        """The process ID; `others` are those of `_posixsubprocess.fork_exec`, which are positional."""
        _, _, kept, _, environment, stdin, _, _, stdout, _, stderr, _, end_of_errors, _, _, group = others[:16]
        words = [os.fsdecode(word) for word in arguments]
        is_known = words[:3] == [sys.executable, "-P", "-m"] and words[3] in MODULES
        if not is_known or len(kept) > _MOST_DESCRIPTORS:
            return self._fork_exec(arguments, *others)
        streams = {number: stream for number, stream in enumerate((stdin, stdout, stderr)) if stream != -1}
        descriptors = streams | {each: each for each in kept if each != end_of_errors}
        variables = environment if environment is not None else [b"=".join(pair) for pair in os.environb.items()]
        wish = [words, [os.fsdecode(each) for each in variables], list(descriptors), [group]]
        with self._taking_turns:
            socket.send_fds(self._end, [json.dumps(wish).encode()], list(descriptors.values()))
            return int.from_bytes(self._end.recv(_PID_OCTETS), "big")


def _serve_forks(end: socket.socket) -> NoReturn:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    die_with_parent()
    while True:
        wish, descriptors, _, _ = socket.recv_fds(end, _LONGEST_WISH, _MOST_DESCRIPTORS + 3)
        if not wish:
            os._exit(0)
        end.send(_fork_for(json.loads(wish), descriptors).to_bytes(_PID_OCTETS, "big"))
        for descriptor in descriptors:
            os.close(descriptor)


def _fork_for(wish: list[list[Any]], received: list[int]) -> int:
    """The ID of a fork that does as wished once it is an orphan; it is one when this returns."""
    *wish, (group,) = wish
    told, telling = os.pipe()
    waiting, going = os.pipe()
    between = os.fork()
    if between == 0:
        fork = os.fork()
        if fork == 0:
            os.close(going)
            os.read(waiting, 1)  # until nobody could write any more
            _run_module(*wish, received)
        if group != _OF_ITS_PARENT:
            os.setpgid(fork, group)
        os.write(telling, fork.to_bytes(_PID_OCTETS, "big"))
        os._exit(0)
    pid = int.from_bytes(os.read(told, _PID_OCTETS), "big")
    os.waitpid(between, 0)
    for descriptor in (told, telling, waiting, going):
        os.close(descriptor)
    return pid


def _run_module(words: list[str], variables: list[str], wanted: list[int], received: list[int]) -> NoReturn:
    status = 1
    try:
        _take_descriptors(wanted, received)
        sys.stdin, sys.stdout, sys.stderr = open(0), open(1, "w"), open(2, "w", buffering=1)  # noqa: SIM115
        _show_arguments(words)
        signal.signal(signal.SIGINT, signal.default_int_handler)
        os.environ.clear()
        os.environ.update(each.split("=", 1) for each in variables)
        module = words[words.index("-m") + 1]
        sys.argv = words[words.index(module) :]
        del sys.modules[module]  # a program is no import: it runs once more, under its other name
        runpy.run_module(module, run_name="__main__", alter_sys=True)
        status = 0
    except SystemExit as end:
        status = end.code if isinstance(end.code, int) else int(end.code is not None)
    except BaseException:  # noqa: BLE001 -- as every program ends on what nobody catches
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(status)


def _take_descriptors(wanted: list[int], received: list[int]) -> None:
    """Leaves the wanted ones open, under their numbers, and the standard streams; closes everything else."""
    above = 1 + max(*wanted, *(int(each.name) for each in Path("/proc/self/fd").iterdir()))
    moved = [fcntl.fcntl(descriptor, fcntl.F_DUPFD, above) for descriptor in received]
    os.closerange(3, above)
    for number, descriptor in zip(wanted, moved, strict=True):
        os.dup2(descriptor, number)
    os.closerange(above, max(moved) + 1)


def _show_arguments(words: list[str]) -> None:
    """What `ps` shows of this process, cut at the room that there is (proc_pid_stat(5))."""
    fields = Path("/proc/self/stat").read_text(encoding="latin-1").rpartition(")")[2].split()
    start, end = (int(fields[number - 3]) for number in (_ARGUMENTS_START, _ARGUMENTS_END))
    shown = b"\0".join(map(os.fsencode, words))
    with Path("/proc/self/mem").open("r+b", buffering=0) as memory:
        memory.seek(start)
        memory.write(shown[: end - start - 1].ljust(end - start, b"\0"))
