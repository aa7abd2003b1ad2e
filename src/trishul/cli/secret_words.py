"""Secrets on the command line: where each comes from, so that no other user of the host reads it.

Owns `env:NAME`, `file:PATH`, `-` and the plain text, for passwords, keys and communities. A plain text is taken as
net-snmp's tools take it, is removed from the process list at once, and for SNMPv3 a line on stderr names the better
ways. Nothing is opened and nobody is asked before the secret is needed.
"""

from __future__ import annotations

import os
import sys
from enum import Enum
from pathlib import Path
from typing import Any

import click

from trishul.cli.process_list import hide_argument

MAX_FILE_OCTETS = 4096
WARNING = (
    "trishul: a secret on the command line can be seen by others for a moment; safer are env:NAME, file:PATH, or - to"
    " be asked"
)
_WAS_WARNED = "trishul.cli.secret_words"


class _Kind(Enum):
    PLAIN = "plain:"
    ENVIRONMENT = "env:"
    FILE = "file:"
    ASKED = "-"


class SecretWord:
    """One secret as written; `reveal` fetches it."""

    __slots__ = ("_kind", "_text")

    def __init__(self, text: str) -> None:
        self._kind, self._text = _Kind.PLAIN, text
        if text == _Kind.ASKED.value:
            self._kind, self._text = _Kind.ASKED, ""
        for kind in (_Kind.PLAIN, _Kind.ENVIRONMENT, _Kind.FILE):
            if text.startswith(kind.value):
                self._kind, self._text = kind, text[len(kind.value) :]

    def __repr__(self) -> str:
        return "SecretWord(…)"

    @property
    def is_plain(self) -> bool:
        """True when the secret itself was written."""
        return self._kind is _Kind.PLAIN

    def reveal(self, what: str) -> str:
        """The secret. `what` names it in prompts and complaints. Raises UsageError."""
        if self._kind is _Kind.ENVIRONMENT:
            found = os.environ.get(self._text)
            if found is None:
                raise click.UsageError(f"{what}: the environment has no {self._text}")
            return found
        if self._kind is _Kind.FILE:
            return _first_line(Path(self._text), what)
        return ask_for(what) if self._kind is _Kind.ASKED else self._text


class SecretType(click.ParamType[SecretWord]):
    """A secret, or where it comes from."""

    name = "secret"

    def __init__(self, *, is_warned_of: bool = True) -> None:
        """`is_warned_of`: communities are so often `public` that nobody needs to hear."""
        self._is_warned_of = is_warned_of

    def convert(self, value: Any, param: click.Parameter | None, context: click.Context | None) -> SecretWord:
        """Takes the word; a plain secret that came as an argument leaves the process list."""
        if isinstance(value, SecretWord):
            return value
        word = SecretWord(value)
        if word.is_plain and _is_argument(param, context):
            hide_argument(os.fsencode(value))
            if self._is_warned_of and context is not None and not context.meta.get(_WAS_WARNED):
                context.meta[_WAS_WARNED] = True
                click.echo(WARNING, err=True)
        return word


def can_ask() -> bool:
    """True when somebody sits at a terminal."""
    return sys.stdin.isatty()


def ask_for(what: str) -> str:
    """Asks without an echo; without a terminal, the next line of the standard input."""
    if can_ask():
        return str(click.prompt(what, hide_input=True, err=True))
    line = sys.stdin.readline(MAX_FILE_OCTETS)
    if not line:
        raise click.UsageError(f"{what}: the standard input has no line left")
    return line.rstrip("\r\n")


def _is_argument(param: click.Parameter | None, context: click.Context | None) -> bool:
    if param is None or context is None or param.name is None:
        return False
    return context.get_parameter_source(param.name) is click.core.ParameterSource.COMMANDLINE


def _first_line(path: Path, what: str) -> str:
    try:
        with path.open("rb") as file:
            octets = file.read(MAX_FILE_OCTETS)
    except OSError as error:
        raise click.UsageError(f"{what}: {path}: {error.strerror}") from None
    line = octets.partition(b"\n")[0].removesuffix(b"\r")
    if not line:
        raise click.UsageError(f"{what}: the first line of {path} is empty")
    return os.fsdecode(line)
