"""`trishul trap listen`: notifications on stdout as they arrive, for people and for scripts that wait for them.

Owns the two printed forms and what is said of drops; receiving and acknowledging is `snmp.Receiver`.
"""

from __future__ import annotations

import os
import sys
from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import AsyncExitStack, aclosing
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import click

from trishul.cli.addresses import ListenAddress
from trishul.cli.example_command import ExampleCommand
from trishul.cli.failures import ExitCode
from trishul.cli.known_users import KnownUsers, known_users_options
from trishul.cli.names import book_of, data_dir_option, numeric_option
from trishul.cli.parameters import COMMAND_SETTINGS, ListenType
from trishul.cli.rows import line_form, row_of
from trishul.cli.secret_words import SecretType, SecretWord
from trishul.datatypes import VarBind
from trishul.datatypes.oid import oid_text
from trishul.engine.receiver import ReceivedNotification
from trishul.protocol.ber import decode_varbinds
from trishul.protocol.message import Version
from trishul.protocol.pdu import PduKind

if TYPE_CHECKING:
    from trishul.library.names import Names
    from trishul.protocol.security.users import UserCredentials
    from trishul.snmp import Receiver

DEFAULT_LISTEN = ListenAddress("127.0.0.1", 1162)


_EXAMPLES = (
    "trishul trap listen",
    "trishul trap listen --listen :162 -c public -o jsonl",
    "trishul trap listen --listen :1162 --listen tcp::1162",
    "trishul trap listen -u monitor -a SHA-256 -A env:AUTH -x AES -X env:PRIV --verbose",
    "trishul trap listen --count 1 --timeout 10 && echo it came",
)


@click.command(
    cls=ExampleCommand, examples=_EXAMPLES, context_settings=COMMAND_SETTINGS | {"ignore_unknown_options": False}
)
@click.option(
    "--listen",
    "addresses",
    type=ListenType(),
    multiple=True,
    help="Where to listen; may be given several times. :PORT means all IPv4 addresses, port 0 any free port;"
    " tcp:HOST:PORT listens over TCP, tcp6: and udp6: mean IPv6.  [default: 127.0.0.1:1162]",
)
@click.option(
    "-c",
    "--community",
    "communities",
    type=SecretType(is_warned_of=False),
    multiple=True,
    envvar="TRISHUL_COMMUNITY",
    help="Accept this community, or the one at env:NAME, file:PATH; may be given several times.  [default: any]",
)
@click.option(
    "-o",
    "output_format",
    type=click.Choice(["text", "jsonl"]),
    default="text",
    show_default=True,
    help="How to print.",
)
@click.option("--count", type=click.IntRange(1), metavar="N", help="End after N notifications.")
@click.option(
    "--timeout", "timeout_s", type=click.FloatRange(0, min_open=True), metavar="SECONDS", help="End after this time."
)
@click.option("--verbose", is_flag=True, help="Say on stderr of each datagram that is not taken why it is not.")
@numeric_option
@data_dir_option
@known_users_options
def listen(
    addresses: tuple[ListenAddress, ...],
    communities: tuple[SecretWord, ...],
    output_format: str,
    count: int | None,
    timeout_s: float | None,
    users: KnownUsers,
    *,
    verbose: bool,
    is_numeric: bool,
) -> int:
    """Print traps and informs as they arrive; informs are acknowledged.

    SNMPv3 notifications are taken of the users that are given, at any sending engine unless -e names one. The address
    is said on stderr once notifications are taken, with users also our engine ID; at the end, how many were dropped and
    why. Exits with 0 when N notifications came (one, without --count), with 3 when the time was over before.
    """
    import asyncio

    form = _FORMS[output_format]
    book = book_of(click.get_current_context())
    show = form if is_numeric else lambda notification: form(notification, book.find())
    accepted = [os.fsencode(word.reveal("Community")) for word in communities] or None
    acceptance = Acceptance(accepted, users.read(), users.data_dir, verbose)
    arrived = asyncio.run(_listen(addresses or (DEFAULT_LISTEN,), acceptance, show, count, timeout_s))
    return ExitCode.OK if arrived >= (count or 1) else ExitCode.NO_ANSWER


class Acceptance(NamedTuple):
    """Whose notifications are taken, and whether the others are said."""

    communities: list[bytes] | None
    users: list[tuple[UserCredentials, bytes]]
    data_dir: Path | None
    is_verbose: bool


