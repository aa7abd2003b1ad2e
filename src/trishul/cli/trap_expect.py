"""`trishul trap expect`: waits for notifications and says by the exit code whether they came.

Owns the request to a running server and what is printed; the waiting and the verdict are the server's, or with `--port`
those of a receiver of one's own (`trap_expect_here`). The server's address and token come from options or the
environment, so that a test names them once.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from trishul.cli.example_command import ExampleCommand
from trishul.cli.failures import ExitCode
from trishul.cli.known_users import KnownUsers, known_users_options
from trishul.cli.names import book_of, data_dir_option
from trishul.cli.parameters import COMMAND_SETTINGS
from trishul.cli.secret_words import SecretType, SecretWord
from trishul.errors import InvalidInput, TargetUnreachable, TrishulError

if TYPE_CHECKING:
    from http.client import HTTPResponse


class ServerRefused(TrishulError):
    """The server does not do it, and says why."""

    code = "server_refused"


MOST_OCTETS = 64 << 20
"""Of an answer: 100 notifications of the largest size."""
_PATIENCE_S = 10.0
"""Beyond the time that the server waits."""
_UNPROCESSABLE = 422

_EXAMPLES = (
    "trishul trap expect 'trap:linkDown var:ifIndex=3' --within 5",
    "trishul trap expect 'sev>=warning src:10.0.0.0/8' --count 3 --within 60",
    "trishul trap expect trap:coldStart --absent --within 30",
    "trishul trap expect 'kind:inform' --after-id 1042 -o json",
    "trishul trap expect trap:linkDown --inbox run42",
    "trishul trap expect trap:linkDown --port 0 -- sh -c './router --traps-to $TRAP_ADDRESS'",
)


@click.command(
    cls=ExampleCommand, examples=_EXAMPLES, context_settings=COMMAND_SETTINGS | {"ignore_unknown_options": False}
)
@click.argument("query", default="")
@click.argument("command", nargs=-1)
@click.option("--count", type=click.IntRange(1, 1000), default=1, show_default=True, help="How many must come.")
@click.option(
    "--within",
    "within_s",
    type=click.FloatRange(0, 600),
    default=10.0,
    show_default=True,
    metavar="SECONDS",
    help="How long to wait.",
)
@click.option("--absent", "is_absent", is_flag=True, help="Expect that fewer than --count come within that time.")
@click.option(
    "--after-id",
    type=click.IntRange(0),
    metavar="N",
    help="Count stored notifications with higher numbers too; 0 for all.  [default: from now on]",
)
@click.option(
    "--inbox",
    metavar="NAME",
    help="Only what this inbox of the server catches; all that it has counts, unless --after-id says otherwise.",
)
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    metavar="PORT",
    help="Listen on this port of 127.0.0.1 instead of asking a server; 0 for any free one, which is said on stderr.",
)
@click.option(
    "--server",
    envvar="TRISHUL_URL",
    default="http://127.0.0.1:8080",
    show_default=True,
    metavar="URL",
    help="The server; also TRISHUL_URL.",
)
@click.option(
    "--token",
    type=SecretType(),
    envvar="TRISHUL_TOKEN",
    metavar="TOKEN",
    help="A session's or an API token, or the one at env:NAME, file:PATH; also TRISHUL_TOKEN.",
)
@data_dir_option
@known_users_options
@click.option(
    "-o", "output_format", type=click.Choice(["text", "json"]), default="text", show_default=True, help="How to print."
)
def expect(
    query: str,
    command: tuple[str, ...],
    count: int,
    within_s: float,
    after_id: int | None,
    inbox: str | None,
    port: int | None,
    server: str,
    token: SecretWord | None,
    users: KnownUsers,
    output_format: str,
    *,
    is_absent: bool,
) -> int:
    """Wait until notifications have come that QUERY fits: to a running server, or with --port to this command.

    Exits with 0 when what was expected happened, with 1 when it did not: then the notification that came closest is
    told, with a reason for each condition that it fails. A query that cannot be meant is 2, no server 3. With --port a
    COMMAND behind -- is run once the receiver listens; it finds the address in $TRAP_ADDRESS and $TRAP_PORT, and the
    seconds of --within count from its end. SNMPv3 is then taken of the users that are given.
    """
    wanted: dict[str, Any] = {"match": query, "count": count, "within_s": within_s, "absent": is_absent}
    if port is not None:
        if inbox is not None or after_id is not None:
            raise click.UsageError("--inbox and --after-id are of a server: they do not go with --port.")
        body = _expect_here(wanted, port, users, command)
    else:
        if command or users.is_given:
            raise click.UsageError("A command and SNMPv3 users go with --port only.")
        wanted |= {"after_id": after_id} | ({} if inbox is None else {"inbox": inbox})
        body = _ask(server, token, wanted, within_s + _PATIENCE_S)
    verdict = _decoded(body)
    if output_format == "json":
        click.echo(body.decode())
    else:
        for record in verdict.get("data", []):
            click.echo(_line(record))
        click.echo(_printable(str(verdict.get("verdict", ""))), err=True)
    return ExitCode.OK if verdict.get("holds") is True else ExitCode.FAILED


def _expect_here(wanted: dict[str, Any], port: int, users: KnownUsers, command: tuple[str, ...]) -> bytes:
    """The verdict of a receiver of our own, as a server would tell it."""
    import asyncio

    from msgspec.json import encode

    from trishul.cli.trap_expect_here import expect_here
    from trishul.library.names import Names
    from trishul.services.traps.verdicts import Expectation

    names = book_of(click.get_current_context()).find() or Names(None)
    return encode(asyncio.run(expect_here(Expectation(**wanted), port, users, names, command)))


def _ask(server: str, token: SecretWord | None, wanted: dict[str, Any], timeout_s: float) -> bytes:
    """The server's answer. Raises click's errors with what the server says."""
    from json import dumps
    from urllib.error import HTTPError, URLError
    from urllib.parse import urlsplit
    from urllib.request import Request, urlopen

    if urlsplit(server).scheme not in {"http", "https"}:
        raise click.BadParameter("It is an address such as http://127.0.0.1:8080.", param_hint="--server")
    if token is None:
        raise click.UsageError("The server wants a session: set TRISHUL_TOKEN (POST /api/settings/login gives one).")
    headers = {"Content-Type": "application/json", "X-Auth-Token": token.reveal("Token")}
    request = Request(f"{server.rstrip('/')}/api/traps/expect", dumps(wanted).encode(), headers)  # noqa: S310 -- checked
    try:
        with urlopen(request, timeout=timeout_s) as answer:  # noqa: S310 -- the same
            return _read(answer)
    except HTTPError as error:
        raise _refusal(error.read(1 << 16), error.code) from None
    except (URLError, OSError, ValueError) as error:
        raise TargetUnreachable(server, _printable(str(getattr(error, "reason", None) or error))) from None


def _read(answer: HTTPResponse) -> bytes:
    return answer.read(MOST_OCTETS)


def _refusal(body: bytes, status: int) -> TrishulError:
    """What the server says is wrong, as an error of ours."""
    problem = _decoded(body)
    words = str(problem.get("detail") or f"The server answered {status}")
    expected = problem.get("expected")
    if isinstance(expected, list) and expected:
        words += f"; expected: {', '.join(map(str, expected))}"
    return (InvalidInput if status == _UNPROCESSABLE else ServerRefused)(_printable(words))


def _decoded(body: bytes) -> dict[str, Any]:
    from json import loads

    try:
        decoded = loads(body)
    except ValueError:
        return {}
    return decoded if isinstance(decoded, dict) else {}


def _printable(text: str) -> str:
    """Without what a terminal would act upon."""
    return "".join([each if each.isprintable() else f"\\x{ord(each):02x}" for each in text])


def _line(record: dict[str, Any]) -> str:
    """One notification on one line."""
    values = " ".join([f"{each['name']}={each['display']}" for each in record["varbinds"]])
    heading = f"{record['id']} {record['time_str']} {record['source']} {record['version']} {record['trap_name']}"
    return _printable(f"{heading} {values}".rstrip())
