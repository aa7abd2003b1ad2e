"""Commands are imported when they run, and not before."""

from __future__ import annotations

import click
import pytest

from trishul.cli.lazy_group import CommandEntry, LazyGroup

ENTRIES = {
    "broken": CommandEntry("trishul_has_no_such_module:command", "Cannot even be imported."),
    "text": CommandEntry("trishul.cli.failures:EXIT_CODES_HELP", "Is no command."),
}


def group() -> LazyGroup:
    return LazyGroup("tool", entries=ENTRIES)


def test_the_list_of_commands_imports_none_of_them() -> None:
    tool = group()
    text = tool.get_help(click.Context(tool))
    assert "Cannot even be imported." in text
    assert text.index("broken") < text.index("text")


def test_a_shell_is_told_the_same_list_without_an_import() -> None:
    tool = group()
    offered = tool.shell_complete(click.Context(tool), "b")
    assert [(each.value, each.help) for each in offered] == [("broken", "Cannot even be imported.")]


def test_an_unknown_command_is_none() -> None:
    tool = group()
    assert tool.get_command(click.Context(tool), "absent") is None


def test_a_command_is_imported_when_asked_for() -> None:
    tool = group()
    with pytest.raises(ModuleNotFoundError):
        tool.get_command(click.Context(tool), "broken")


def test_a_table_entry_that_is_no_command_is_a_programming_error() -> None:
    tool = group()
    with pytest.raises(TypeError, match="is not a click command"):
        tool.get_command(click.Context(tool), "text")
