"""Users of the options, of a file and of saved credentials, together."""

from __future__ import annotations

from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from trishul.cli.known_users import KnownUsers, known_users_options
from trishul.cli.names import data_dir_option
from trishul.cli.security import SecurityWords


def known(*arguments: str) -> KnownUsers:
    read: list[KnownUsers] = []

    @click.command()
    @data_dir_option
    @known_users_options
    def command(users: KnownUsers) -> None:
        read.append(users)

    done = CliRunner().invoke(command, list(arguments))
    assert done.exit_code == 0, done.output
    return read[0]


def test_options_and_a_file_add_up(tmp_path: Path) -> None:
    path = tmp_path / "users"
    path.write_text("createUser -e 80001f8804ff other\ncreateUser third\n")
    users = known("-u", "bert", "-e", "80001f8804aa", "-C", str(path)).read()
    assert [(user.name, engine_id.hex()) for user, engine_id in users] == [
        ("bert", "80001f8804aa"),
        ("other", "80001f8804ff"),
        ("third", ""),
    ]


def test_nothing_given_is_nobody() -> None:
    assert known().read() == []


def test_options_without_a_user_are_wrong_usage() -> None:
    with pytest.raises(click.UsageError, match="needs a user"):
        KnownUsers(SecurityWords(context="blue"), (), None, None).read()


def test_the_data_directory_and_the_names_are_those_of_the_command_line(tmp_path: Path) -> None:
    users = known("--data-dir", str(tmp_path), "--credential", "core", "--credential", "lab")
    assert (users.credentials, users.data_dir) == (("core", "lab"), tmp_path)
