"""`trishul get`: the values of exactly the named instances (RFC 3416 §4.2.1)."""

from __future__ import annotations

import click

from trishul.cli.addresses import PeerAddress
from trishul.cli.asking import ask
from trishul.cli.example_command import ExampleCommand
from trishul.cli.failures import ExitCode
from trishul.cli.parameters import COMMAND_SETTINGS, OidType, RequestOptions, request_options, target_argument
from trishul.datatypes import Oid

_EXAMPLES = (
    "trishul get -v 2c -c public 192.0.2.1 1.3.6.1.2.1.1.1.0",
    "trishul get -o json 192.0.2.1:1161 SNMPv2-MIB::sysUpTime.0 sysName.0",
    "trishul get -u monitor -a SHA-256 -A env:AUTH -x AES -X file:/etc/trishul/priv 192.0.2.1 1.3.6.1.2.1.1.5.0",
    "TRISHUL_COMMUNITY=secret trishul get [2001:db8::1]:161 1.3.6.1.2.1.1.5.0",
)


@click.command(cls=ExampleCommand, examples=_EXAMPLES, context_settings=COMMAND_SETTINGS)
@request_options
@target_argument()
@click.argument("oids", type=OidType(), nargs=-1, required=True, metavar="OID...")
def get(target: PeerAddress, oids: tuple[Oid, ...], options: RequestOptions) -> int:
    """Read the values of OIDs from the agent at TARGET.

    TARGET is HOST, HOST:PORT or [IPV6]:PORT, also behind udp: or udp6:. Exits with 1 when the agent has nothing at
    one of the OIDs.
    """
    varbinds = ask(target, options, lambda manager, peer: manager.get(peer, *oids))
    return ExitCode.FAILED if any(varbind.is_exception for varbind in varbinds) else ExitCode.OK
