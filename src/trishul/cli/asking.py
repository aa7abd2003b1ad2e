"""One request and its printed answer: what get, getnext, getbulk and set have in common.

Owns the run of an asyncio client for one command line. What the answer means for the exit code is each command's own.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

from trishul.cli.addresses import PeerAddress
from trishul.cli.parameters import RequestOptions
from trishul.cli.rows import open_rows
from trishul.datatypes import VarBind

if TYPE_CHECKING:
    from trishul.snmp import Manager, Target


def ask(
    address: PeerAddress,
    options: RequestOptions,
    request: Callable[[Manager, Target], Awaitable[list[VarBind]]],
) -> list[VarBind]:
    """Sends one request, prints the answer's rows and returns them."""
    import asyncio

    from trishul.snmp import Manager

    async def answer() -> list[VarBind]:
        async with Manager() as manager:
            return await request(manager, options.session.target(address))

    varbinds = asyncio.run(answer())
    rows = open_rows(options.output_format, names=options.names)
    rows.write(varbinds)
    rows.finish()
    return varbinds
