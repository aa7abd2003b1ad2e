"""The options of SNMPv3, with net-snmp's letters: -l -u -a -A -x -X -n -e -E and -3m -3M -3k -3K (snmpcmd(1)).

Owns their syntax, and the step from words to credentials, which asks for what is missing. Nothing of SNMPv3 is imported
before a user is named, since a request with a community must start at once.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import wraps
from typing import TYPE_CHECKING, Any, TypeAlias

import click

from trishul.cli.example_command import SectionOption
from trishul.cli.plain_text import PlainText
from trishul.cli.secret_words import SecretType, SecretWord, ask_for, can_ask
from trishul.errors import InvalidInput

if TYPE_CHECKING:
    from trishul.protocol.security.keys import KeyMaterial
    from trishul.protocol.security.protocols import SecurityLevel
    from trishul.protocol.security.users import UserCredentials

Command: TypeAlias = Callable[..., Any]

SECTION = "SNMPv3"
AUTH_PASSWORD, PRIV_PASSWORD = "TRISHUL_AUTH_PASSWORD", "TRISHUL_PRIV_PASSWORD"
_PLACES = "env:NAME, file:PATH, - to be asked, or the text itself"
_LEVELS = ("noAuthNoPriv", "authNoPriv", "authPriv")

_OPTIONS: tuple[tuple[tuple[str, ...], dict[str, Any]], ...] = (
    (("-u", "--user"), {"type": PlainText(), "metavar": "NAME", "help": "User (securityName)."}),
    (("-l", "--level"), {"metavar": "LEVEL", "help": f"{', '.join(_LEVELS)}.  [default: the highest that is given]"}),
    (
        ("-a", "--auth", "auth_protocol"),
        {"metavar": "PROTOCOL", "help": "Authentication: MD5, SHA, SHA-224, SHA-256, SHA-384, SHA-512."},
    ),
    (
        ("-A", "--auth-password"),
        {
            "type": SecretType(),
            "help": f"Its password: {_PLACES}, which others may see for a moment. [{AUTH_PASSWORD}]",
        },
    ),
    (
        ("-x", "--priv", "priv_protocol"),
        {
            "metavar": "PROTOCOL",
            "help": "Privacy: DES, 3DES, AES, AES-192, AES-256, or AES-192-C, AES-256-C as Cisco has them.",
        },
    ),
    (("-X", "--priv-password"), {"type": SecretType(), "help": f"Its password, given as -A is. [{PRIV_PASSWORD}]"}),
    (
        ("-3m", "--auth-master-key"),
        {"type": SecretType(), "help": "Master key instead of -A, in hexadecimal, given as -A is."},
    ),
    (("-3M", "--priv-master-key"), {"type": SecretType(), "help": "The same instead of -X."}),
    (("-3k", "--auth-key"), {"type": SecretType(), "help": "Localized key instead of -A; belongs to one engine."}),
    (("-3K", "--priv-key"), {"type": SecretType(), "help": "The same instead of -X."}),
    (("-n", "--context"), {"type": PlainText(), "metavar": "NAME", "help": "Context name."}),
    (("-e", "--engine-id"), {"metavar": "HEX", "help": "Engine ID of the authoritative engine.  [default: is asked]"}),
    (("-E", "--context-engine-id"), {"metavar": "HEX", "help": "Engine ID of the context, to be reached by a proxy."}),
)


@dataclass(frozen=True)
class SecurityWords:
    """What the command line said about SNMPv3; None where it said nothing."""

    user: str | None = None
    level: str | None = None
    auth_protocol: str | None = None
    auth_password: SecretWord | None = field(default=None, repr=False)
    priv_protocol: str | None = None
    priv_password: SecretWord | None = field(default=None, repr=False)
    auth_master_key: SecretWord | None = field(default=None, repr=False)
    priv_master_key: SecretWord | None = field(default=None, repr=False)
    auth_key: SecretWord | None = field(default=None, repr=False)
    priv_key: SecretWord | None = field(default=None, repr=False)
    context: str | None = None
    engine_id: str | None = None
    context_engine_id: str | None = None

    def find_given(self) -> str | None:
        """The first option that was given, as it is written; None for none."""
        for letters, _ in _OPTIONS:
            if getattr(self, _keyword(letters)) is not None:
                return letters[0]
        return None


@dataclass(frozen=True)
class SecuritySettings:
    """A user, and how to speak as him."""

    user: UserCredentials = field(repr=False)
    level: SecurityLevel
    context: str = ""
    engine_id: bytes = b""
    """Empty where the peer is to be asked."""
    context_engine_id: bytes = b""


def security_options(command: Command) -> Command:
    """All options of SNMPv3; the command gets them as `security: SecurityWords`."""
    keywords = [_keyword(letters) for letters, _ in _OPTIONS]

    @wraps(command)
    def packed(**values: Any) -> Any:
        words = SecurityWords(**{keyword: values.pop(keyword) for keyword in keywords})
        return command(security=words, **values)

    wrapped: Command = packed
    for letters, settings in reversed(_OPTIONS):
        wrapped = click.option(*letters, cls=SectionOption, section=SECTION, **settings)(wrapped)
    return wrapped


def read_security(words: SecurityWords) -> SecuritySettings:
    """The user and the level that the words mean; asks for secrets that are missing. Raises UsageError."""
    from trishul.protocol.security.engine_id import parse_engine_id
    from trishul.protocol.security.protocols import parse_security_level

    if words.user is None:
        raise click.UsageError("SNMPv3 needs a user: -u NAME, or --credential NAME")
    try:
        level = None if words.level is None else parse_security_level(words.level)
        user = _read_user(words, words.user, level)
        engine_id = b"" if words.engine_id is None else parse_engine_id(words.engine_id)
        context_engine_id = b"" if words.context_engine_id is None else parse_engine_id(words.context_engine_id)
    except InvalidInput as error:
        raise click.UsageError(str(error)) from None
    if level is not None and level > user.level:
        missing = "-a PROTOCOL" if user.auth is None else "-x PROTOCOL"
        raise click.UsageError(f"-l {level.label} needs {missing} and its password")
    level = user.level if level is None else level
    return SecuritySettings(user, level, words.context or "", engine_id, context_engine_id)


def changed_security(saved: SecuritySettings, words: SecurityWords) -> SecuritySettings:
    """Settings that were saved, with level, context and engine IDs of the words. Raises UsageError for a user."""
    from trishul.protocol.security.engine_id import parse_engine_id
    from trishul.protocol.security.protocols import parse_security_level

    changeable = SecurityWords(
        level=words.level, context=words.context, engine_id=words.engine_id, context_engine_id=words.context_engine_id
    )
    if words != changeable:
        raise click.UsageError(f"--credential stands for a user; leave {words.find_given()} out")
    try:
        level = saved.level if words.level is None else parse_security_level(words.level)
        engine_id = saved.engine_id if words.engine_id is None else parse_engine_id(words.engine_id)
        context_engine_id = b"" if words.context_engine_id is None else parse_engine_id(words.context_engine_id)
    except InvalidInput as error:
        raise click.UsageError(str(error)) from None
    if level > saved.user.level:
        raise click.UsageError(f"the saved user has no password for {level.label}")
    context = saved.context if words.context is None else words.context
    return SecuritySettings(saved.user, level, context, engine_id, context_engine_id)


def _read_user(words: SecurityWords, name: str, level: SecurityLevel | None) -> UserCredentials:
    """The user with the keys that the level needs. Raises InvalidInput, UsageError."""
    from trishul.protocol.security.protocols import SecurityLevel, parse_auth_protocol, parse_priv_protocol
    from trishul.protocol.security.users import UserCredentials

    highest = SecurityLevel.AUTH_PRIV if level is None else level
    auth = None if words.auth_protocol is None else parse_auth_protocol(words.auth_protocol)
    priv = None if words.priv_protocol is None else parse_priv_protocol(words.priv_protocol)
    _refuse_secrets_without_protocol(words, has_auth=auth is not None, has_priv=priv is not None)
    if priv is not None and auth is None:
        raise click.UsageError("-x needs authentication as well: add -a PROTOCOL")
    auth_secret = priv_secret = None
    if highest < SecurityLevel.AUTH_NO_PRIV:
        auth = None
    if highest < SecurityLevel.AUTH_PRIV:
        priv = None
    if auth is not None:
        given = words.auth_password, words.auth_master_key, words.auth_key
        auth_secret = _read_key(given, AUTH_PASSWORD, "Authentication password", "-A")
    if priv is not None:
        given = words.priv_password, words.priv_master_key, words.priv_key
        priv_secret = _read_key(given, PRIV_PASSWORD, "Privacy password", "-X")
    return UserCredentials(name, auth, auth_secret, priv, priv_secret)


def _refuse_secrets_without_protocol(words: SecurityWords, *, has_auth: bool, has_priv: bool) -> None:
    if not has_auth and (words.auth_password or words.auth_master_key or words.auth_key):
        raise click.UsageError("an authentication password or key needs its protocol, such as -a SHA-256")
    if not has_priv and (words.priv_password or words.priv_master_key or words.priv_key):
        raise click.UsageError("a privacy password or key needs its protocol, such as -x AES")


def _read_key(
    given: tuple[SecretWord | None, SecretWord | None, SecretWord | None], variable: str, what: str, letter: str
) -> KeyMaterial:
    """The secret as password, master key or localized key; from the environment or a person where none is given."""
    from trishul.protocol.security.keys import KeyForm, KeyMaterial

    forms = (KeyForm.PASSWORD, KeyForm.MASTER, KeyForm.LOCALIZED)
    words = [(form, word) for form, word in zip(forms, given, strict=True) if word is not None]
    if len(words) > 1:
        raise click.UsageError(f"{what}: give one of password, master key and localized key")
    if words:
        form, word = words[0]
        if form is KeyForm.PASSWORD:
            return KeyMaterial.password(os.fsencode(word.reveal(what)))
        return KeyMaterial.from_hex(form, word.reveal(f"{what.partition(' ')[0]} key"))
    if variable in os.environ:
        return KeyMaterial.password(os.fsencode(os.environ[variable]))
    if can_ask():
        return KeyMaterial.password(os.fsencode(ask_for(what)))
    raise click.UsageError(f"{what} is missing: {letter} env:NAME, {letter} file:PATH, or set {variable}")


def _keyword(letters: tuple[str, ...]) -> str:
    """The keyword that click makes of option names."""
    return letters[-1].lstrip("-").replace("-", "_")
