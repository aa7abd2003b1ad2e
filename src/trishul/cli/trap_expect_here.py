"""`trishul trap expect --port`: the same question to a receiver of its own, and a command that is run meanwhile.

Owns the receiver's life and the command's. The command learns where the receiver listens from its environment, so that
nothing has to be parsed and no port is guessed.
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from trishul.cli.engine_identity import own_receiver_engine
from trishul.cli.known_users import KnownUsers
from trishul.errors import InvalidInput, TrishulError
from trishul.library.names import Names
from trishul.services.traps.own_expectations import expect_of
from trishul.snmp import Receiver
from trishul.transport.addresses import address_text

if TYPE_CHECKING:
    from trishul.services.traps.verdicts import Expectation, TrapVerdict

ADDRESS_VARIABLE, PORT_VARIABLE = "TRAP_ADDRESS", "TRAP_PORT"


class CommandFailed(TrishulError):
    """The command that should have caused notifications did not end well."""

    code = "command_failed"


async def expect_here(
    wanted: Expectation, port: int, users: KnownUsers, names: Names, command: Sequence[str]
) -> TrapVerdict:
    """Listens on 127.0.0.1, runs the command if there is one, and waits; a command that goes on is ended then.

    Raises CommandFailed, InvalidQuery, InvalidInput and what binding raises.
    """
    known = users.read()
    engine = own_receiver_engine(users.data_dir) if known else None
    async with Receiver("127.0.0.1", port, engine=engine, transports=("udp", "tcp")) as receiver:
        for user, engine_id in known:
            receiver.add_user(user, engine_id)
        click.echo(f"Listening on {address_text(receiver.address)}", err=True)
        if not command:
            return await expect_of(receiver, wanted, names)
        running = asyncio.create_task(_run(command, address_text(receiver.address)))
        watching = asyncio.create_task(expect_of(receiver, wanted, names, running))
        try:
            await asyncio.wait({watching, running}, return_when=asyncio.FIRST_COMPLETED)
            if running.done():
                running.result()
            return await watching
        finally:
            watching.cancel()
            running.cancel()
            await asyncio.wait({watching, running})


async def _run(command: Sequence[str], address: str) -> None:
    environment = os.environ | {ADDRESS_VARIABLE: address, PORT_VARIABLE: address.rpartition(":")[2]}
    try:
        process = await asyncio.create_subprocess_exec(*command, env=environment)
    except OSError as error:
        raise InvalidInput(f"{command[0]} cannot be run: {error.strerror}") from None
    try:
        status = await process.wait()
    except asyncio.CancelledError:
        process.terminate()
        await process.wait()
        raise
    if status:
        raise CommandFailed(f"{command[0]} ended with {status}")
