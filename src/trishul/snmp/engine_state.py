"""snmpEngineID and snmpEngineBoots on disk, so that a restart is the same engine, started once more (RFC 3414 §2.2).

One file in the data directory holds one identity for each role. A start is counted and is on the disk before its number
is used, under a lock, so that no two processes ever have the same one. What cannot be kept is never quiet: the engine
gets a new ID, and a sentence for the log and the status says why. Owns the file only: users and clocks are
`engine.local_engine`.
"""

from __future__ import annotations

import fcntl
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from json import dumps, loads
from pathlib import Path
from typing import Any, NamedTuple

from trishul.errors import InvalidInput
from trishul.protocol.security.engine_id import EngineIdFormat, build_engine_id, parse_engine_id
from trishul.protocol.security.time_window import MAX_BOOTS

STATE_FILE = "engines.json"
LOCK_FILE = "engines.lock"
"""Has a line in it once there was a state file: where that is missing then, it was lost."""

_DOCUMENTATION_ENTERPRISE = 32473
"""RFC 5612. Nobody's product has it, so that none of our IDs can be a device's."""
_RANDOM_OCTETS = 12
_LOCK_LINE = b"engines.json is written under this lock\n"
_PRIVATE_FILE, _PRIVATE_DIRECTORY = 0o600, 0o700


class EngineRole(StrEnum):
    """Each role is an engine of its own, since its clock starts when it does."""

    SIMULATOR = "simulator"
    RECEIVER = "receiver"
    NOTIFIER = "notifier"


class EngineIdentity(NamedTuple):
    """Who an engine is between this start and the next."""

    engine_id: bytes
    boots: int
    """How often the engine has started, this time included."""
    warning: str | None = None
    """Why this is not the engine that it was, or will not be after this run; to be logged and shown."""


class _Damaged(Exception):
    """The file, or what it says of a role, cannot be used; the text says why."""


def start_engine(directory: Path, role: EngineRole) -> EngineIdentity:
    """Counts a start of a role's engine and gives its identity; blocks for a write to the disk, and never fails.

    ```python
    from pathlib import Path
    from tempfile import mkdtemp

    from trishul.snmp.engine_state import EngineRole, start_engine

    directory = Path(mkdtemp())
    first = start_engine(directory, EngineRole.SIMULATOR)
    second = start_engine(directory, EngineRole.SIMULATOR)
    assert first.engine_id == second.engine_id
    assert (first.boots, second.boots) == (1, 2)
    ```
    """
    try:
        with _alone_in(directory) as lock:
            identity = _count_start(directory, role, was_used_before=os.fstat(lock).st_size > 0)
            os.pwrite(lock, _LOCK_LINE, 0)
            return identity
    except OSError as error:
        path = directory / STATE_FILE
        return _new_identity(role, f"{path} cannot be written ({error.strerror})", "until it stops")


def pass_over_boots(path: Path, count: int) -> None:
    """Makes every engine of a state file one that has started so much oftener: the file is older than its engines.

    What is not there, or cannot be read, is left to the next start, which says so. Raises OSError.
    """
    try:
        entries = _read(path)
    except (FileNotFoundError, _Damaged):
        return
    for entry in entries.values():
        if isinstance(entry, dict) and type(entry.get("boots")) is int:
            entry["boots"] = min(entry["boots"] + count, MAX_BOOTS)
    _write(path, entries)


def new_engine_id() -> bytes:
    """A random snmpEngineID."""
    return build_engine_id(_DOCUMENTATION_ENTERPRISE, EngineIdFormat.OCTETS, secrets.token_bytes(_RANDOM_OCTETS))


@contextmanager
def _alone_in(directory: Path) -> Iterator[int]:
    """Holds the directory's lock and gives its descriptor. Raises OSError."""
    directory.mkdir(mode=_PRIVATE_DIRECTORY, parents=True, exist_ok=True)
    descriptor = os.open(directory / LOCK_FILE, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, _PRIVATE_FILE)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield descriptor
    finally:
        os.close(descriptor)


def _count_start(directory: Path, role: EngineRole, *, was_used_before: bool) -> EngineIdentity:
    """The next start of a role, on the disk. Raises OSError."""
    path = directory / STATE_FILE
    entries: dict[str, Any] = {}
    try:
        entries = _read(path)
        identity = _next_start(entries, role)
    except FileNotFoundError:
        reason = f"{path} is lost" if was_used_before else None
        identity = _new_identity(role, reason)
    except _Damaged as damage:
        aside = path.with_suffix(".damaged")
        aside.write_bytes(path.read_bytes())
        aside.chmod(_PRIVATE_FILE)
        identity = _new_identity(role, f"{path} is damaged ({damage}; kept as {aside.name})")
    entries[role] = {"engine_id": identity.engine_id.hex(), "boots": identity.boots}
    _write(path, entries)
    return identity


def _read(path: Path) -> dict[str, Any]:
    """What the file says. Raises OSError, _Damaged."""
    try:
        entries = loads(path.read_bytes())
    except (ValueError, RecursionError):
        raise _Damaged("it is no JSON") from None
    if not isinstance(entries, dict):
        raise _Damaged("it is no JSON object")
    return entries


def _next_start(entries: dict[str, Any], role: EngineRole) -> EngineIdentity:
    """The role's identity, started once more. Raises _Damaged."""
    entry = entries.get(role)
    if entry is None:
        return _new_identity(role, None)
    try:
        engine_id, boots = parse_engine_id(entry["engine_id"]), entry["boots"]
    except (TypeError, KeyError, AttributeError, InvalidInput):
        raise _Damaged(f"it holds no engine ID of the {role}") from None
    if type(boots) is not int or not 0 < boots <= MAX_BOOTS:
        raise _Damaged(f"it does not count the starts of the {role}")
    if boots + 1 >= MAX_BOOTS:  # RFC 3414 §2.2.2: nothing authentic passes any more until the ID is another
        return _new_identity(role, f"The {role} has started as often as an engine can ({MAX_BOOTS:,} times)")
    return EngineIdentity(engine_id, boots + 1)


def _new_identity(role: EngineRole, reason: str | None, lasting: str = "from now on") -> EngineIdentity:
    """A new engine; with a reason there was one before, and who knew it must be told."""
    engine_id = new_engine_id()
    if reason is None:
        return EngineIdentity(engine_id, 1)
    return EngineIdentity(engine_id, 1, f"{reason}: the {role} has the new engine ID {engine_id.hex()} {lasting}")


def _write(path: Path, entries: dict[str, Any]) -> None:
    """Puts the file in its place whole: after a power cut it is the old one or the new one. Raises OSError."""
    fresh = path.with_suffix(".new")
    fresh.unlink(missing_ok=True)
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, _PRIVATE_FILE)
    with os.fdopen(descriptor, "w") as file:
        file.write(dumps(entries, indent=2) + "\n")
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
