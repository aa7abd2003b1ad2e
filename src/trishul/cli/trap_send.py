"""`trishul trap send`: traps of every version, and informs (RFC 3416 §4.2.6 and §4.2.7).

Owns how the numbers of a v1 trap are written on a command line; its form on the wire is `engine.trap_form`.
"""

from __future__ import annotations

from ipaddress import IPv4Address
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import click

from trishul.cli.addresses import PeerAddress
from trishul.cli.bindings import varbinds_of
from trishul.cli.example_command import ExampleCommand
from trishul.cli.failures import ExitCode
from trishul.cli.names import book_of
from trishul.cli.netsnmp_letters import NumberLetters
from trishul.cli.parameters import (
    COMMAND_SETTINGS,
    NOTIFICATION_PORT,
    OidType,
    target_argument,
)
from trishul.cli.session import Session, session_options
from trishul.datatypes import Oid, Value, VarBind

if TYPE_CHECKING:
    from trishul.engine.local_engine import LocalEngine

SNMP_TRAPS = Oid("1.3.6.1.6.3.1.1.5")
SNMP_TRAP_ENTERPRISE_0 = Oid("1.3.6.1.6.3.1.1.4.3.0")
ENTERPRISE_SPECIFIC = 6


class Numbers(NamedTuple):
    """The fields of a v1 trap that the command line gave."""

    enterprise: Oid | None
    generic: int | None
    specific: int | None


_LETTERS = NumberLetters({"i": "is_inform?"})

_EXAMPLES = (
    "trishul trap send 192.0.2.9 1.3.6.1.6.3.1.1.5.3 1.3.6.1.2.1.2.2.1.1.7 i 7",
    "trishul trap send 192.0.2.9 linkDown ifIndex.7 = 7 ifAdminStatus.7 = up",
    "trishul trap send --inform -c public 192.0.2.9:1162 1.3.6.1.4.1.8072.2.3.0.1 1.3.6.1.2.1.1.5.0 s switch-1",
    "trishul trap send -v 3 -u monitor -a SHA-512 -A env:AUTH -x AES-256 -X env:PRIV 192.0.2.9 1.3.6.1.6.3.1.1.5.1",
    "trishul trap send -v 1 --agent 192.0.2.1 --specific 17 192.0.2.9 1.3.6.1.4.1.8072.3",
)


@click.command(cls=ExampleCommand, examples=_EXAMPLES, context_settings=COMMAND_SETTINGS)
@session_options
@click.option("--inform", "is_inform", is_flag=True, help="Send an inform, and wait until it is acknowledged.")
@click.option("-C", "letters", multiple=True, metavar="i", callback=_LETTERS.read, help="As net-snmp: -Ci is --inform.")
@click.option(
    "--uptime", type=click.IntRange(0, 2**32 - 1), metavar="HUNDREDTHS", help="sysUpTime, in hundredths of a second."
)
@click.option("--enterprise", type=OidType(), metavar="OID", help="SNMPv1: the enterprise of a generic trap.")
@click.option("--agent", "agent_address", metavar="IPV4", help="SNMPv1: agent address.  [default: this host's]")
@click.option(
    "--generic",
    type=click.IntRange(0, 6),
    metavar="0-6",
    help="SNMPv1: generic trap number; TRAP_OID is then the enterprise.",
)
@click.option(
    "--specific",
    type=click.IntRange(-(2**31), 2**31 - 1),
    metavar="N",
    help="SNMPv1: specific trap number; TRAP_OID is then the enterprise.",
)
@target_argument(NOTIFICATION_PORT)
@click.argument("trap_oid", type=OidType())
@click.argument("bindings", nargs=-1, metavar="[OID TYPE VALUE]...")
def send(
    *,
    target: PeerAddress,
    trap_oid: Oid,
    bindings: tuple[str, ...],
    session: Session,
    is_inform: bool,
    letters: dict[str, int],
    uptime: int | None,
    enterprise: Oid | None,
    agent_address: str | None,
    generic: int | None,
    specific: int | None,
) -> int:
    """Send the notification TRAP_OID to the receiver at TARGET.

    TYPE is a letter of net-snmp's snmptrap (i u c C t a o s x d b n F D I U), a word such as Integer or String, or =
    for the type that the MIB gives; names and = need a MIB index. A trap is sent once and nobody says whether it
    arrived; an inform that is not acknowledged exits with 3.

    An SNMPv3 trap comes from an engine of ours, whose ID is kept in the data directory or given with -e; receivers must
    know the user for that engine. An inform goes to the receiver's engine, which is asked for its ID.
    """
    is_inform = is_inform or "is_inform" in letters
    numbers = Numbers(enterprise, generic, specific)
    if session.version != "1" and (agent_address is not None or any(number is not None for number in numbers)):
        raise click.UsageError("--enterprise, --agent, --generic and --specific belong to SNMPv1; add -v 1")
    if session.version == "1" and is_inform:
        raise click.UsageError("SNMPv1 has no informs; use -v 2c")
    if agent_address is not None:
        agent_address = _ipv4(agent_address)
    varbinds = varbinds_of(bindings, book_of(click.get_current_context()))
    trap_oid, added = trap_v1_notification(trap_oid, numbers)
    return _send(target, session, trap_oid, [*varbinds, *added], uptime, agent_address, is_inform=is_inform)


