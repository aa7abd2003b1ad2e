"""`trishul admin add-token`: an API token for a program, printed once."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING

import click

from trishul.cli.account_database import account_database_options, configuration_of_database
from trishul.cli.example_command import ExampleCommand
from trishul.services.accounts.roles import Role

if TYPE_CHECKING:
    from trishul.services.accounts.api_tokens import NewApiToken
    from trishul.services.configuration import Configuration


@click.command(
    "add-token",
    cls=ExampleCommand,
    examples=(
        "trishul admin add-token Prometheus > prometheus.token",
        "trishul admin add-token ci --role operator --days 90 --user nina",
    ),
)
@click.argument("name")
@click.option("--user", default="admin", show_default=True, help="Whose it is; it may never do more than its user.")
@click.option(
    "--role",
    type=click.Choice([role.value for role in Role]),
    default=Role.VIEWER.value,
    show_default=True,
    help="What it may do.",
)
@click.option(
    "--days",
    type=click.FloatRange(0, 36_500, min_open=True),
    help="When it ends, from now on.  [default: never]",
)
@account_database_options
def add_token(
    *, name: str, user: str, role: str, days: float | None, data_dir: Path | None, config_file: Path | None
) -> None:
    """Make an API token and print it, the only time that it is shown.

    A running server knows it within a second. Programs send it as `Authorization: Bearer`; `trishul trap expect` takes
    it from TRISHUL_TOKEN.
    """
    made = asyncio.run(_add(configuration_of_database(data_dir, config_file), name, user, Role(role), days))
    click.echo(made.token)


async def _add(configuration: Configuration, name: str, user: str, role: Role, days: float | None) -> NewApiToken:
    from trishul.services.accounts.beside_server import accounts_beside_server

    async with accounts_beside_server(configuration) as accounts:
        return await accounts.add_token(user, name, role, days)
