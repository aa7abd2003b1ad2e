"""Whom to ask, and as whom: -v -c -t -r and the options of SNMPv3, shared by all commands that send.

Owns which options belong to which version, and the target that they describe. A command gets one `Session`.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import wraps
from typing import TYPE_CHECKING, Any, TypeAlias

import click

from trishul.cli.addresses import PeerAddress
from trishul.cli.names import book_of, data_dir_option
from trishul.cli.secret_words import SecretType, SecretWord
from trishul.cli.security import (
    SecuritySettings,
    SecurityWords,
    changed_security,
    read_security,
    security_options,
)

if TYPE_CHECKING:
    from trishul.snmp import Target

Command: TypeAlias = Callable[..., Any]


@dataclass(frozen=True)
class Session:
    """How to speak to a peer; `security` is there for version 3 and for no other."""

    version: str
    community: bytes = field(default=b"public", repr=False)
    timeout_s: float = 1.0
    retries: int = 3
    security: SecuritySettings | None = None

    def target(self, address: PeerAddress) -> Target:
        """The peer at an address."""
        from trishul.snmp import Target

        settings: dict[str, Any] = {"community": self.community}
        if self.security is not None:
            security = self.security
            settings = {
                "user": security.user,
                "security_level": security.level,
                "context": security.context,
                "engine_id": security.engine_id,
                "context_engine_id": security.context_engine_id,
            }
        return Target(
            address.host,
            address.port,
            ip_version=address.ip_version,
            transport=address.transport,
            version=self.version,
            timeout_s=self.timeout_s,
            retries=self.retries,
            **settings,
        )


def session_options(command: Command) -> Command:
    """-v -c -t -r, SNMPv3, and where names come from; the command gets `session: Session`."""

    @wraps(command)
    def packed(
        *,
        version: str | None,
        community: SecretWord,
        timeout_s: float,
        retries: int,
        security: SecurityWords,
        credential: str | None,
        **others: Any,
    ) -> Any:
        if credential is None:
            session = open_session(version, community, timeout_s, retries, security)
        else:
            session = open_saved_session(version, credential, timeout_s, retries, security)
        return command(session=session, **others)

    options = (
        click.option(
            "-v", "version", type=click.Choice(["1", "2c", "3"]), help="SNMP version.  [default: 2c; 3 with a user]"
        ),
        click.option(
            "-c",
            "--community",
            envvar="TRISHUL_COMMUNITY",
            type=SecretType(is_warned_of=False),
            default="public",
            help="Community, or where it is: env:NAME, file:PATH, - to be asked. [TRISHUL_COMMUNITY]"
            "  [default: public]",
        ),
        click.option(
            "--credential",
            metavar="NAME",
            help="Saved credential of the data directory, instead of a community or a user.",
        ),
        click.option(
            "-t",
            "timeout_s",
            type=click.FloatRange(min=0, min_open=True, max=3600),
            default=1.0,
            show_default=True,
            metavar="SECONDS",
            help="Time to wait for an answer before the next try.",
        ),
        click.option(
            "-r", "retries", type=click.IntRange(0, 100), default=3, show_default=True, help="Tries after the first."
        ),
    )
    wrapped = security_options(packed)
    for option in reversed((*options, data_dir_option)):
        wrapped = option(wrapped)
    return wrapped


def open_session(
    version: str | None, community: SecretWord, timeout_s: float, retries: int, security: SecurityWords
) -> Session:
    """The session of these options. Raises UsageError for those that do not go together."""
    if version is None:
        version = "2c" if security.user is None else "3"
    if version == "3":
        return Session(version, b"", timeout_s, retries, read_security(security))
    given = security.find_given()
    if given is not None:
        raise click.UsageError(f"{given} belongs to SNMPv3; add -v 3")
    return Session(version, os.fsencode(community.reveal("Community")), timeout_s, retries)


def open_saved_session(version: str | None, name: str, timeout_s: float, retries: int, words: SecurityWords) -> Session:
    """The session of a saved credential; level, context and engine IDs of the command line go before its own.

    Raises UsageError, and what keeps a credential from opening.
    """
    from trishul.cli.saved_credentials import load_named

    context = click.get_current_context()
    if context.get_parameter_source("community") is click.core.ParameterSource.COMMANDLINE:
        raise click.UsageError("--credential stands for a community or a user; leave -c out")
    (credential,) = load_named((name,), book_of(context).data_dir)
    identity = credential.identity
    if identity.user is not None:
        if version not in (None, "3"):
            raise click.UsageError(f"--credential {name} is a user, who needs -v 3")
        own = SecuritySettings(identity.user, identity.level, identity.context, identity.engine_id)
        return Session("3", b"", timeout_s, retries, changed_security(own, words))
    given = words.find_given()
    if given is not None or version == "3":
        raise click.UsageError(f"--credential {name} is a community, which {given or '-v 3'} does not go with")
    community = b"" if identity.community is None else identity.community.reveal()
    return Session(version or "2c", community, timeout_s, retries)
