"""Takes secrets of a command line out of the process list, as net-snmp's tools do.

Owns the octets that `ps` and `/proc/PID/cmdline` show: on Linux they are this process's own memory and are
overwritten there. Elsewhere, and where the system does not let a process write to itself, nothing happens. Until then a
secret is visible, for as long as Python takes to start, so that the better ways to give one stay better.
"""

from __future__ import annotations

from pathlib import Path

_ARGUMENTS_START, _ARGUMENTS_END = 47, 48
"""Fields of /proc/self/stat, from 0; the second, in parentheses, may hold blanks (proc_pid_stat(5))."""
_FIELDS_BEFORE_STATE = 2
_MASK = b"*"


def hide_argument(secret: bytes) -> bool:
    """Puts asterisks over every argument that is this secret, alone or behind an option; False where it cannot."""
    if not secret:
        return True
    try:
        fields = Path("/proc/self/stat").read_bytes().rpartition(b")")[2].split()
        start = int(fields[_ARGUMENTS_START - _FIELDS_BEFORE_STATE])
        end = int(fields[_ARGUMENTS_END - _FIELDS_BEFORE_STATE])
        with Path("/proc/self/mem").open("r+b", buffering=0) as memory:
            memory.seek(start)
            block = memory.read(end - start)
            masked = masked_arguments(block, secret)
            if masked != block:
                memory.seek(start)
                memory.write(masked)
    except (OSError, ValueError, IndexError):
        return False
    return True


def masked_arguments(block: bytes, secret: bytes) -> bytes:
    """The arguments, a zero octet behind each, with the secret masked: `-A SECRET`, `-ASECRET`, `--x=SECRET`."""
    words = block.split(b"\0")
    return b"\0".join(
        word[: -len(secret)] + _MASK * len(secret)
        if word == secret or (word.startswith(b"-") and word.endswith(secret))
        else word
        for word in words
    )
