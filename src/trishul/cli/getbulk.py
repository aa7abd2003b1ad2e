"""`trishul getbulk`: many following values with one request of SNMPv2c or v3 (RFC 3416 §4.2.3)."""

from __future__ import annotations

import click

from trishul.cli.addresses import PeerAddress
from trishul.cli.asking import ask
from trishul.cli.example_command import ExampleCommand
from trishul.cli.failures import ExitCode
from trishul.cli.netsnmp_letters import NumberLetters
from trishul.cli.parameters import COMMAND_SETTINGS, OidType, RequestOptions, request_options, target_argument
from trishul.datatypes import Oid

_LETTERS = NumberLetters({"n": "non_repeaters", "r": "max_repetitions"})


_EXAMPLES = (
    "trishul getbulk 192.0.2.1 1.3.6.1.2.1.2.2.1.2",
    "trishul getbulk -Cn1 -Cr20 192.0.2.1 1.3.6.1.2.1.1.3 1.3.6.1.2.1.2.2.1.10",
)


@click.command(cls=ExampleCommand, examples=_EXAMPLES, context_settings=COMMAND_SETTINGS)
@request_options
@click.option(
    "--non-repeaters", type=click.IntRange(0, 2**31 - 1), default=0, show_default=True, help="OIDs asked once."
)
@click.option(
    "--max-repetitions",
    type=click.IntRange(0, 2**31 - 1),
    default=10,
    show_default=True,
    help="Values asked for each of the other OIDs.",
)
@click.option(
    "-C", "letters", multiple=True, metavar="nN|rN", callback=_LETTERS.read, help="The same as net-snmp: -Cn1 -Cr20."
)
@target_argument()
@click.argument("oids", type=OidType(), nargs=-1, required=True, metavar="OID...")
def getbulk(
    target: PeerAddress,
    oids: tuple[Oid, ...],
    options: RequestOptions,
    non_repeaters: int,
    max_repetitions: int,
    letters: dict[str, int],
) -> int:
    """Read many values that follow OIDs at the agent at TARGET, with one request.

    Exits with 1 when nothing follows any of the OIDs.
    """
    if options.version == "1":
        raise click.UsageError("SNMPv1 has no GETBULK; use -v 2c, or getnext")
    numbers = {"non_repeaters": non_repeaters, "max_repetitions": max_repetitions} | letters
    varbinds = ask(target, options, lambda manager, peer: manager.getbulk(peer, *oids, **numbers))
    return ExitCode.FAILED if varbinds and all(varbind.is_exception for varbind in varbinds) else ExitCode.OK
