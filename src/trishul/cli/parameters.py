"""Parameters that the asking commands share: targets and OIDs, -O as net-snmp has it, -o for the form.

Owns their syntax and help texts; whom to ask and as whom is `session`. A command that takes them gets one
`RequestOptions` instead of many keywords.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import wraps
from typing import TYPE_CHECKING, Any, TypeAlias

import click

from trishul.cli.addresses import ListenAddress, PeerAddress, parse_listen, parse_peer
from trishul.cli.names import NameBook, book_of, numeric_option
from trishul.cli.rows import FORMATS
from trishul.cli.session import Session, session_options
from trishul.datatypes import Oid
from trishul.errors import InvalidInput

if TYPE_CHECKING:
    from trishul.library.names import Names

Command: TypeAlias = Callable[..., int]

SNMP_PORT = 161
NOTIFICATION_PORT = 162

COMMAND_SETTINGS = {"ignore_unknown_options": True, "help_option_names": ["-h", "--help"], "max_content_width": 100}
"""Unknown options reach the arguments, so that `-1.3` is judged as the OID it wants to be; `OidType` refuses them."""

_NUMERIC_OUTPUT_LETTERS = frozenset("nbeU")
"""Letters of net-snmp's -O: n, and those that change nothing beside it."""


@dataclass(frozen=True)
class RequestOptions:
    """How to ask, and how to print the answer."""

    session: Session
    output_format: str
    is_numeric: bool = True
    book: NameBook = field(default_factory=NameBook, repr=False)

    @property
    def version(self) -> str:
        """The SNMP version: 1, 2c or 3."""
        return self.session.version

    @property
    def names(self) -> Names | None:
        """The names to print; None prints numbers."""
        return None if self.is_numeric else self.book.find()


class OidType(click.ParamType[Oid]):
    """An OID: a number, or a name where there is a MIB index."""

    name = "oid"

    def convert(self, value: Any, param: click.Parameter | None, context: click.Context | None) -> Oid:
        """Reads the OID, or says what it is not."""
        if isinstance(value, Oid):
            return value
        if value.startswith("-") and not value[1:2].isdigit():
            raise click.NoSuchOption(value, ctx=context)
        try:
            return book_of(context).oid_of(value)
        except InvalidInput as error:
            self.fail(str(error), param, context)


class PeerType(click.ParamType[PeerAddress]):
    """An agent's or a receiver's address."""

    name = "target"

    def __init__(self, default_port: int) -> None:
        self._default_port = default_port

    def convert(self, value: Any, param: click.Parameter | None, context: click.Context | None) -> PeerAddress:
        """Reads the address, or says what is wrong with it."""
        if isinstance(value, PeerAddress):
            return value
        if value.startswith("-"):
            raise click.NoSuchOption(value, ctx=context)
        try:
            return parse_peer(value, self._default_port)
        except InvalidInput as error:
            self.fail(str(error), param, context)


class ListenType(click.ParamType[ListenAddress]):
    """An address to listen on."""

    name = "host:port"

    def convert(self, value: Any, param: click.Parameter | None, context: click.Context | None) -> ListenAddress:
        """Reads the address, or says what is wrong with it."""
        if isinstance(value, ListenAddress):
            return value
        try:
            return parse_listen(value)
        except InvalidInput as error:
            self.fail(str(error), param, context)


def target_argument(default_port: int = SNMP_PORT) -> Callable[[Command], Command]:
    """The argument TARGET."""
    return click.argument("target", type=PeerType(default_port))


def request_options(command: Command) -> Command:
    """All options of a request; the command gets them as `options: RequestOptions`."""

    @wraps(command)
    def packed(*, session: Session, output_format: str, is_numeric: bool, netsnmp_output: bool, **others: Any) -> int:
        book = book_of(click.get_current_context())
        options = RequestOptions(session, output_format, is_numeric or netsnmp_output, book)
        return command(options=options, **others)

    output = click.option(
        "-o",
        "output_format",
        type=click.Choice(list(FORMATS)),
        default="text",
        show_default=True,
        help="How to print: text is that of snmpwalk.",
    )
    netsnmp_output = click.option(
        "-O",
        "netsnmp_output",
        metavar="n",
        callback=_wants_numbers,
        help="As net-snmp: -On is the same as --numeric.",
    )
    return session_options(output(numeric_option(netsnmp_output(packed))))


def _wants_numbers(context: click.Context, _param: click.Parameter, value: str | None) -> bool:
    letters = set(value or "")
    unknown = sorted(letters - _NUMERIC_OUTPUT_LETTERS)
    if unknown:
        raise click.UsageError(f"-O{unknown[0]} is not known; -On prints numbers, -o chooses other forms", context)
    if letters and "n" not in letters:
        raise click.UsageError(f"-O{min(letters)} is only known together with n, as in -On{min(letters)}", context)
    return bool(letters)
