"""Examples in the help: shown line by line, and written so that they work."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from trishul.cli import main, trap
from trishul.cli.example_command import ExampleCommand, SectionOption
from trishul.cli.lazy_group import LazyGroup


def commands() -> Iterator[ExampleCommand]:
    groups: list[LazyGroup] = [main.trishul, trap.trap]
    for group in groups:
        for name in group.list_commands(click.Context(group)):
            command = group.get_command(click.Context(group), name)
            if isinstance(command, ExampleCommand):
                yield command


def words_of_ours(example: str) -> list[str]:
    """The words of the command that is ours in a line for a shell, or of its first one."""
    substituted = re.search(r"\$\((.+)\)", example)
    pieces: list[list[str]] = [[]]
    for word in shlex.split(substituted[1] if substituted else example):
        if word in {">", "&&", "|"}:
            pieces.append([])
        else:
            pieces[-1].append(word)
    return next((words for words in pieces if "trishul" in words), pieces[0])


LOOKED_FOR_AT_ONCE = ("users.conf", ".snmprec", ".walk")
"""How files are named in examples that a command looks for before it does anything."""
EXAMPLES = [(command, example) for command in commands() for example in command.examples]


def test_each_example_has_a_line_of_its_own() -> None:
    command = ExampleCommand("ask", examples=("trishul ask one", "trishul ask " + "two " * 40))
    lines = command.get_help(click.Context(command)).splitlines()
    assert lines[-3:] == ["Examples:", "  trishul ask one", "  trishul ask " + "two " * 40]


def test_options_of_a_section_stand_under_its_heading() -> None:
    options = [click.Option(["--plain"]), SectionOption(["--user"], section="SNMPv3"), click.Argument(["target"])]
    text = ExampleCommand("ask", params=list(options), examples=()).get_help(click.Context(click.Command("ask")))
    assert text.index("Options:") < text.index("--plain") < text.index("SNMPv3:") < text.index("--user")
    assert "\n  TARGET" not in text


@pytest.mark.usefixtures("data_dir")
@pytest.mark.parametrize(("command", "example"), EXAMPLES, ids=[example for _, example in EXAMPLES])
def test_the_examples_are_command_lines_that_are_understood(
    command: ExampleCommand, example: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    words = words_of_ours(example)
    for word in words:
        if word.endswith(LOOKED_FOR_AT_ONCE):
            Path(word).touch()
    assert "trishul" in words or words[0].startswith("snmp")
    if "trishul" in words:
        arguments = words[words.index(command.name or "") + 1 :]
        command.make_context(command.name, arguments)
