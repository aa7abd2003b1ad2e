"""The index after any sequence of changes is the one that a build from nothing makes."""

from __future__ import annotations

import contextlib
import fcntl
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

import pytest

from trishul.library import changing
from trishul.library.building import BuildOutcome, LibraryBuildFailed, build_library
from trishul.library.sources import LibraryPlaces, SourceReader
from trishul.library.state import open_index, read_state

ROOT = (
    "ROOT-MIB DEFINITIONS ::= BEGIN IMPORTS base FROM BASE-MIB;"
    " root OBJECT IDENTIFIER ::= {{ base {} }} Number ::= INTEGER (0..9) END"
)
LEAF = """{name} DEFINITIONS ::= BEGIN
IMPORTS MODULE-IDENTITY, OBJECT-TYPE, NOTIFICATION-TYPE FROM SNMPv2-SMI {imports};
{id} MODULE-IDENTITY LAST-UPDATED "{date}" ORGANIZATION "o" CONTACT-INFO "c" DESCRIPTION "what {name} is"
    ::= {{ {parent} {arc} }}
{id}Value OBJECT-TYPE SYNTAX {type} MAX-ACCESS read-only STATUS current DESCRIPTION "a value" ::= {{ {id} 1 }}
{id}Event NOTIFICATION-TYPE OBJECTS {{ {id}Value }} STATUS current DESCRIPTION "an event" ::= {{ {id} 0 1 }}
{type_name} ::= {own_type}
END
"""


def build(places: LibraryPlaces) -> BuildOutcome:
    return build_library(places, on_progress=lambda _: None, processes=1)


def leaf(name: str, choose: random.Random) -> str:
    """A module that may import from others, from absent ones, or use names without importing them."""
    others = ["A-MIB", "B-MIB", "C-MIB", "D-MIB", "ROOT-MIB", "ABSENT-MIB"]
    parent = choose.choice(["root", "base", "a", "b", "c", "d", "nowhere"])
    type_name = choose.choice(["Number", "Text", "TypeA", "TypeB", "TypeC", "TypeD", "Nothing"])
    imports = "".join(f" {word} FROM {choose.choice(others)}" for word in (parent, type_name) if choose.random() < 0.6)
    letter = name[0]
    return LEAF.format(
        name=name,
        id=letter.lower(),
        imports=imports,
        date=choose.choice(["202001010000Z", "202101010000Z", "202201010000Z"]),
        parent=parent,
        arc=choose.randrange(1, 4),
        type=type_name,
        type_name=f"Type{letter}",
        own_type=choose.choice(["INTEGER", "Text", "TypeA", "TypeB", "OCTET STRING (SIZE (0..9))"]),
    )


def change(folder: Path, choose: random.Random) -> None:
    """Adds, replaces, touches or deletes a file."""
    file = folder / f"file-{choose.randrange(8)}"
    kind = choose.random()
    if kind < 0.25:
        file.unlink(missing_ok=True)
    elif kind < 0.35:
        file.write_text("<html>no MIB</html>")
    elif kind < 0.45 and file.exists():
        os.utime(file, ns=(time.time_ns(), time.time_ns()))
    elif kind < 0.55:
        file.write_text(ROOT.format(choose.randrange(1, 3)))
    else:
        names = choose.sample(["A-MIB", "B-MIB", "C-MIB", "D-MIB"], choose.choice([1, 1, 2]))
        file.write_text("\n".join(leaf(name, choose) for name in names))


TABLES = {
    "source": "SELECT origin, file, sha256, size_bytes, mtime_ns, error FROM source",
    "module": "SELECT m.name, s.origin, s.file, status, is_smiv2, last_updated, objects, traps, m.error, errors,"
    " warnings, styles, record FROM module m JOIN source s ON s.id = source_id",
    "superseded": "SELECT name, origin, file, last_updated FROM superseded JOIN source s ON s.id = source_id",
    "imports": "SELECT m.name, target, is_loaded FROM imports JOIN module m ON m.id = module_id",
    "node": "SELECT m.name, n.name, oid, kind, rank, details FROM node n JOIN module m ON m.id = module_id",
    "type": "SELECT m.name, t.name, details FROM type t JOIN module m ON m.id = module_id",
    "finding": 'SELECT s.file, m.name, severity, code, line, "column", start, "end", message, hint, edit'
    " FROM finding f JOIN source s ON s.id = f.source_id LEFT JOIN module m ON m.id = module_id",
    "reads": "SELECT is_module, r.name, m.name FROM reads r JOIN module m ON m.id = module_id",
    "words": "SELECT m.name, n.name FROM name_words w JOIN node n ON n.id = w.rowid JOIN module m ON m.id = module_id"
    " WHERE name_words MATCH 'value'",
    "text": "SELECT m.name, n.name FROM text_words w JOIN node n ON n.id = w.rowid JOIN module m ON m.id = module_id"
    " WHERE text_words MATCH 'event'",
}


