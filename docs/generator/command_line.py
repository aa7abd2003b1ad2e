"""The commands, from click: what `--help` prints, and the list of them all."""

from __future__ import annotations

from pathlib import Path

from docs.generator.markdown import block, cell, code, page, table
from trishul.cli.command_outline import CommandOutline, outlines


def command_line_page() -> str:
    """A table of all commands, and a section for each."""
    commands = [each for each in outlines() if not each.is_group]
    return page(
        "Command line",
        "Every command explains itself: `trishul COMMAND --help`. [Exit codes](errors.md#exit-codes-of-commands) "
        "are the same for "
        "all. The same pages for `man`, and completion for shells: [Install and "
        "operate](../guides/operate.md#the-command-line).",
        table(("Command", "What it does"), ((_link(each), cell(each.short_help)) for each in commands)),
        *(f"## {each.path}\n\n{block(_everywhere(each.help_text))}" for each in commands),
    )


def _everywhere(text: str) -> str:
    """Paths of whoever makes the page are those of whoever reads it."""
    return text.replace(str(Path.home()), "~")


def _link(command: CommandOutline) -> str:
    return f"[{code(command.path)}](#{command.path.replace(' ', '-')})"
