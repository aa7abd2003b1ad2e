"""One request and its printed answer: what get, getnext and getbulk have in common.

Owns the run of an asyncio client for one command line. What the answer means for the exit code is each command's own.
"""

from __future__ import annotations

import os
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

from trishul.cli.addresses import PeerAddress
from trishul.cli.parameters import RequestOptions
from trishul.cli.rows import open_rows
from trishul.datatypes import VarBind

if TYPE_CHECKING:
    from trishul.snmp import Manager, Target


def target_of(address: PeerAddress, options: RequestOptions) -> Target:
    """The target that the options describe."""
    from trishul.snmp import Target

    return Target(
        address.host,
        address.port,
        ip_version=address.ip_version,
        community=os.fsencode(options.community),
        version=options.version,
        timeout_s=options.timeout_s,
        retries=options.retries,
    )


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
            return await request(manager, target_of(address, options))

    varbinds = asyncio.run(answer())
    rows = open_rows(options.output_format, names=options.names)
    rows.write(varbinds)
    rows.finish()
    return varbinds
