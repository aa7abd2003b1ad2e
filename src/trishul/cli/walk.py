"""`trishul walk`: everything under one or more OIDs, row by row as it arrives.

Owns the printing and the notes on limits; the walk itself is `engine.walk`.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Sequence
from typing import NamedTuple

import click

from trishul.cli.addresses import PeerAddress
from trishul.cli.counter_line import CounterLine
from trishul.cli.example_command import ExampleCommand
from trishul.cli.failures import ExitCode
from trishul.cli.netsnmp_letters import NumberLetters
from trishul.cli.parameters import COMMAND_SETTINGS, OidType, RequestOptions, request_options, target_argument
from trishul.cli.rows import RowWriter, open_rows
from trishul.datatypes import Oid
from trishul.engine.repetitions import MAX_REPETITIONS, MaxRepetitions

DEFAULT_ROOT = Oid("1.3.6.1.2.1")
"""Where snmpwalk starts when it is told nothing."""

_LETTERS = NumberLetters({"r": "max_repetitions", "c": "follows_any_order?"})


class WalkLimits(NamedTuple):
    """How to walk, and when to stop; rows and time count over all OIDs together."""

    max_repetitions: MaxRepetitions
    max_rows: int | None
    max_time_s: float | None
    follows_any_order: bool


_EXAMPLES = (
    "trishul walk 192.0.2.1",
    "trishul walk -v 2c -c public -Cr50 192.0.2.1:1161 ifTable",
    "TRISHUL_AUTH_PASSWORD=maplesyrup trishul walk -u monitor -a SHA-512 192.0.2.1 system",
    "trishul walk -o csv --max-rows 1000 192.0.2.1 1.3.6.1.2.1.31 > interfaces.csv",
)


@click.command(cls=ExampleCommand, examples=_EXAMPLES, context_settings=COMMAND_SETTINGS)
@request_options
@click.option(
    "--max-repetitions",
    type=click.IntRange(1, MAX_REPETITIONS),
    metavar="N",
    help="Rows asked with one GETBULK; by default as many as fit. SNMPv1 asks for one row at a time.",
)
@click.option("--max-rows", type=click.IntRange(1), metavar="N", help="Stop after N rows.")
@click.option(
    "--max-time",
    "max_time_s",
    type=click.FloatRange(0, min_open=True),
    metavar="SECONDS",
    help="Stop after this time.",
)
@click.option(
    "-C",
    "letters",
    multiple=True,
    metavar="rN|c",
    callback=_LETTERS.read,
    help="As net-snmp: -Cr50 repetitions, -Cc follow OIDs that do not increase.",
)
@target_argument()
@click.argument("oids", type=OidType(), nargs=-1, metavar="[OID...]")
def walk(
    target: PeerAddress,
    oids: tuple[Oid, ...],
    options: RequestOptions,
    max_repetitions: int | None,
    max_rows: int | None,
    max_time_s: float | None,
    letters: dict[str, int],
) -> int:
    """Read everything under OIDs at the agent at TARGET; without an OID under 1.3.6.1.2.1.

    Rows are printed as they arrive, and Ctrl-C keeps what came. A limit that cut the walk is said on stderr and exits
    with 0. Exits with 1 when there is nothing under an OID.
    """
    import asyncio

    repetitions = letters.get("max_repetitions", max_repetitions)
    if repetitions is not None and repetitions < 1:
        raise click.UsageError("-Cr needs at least 1")
    limits = WalkLimits(repetitions or "auto", max_rows, max_time_s, "follows_any_order" in letters)
    rows = open_rows(options.output_format, names=options.names)
    counter = CounterLine(is_shown=not sys.stdout.isatty())
    try:
        cut = asyncio.run(_walk_all(target, options, oids or (DEFAULT_ROOT,), limits, rows, counter))
    finally:
        counter.clear()
        rows.finish()
    if cut is not None:
        click.echo(f"trishul: stopped by --max-{cut}; there may be more", err=True)
    return ExitCode.OK


async def _walk_all(
    address: PeerAddress,
    options: RequestOptions,
    roots: Sequence[Oid],
    limits: WalkLimits,
    rows: RowWriter,
    counter: CounterLine,
) -> str | None:
    """Walks one root after the other; returns the limit that ended it early."""
    from trishul.snmp import Manager

    started_at = time.monotonic()
    written = 0
    async with Manager() as manager:
        for root in roots:
            elapsed_s = time.monotonic() - started_at
            if limits.max_rows is not None and written >= limits.max_rows:
                return "rows"
            if limits.max_time_s is not None and elapsed_s >= limits.max_time_s:
                return "time"
            pages = manager.walk_pages(
                options.session.target(address),
                root,
                max_repetitions=limits.max_repetitions,
                max_rows=None if limits.max_rows is None else limits.max_rows - written,
                max_time_s=None if limits.max_time_s is None else limits.max_time_s - elapsed_s,
                tolerates_non_increasing=limits.follows_any_order,
            )
            async for page in pages:
                rows.write(page)
                written += len(page)
                if counter.is_due:
                    counter.show(f"{written:,} rows, {written / (time.monotonic() - started_at):,.0f}/s")
            if pages.cut is not None:
                return pages.cut.value
    return None
