"""`trishul admin add-user`: the password is read or made up, never an argument."""

from __future__ import annotations

from pathlib import Path

from tests.unit.cli.account_directory import make_directory, run_admin
from trishul.errors import InvalidInput


def test_a_user_is_made_with_a_password_that_is_read_or_made_up(tmp_path: Path) -> None:
    directory = make_directory(tmp_path)
    read = run_admin(directory, "add-user", "nina", "--role", "operator", typed="her first password\n")
    assert read.output == "nina is operator now.\n"
    made_up = run_admin(directory, "add-user", "wall", "--generate").output
    assert made_up.startswith("wall is viewer now. The password is ")
    assert run_admin(directory, "users").output == "admin  administrator\nnina   operator\nwall   viewer\n"
    taken = run_admin(directory, "add-user", "nina", "--generate").exception
    assert isinstance(taken, InvalidInput)
    assert "Another user has this name" in str(taken)
