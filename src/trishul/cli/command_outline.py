"""The tree of commands as data: paths, help and parameters, for man pages and the documentation.

Owns walking click's tree, and the width that texts are wrapped at wherever they are made. Imports every command, which
is why no command that must start fast asks for it.
"""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from dataclasses import dataclass

import click

WIDTH = 100


@dataclass(frozen=True, slots=True)
class CommandOutline:
    """One command, or one group of them."""

    path: str
    """As one types it: `trishul trap send`."""
    short_help: str
    """One sentence."""
    usage: str
    """What stands behind the path: `[OPTIONS] TARGET [OID...]`."""
    description: str
    """The paragraphs of its help, wrapped by nobody."""
    options: tuple[tuple[str, str], ...]
    """Each option as `--help` writes it, and what it does."""
    examples: tuple[str, ...]
    epilog: str
    is_group: bool
    help_text: str
    """The whole of `--help`."""


def outlines(program: str = "trishul") -> Iterator[CommandOutline]:
    """All commands, each group before what is in it."""
    from trishul.cli.main import trishul  # it holds the table that names the modules which import this one

    root = click.Context(trishul, info_name=program, max_content_width=WIDTH, terminal_width=WIDTH)
    return _outlines(trishul, root)


def _outlines(command: click.Command, context: click.Context) -> Iterator[CommandOutline]:
    records = (parameter.get_help_record(context) for parameter in command.get_params(context))
    yield CommandOutline(
        path=context.command_path,
        short_help=command.get_short_help_str(limit=200),
        usage=" ".join(command.collect_usage_pieces(context)),
        description=inspect.cleandoc(command.help or "").replace("\b\n", ""),
        options=tuple(record for record in records if record is not None),
        examples=tuple(getattr(command, "examples", ())),
        epilog=inspect.cleandoc(command.epilog or ""),
        is_group=isinstance(command, click.Group),
        help_text=command.get_help(context),
    )
    if isinstance(command, click.Group):
        for name in command.list_commands(context):
            inner = command.get_command(context, name)
            if inner is not None:
                yield from _outlines(inner, click.Context(inner, info_name=name, parent=context))
