"""A database at the newest schema: migrated once a process, and written as a file for every test that needs one."""

from __future__ import annotations

import tempfile
from functools import cache
from pathlib import Path

from sqlalchemy.engine import URL

from trishul.store.migrations import upgrade


def give_database(path: Path) -> None:
    """An empty one in a folder that may be missing."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    path.touch(0o600)
    path.write_bytes(_migrated())


@cache
def _migrated() -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "migrated.db")
        upgrade(URL.create("sqlite", database=str(path)))
        return path.read_bytes()
