"""What is sealed opens with its key and its binding alone; the key file is made once and is nobody else's."""

from __future__ import annotations

import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from trishul.services.credentials.secret_box import KEY_OCTETS, KeyUnavailable, SealingKey, find_key, make_key

KEY = SealingKey(bytes(range(KEY_OCTETS)))


def test_what_was_sealed_opens_again() -> None:
    sealed = KEY.seal(b"maplesyrup", b"row 1")
    assert b"maple" not in sealed
    assert KEY.unseal(sealed, b"row 1") == b"maplesyrup"


def test_the_same_text_is_never_sealed_alike() -> None:
    assert KEY.seal(b"maplesyrup", b"") != KEY.seal(b"maplesyrup", b"")


@pytest.mark.parametrize("octet", [0, 1, 13, -1])
def test_a_changed_octet_does_not_open(octet: int) -> None:
    sealed = bytearray(KEY.seal(b"maplesyrup", b"row 1"))
    sealed[octet] ^= 1
    assert KEY.unseal(bytes(sealed), b"row 1") is None


def test_another_binding_or_another_key_does_not_open() -> None:
    sealed = KEY.seal(b"maplesyrup", b"row 1")
    assert KEY.unseal(sealed, b"row 2") is None
    assert SealingKey(bytes(KEY_OCTETS)).unseal(sealed, b"row 1") is None


@pytest.mark.parametrize("sealed", [b"", b"\x01", b"\x01" + bytes(12), b"\x02" + bytes(40)])
def test_what_was_never_sealed_does_not_open(sealed: bytes) -> None:
    assert KEY.unseal(sealed, b"") is None


def test_a_key_is_made_for_its_owner_alone_and_found_again(tmp_path: Path) -> None:
    path = tmp_path / "data" / "credentials.key"
    sealed = make_key(path).seal(b"maplesyrup", b"")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    found = find_key(path)
    assert found is not None
    assert found.unseal(sealed, b"") == b"maplesyrup"
    assert [each.name for each in path.parent.iterdir()] == ["credentials.key"]


def test_a_key_that_is_there_is_never_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "credentials.key"
    first = make_key(path)
    before = path.read_bytes()
    assert make_key(path).unseal(first.seal(b"x", b""), b"") == b"x"
    assert path.read_bytes() == before


def test_those_who_make_a_key_at_the_same_time_agree_on_one(tmp_path: Path) -> None:
    path = tmp_path / "credentials.key"
    with ThreadPoolExecutor(8) as pool:
        keys = list(pool.map(lambda _: make_key(path), range(16)))
    sealed = keys[0].seal(b"x", b"")
    assert {key.unseal(sealed, b"") for key in keys} == {b"x"}
    assert [each.name for each in tmp_path.iterdir()] == ["credentials.key"]


def test_no_file_is_no_key(tmp_path: Path) -> None:
    assert find_key(tmp_path / "credentials.key") is None


@pytest.mark.parametrize("content", [b"", b"00ff", b"no digits", b"\xff" * 64, b"0" * 4096])
def test_a_damaged_key_file_is_said_in_words_and_left_as_it_is(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "credentials.key"
    path.write_bytes(content)
    for use in (find_key, make_key):
        with pytest.raises(KeyUnavailable, match=r"credentials\.key is damaged") as raised:
            use(path)
        assert str(tmp_path) not in str(raised.value)
    assert path.read_bytes() == content


def test_a_key_that_cannot_be_read_or_made_is_said_in_words(tmp_path: Path) -> None:
    with pytest.raises(KeyUnavailable, match="cannot be read"):
        find_key(tmp_path)
    (tmp_path / "file").touch()
    with pytest.raises(KeyUnavailable, match="cannot be made"):
        make_key(tmp_path / "file" / "credentials.key")


def test_a_key_that_others_could_read_is_taken_from_them(tmp_path: Path) -> None:
    path = tmp_path / "credentials.key"
    make_key(path)
    path.chmod(0o644)
    assert find_key(path) is not None
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_key_shows_its_octets_to_nobody() -> None:
    assert bytes(range(KEY_OCTETS)).hex() not in repr(KEY)
    assert not hasattr(KEY, "__dict__")
