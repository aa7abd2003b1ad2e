"""`trishul admin add-user`: a new user without the web interface. The password is never an argument."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING

import click

from trishul.cli.account_database import account_database_options, configuration_of_database
from trishul.cli.example_command import ExampleCommand
from trishul.cli.reset_password import ask_password
from trishul.services.accounts.roles import Role

if TYPE_CHECKING:
    from trishul.services.accounts.users import User
    from trishul.services.configuration import Configuration


@click.command(
    "add-user",
    cls=ExampleCommand,
    examples=("trishul admin add-user nina --role operator", "trishul admin add-user wall --role viewer --generate"),
)
@click.argument("name")
@click.option(
    "--role",
    type=click.Choice([role.value for role in Role]),
    default=Role.VIEWER.value,
    show_default=True,
    help="What the user may do.",
)
@click.option("--generate", is_flag=True, help="Make a random password and print it, instead of asking for one.")
@account_database_options
def add_user(*, name: str, role: str, generate: bool, data_dir: Path | None, config_file: Path | None) -> None:
    """Make a user who can log in at once, also at a running server.

    The password is asked for twice, or read from standard input when that is no terminal.
    """
    from trishul.services.accounts.passwords import make_password

    configuration = configuration_of_database(data_dir, config_file)
    password = make_password() if generate else ask_password()
    made = asyncio.run(_add(configuration, name, Role(role), password))
    click.echo(f"{made.username} is {made.role} now." + (f" The password is {password}" if generate else ""))


async def _add(configuration: Configuration, name: str, role: Role, password: str) -> User:
    from trishul.services.accounts.beside_server import accounts_beside_server

    async with accounts_beside_server(configuration) as accounts:
        return await accounts.add_user(name, role, password)
