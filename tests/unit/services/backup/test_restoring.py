"""A backup becomes the directory again, or nothing is changed."""

from __future__ import annotations

import gzip
import json
import sqlite3
import stat
import tarfile
from pathlib import Path

import pytest

from tests.unit.services.backup.directories import (
    KEY,
    NOW,
    files_of,
    give_directory,
    note_of,
    rewritten,
    write_note,
)
from trishul.errors import InvalidInput
from trishul.services.backup.contents import LISTING, BackupDamaged
from trishul.services.backup.making import save_backup
from trishul.services.backup.restoring import restore_backup
from trishul.services.directory_lock import DirectoryInUse, DirectoryLock

LATER = NOW + 3600


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    database = give_directory(tmp_path / "origin")
    with sqlite3.connect(database) as connection:
        connection.execute(
            "INSERT INTO users (id, name, password_hash, created_at, password_changed_at) "
            "VALUES (1, 'admin', 'hash', 1, 1)"
        )
        connection.execute(
            "INSERT INTO sessions (id, token_hash, user_id, created_at, last_used_at) VALUES ('one', x'00', 1, 1, 1)"
        )
    target = tmp_path / "backup.tar.gz"
    save_backup(database.parent, database, target, with_key=True, now=NOW)
    return target


@pytest.fixture
def present(tmp_path: Path) -> Path:
    """A directory with other data; its database."""
    database = give_directory(tmp_path / "data", "present")
    (database.parent / "mibs" / "B.mib").write_text("only here")
    return database


def test_everything_comes_back_and_what_was_there_is_kept(archive: Path, present: Path) -> None:
    data_dir = present.parent
    before = files_of(data_dir)
    restored = restore_backup(archive, data_dir, present, LATER)
    assert note_of(present) == "first"
    assert not (data_dir / "mibs" / "B.mib").exists()
    assert (data_dir / "recordings/floor 1/router.snmprec").read_text() == "first"
    key = data_dir / "credentials.key"
    assert (key.read_bytes(), stat.S_IMODE(key.stat().st_mode)) == (KEY, 0o600)
    assert restored.aside == data_dir / "before-restore-20270115-090000"
    kept = files_of(restored.aside)
    assert kept == {name: octets for name, octets in before.items() if name in kept}
    assert {"mibs/B.mib", "trishul.db", "engines.json"} <= set(kept)
    again = restore_backup(archive, data_dir, present, LATER)
    assert again.aside == data_dir / "before-restore-20270115-090000-2"


def test_a_new_directory_is_made(archive: Path, tmp_path: Path) -> None:
    database = tmp_path / "new" / "deep" / "trishul.db"
    restored = restore_backup(archive, database.parent, database, LATER)
    assert restored.aside is None
    assert note_of(database) == "first"
    assert not [path for path in database.parent.iterdir() if path.name.startswith((".", "restore-", "before-"))]
    assert stat.S_IMODE(database.parent.stat().st_mode) == 0o700


def test_a_database_elsewhere_is_put_there(archive: Path, tmp_path: Path) -> None:
    database = tmp_path / "elsewhere" / "mine.db"
    restore_backup(archive, tmp_path / "data", database, LATER)
    write_note(database, "again")
    restored = restore_backup(archive, tmp_path / "data", database, LATER)
    assert note_of(database) == "first"
    assert restored.aside is not None
    assert note_of(restored.aside / "trishul.db") == "again"


def test_sessions_do_not_come_back_and_engines_are_older_than_ever(archive: Path, tmp_path: Path) -> None:
    database = tmp_path / "data" / "trishul.db"
    restore_backup(archive, database.parent, database, LATER)
    with sqlite3.connect(database) as connection:
        assert connection.execute(
            "SELECT (SELECT count(*) FROM sessions), (SELECT count(*) FROM users)"
        ).fetchone() == (
            0,
            1,
        )
    before, after = (
        json.loads((tmp_path / folder / "engines.json").read_text())["simulator"] for folder in ("origin", "data")
    )
    assert (after["engine_id"], after["boots"]) == (before["engine_id"], before["boots"] + 3600)


def test_a_directory_in_use_is_not_touched(archive: Path, present: Path) -> None:
    with DirectoryLock(present.parent):
        before = files_of(present.parent)
        with pytest.raises(DirectoryInUse, match="Stop that one first"):
            restore_backup(archive, present.parent, present, LATER)
        assert files_of(present.parent) == before
    with sqlite3.connect(present) as connection:
        connection.execute("PRAGMA journal_mode=WAL")  # as every program of ours has it open
        connection.execute("SELECT count(*) FROM users")
        with pytest.raises(DirectoryInUse):
            restore_backup(archive, present.parent, present, LATER)


def _member(name: str, kind: bytes = tarfile.REGTYPE, size: int = 0) -> tarfile.TarInfo:
    member = tarfile.TarInfo(name)
    member.type, member.size, member.linkname = kind, size, "/etc/passwd"
    return member


