"""Archives: what is in them comes out, what was made to harm does not."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import os
import stat
import tarfile
import zipfile
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest

from trishul.services.mibs.refusals import ArchiveRefused
from trishul.services.uploads.archives import ArchiveLimits, UnpackedFile, UnpackingBudget, archive_kind, unpack

TEXT = b"ACME-MIB DEFINITIONS ::= BEGIN END\n"
DEFAULT = ArchiveLimits()
SMALL = ArchiveLimits(file_bytes=10_000, files=5, unpacked_bytes=50_000, ratio=10, ratio_counts_from_bytes=5_000)


def zipped(members: Iterable[tuple[str, bytes]], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", method) as archive:
        for name, octets in members:
            archive.writestr(name, octets)
    return made.getvalue()


def tarred(members: Iterable[tuple[str, bytes]], mode: str = "w", form: int = tarfile.PAX_FORMAT) -> bytes:
    made = io.BytesIO()
    with tarfile.open(fileobj=made, mode=mode, format=form) as archive:  # type: ignore[call-overload]  # any mode
        for name, octets in members:
            info = tarfile.TarInfo(name)
            info.size = len(octets)
            archive.addfile(info, io.BytesIO(octets))
    return made.getvalue()


def unpacked(octets: bytes, folder: Path, limits: ArchiveLimits = DEFAULT, name: str = "x.zip") -> list[UnpackedFile]:
    place = folder / "archive"
    place.write_bytes(octets)
    return list(unpack(place, name, UnpackingBudget(folder, limits)))


PACKED = {
    "zip": zipped([("vendor/A-MIB.my", TEXT), ("B-MIB", TEXT * 2)]),
    "stored zip": zipped([("vendor/A-MIB.my", TEXT), ("B-MIB", TEXT * 2)], zipfile.ZIP_STORED),
    "tar": tarred([("vendor/A-MIB.my", TEXT), ("B-MIB", TEXT * 2)]),
    "gnu tar": tarred([("./vendor/A-MIB.my", TEXT), ("B-MIB", TEXT * 2)], form=tarfile.GNU_FORMAT),
    "tar.gz": tarred([("vendor/A-MIB.my", TEXT), ("B-MIB", TEXT * 2)], "w:gz"),
    "tar.bz2": tarred([("vendor/A-MIB.my", TEXT), ("B-MIB", TEXT * 2)], "w:bz2"),
    "tar.xz": tarred([("vendor/A-MIB.my", TEXT), ("B-MIB", TEXT * 2)], "w:xz"),
}


@pytest.mark.parametrize("kind", PACKED)
def test_every_member_comes_out(tmp_path: Path, kind: str) -> None:
    first, second = unpacked(PACKED[kind], tmp_path)
    assert (first.name, first.shown, first.place.read_bytes()) == ("A-MIB.my", "x.zip/vendor/A-MIB.my", TEXT)
    assert (second.name, second.place.read_bytes()) == ("B-MIB", TEXT * 2)


@pytest.mark.parametrize("compress", [gzip.compress, bz2.compress, lzma.compress])
def test_a_single_compressed_file_is_that_file(tmp_path: Path, compress: type) -> None:
    for text in (TEXT, TEXT * 100):
        (found,) = unpacked(compress(text), tmp_path, name="A-MIB.my.gz")
        assert (found.name, found.place.read_bytes()) == ("A-MIB.my", text)
        found.place.unlink()


@pytest.mark.parametrize("form", [tarfile.PAX_FORMAT, tarfile.GNU_FORMAT])
def test_long_names_in_tar_headers_are_read(tmp_path: Path, form: int) -> None:
    path = "vendor/" * 25 + "A-MIB"
    (found,) = unpacked(tarred([(path, TEXT)], form=form), tmp_path)
    assert (found.name, found.shown) == ("A-MIB", f"x.zip/{path}")


def test_an_archive_in_an_archive_is_unpacked_and_deeper_ones_are_refused(tmp_path: Path) -> None:
    once = zipped([("inner.zip", zipped([("A-MIB", TEXT)]))])
    (found,) = unpacked(once, tmp_path)
    assert (found.name, found.shown) == ("A-MIB", "x.zip/inner.zip/A-MIB")
    found.place.unlink()
    with pytest.raises(ArchiveRefused, match="2 deep"):
        unpacked(zipped([("outer.zip", once)]), tmp_path)


def test_a_member_with_an_odd_name_or_too_large_is_left_out_and_named(tmp_path: Path) -> None:
    archive = zipped([("a@b.mib", TEXT), ("large.mib", os.urandom(10_001)), ("A-MIB", TEXT)])
    odd, large, good = unpacked(archive, tmp_path, SMALL)
    assert "'@'" in str(odd.fault)
    assert "larger" in str(large.fault)
    assert not odd.place.exists()
    assert not large.place.exists()
    assert good.fault is None


@pytest.mark.parametrize("pack", [zipped, tarred])
def test_paths_that_point_elsewhere_refuse_the_archive(tmp_path: Path, pack: type) -> None:
    for path in ("../../x.mib", "a/../../x.mib"):
        with pytest.raises(ArchiveRefused, match="points out"):
            unpacked(pack([(path, TEXT)]), tmp_path)
    assert not (tmp_path.parent / "x.mib").exists()


def special_tar(kind: bytes) -> bytes:
    info = tarfile.TarInfo("A-MIB")
    info.type = kind
    info.linkname = "/etc/passwd"
    made = io.BytesIO()
    with tarfile.open(fileobj=made, mode="w") as archive:
        archive.addfile(info)
    return made.getvalue()


@pytest.mark.parametrize("kind", [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.CHRTYPE, tarfile.FIFOTYPE, b"Z"])
def test_links_and_devices_in_a_tar_are_refused(tmp_path: Path, kind: bytes) -> None:
    with pytest.raises(ArchiveRefused, match=r"a link|no plain file"):
        unpacked(special_tar(kind), tmp_path)


def test_links_in_a_zip_are_refused(tmp_path: Path) -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        info = zipfile.ZipInfo("A-MIB")
        info.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(info, "/etc/passwd")
    with pytest.raises(ArchiveRefused, match="a link"):
        unpacked(made.getvalue(), tmp_path)


def test_an_encrypted_member_is_left_out(tmp_path: Path) -> None:
    octets = bytearray(zipped([("A-MIB", TEXT)]))
    octets[6] |= 1
    octets[octets.index(b"PK\x01\x02") + 8] |= 1
    (found,) = unpacked(bytes(octets), tmp_path)
    assert found.fault == "it is encrypted"


@pytest.mark.parametrize(
    ("octets", "limit"),
    [
        (zipped([(f"{number}", TEXT) for number in range(6)]), "more than 5 files"),
        (zipped([("bomb", b"\0" * 60_000)]), "10 times"),
        (tarred([(f"{number}", os.urandom(9_990)) for number in range(5)] + [("z", os.urandom(9000))]), "files|MB"),
        (gzip.compress(b"\0" * 60_000), "10 times"),
        (lzma.compress(b"\0" * 60_000), "10 times"),
        (bz2.compress(b"\0" * 60_000), "10 times"),
        (zipped([(f"{n}", zipped([("bomb", b"\0" * 9_000)])) for n in range(4)]), "10 times|files"),
    ],
    ids=["many", "zip", "tar", "gzip", "xz", "bzip2", "nested"],
)
def test_a_bomb_stops_at_a_limit_that_is_named(tmp_path: Path, octets: bytes, limit: str) -> None:
    with pytest.raises(ArchiveRefused, match=limit):
        unpacked(octets, tmp_path, replace(SMALL, file_bytes=100_000))
    assert sum(each.stat().st_size for each in tmp_path.iterdir()) < 200_000


def test_unpacked_octets_are_limited_over_all_archives(tmp_path: Path) -> None:
    limits = ArchiveLimits(unpacked_bytes=3_000)
    budget = UnpackingBudget(tmp_path, limits)
    place = tmp_path / "archive"
    place.write_bytes(zipped([("A", os.urandom(2_000))]))
    assert len(list(unpack(place, "a.zip", budget))) == 1
    with pytest.raises(ArchiveRefused, match="has more than"):
        list(unpack(place, "b.zip", budget))


def test_unpacking_ends_after_its_time(tmp_path: Path) -> None:
    times = iter([0.0, 0.0, 121.0, 121.0, 121.0])
    place = tmp_path / "archive"
    place.write_bytes(zipped([("A", TEXT), ("B", TEXT)]))
    with pytest.raises(ArchiveRefused, match="longer than 120 s"):
        list(unpack(place, "a.zip", UnpackingBudget(tmp_path, clock=lambda: next(times))))


def test_a_header_of_a_gigabyte_is_not_read_into_memory(tmp_path: Path) -> None:
    info = tarfile.TarInfo("x")
    info.type, info.size = tarfile.XHDTYPE, 1 << 30
    with pytest.raises(ArchiveRefused, match="header"):
        unpacked(info.tobuf() + bytes(1024), tmp_path)


def test_a_zip_with_an_endless_list_of_files_is_refused(tmp_path: Path) -> None:
    octets = bytearray(zipped([("A", TEXT)]))
    end = octets.index(b"PK\x05\x06")
    filler = bytes(5 << 20)
    octets[end + 12 : end + 16] = (len(filler) + 51).to_bytes(4, "little")
    octets[end:end] = filler
    with pytest.raises(ArchiveRefused):
        unpacked(bytes(octets), tmp_path)


@pytest.mark.parametrize("kind", PACKED)
def test_damage_anywhere_gives_one_error_or_files(tmp_path: Path, kind: str) -> None:
    octets = PACKED[kind]
    for cut in range(0, len(octets), max(len(octets) // 40, 1)):
        for hurt in (octets[:cut], octets[:cut] + b"\xff" + octets[cut + 1 :]):
            if archive_kind(hurt[:512]) is None:
                continue
            for left in tmp_path.iterdir():
                left.unlink()
            with suppress(ArchiveRefused):
                unpacked(hurt, tmp_path)


def test_what_is_no_archive_is_none() -> None:
    assert archive_kind(TEXT) is None
    assert archive_kind(b"") is None
    assert archive_kind(PACKED["tar"][:512]) == "tar"
