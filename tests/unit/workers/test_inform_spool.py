"""The spool of informs: what was appended is read again until it is settled, however the process ended."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from trishul.workers.inform_spool import InformSpool, read_spool, spool_files
from trishul.workers.messages import NotificationRow


def an_inform(number: int, octets: int = 20) -> NotificationRow:
    return (
        number, "l", "p", 1, 0xA6, "1.3", None, None, None, b"\x30\0", bytes(octets), "[]",
        None, None, None, None, None, "run42",
    )  # fmt: skip


def informs(*numbers: int) -> list[NotificationRow]:
    return [an_inform(number) for number in numbers]


def read_all(folder: Path) -> list[int]:
    return [row[0] for path in spool_files(folder) for row in read_spool(path).rows]


def test_what_an_earlier_version_left_is_in_no_inbox(tmp_path: Path) -> None:
    spool = InformSpool(tmp_path)
    spool.append([an_inform(1)[:17]])
    assert read_spool(spool_files(tmp_path)[0]).rows == [(*an_inform(1)[:17], None)]


def test_there_is_no_file_before_the_first_inform_and_none_after_the_last_is_settled(tmp_path: Path) -> None:
    spool = InformSpool(tmp_path / "informs")
    assert not (tmp_path / "informs").exists()
    assert spool.append(informs(1, 2)) is None
    assert spool.append(informs(3)) is None
    (path,) = spool_files(tmp_path / "informs")
    assert read_spool(path) == (informs(1, 2, 3), 0)
    assert path.stat().st_mode & 0o777 == 0o600
    spool.settle(2)
    assert (spool.waiting, read_all(tmp_path / "informs")) == (1, [1, 2, 3])
    spool.settle(1)
    assert (spool.waiting, spool.size_bytes, read_all(tmp_path / "informs")) == (0, 0, [])
    assert spool.append(informs(4)) is None
    assert read_all(tmp_path / "informs") == [4]
    spool.settle(1)
    spool.close()
    assert spool_files(tmp_path / "informs") == []


def test_what_is_not_settled_outlives_the_process(tmp_path: Path) -> None:
    pid = os.fork()
    if not pid:  # pragma: no cover -- the child says nothing more
        InformSpool(tmp_path).append(informs(1, 2))
        os._exit(9)
    os.waitpid(pid, 0)
    assert spool_files(tmp_path, os.getpid()) == []
    (path,) = spool_files(tmp_path, pid)
    assert [row[0] for row in read_spool(path).rows] == [1, 2]


def test_a_long_storm_keeps_a_few_files_and_ends_each_when_it_is_settled(tmp_path: Path) -> None:
    spool = InformSpool(tmp_path, segment_bytes=200)
    for number in range(30):
        assert spool.append(informs(number)) is None
        if number >= 5:
            spool.settle(1)
            assert {number - 4, number} <= set(read_all(tmp_path))
        assert len(spool_files(tmp_path)) <= 5
    spool.settle(99)
    assert (spool.waiting, read_all(tmp_path)) == (0, [])


def test_what_the_server_had_no_room_for_stays_on_the_disk(tmp_path: Path) -> None:
    spool = InformSpool(tmp_path, segment_bytes=1)
    for number in range(3):
        spool.append(informs(number))
    spool.settle(1)
    spool.settle(1, is_taken=False)
    spool.settle(1)
    assert read_all(tmp_path) == [1]
    assert spool.append(informs(7)) is None
    spool.close()
    assert read_all(tmp_path) == [1, 7]


def test_beyond_its_bound_nothing_is_safe_until_something_is_settled(tmp_path: Path) -> None:
    spool = InformSpool(tmp_path, max_bytes=3000)
    assert spool.append([an_inform(1, 2000)]) is None
    assert spool.append([an_inform(2, 2000)]) == "1 acknowledged informs wait to be stored"
    spool.settle(1)
    assert spool.append([an_inform(3, 2000)]) is None


def test_a_folder_that_cannot_be_made_is_a_reason_in_words(tmp_path: Path) -> None:
    (tmp_path / "informs").write_text("in the way")
    spool = InformSpool(tmp_path / "informs")
    assert spool.append(informs(1)) == "no file for them can be made: File exists"
    (tmp_path / "informs").unlink()
    assert spool.append(informs(1)) is None


def test_a_write_that_fails_half_way_is_taken_back_and_the_next_goes_to_another_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A full disk cannot be had here, so the system call is the world's."""
    spool = InformSpool(tmp_path, is_synced=True)
    assert spool.append(informs(1)) is None
    real = os.write
    with monkeypatch.context() as patched:
        patched.setattr(os, "write", lambda descriptor, data: real(descriptor, data[:10]))
        assert spool.append(informs(2)) == "the disk has no room for them"
    with monkeypatch.context() as patched:
        patched.setattr(os, "fdatasync", _failing)
        assert spool.append(informs(3)) == "they cannot be written to a file: No space left on device"
    assert spool.append(informs(4)) is None
    assert read_all(tmp_path) == [1, 4]
    spool.settle(2)
    assert read_all(tmp_path) == []


def _failing(_: int) -> None:
    raise OSError(28, os.strerror(28))


@pytest.mark.parametrize(
    ("spoil", "readable"),
    [
        (lambda data: data[:-1], [1, 2]),
        (lambda data: data + b"\0\0\0\7", [1, 2, 3]),
        (lambda data: data + b"\xff" * 9, [1, 2, 3]),
        (lambda data: data[:-1] + bytes((data[-1] ^ 1,)), [1, 2]),
        (lambda data: b"\0\0\0\0\0\0\0\0" + data, []),
        (lambda _: b"", []),
    ],
    ids=["cut", "half a head", "a huge size", "a wrong octet", "an entry of nothing", "empty"],
)
def test_octets_that_are_no_entry_end_the_reading_and_are_counted(
    tmp_path: Path, spoil: Callable[[bytes], bytes], readable: list[int]
) -> None:
    InformSpool(tmp_path).append(informs(1, 2, 3))
    (path,) = spool_files(tmp_path)
    whole = path.read_bytes()
    path.write_bytes(spoil(whole))
    found = read_spool(path)
    assert [row[0] for row in found.rows] == readable
    assert found.unreadable_bytes == len(spoil(whole)) - len(whole) * len(readable) // 3
