"""Man pages of all commands, in the man macros of groff: one page a command, as git has them.

Owns the form. What the pages say is what `--help` says (`command_outline`).
"""

from __future__ import annotations

import re
from pathlib import Path

import click

from trishul.cli.command_outline import CommandOutline, outlines
from trishul.cli.example_command import ExampleCommand
from trishul.cli.failures import EXIT_CODES_HELP


@click.command(cls=ExampleCommand, examples=("trishul admin man-pages ~/.local/share/man/man1",))
@click.argument("directory", type=click.Path(file_okay=False, path_type=Path))
def man_pages(directory: Path) -> None:
    """Write the man pages of all commands into DIRECTORY.

    Where MANPATH has its parent, `man trishul-trap-send` shows the page of that command.
    """
    from trishul.services.about import about

    directory.mkdir(parents=True, exist_ok=True)
    commands = list(outlines())
    for command in commands:
        text = man_page(command, commands, about().version)
        (directory / f"{page_name(command)}.1").write_text(text, encoding="utf-8")
    click.echo(f"{len(commands)} pages are in {directory}.")


def page_name(command: CommandOutline) -> str:
    """`trishul trap send` is described by `trishul-trap-send`."""
    return command.path.replace(" ", "-")


def man_page(command: CommandOutline, commands: list[CommandOutline], version: str) -> str:
    """The page of one command."""
    name = page_name(command)
    lines = [
        f'.TH "{_text(name.upper())}" "1" "" "Trishul SNMP {_text(version)}" "Trishul SNMP"',
        ".SH NAME",
        f"{_text(name)} \\- {_text(command.short_help.rstrip('.'))}",
        ".SH SYNOPSIS",
        f".B {_text(command.path)}",
        _text(command.usage),
        ".SH DESCRIPTION",
        _paragraphs(command.description),
    ]
    inner = [each for each in commands if each.path.rpartition(" ")[0] == command.path]
    lines += [".SH COMMANDS"] if inner else []
    for each in inner:
        lines += [".TP", f".BR {_text(page_name(each))} (1)", _text(each.short_help)]
    lines += [".SH OPTIONS"] if command.options else []
    for written, meaning in command.options:
        lines += [".TP", f".B {_text(written)}", _paragraphs(meaning)]
    if command.epilog and command.epilog != EXIT_CODES_HELP:
        lines += [".SH NOTES", _paragraphs(command.epilog)]
    if command.examples:
        lines += [".SH EXAMPLES", ".nf", *map(_text, command.examples), ".fi"]
    lines += [".SH EXIT STATUS", _paragraphs(EXIT_CODES_HELP.removeprefix("Exit codes: "))]
    if command.path != "trishul":
        lines += [".SH SEE ALSO", ".BR trishul (1)"]
    return "\n".join(lines) + "\n"


def _paragraphs(text: str) -> str:
    """Paragraphs of words, which groff fills."""
    return "\n.PP\n".join(_text(" ".join(part.split())) for part in text.split("\n\n") if part.strip())


def _text(line: str) -> str:
    """Words as groff prints them: no escapes, no requests, hyphens that can be copied."""
    escaped = line.replace("\\", "\\e").replace("-", "\\-")
    return re.sub(r"^([.'])", r"\\&\1", escaped)
