"""`trishul admin` lists what it has, and imports none of it for that."""

from __future__ import annotations

from click.testing import CliRunner

from trishul.cli.admin import COMMANDS, admin


def test_its_commands_are_listed() -> None:
    outcome = CliRunner().invoke(admin, ["--help"])
    assert outcome.exit_code == 0
    for name, entry in COMMANDS.items():
        assert name in outcome.output
        assert entry.short_help in outcome.output
