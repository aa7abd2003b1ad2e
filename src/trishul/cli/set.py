"""`trishul set`: values set at an agent, all of one command or none (RFC 3416 §4.2.5)."""

from __future__ import annotations

import click

from trishul.cli.addresses import PeerAddress
from trishul.cli.asking import ask
from trishul.cli.bindings import varbinds_of
from trishul.cli.example_command import ExampleCommand
from trishul.cli.failures import ExitCode
from trishul.cli.names import book_of
from trishul.cli.parameters import COMMAND_SETTINGS, RequestOptions, request_options, target_argument

_EXAMPLES = (
    "trishul set -c private 192.0.2.1 1.3.6.1.2.1.1.5.0 s switch-2",
    "trishul set -c private 192.0.2.1 sysContact.0 = noc@example.net sysLocation.0 = 'Rack 4'",
    "trishul set -c private 192.0.2.1 ifAdminStatus.7 i down ifAlias.7 s 'to the roof'",
    "trishul set -c private 192.0.2.1 snmpTargetAddrRowStatus.'nms' = destroy",
    "trishul set -u operator -a SHA-256 -A env:AUTH 192.0.2.1 1.3.6.1.2.1.1.6.0 x 52:61:63:6b",
)


@click.command(name="set", cls=ExampleCommand, examples=_EXAMPLES, context_settings=COMMAND_SETTINGS)
@request_options
@target_argument()
@click.argument("bindings", nargs=-1, required=True, metavar="OID TYPE VALUE [OID TYPE VALUE]...")
def set_values(target: PeerAddress, bindings: tuple[str, ...], options: RequestOptions) -> int:
    """Set the values of OIDs at the agent at TARGET, all of them or none.

    TYPE is a letter of net-snmp's snmpset (i u c C t a o s x d b n F D I U), a word such as Integer or String, or =
    for the type that the MIB gives. VALUE may be a label of the MIB such as up. Names, labels and = need a MIB index.
    Prints what was set; when the agent refuses, says which OID was wrong and why, and exits with 1.
    """
    varbinds = varbinds_of(bindings, book_of(click.get_current_context()))
    ask(target, options, lambda manager, peer: manager.set(peer, *((each.oid, each.value) for each in varbinds)))
    return ExitCode.OK