def contents(places: LibraryPlaces) -> dict[str, list[Any]]:
    """All that an index says, without the numbers of its rows."""
    with contextlib.closing(open_index(places.index)) as connection:
        orphans = "SELECT count(*) FROM {} WHERE module_id NOT IN (SELECT id FROM module)"
        for table in ("node", "type", "imports", "finding", "reads"):
            assert connection.execute(orphans.format(table)).fetchone() == (0,), table
        return {name: sorted(connection.execute(query), key=repr) for name, query in TABLES.items()}


@pytest.mark.parametrize("seed", range(3))
def test_changes_one_by_one_give_the_index_that_a_build_from_nothing_makes(places: LibraryPlaces, seed: int) -> None:
    choose = random.Random(seed)
    fresh = LibraryPlaces(places.data_dir.with_name("fresh"), places.standard_archive)
    for _ in range(10):
        for _ in range(choose.choice([1, 1, 3])):
            change(places.uploads, choose)
        build(places)
        shutil.rmtree(fresh.data_dir, ignore_errors=True)
        shutil.copytree(places.uploads, fresh.uploads)
        build(fresh)
        assert contents(places) == contents(fresh)


def test_several_processes_make_the_same_index_as_one(places: LibraryPlaces) -> None:
    choose = random.Random(7)
    for number in range(6):
        (places.uploads / f"file-{number}").write_text(leaf(f"{choose.choice('ABCD')}-MIB", choose))
    build(places)
    one = contents(places)
    shutil.rmtree(places.index.parent)
    build_library(places, on_progress=lambda _: None, processes=3)
    assert contents(places) == one


def test_where_nothing_changed_no_text_is_read(places: LibraryPlaces, monkeypatch: pytest.MonkeyPatch) -> None:
    first = build(places)
    monkeypatch.setattr(SourceReader, "read", lambda *_: pytest.fail("a text was read"))
    again = build(places)
    assert (again.generation, again.sources, again.resolved) == (first.generation, 2, 0)


def test_a_touched_file_is_no_change(places: LibraryPlaces) -> None:
    file = places.uploads / "file"
    file.write_text(ROOT.format(2))
    first = build(places)
    os.utime(file, ns=(1, 1))
    assert build(places) == BuildOutcome(first.generation, 3, 0, (), None)


def test_an_upload_resolves_only_what_it_concerns(places: LibraryPlaces) -> None:
    user = "{} DEFINITIONS ::= BEGIN IMPORTS {} FROM {}; x OBJECT IDENTIFIER ::= {{ {} 1 }} END"
    (places.uploads / "user").write_text(user.format("USER-MIB", "thing", "THING-MIB", "thing"))
    (places.uploads / "other").write_text(user.format("OTHER-MIB", "base", "BASE-MIB", "base"))
    (places.uploads / "guess").write_text("GUESS-MIB DEFINITIONS ::= BEGIN y OBJECT IDENTIFIER ::= { thing 2 } END")
    first = build(places)
    assert statuses(places)["USER-MIB"] == "missing_deps"
    (places.uploads / "thing").write_text(user.format("THING-MIB", "base", "BASE-MIB", "base").replace("x", "thing"))
    outcome = build(places)
    assert (outcome.generation, outcome.resolved) == (first.generation + 1, 3)  # itself, its user, who guesses
    assert set(statuses(places).values()) == {"loaded"}
    (places.uploads / "thing").unlink()
    assert build(places).resolved == 2
    assert statuses(places)["USER-MIB"] == "missing_deps"


def statuses(places: LibraryPlaces) -> dict[str, str]:
    with contextlib.closing(open_index(places.index)) as connection:
        return dict(connection.execute("SELECT name, status FROM module"))


def test_what_is_missing_is_hinted_at_where_the_library_knows_it(places: LibraryPlaces) -> None:
    text = "USER-MIB DEFINITIONS ::= BEGIN IMPORTS root FROM ABSENT-MIB; x OBJECT IDENTIFIER ::= { root 1 } END"
    (places.uploads / "user").write_text(text)
    build(places)
    assert (1, "unknown-module", "Found in ROOT-MIB") in hints(places)


def hints(places: LibraryPlaces) -> list[tuple[int, str, str]]:
    with contextlib.closing(open_index(places.index)) as connection:
        return connection.execute("SELECT line, code, hint FROM finding").fetchall()


def test_a_file_that_is_no_mib_is_listed_with_the_reason(places: LibraryPlaces) -> None:
    (places.uploads / "page").write_text("<html></html>")
    assert build(places).failed == ("page",)
    with contextlib.closing(open_index(places.index)) as connection:
        reason = connection.execute("SELECT error FROM source WHERE file = 'page'").fetchone()[0]
    assert reason == "This is a web page, not a MIB"


