"""`trishul admin users` lists who may log in."""

from __future__ import annotations

import json
from pathlib import Path

from tests.unit.cli.account_directory import make_directory, run_admin


def test_users_are_listed_with_their_roles(tmp_path: Path) -> None:
    directory = make_directory(tmp_path)
    assert run_admin(directory, "users").output == "admin  administrator\n"
    listed = json.loads(run_admin(directory, "users", "-o", "json").output)
    assert listed == [{"username": "admin", "role": "administrator", "is_disabled": False}]
