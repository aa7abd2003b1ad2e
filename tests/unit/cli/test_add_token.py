"""`trishul admin add-token` prints a token, and nothing else."""

from __future__ import annotations

import re
from pathlib import Path

from tests.unit.cli.account_directory import make_directory, run_admin
from trishul.errors import InvalidInput


def test_a_token_is_printed_for_a_user_who_is_there(tmp_path: Path) -> None:
    directory = make_directory(tmp_path)
    made = run_admin(directory, "add-token", "ci", "--role", "operator", "--days", "1")
    assert re.fullmatch(r"trishul_[\w-]{43}\n", made.output)
    refused = run_admin(directory, "add-token", "ci", "--user", "eve").exception
    assert isinstance(refused, InvalidInput)
    assert "no user 'eve'" in str(refused)
