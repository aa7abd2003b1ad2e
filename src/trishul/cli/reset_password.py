"""`trishul admin reset-password`: a new password without the web interface.

Works beside a running server, which ends the user's sessions within a second. The new password is asked for or made
up; it is never an argument.
"""

from __future__ import annotations

import asyncio
import os
import sys
from pathlib import Path

import click

from trishul.errors import InvalidInput


@click.command("reset-password")
@click.option("--user", help="User name; without it, the first administrator.")
@click.option("--generate", is_flag=True, help="Make a random password and print it, instead of asking for one.")
@click.option("--data-dir", type=click.Path(path_type=Path), help="Directory of the database. [TRISHUL_DATA_DIR]")
@click.option("--config", "config_file", type=click.Path(path_type=Path), help="TOML file with settings.")
def reset_password_command(
    *, user: str | None, generate: bool, data_dir: Path | None, config_file: Path | None
) -> None:
    """Set a new password and end all of the user's sessions.

    The password is asked for twice, or read from standard input when that is no terminal.
    """
    from trishul.services.accounts.passwords import make_password
    from trishul.services.configuration import load_configuration  # late: `trishul admin --help` needs none of it
    from trishul.store.database import database_file

    configuration = load_configuration(os.environ, config_file, {"data_dir": data_dir})
    path = database_file(configuration.effective_database_url)
    if not path.exists():
        raise InvalidInput(f"There is no database at {path}. Name its directory with --data-dir.")
    password = make_password() if generate else _ask()
    name = asyncio.run(_reset(configuration.effective_database_url, user, password))
    click.echo(f"The password of {name} is changed." + (f" It is now {password}" if generate else ""))


def _ask() -> str:
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n")
    answer: str = click.prompt("New password", hide_input=True, confirmation_prompt="Repeat it", err=True)
    return answer


async def _reset(database_url: str, user: str | None, password: str) -> str:
    from trishul.services.accounts.administrator import reset_password
    from trishul.services.accounts.passwords import PasswordKeeper
    from trishul.store.database import Database

    database = await Database.open(database_url)
    try:
        return await reset_password(database, PasswordKeeper(), user, password)
    except KeyError:
        raise InvalidInput(f"There is no user {user or ''} in the database.".replace("  ", " ")) from None
    finally:
        await database.close()