async def _listen(
    addresses: Sequence[ListenAddress],
    acceptance: Acceptance,
    show: Callable[[ReceivedNotification], str],
    count: int | None,
    timeout_s: float | None,
) -> int:
    """Prints until enough came or the time is over; returns how many came."""
    import asyncio

    from trishul.cli.drop_lines import NarratedDrops, drop_lines
    from trishul.cli.engine_identity import own_receiver_engine
    from trishul.engine.drops import Drops
    from trishul.snmp import Receiver
    from trishul.transport.addresses import address_text

    arrived = 0
    engine = own_receiver_engine(acceptance.data_dir) if acceptance.users else None
    drops = NarratedDrops() if acceptance.is_verbose else Drops()
    async with AsyncExitStack() as stack:
        receivers = []
        for host, port, transport in addresses:
            receiver = Receiver(
                host, port, communities=acceptance.communities, engine=engine, transports=(transport,), drops=drops
            )
            for user, engine_id in acceptance.users:
                receiver.add_user(user, engine_id)
            receivers.append(await stack.enter_async_context(receiver))
            prefix = "tcp:" if transport == "tcp" else ""
            click.echo(f"Listening on {prefix}{address_text(receiver.address)}", err=True)
        try:
            async with asyncio.timeout(timeout_s), aclosing(_arrivals(receivers)) as arrivals:
                async for notification in arrivals:
                    sys.stdout.write(show(notification))
                    sys.stdout.flush()
                    arrived += 1
                    if arrived == count:
                        break
        except TimeoutError:
            pass
        finally:
            for line in drop_lines(drops):
                click.echo(line, err=True)
    return arrived


async def _arrivals(receivers: Sequence[Receiver]) -> AsyncGenerator[ReceivedNotification, None]:
    """What all of them take, each one's in order; what is not read yet waits in their bounded queues."""
    import asyncio

    handed: asyncio.Queue[ReceivedNotification] = asyncio.Queue(maxsize=1)

    async def hand_over(receiver: Receiver) -> None:
        async for notification in receiver:
            await handed.put(notification)

    tasks = [asyncio.create_task(hand_over(receiver)) for receiver in receivers]
    try:
        while True:
            yield await handed.get()
    finally:
        for task in tasks:
            task.cancel()


def text_of(notification: ReceivedNotification, names: Names | None = None) -> str:
    """A heading, and each binding indented below it as net-snmp prints it."""
    agent = f" agent {notification.agent_address}" if notification.agent_address else ""
    security = notification.security
    user = "" if security is None else f" user {_text(security.user_name)} {security.level.label}"
    heading = (
        f"{_time_text(notification)} {_peer_text(notification)} {_version_text(notification)}{user}"
        f" {PduKind(notification.kind).label} {_trap_name(notification, names)}{agent}"
    )
    line = line_form(names)
    lines = [heading, *(f"    {line(varbind)}" for varbind in _varbinds_of(notification))]
    return "".join(f"{line}\n" for line in lines)


def json_of(notification: ReceivedNotification, names: Names | None = None) -> str:
    """One JSON object on one line; with names it has `trap_name`, and each binding `name` and `display`."""
    from json import dumps

    record = {
        "received_at": _time_text(notification),
        "received_at_ns": notification.received_at_ns,
        "peer": _peer_text(notification),
        "version": _version_text(notification),
        "pdu_type": PduKind(notification.kind).label,
        "trap_oid": oid_text(notification.trap_oid),
        **({} if names is None else {"trap_name": names.text_of(notification.trap_oid)}),
        "uptime": notification.uptime,
        "agent_address": notification.agent_address,
        **_security_fields(notification),
        "varbinds": [row_of(varbind, names) for varbind in _varbinds_of(notification)],
        "anomalies": [anomaly.kind.value for anomaly in notification.anomalies],
    }
    return f"{dumps(record)}\n"


def _security_fields(notification: ReceivedNotification) -> dict[str, str]:
    """How an SNMPv3 notification came; nothing for the other versions."""
    security = notification.security
    if security is None:
        return {}
    return {
        "user": _text(security.user_name),
        "level": security.level.label,
        "engine_id": security.engine_id.hex(),
        "context_engine_id": security.context_engine_id.hex(),
        "context": _text(security.context_name),
    }


def _text(octets: bytes) -> str:
    """Octets that should be text, without what a terminal would act upon."""
    text = octets.decode("utf-8", "backslashreplace")
    return text if text.isprintable() else octets.hex()


_FORMS: dict[str, Callable[..., str]] = {"text": text_of, "jsonl": json_of}


def _trap_name(notification: ReceivedNotification, names: Names | None) -> str:
    return oid_text(notification.trap_oid) if names is None else names.text_of(notification.trap_oid)


def _varbinds_of(notification: ReceivedNotification) -> list[VarBind]:
    return decode_varbinds(notification.varbinds, 0, len(notification.varbinds))


def _time_text(notification: ReceivedNotification) -> str:
    received_at = datetime.fromtimestamp(notification.received_at_ns / 1e9).astimezone()
    return received_at.isoformat(timespec="milliseconds")


def _peer_text(notification: ReceivedNotification) -> str:
    from trishul.transport.addresses import address_text

    return address_text(notification.peer)


def _version_text(notification: ReceivedNotification) -> str:
    return Version(notification.version).label