def trap_v1_notification(trap_oid: Oid, numbers: Numbers) -> tuple[Oid, list[VarBind]]:
    """The notification that a v1 trap with these numbers is, and what must be bound to it (RFC 3584 §3.1, §3.2)."""
    enterprise, generic, specific = numbers
    if generic is None and specific is None:
        if enterprise is None:
            return trap_oid, []
        if trap_oid[:-1] != SNMP_TRAPS:
            raise click.UsageError(f"{trap_oid} names its enterprise itself; --enterprise is for the generic traps")
        return trap_oid, [_enterprise_binding(enterprise)]
    enterprise = trap_oid if enterprise is None else enterprise
    if generic is None or generic == ENTERPRISE_SPECIFIC:
        return enterprise.child(0, (specific or 0) & 0xFFFFFFFF), []
    if specific:
        raise click.UsageError("a generic trap below 6 has no specific number")
    return SNMP_TRAPS.child(generic + 1), [_enterprise_binding(enterprise)]


def _enterprise_binding(enterprise: Oid) -> VarBind:
    return VarBind.of(SNMP_TRAP_ENTERPRISE_0, Value.object_identifier(enterprise))


def _ipv4(text: str) -> str:
    try:
        return str(IPv4Address(text))
    except ValueError:
        raise click.UsageError(f"--agent takes an IPv4 address, not {text!r}") from None


def _send(
    address: PeerAddress,
    session: Session,
    trap_oid: Oid,
    varbinds: list[VarBind],
    uptime: int | None,
    agent_address: str | None,
    *,
    is_inform: bool,
) -> int:
    import asyncio

    from trishul.snmp import Notifier

    data_dir = book_of(click.get_current_context()).data_dir

    async def notify() -> None:
        target = session.target(address)
        async with Notifier(engine=None if is_inform else _own_engine(session, data_dir)) as notifier:
            if is_inform:
                acknowledgement = await notifier.inform(target, trap_oid, varbinds, uptime=uptime)
                click.echo(f"Acknowledged after {acknowledgement.elapsed_s * 1000:.1f} ms")
            else:
                await notifier.trap(target, trap_oid, varbinds, uptime=uptime, agent_address=agent_address)

    asyncio.run(notify())
    return ExitCode.OK


def _own_engine(session: Session, data_dir: Path | None) -> LocalEngine | None:
    """The engine that an SNMPv3 trap comes from, started once more; None for the other versions."""
    if session.security is None:
        return None
    import asyncio

    from trishul.cli.engine_identity import identify_engine
    from trishul.engine.local_engine import LocalEngine
    from trishul.snmp.engine_state import EngineRole

    identity = identify_engine(EngineRole.NOTIFIER, data_dir)
    engine_id = session.security.engine_id or identity.engine_id
    return LocalEngine(engine_id, (), {}, boots=identity.boots, started_at=asyncio.get_running_loop().time())
