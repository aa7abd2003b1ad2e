"""`trishul admin reset-password`: a new password without the web interface.

Works beside a running server, which ends the user's sessions within a second. The new password is asked for or made
up; it is never an argument.
"""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

import click

from trishul.cli.account_database import account_database_options, configuration_of_database
from trishul.errors import InvalidInput


@click.command("reset-password")
@click.option("--user", help="User name; without it, the first administrator.")
@click.option("--generate", is_flag=True, help="Make a random password and print it, instead of asking for one.")
@account_database_options
def reset_password_command(
    *, user: str | None, generate: bool, data_dir: Path | None, config_file: Path | None
) -> None:
    """Set a new password and end all of the user's sessions.

    The password is asked for twice, or read from standard input when that is no terminal.
    """
    from trishul.services.accounts.passwords import make_password

    configuration = configuration_of_database(data_dir, config_file)
    password = make_password() if generate else ask_password()
    name = asyncio.run(_reset(configuration.effective_database_url, user, password))
    click.echo(f"The password of {name} is changed." + (f" It is now {password}" if generate else ""))


def ask_password() -> str:
    """A new password: asked for twice at a terminal, else the first line of standard input."""
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
