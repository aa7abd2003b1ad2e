"""Files, folders and archives give texts, and nothing is unpacked."""

from __future__ import annotations

import io
import tarfile
import zipfile
from pathlib import Path

import pytest

from trishul.library import text_files
from trishul.library.text_files import TextUnavailable, find_module_file, texts_in


def names(path: Path) -> list[str]:
    """Names of texts below a path."""
    return [text.name.removeprefix(f"{path}/") for text in texts_in(path)]


def test_a_file_is_read_whatever_it_is_called(tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    path.write_bytes(b"x")
    (text,) = texts_in(path)
    assert (text.data, text.path) == (b"x", path)


def test_folders_are_walked_in_order(tmp_path: Path) -> None:
    for name in ("b", "a/c", ".hidden", ".git/x", "a/readme.md", "a/old.zip"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(b"x")
    assert names(tmp_path) == ["b", "a/c"]


def test_archives_are_read_without_unpacking(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("x/../../B", "b")
        archive.writestr("A", "a")
    assert names(tmp_path / "a.zip") == ["A", "x/../../B"]
    with tarfile.open(tmp_path / "a.tar.gz", "w:gz") as tar:
        info = tarfile.TarInfo("C")
        info.size = 1
        tar.addfile(info, io.BytesIO(b"c"))
        link = tarfile.TarInfo("link")
        link.type = tarfile.SYMTYPE
        link.linkname = "/etc/passwd"
        tar.addfile(link)
    assert [text.data for text in texts_in(tmp_path / "a.tar.gz")] == [b"c"]


@pytest.mark.parametrize("name", ["broken.zip", "broken.tar.gz"])
def test_a_broken_archive_is_one_error(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(b"no archive")
    with pytest.raises(TextUnavailable, match=name):
        list(texts_in(tmp_path / name))


def test_there_is_a_limit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(text_files, "MAX_TEXTS", 1)
    for name in "ab":
        (tmp_path / name).write_bytes(b"x")
    with pytest.raises(TextUnavailable, match="more than 1 files"):
        list(texts_in(tmp_path))


def test_modules_are_found_by_the_name_of_their_file(tmp_path: Path) -> None:
    (tmp_path / "A-MIB.my").write_bytes(b"x")
    assert find_module_file(tmp_path, "A-MIB") == tmp_path / "A-MIB.my"
    assert find_module_file(tmp_path, "B-MIB") is None
    assert find_module_file(tmp_path, "../A-MIB") is None
