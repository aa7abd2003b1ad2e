"""A click group that imports a command only when it is run.

`trishul get` must start within 150 ms, and the server's libraries alone take several times that; so the group holds a
table of where each command lives and of its one-line help, and neither `--help`, nor a shell's completion, nor another
command imports it.
"""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import TYPE_CHECKING, Any, NamedTuple

import click

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem


class CommandEntry(NamedTuple):
    """Where a command lives (`module:attribute`) and what the list of commands says about it."""

    location: str
    short_help: str


class LazyGroup(click.Group):
    """A group whose commands are named in a table and imported when asked for."""

    def __init__(self, *args: Any, entries: Mapping[str, CommandEntry], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._entries = entries

    def list_commands(self, context: click.Context) -> list[str]:
        """Names in the order of the table, which goes from the everyday to the rare."""
        del context
        return list(self._entries)

    def get_command(self, context: click.Context, cmd_name: str) -> click.Command | None:
        """Imports the command's module. An unknown name gives None."""
        del context
        entry = self._entries.get(cmd_name)
        if entry is None:
            return None
        module_name, _, attribute = entry.location.partition(":")
        command = getattr(import_module(module_name), attribute)
        if not isinstance(command, click.Command):
            raise TypeError(f"{entry.location} is not a click command")
        return command

    def format_commands(self, context: click.Context, formatter: click.HelpFormatter) -> None:
        """The list of commands, written from the table."""
        del context
        with formatter.section("Commands"):
            formatter.write_dl([(name, entry.short_help) for name, entry in self._entries.items()])

    def shell_complete(self, context: click.Context, incomplete: str) -> list[CompletionItem]:
        """The same list for a shell, then the options of the group itself."""
        from click.shell_completion import CompletionItem

        commands = [
            CompletionItem(name, help=entry.short_help)
            for name, entry in self._entries.items()
            if name.startswith(incomplete)
        ]
        return [*commands, *click.Command.shell_complete(self, context, incomplete)]
