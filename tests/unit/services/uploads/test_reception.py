"""What arrives goes into a private folder, within limits, and leaves nothing behind."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from trishul.services.mibs.refusals import FileNameRefused, TooManyUploads, UploadTooLarge
from trishul.services.uploads import reception as upload_reception
from trishul.services.uploads.reception import MAX_RECEPTIONS, Receptions
from trishul.smi.source import MAX_SOURCE_BYTES


@pytest.fixture
def receptions(tmp_path: Path) -> Receptions:
    return Receptions(tmp_path / "uploads", tmp_path / "mibs")


async def test_files_arrive_in_pieces_in_a_folder_that_is_gone_afterwards(
    receptions: Receptions, tmp_path: Path
) -> None:
    async with receptions.receive() as reception:
        for name, pieces in (("A-MIB", [b"one", b"two"]), ("B-MIB", [])):
            reception.begin(name)
            for piece in pieces:
                await reception.write(piece)
            await reception.end()
        first, second = reception.files
        assert (first.name, first.place.read_bytes(), second.place.read_bytes()) == ("A-MIB", b"onetwo", b"")
        assert stat.S_IMODE(first.place.parent.stat().st_mode) == 0o700
    assert list((tmp_path / "uploads").iterdir()) == []


async def test_a_name_that_is_none_is_refused(receptions: Receptions) -> None:
    async with receptions.receive() as reception:
        with pytest.raises(FileNameRefused):
            reception.begin("../x")


async def test_an_endless_text_is_kept_only_so_far_that_this_can_be_seen(receptions: Receptions) -> None:
    async with receptions.receive() as reception:
        reception.begin("A-MIB")
        for _ in range(40):
            await reception.write(b"x" * (1 << 20))
        await reception.end()
        assert reception.files[0].place.stat().st_size == MAX_SOURCE_BYTES + 1


async def test_an_archive_may_be_larger_than_a_text(receptions: Receptions) -> None:
    async with receptions.receive() as reception:
        reception.begin("x.zip")
        await reception.write(b"PK\x03\x04" + bytes(1 << 20))
        for _ in range(39):
            await reception.write(bytes(1 << 20))
        await reception.end()
        assert reception.files[0].place.stat().st_size == (40 << 20) + 4


@pytest.mark.fault("Uploads had no limit")
async def test_all_files_together_have_a_limit(receptions: Receptions, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(upload_reception, "MAX_UPLOAD_BYTES", 10)
    monkeypatch.setattr(upload_reception, "MAX_UPLOAD_FILES", 2)
    async with receptions.receive() as reception:
        for name in ("A", "B"):
            reception.begin(name)
            await reception.write(b"12345")
            await reception.end()
        with pytest.raises(UploadTooLarge, match="files"):
            reception.begin("C")
        with pytest.raises(UploadTooLarge, match="MB"):
            await reception.write(b"1")


async def test_only_some_uploads_are_received_at_a_time(receptions: Receptions) -> None:
    opened = [receptions.receive() for _ in range(MAX_RECEPTIONS)]
    for each in opened:
        await each.__aenter__()
    with pytest.raises(TooManyUploads):
        async with receptions.receive():
            pass
    for each in opened:
        await each.__aexit__(None, None, None)
    async with receptions.receive():
        pass
