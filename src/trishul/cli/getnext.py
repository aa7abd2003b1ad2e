"""`trishul getnext`: the values of the instances that follow the named OIDs (RFC 3416 §4.2.2)."""

from __future__ import annotations

import click

from trishul.cli.addresses import PeerAddress
from trishul.cli.asking import ask
from trishul.cli.example_command import ExampleCommand
from trishul.cli.failures import ExitCode
from trishul.cli.parameters import COMMAND_SETTINGS, OidType, RequestOptions, request_options, target_argument
from trishul.datatypes import Oid

_EXAMPLES = (
    "trishul getnext 192.0.2.1 1.3.6.1.2.1.1",
    "trishul getnext -v 1 -c public 192.0.2.1:1161 1.3.6.1.2.1.2.2.1.2 1.3.6.1.2.1.2.2.1.10",
)


@click.command(cls=ExampleCommand, examples=_EXAMPLES, context_settings=COMMAND_SETTINGS)
@request_options
@target_argument()
@click.argument("oids", type=OidType(), nargs=-1, required=True, metavar="OID...")
def getnext(target: PeerAddress, oids: tuple[Oid, ...], options: RequestOptions) -> int:
    """Read the values that follow OIDs at the agent at TARGET.

    Exits with 1 when nothing follows one of the OIDs.
    """
    varbinds = ask(target, options, lambda manager, peer: manager.getnext(peer, *oids))
    return ExitCode.FAILED if any(varbind.is_exception for varbind in varbinds) else ExitCode.OK
