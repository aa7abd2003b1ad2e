"""The data directory before anything in it is opened: made, held, completed, and cleared of what cannot be used.

Owns the order of these steps. A restore that was interrupted is finished, a damaged database is set aside under a name
that the log, `/api/health` and every page repeat until the file is taken away.
"""

from __future__ import annotations

import os
import shlex
import shutil
import time
from pathlib import Path

import structlog

from trishul.services.backup.exchange import finish_exchange
from trishul.services.backup.making import STAGING_PREFIX
from trishul.services.configuration import Configuration
from trishul.services.directory_lock import LOCK_FILE, DirectoryLock
from trishul.store.damage import set_aside_before, set_aside_if_damaged
from trishul.store.database import StoreUnavailable, database_file, is_in_use

_OWNER_ONLY = 0o700
_OTHERS = 0o077

_log = structlog.get_logger(__name__)


class DamagedDatabases:
    """Those that were set aside, at this start or before; whoever takes a file away has seen to it."""

    def __init__(self, configuration: Configuration) -> None:
        self._files = set_aside_before(database_file(configuration.effective_database_url))

    def names(self) -> list[str]:
        """Names of the files that are still there, oldest first."""
        return [file.name for file in self._files if file.exists()]


def held_directory(configuration: Configuration) -> DirectoryLock:
    """Makes the directory ready and holds it; blocks. Raises DirectoryInUse, StoreUnavailable, InvalidInput."""
    directory = configuration.data_dir
    database = database_file(configuration.effective_database_url)
    _make_private(directory)
    lock = DirectoryLock(directory)
    try:
        _complete(directory, database)
        is_elsewhere = database.parent.absolute() != directory.absolute()
        if is_elsewhere and is_in_use(configuration.effective_database_url):
            raise StoreUnavailable(str(database), "another program uses it")
        aside = set_aside_if_damaged(database, time.time(), may_be_foreign=is_elsewhere)
    except BaseException:  # whatever ends it: nobody got the lock who could release it, and the error goes on
        lock.release()
        raise
    if aside is not None:
        _log.error("the database is damaged and was set aside; an empty one takes its place", file=str(aside))
    return lock


def _make_private(path: Path) -> None:
    """For its owner only: one that others may enter is closed where it is ours, else the log says what to type."""
    try:
        path.mkdir(mode=_OWNER_ONLY, parents=True, exist_ok=True)
        facts = path.stat()
        if not facts.st_mode & _OTHERS:
            return
        is_ours = facts.st_uid == os.geteuid()
        if is_ours and _holds_nothing_else(path):
            path.chmod(_OWNER_ONLY)
            facts = path.stat()
    except OSError as error:
        raise StoreUnavailable(str(path), f"the data directory cannot be made: {error.strerror}") from error
    if not facts.st_mode & _OTHERS:
        _log.warning(
            "the data directory was open to other users of this host; it is for its owner alone now",
            directory=str(path),
        )
        return
    command = f"chmod 700 {shlex.quote(str(path))}"
    if not is_ours:
        command = f"sudo chown {os.geteuid()} {shlex.quote(str(path))} && {command}"
    _log.warning(
        "the data directory is open to other users of this host; to close it, type the command",
        directory=str(path),
        command=command,
    )


def _holds_nothing_else(path: Path) -> bool:
    """Whether the folder is a workbench's own: into one with other things, such as /tmp, others may have to go."""
    return (path / LOCK_FILE).exists() or not any(path.iterdir())


def _complete(directory: Path, database: Path) -> None:
    """Finishes what an interrupted process left behind. Raises StoreUnavailable."""
    try:
        for aside in finish_exchange(directory, database):
            _log.warning("a restore that was interrupted is finished", before=str(aside))
        for staging in directory.glob(f"{STAGING_PREFIX}*"):
            shutil.rmtree(staging, ignore_errors=True)
    except OSError as error:
        raise StoreUnavailable(str(directory), f"a restore cannot be finished: {error.strerror}") from error
