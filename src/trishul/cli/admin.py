"""`trishul admin`: the group of commands that care for the workbench's data without its web interface."""

from __future__ import annotations

import click

from trishul.cli.lazy_group import CommandEntry, LazyGroup

COMMANDS = {
    "reset-password": CommandEntry("trishul.cli.reset_password:reset_password_command", "Set a new password."),
    "users": CommandEntry("trishul.cli.users:users", "List all users with their roles."),
    "add-user": CommandEntry("trishul.cli.add_user:add_user", "Make a user."),
    "add-token": CommandEntry("trishul.cli.add_token:add_token", "Make an API token for a program."),
    "import-old": CommandEntry("trishul.cli.import_old:import_old", "Take the data of the suite before this one."),
    "backup": CommandEntry("trishul.cli.backup:backup", "Write all saved data into one file."),
    "restore": CommandEntry("trishul.cli.restore:restore", "Take all saved data out of a backup."),
    "man-pages": CommandEntry("trishul.cli.man_pages:man_pages", "Write the man pages of all commands."),
}


@click.group(cls=LazyGroup, entries=COMMANDS)
def admin() -> None:
    """Care for the workbench's data, such as a lost password."""
