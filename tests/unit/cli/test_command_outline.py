"""The tree of commands as data."""

from __future__ import annotations

from trishul.cli.admin import COMMANDS as ADMIN_COMMANDS
from trishul.cli.command_outline import outlines
from trishul.cli.main import COMMANDS


def test_every_command_has_its_outline() -> None:
    paths = [each.path for each in outlines()]
    assert paths[0] == "trishul"
    assert {f"trishul {name}" for name in COMMANDS} < set(paths)
    assert {f"trishul admin {name}" for name in ADMIN_COMMANDS} < set(paths)
    assert len(paths) == len(set(paths))


def test_an_outline_has_what_help_says() -> None:
    send = next(each for each in outlines() if each.path == "trishul trap send")
    assert send.usage == "[OPTIONS] TARGET TRAP_OID [OID TYPE VALUE]..."
    assert "--inform" in dict(send.options)
    assert send.examples
    assert not send.is_group
    assert send.help_text.startswith("Usage: trishul trap send ")


def test_every_command_has_a_sentence_of_its_own() -> None:
    assert [each.path for each in outlines() if not each.short_help] == []
