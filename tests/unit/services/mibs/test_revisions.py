"""Older texts of uploaded files: kept when they are replaced, bounded, restored by name."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.contract.mib_texts import mib
from trishul.services.mibs import revisions as mib_revisions
from trishul.services.mibs.refusals import MibNotFound
from trishul.services.mibs.revisions import Revisions


@pytest.fixture
def revisions(tmp_path: Path) -> Revisions:
    return Revisions(tmp_path / "mib-revisions")


def replaced(tmp_path: Path, octets: bytes) -> list[tuple[str, Path]]:
    place = tmp_path / "old"
    place.unlink(missing_ok=True)
    place.write_bytes(octets)
    return [("ACME-MIB", place)]


def test_what_was_replaced_is_listed_newest_first_with_what_it_holds(revisions: Revisions, tmp_path: Path) -> None:
    revisions.keep(replaced(tmp_path, mib("ACME-MIB")), now=1000.5)
    revisions.keep(replaced(tmp_path, b"ACME-MIB DEFINITIONS ::= BEGIN END"), now=2000)
    newest, oldest = revisions.listed("ACME-MIB").revisions
    assert (newest.replaced_at, newest.modules, newest.last_updated) == (2000, ["ACME-MIB"], "")
    assert (oldest.replaced_at, oldest.last_updated) == (1000.5, "202601010000Z")
    assert revisions.text_of("ACME-MIB", oldest.id).text == mib("ACME-MIB").decode()


def test_a_text_that_is_replaced_again_is_kept_once(revisions: Revisions, tmp_path: Path) -> None:
    for now in (1, 2, 3):
        revisions.keep(replaced(tmp_path, mib("ACME-MIB")), now=now)
    (kept,) = revisions.listed("ACME-MIB").revisions
    assert kept.replaced_at == 3


def test_the_oldest_goes_when_there_are_too_many(
    revisions: Revisions, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mib_revisions, "MAX_KEPT", 2)
    for now in range(4):
        revisions.keep(replaced(tmp_path, mib("ACME-MIB", now + 1)), now=now)
    assert [each.replaced_at for each in revisions.listed("ACME-MIB").revisions] == [3, 2]
    monkeypatch.setattr(mib_revisions, "MAX_KEPT_BYTES", 1)
    revisions.keep(replaced(tmp_path, mib("ACME-MIB", 9)), now=9)
    assert [each.replaced_at for each in revisions.listed("ACME-MIB").revisions] == [9]


@pytest.mark.parametrize("name", ["../etc", "", ".hidden", "a/b"])
def test_names_that_are_no_files_have_no_older_texts(revisions: Revisions, name: str) -> None:
    assert revisions.listed(name).revisions == []
    with pytest.raises(MibNotFound):
        revisions.place_of(name, "passwd")
    revisions.forget(name)


def test_they_go_with_their_file(revisions: Revisions, tmp_path: Path) -> None:
    revisions.keep(replaced(tmp_path, mib("ACME-MIB")))
    revisions.forget("ACME-MIB")
    assert revisions.listed("ACME-MIB").revisions == []
