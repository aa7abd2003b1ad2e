"""The users whose messages a command takes or opens: those of the options, of saved credentials, of a file.

Owns the options `--credential` and `--users`; one user's own options are `security`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

import click

from trishul.cli.example_command import SectionOption
from trishul.cli.names import book_of
from trishul.cli.security import SECTION, SecurityWords, read_security, security_options

if TYPE_CHECKING:
    from trishul.protocol.security.users import UserCredentials

Command: TypeAlias = Callable[..., Any]


@dataclass(frozen=True)
class KnownUsers:
    """Where users come from; `read` fetches them."""

    words: SecurityWords
    credentials: tuple[str, ...]
    users_file: Path | None
    data_dir: Path | None

    @property
    def is_given(self) -> bool:
        """Whether the command line names any."""
        return self.words.find_given() is not None or bool(self.credentials) or self.users_file is not None

    def read(self) -> list[tuple[UserCredentials, bytes]]:
        """Each with the engine he is pinned to, empty for any. Raises InvalidInput, OSError, UsageError."""
        users: list[tuple[UserCredentials, bytes]] = []
        given = self.words.find_given()
        if given is not None:
            settings = read_security(self.words)
            users.append((settings.user, settings.engine_id))
        if self.credentials:
            from trishul.cli.saved_credentials import load_named

            for credential in load_named(self.credentials, self.data_dir):
                identity = credential.identity
                if identity.user is None:
                    raise click.UsageError(f"--credential {credential.name} is a community and no user")
                users.append((identity.user, identity.engine_id))
        if self.users_file is not None:
            from trishul.cli.create_user import read_users

            users += read_users(self.users_file)
        return users


def known_users_options(command: Command) -> Command:
    """The options of SNMPv3 and those that name many users; the command gets `users: KnownUsers`."""

    @wraps(command)
    def packed(*, security: SecurityWords, credentials: tuple[str, ...], users_file: Path | None, **others: Any) -> Any:
        data_dir = book_of(click.get_current_context()).data_dir
        return command(users=KnownUsers(security, credentials, users_file, data_dir), **others)

    wrapped = security_options(packed)
    for option in (
        click.option(
            "-C",
            "--users",
            "users_file",
            cls=SectionOption,
            section=SECTION,
            type=click.Path(exists=True, dir_okay=False, path_type=Path),
            metavar="FILE",
            help="File with createUser lines, as snmptrapd.conf has them.",
        ),
        click.option(
            "--credential",
            "credentials",
            cls=SectionOption,
            section=SECTION,
            multiple=True,
            metavar="NAME",
            help="Saved user of the data directory; may be given several times.",
        ),
    ):
        wrapped = option(wrapped)
    return wrapped