def test_without_the_standard_texts_uploads_load_and_the_reason_is_said(places: LibraryPlaces) -> None:
    (places.uploads / "file").write_text(ROOT.format(2))
    outcome = build(LibraryPlaces(places.data_dir, places.standard_archive.with_name("none.zip")))
    assert (outcome.sources, outcome.resolved) == (1, 1)
    assert outcome.problem is not None
    assert "none.zip cannot be read" in outcome.problem


@pytest.mark.parametrize("part", ["index", "parsed"])
@pytest.mark.parametrize("how", ["cut", "garbage", "other version", "gone"])
def test_what_is_damaged_is_built_anew(places: LibraryPlaces, part: str, how: str) -> None:
    build(places)
    good = contents(places)
    file: Path = getattr(places, part)
    if how == "cut":
        file.write_bytes(file.read_bytes()[:-5000])
    elif how == "garbage":
        file.write_bytes(b"no database" * 1000)
    elif how == "gone":
        file.unlink()
    else:
        with contextlib.closing(sqlite3.connect(file)) as connection, connection:
            connection.execute("PRAGMA user_version = 99")
            if part == "index":
                connection.execute("UPDATE meta SET value = 99 WHERE key = 'schema_version'")
    (places.uploads / "file").write_text(ROOT.format(1))
    build(places)
    (places.uploads / "file").unlink()
    build(places)
    assert contents(places) == good


def test_one_process_builds_at_a_time(places: LibraryPlaces) -> None:
    build(places)
    (places.uploads / "file").write_text(ROOT.format(2))
    outcomes = []
    with places.lock.open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        thread = threading.Thread(target=lambda: outcomes.append(build(places)))
        thread.start()
        thread.join(0.2)
        assert outcomes == []
    thread.join()
    assert outcomes[0].resolved > 0


def test_a_full_disk_is_said_and_leaves_the_index_as_it_was(
    places: LibraryPlaces, monkeypatch: pytest.MonkeyPatch
) -> None:
    build(places)
    before = places.index.read_bytes()

    def open_full(path: Path) -> sqlite3.Connection:
        connection = sqlite3.connect(path, isolation_level=None)
        connection.execute("PRAGMA max_page_count = 1")  # as many as there are
        return connection

    monkeypatch.setattr(changing, "open_copy", open_full)
    many = " ".join(f"x{number} OBJECT IDENTIFIER ::= {{ iso {number} }}" for number in range(5000))
    (places.uploads / "file").write_text(f"A-MIB DEFINITIONS ::= BEGIN {many} END")
    with pytest.raises(LibraryBuildFailed, match="disk is full"):
        build(places)
    assert places.index.read_bytes() == before
    assert not places.index.with_suffix(".new").exists()
    monkeypatch.undo()
    assert build(places).resolved > 0


def test_a_build_that_is_killed_leaves_the_index_as_it_was(places: LibraryPlaces) -> None:
    build(places)
    before = contents(places)
    for number in range(30):
        text = leaf("A-MIB", random.Random(number)).replace("A-MIB", f"A{number}-MIB")
        (places.uploads / f"file-{number}").write_text(text)
    script = (
        "import os, signal, sys; from pathlib import Path\n"
        "from trishul.library.building import build_library; from trishul.library.sources import LibraryPlaces\n"
        "def stop(p):\n    if p.phase == 'resolve' and p.done == 10: os.kill(os.getpid(), signal.SIGKILL)\n"
        "build_library(LibraryPlaces(Path(sys.argv[1]), Path(sys.argv[2])), on_progress=stop, processes=1)"
    )
    command = [sys.executable, "-c", script, str(places.data_dir), str(places.standard_archive)]
    assert subprocess.run(command, check=False).returncode == -signal.SIGKILL
    assert contents(places) == before
    assert build(places).sources == 32
    assert len(statuses(places)) == 32
    state = read_state(places.index)
    assert state is not None
    assert state.generation == 2


def test_a_text_that_nothing_can_compile_costs_only_itself(places: LibraryPlaces) -> None:
    (places.uploads / "good").write_text(ROOT.format(2))
    (places.uploads / "many").write_text(" ".join(f"M{n} DEFINITIONS ::= BEGIN END" for n in range(600)))
    (places.uploads / "braces").write_text("X-MIB DEFINITIONS ::= BEGIN X ::= SEQUENCE " + "{ a SEQUENCE " * 50_000)
    assert build_library(places, on_progress=lambda _: None, processes=2).failed == ()
    assert statuses(places)["ROOT-MIB"] == "loaded"
    assert sum(name.startswith("M") for name in statuses(places)) == 500
    assert "too-complex" in {code for _, code, _ in hints(places)}


def test_a_file_whose_name_is_no_utf8_is_listed_as_unreadable(places: LibraryPlaces) -> None:
    (Path(os.fsdecode(os.fsencode(places.uploads) + b"/\xff.mib"))).write_text(ROOT.format(2))
    outcome = build(places)
    assert outcome.failed == ("\\udcff.mib",)
    again = build(places)
    assert (again.generation, again.failed) == (outcome.generation, outcome.failed)