def _behind_headers(archive: Path, header: bytes, number: int = 1) -> Path:
    """A copy with extended headers (POSIX pax) before everything else."""
    target = archive.with_name("headed.tar.gz")
    member = _member("pax", tarfile.XHDTYPE, size=len(header))
    block = member.tobuf(tarfile.USTAR_FORMAT) + header.ljust(512, b"\0")
    with gzip.open(archive) as old, gzip.open(target, "wb", compresslevel=1) as new:
        new.write(block * number + old.read())
    return target


def _listing_with(archive: Path, **changes: object) -> bytes:
    with tarfile.open(archive) as members:
        content = members.extractfile(LISTING)
        assert content is not None
        return json.dumps(json.loads(content.read()) | changes).encode()


def test_what_is_no_whole_backup_changes_nothing(archive: Path, present: Path, tmp_path: Path) -> None:
    octets = archive.read_bytes()
    middle = len(octets) // 2
    broken = tmp_path / "broken"
    cases = [
        (lambda: broken.write_bytes(b""), "no archive"),
        (lambda: broken.write_bytes(b"no archive at all" * 99), "no archive"),
        (lambda: broken.write_bytes(octets[:-200]), "cut off|missing|cannot be read"),
        (lambda: broken.write_bytes(octets[:middle]), "cut off|missing"),
        (
            lambda: broken.write_bytes(octets[:middle] + b"\xff\x00\xff" + octets[middle + 3 :]),
            "changed|cut off|not those",
        ),
        (lambda: rewritten(archive, extra=_member("../../out")), "leads out"),
        (lambda: rewritten(archive, extra=_member("/etc/passwd")), "leads out"),
        (lambda: rewritten(archive, extra=_member("mibs/link", tarfile.SYMTYPE)), "no plain file"),
        (lambda: rewritten(archive, extra=_member("mibs/link", tarfile.LNKTYPE)), "no plain file"),
        (lambda: rewritten(archive, extra=_member("mibs/device", tarfile.CHRTYPE)), "no plain file"),
        (lambda: rewritten(archive, extra=_member("mibs/sparse", tarfile.GNUTYPE_SPARSE)), "no plain file"),
        (lambda: rewritten(archive, extra=_member("mibs/long", tarfile.XHDTYPE, size=9 << 20)), "header .* too long"),
        (lambda: _behind_headers(archive, b"13 comment=x\n" * 3, number=3000), "no archive"),
        (lambda: _behind_headers(archive, b"22 GNU.sparse.map=0,x\n"), "no archive"),
        (lambda: rewritten(archive, extra=_member("mibs/A.mib/B.mib")), "place of a folder"),
        (lambda: rewritten(archive, extra=_member("mibs")), "does not belong"),
        (lambda: rewritten(archive, extra=_member("workbench.lock")), "does not belong"),
        (lambda: rewritten(archive, extra=_member("mibs/C.mib", size=3)), "not those of its list"),
        (lambda: rewritten(archive, extra=_member("trishul.db", size=3)), "wrong place"),
        (lambda: rewritten(archive, {"mibs/A.mib": b"other"}), "not those of its list"),
        (lambda: rewritten(archive, {"mibs/A.mib": None}), "not those of its list"),
        (lambda: rewritten(archive, {LISTING: None}), "list of contents is missing"),
        (lambda: rewritten(archive, {LISTING: b"{"}), "cannot be read"),
        (lambda: rewritten(archive, {LISTING: b"[" * 100_000}), "cannot be read"),
        (lambda: rewritten(archive, {LISTING: _listing_with(archive, format=2)}), "format of a newer version"),
        (lambda: rewritten(archive, {LISTING: _listing_with(archive, schema="9999")}), "newer version .*schema 9999"),
    ]
    before = files_of(present.parent)
    for make, words in cases:
        made = make()
        with pytest.raises(BackupDamaged, match=words):
            restore_backup(made if isinstance(made, Path) else broken, present.parent, present, LATER)
        left = files_of(present.parent)
        assert left.pop("workbench.lock")
        assert left == before, words
    assert not (tmp_path / "out").exists()
    with pytest.raises(InvalidInput, match="cannot be read"):
        restore_backup(tmp_path, present.parent, present, LATER)


def test_a_damaged_database_in_a_whole_archive_is_found(present: Path, tmp_path: Path) -> None:
    origin = give_directory(tmp_path / "origin")
    target = tmp_path / "backup.tar.gz"
    listing = save_backup(origin.parent, origin, target, with_key=True, now=NOW)
    with tarfile.open(target) as members:
        content = members.extractfile("trishul.db")
        assert content is not None
        octets = bytearray(content.read())
    octets[4096:-4096] = bytes(len(octets) - 8192)
    import hashlib

    files = {name: {"size_bytes": each.size_bytes, "sha256": each.sha256} for name, each in listing.files.items()}
    files["trishul.db"] = {"size_bytes": len(octets), "sha256": hashlib.sha256(octets).hexdigest()}
    forged = rewritten(target, {"trishul.db": bytes(octets), LISTING: _listing_with(target, files=files)})
    with pytest.raises(BackupDamaged, match="its database is damaged"):
        restore_backup(forged, present.parent, present, LATER)
    assert note_of(present) == "present"
