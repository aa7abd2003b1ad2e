"""Files and index change together: what is refused, what is put in place, what is taken back."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.contract.mib_texts import mib
from trishul.services.mibs.batch import Batch, BatchFile
from trishul.services.mibs.records import UploadedFile
from trishul.services.mibs.refusals import FilesExist, LibraryBuildFailed, StorageFailed, UploadRefused
from trishul.services.mibs.uploads import put_in_place, require_acceptable, unloaded
from trishul.services.uploads.staging import StagingFolder


@pytest.fixture
def folder(tmp_path: Path) -> StagingFolder:
    made = StagingFolder(tmp_path / "uploads", tmp_path / "mibs")
    made.make()
    (made.path / "a").write_bytes(mib("ACME-MIB"))
    return made


def test_one_refused_file_refuses_the_batch_and_names_every_outcome(tmp_path: Path) -> None:
    batch = Batch([BatchFile("A", tmp_path / "a"), BatchFile("x.pdf", tmp_path / "x", refusal="This is a PDF")])
    with pytest.raises(UploadRefused, match=r"x\.pdf: This is a PDF\. Nothing was stored") as refusal:
        require_acceptable(batch, tmp_path, replace=True)
    assert [each.status for each in refusal.value.results] == ["not_stored", "error"]


def test_names_that_are_taken_are_all_named(tmp_path: Path) -> None:
    (tmp_path / "A").write_bytes(b"")
    batch = Batch([BatchFile("A", tmp_path / "a"), BatchFile("B", tmp_path / "b")])
    with pytest.raises(FilesExist) as refusal:
        require_acceptable(batch, tmp_path, replace=False)
    assert refusal.value.names == ["A"]
    require_acceptable(batch, tmp_path, replace=True)


async def test_files_stay_when_the_index_was_built(folder: StagingFolder, tmp_path: Path) -> None:
    built = []

    async def rebuild() -> None:
        built.append((tmp_path / "mibs" / "A").exists())

    await put_in_place(folder, [(folder.path / "a", "A")], (), rebuild)
    assert built == [True]
    folder.discard()
    assert (tmp_path / "mibs" / "A").exists()
    assert not folder.path.exists()


async def test_files_are_taken_back_when_it_was_not(folder: StagingFolder, tmp_path: Path) -> None:
    async def fail() -> None:
        raise LibraryBuildFailed("x")

    with pytest.raises(LibraryBuildFailed):
        await put_in_place(folder, [(folder.path / "a", "A")], (), fail)
    assert list((tmp_path / "mibs").iterdir()) == []


async def test_a_disk_that_refuses_is_one_error(folder: StagingFolder) -> None:
    with pytest.raises(StorageFailed):
        await put_in_place(folder, [(folder.path / "nothing", "A")], (), None)


def test_only_files_that_were_uploaded_by_themselves_can_fail_afterwards() -> None:
    results = [UploadedFile(filename="A", status="error"), UploadedFile(filename="B", status="error")]
    assert unloaded(results, {"A"}) == results[:1]
