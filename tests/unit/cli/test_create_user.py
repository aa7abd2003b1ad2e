"""Lines of `createUser`, as net-snmp's daemons have them."""

from __future__ import annotations

from pathlib import Path

import pytest

from trishul.cli.create_user import parse_create_user, read_users
from trishul.errors import InvalidInput
from trishul.protocol.security.keys import KeyForm, KeyMaterial
from trishul.protocol.security.protocols import AuthProtocol, PrivProtocol

AUTH, PRIV = KeyMaterial.password("maplesyrup"), KeyMaterial.password("pan cakes")


def test_a_line_is_a_user() -> None:
    user, engine_id = parse_create_user('createUser -e 0x80001f8804ff bert SHA-512 maplesyrup AES-256 "pan cakes"')
    assert (user.name, user.auth, user.priv) == ("bert", AuthProtocol.SHA512, PrivProtocol.AES256)
    assert (user.auth_key, user.priv_key, engine_id.hex()) == (AUTH, PRIV, "80001f8804ff")


def test_the_privacy_password_is_that_of_authentication_where_none_stands() -> None:
    user, _ = parse_create_user("createUser bert SHA maplesyrup AES")
    assert user.priv_key == AUTH


def test_keys_stand_behind_their_letter() -> None:
    user, _ = parse_create_user(f"createUser bert MD5 -m 0x{'ab' * 16} DES -l 0x{'cd' * 16}")
    assert user.auth_key == KeyMaterial.from_hex(KeyForm.MASTER, "ab" * 16)
    assert user.priv_key == KeyMaterial.from_hex(KeyForm.LOCALIZED, "cd" * 16)


def test_a_file_gives_its_users_and_all_other_lines_are_passed_over(tmp_path: Path) -> None:
    path = tmp_path / "snmptrapd.conf"
    path.write_text("# users\nauthUser log bert\ncreateUser bert\n\n  CREATEUSER other SHA maplesyrup\n")
    assert [user.name for user, _ in read_users(path)] == ["bert", "other"]


@pytest.mark.parametrize(
    "line",
    [
        "createUser",
        "createUser -e",
        "createUser -e 80 bert",
        "createUser bert SHA",
        "createUser bert SHA short",
        "createUser bert CRC maplesyrup",
        "createUser bert SHA -m maplesyrup",
        "createUser bert SHA -m",
        "createUser bert SHA maplesyrup AES pancakes4 more",
        'createUser bert SHA "maplesyrup',
    ],
)
def test_what_is_wrong_is_said_with_its_line_and_without_its_secret(line: str, tmp_path: Path) -> None:
    path = tmp_path / "users"
    path.write_text(f"\n{line}\n")
    with pytest.raises(InvalidInput, match="users, line 2: ") as told:
        read_users(path)
    assert "maplesyrup" not in str(told.value)


def test_a_file_without_users_is_said(tmp_path: Path) -> None:
    (tmp_path / "empty").write_text("authUser log bert\n")
    with pytest.raises(InvalidInput, match="has no createUser line"):
        read_users(tmp_path / "empty")
