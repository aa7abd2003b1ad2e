"""A small data directory with something of each kind in it, and archives that are not as they should be."""

from __future__ import annotations

import io
import sqlite3
import tarfile
from collections.abc import Mapping
from pathlib import Path

from tests.unit.migrated_database import give_database
from trishul.services.backup.contents import DATABASE
from trishul.snmp.engine_state import EngineRole, start_engine

KEY = b"k" * 32
NOW = 1_800_000_000.0


def give_directory(path: Path, note: str = "first") -> Path:
    """Its database, which says `note`."""
    give_database(path / DATABASE)
    start_engine(path, EngineRole.SIMULATOR)
    (path / "credentials.key").write_bytes(KEY)
    for name in ("mibs/A.mib", "recordings/floor 1/router.snmprec", "informs/1.informs"):
        (path / name).parent.mkdir(parents=True, exist_ok=True)
        (path / name).write_text(note)
    (path / "library").mkdir()
    (path / "library/index.sqlite").write_text("made again")
    write_note(path / DATABASE, note)
    return path / DATABASE


def write_note(database: Path, note: str) -> None:
    with sqlite3.connect(database) as connection:
        connection.execute("INSERT OR REPLACE INTO settings VALUES ('note', ?)", (note,))


def note_of(database: Path) -> str:
    with sqlite3.connect(database) as connection:
        return str(connection.execute("SELECT value FROM settings WHERE name = 'note'").fetchone()[0])


def files_of(path: Path) -> dict[str, bytes]:
    """All files below a folder, with their octets."""
    return {each.relative_to(path).as_posix(): each.read_bytes() for each in path.rglob("*") if each.is_file()}


def rewritten(archive: Path, changes: Mapping[str, bytes | None] = {}, extra: tarfile.TarInfo | None = None) -> Path:
    """A copy with other contents for some members (None leaves one out) and one member more at its beginning."""
    target = archive.with_name("rewritten.tar.gz")
    with tarfile.open(archive) as old, tarfile.open(target, "w:gz") as new:
        if extra is not None:
            new.addfile(extra, io.BytesIO(bytes(extra.size)))
        for member in old:
            content = old.extractfile(member)
            assert content is not None
            octets = changes.get(member.name, content.read())
            if octets is not None:
                member.size = len(octets)
                new.addfile(member, io.BytesIO(octets))
    return target
