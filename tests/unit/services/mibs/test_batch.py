"""A batch made ready: which files would be stored under which names, and why others not."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.contract.mib_texts import mib, zipped
from trishul.services.mibs.batch import Batch, prepare_batch
from trishul.services.mibs.refusals import UploadUnreadable
from trishul.services.uploads.archives import UnpackingBudget
from trishul.services.uploads.reception import ReceivedFile


def prepared(folder: Path, *files: tuple[str, bytes]) -> Batch:
    received = []
    for number, (name, octets) in enumerate(files):
        place = folder / f"file-{number}"
        place.write_bytes(octets)
        received.append(ReceivedFile(name, place))
    return prepare_batch(received, UnpackingBudget(folder))


def test_mibs_are_accepted_under_their_names(tmp_path: Path) -> None:
    batch = prepared(tmp_path, ("acme.my", mib("ACME-MIB")), ("dep", mib("DEP-MIB")))
    assert [(file.name, file.modules) for file in batch.accepted] == [("acme.my", ("ACME-MIB",)), ("dep", ("DEP-MIB",))]
    assert batch.refused == []


def test_a_file_that_is_no_mib_is_refused_and_a_member_that_is_none_is_skipped(tmp_path: Path) -> None:
    batch = prepared(tmp_path, ("x.pdf", b"%PDF-"), ("x.zip", zipped({"README": b"hi", "v/ACME-MIB": mib("ACME-MIB")})))
    pdf, readme, acme = batch.files
    assert pdf.refusal == "This is a PDF document, not a MIB"
    assert (readme.skipped, readme.refusal) == ("No module begins in this text", None)
    assert (acme.name, acme.source, acme.is_accepted) == ("ACME-MIB", "x.zip/v/ACME-MIB", True)


def test_an_archive_that_is_refused_or_empty_refuses_the_batch(tmp_path: Path) -> None:
    (hostile,) = prepared(tmp_path, ("x.zip", zipped({"../x": b"x"}))).refused
    assert "points out" in str(hostile.refusal)
    for place in tmp_path.iterdir():
        place.unlink()
    (empty,) = prepared(tmp_path, ("x.zip", zipped({"README": b"x"}))).refused
    assert empty.refusal == "There is no MIB in this archive"


def test_doubles_are_stored_once_and_members_of_one_name_get_numbers(tmp_path: Path) -> None:
    one, other = mib("ACME-MIB"), mib("ACME-MIB", traps=2)
    batch = prepared(
        tmp_path, ("ACME-MIB", one), ("ACME-MIB", one), ("x.zip", zipped({"a/ACME-MIB": one, "b/ACME-MIB": other}))
    )
    assert [file.name for file in batch.accepted] == ["ACME-MIB", "ACME-MIB-2"]
    assert [file.skipped is not None for file in batch.files] == [False, True, True, False]


def test_two_different_files_of_one_name_are_refused(tmp_path: Path) -> None:
    (second,) = prepared(tmp_path, ("A", mib("ACME-MIB")), ("A", mib("DEP-MIB"))).refused
    assert "Another file of this name" in str(second.refusal)


def test_an_upload_without_files_is_unreadable(tmp_path: Path) -> None:
    with pytest.raises(UploadUnreadable):
        prepare_batch([], UnpackingBudget(tmp_path))
