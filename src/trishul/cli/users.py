"""`trishul admin users`: who may log in, and as what."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING

import click

from trishul.cli.account_database import account_database_options, configuration_of_database
from trishul.cli.example_command import ExampleCommand

if TYPE_CHECKING:
    from trishul.services.accounts.users import User
    from trishul.services.configuration import Configuration


@click.command(cls=ExampleCommand, examples=("trishul admin users", "trishul admin users -o json"))
@click.option(
    "-o", "output_format", type=click.Choice(["text", "json"]), default="text", show_default=True, help="How to print."
)
@account_database_options
def users(*, output_format: str, data_dir: Path | None, config_file: Path | None) -> None:
    """List all users with their roles. The server may run meanwhile."""
    import msgspec

    found = asyncio.run(_load(configuration_of_database(data_dir, config_file)))
    if output_format == "json":
        rows = [{"username": user.username, "role": user.role, "is_disabled": user.is_disabled} for user in found]
        click.echo(msgspec.json.format(msgspec.json.encode(rows)).decode())
        return
    width = max((len(user.username) for user in found), default=0)
    for user in found:
        click.echo(f"{user.username:{width}}  {user.role}{' (switched off)' if user.is_disabled else ''}")


async def _load(configuration: Configuration) -> list[User]:
    from trishul.services.accounts.beside_server import accounts_beside_server

    async with accounts_beside_server(configuration) as accounts:
        return await accounts.users.records()
