"""`trishul recording`: the group of commands about recordings of devices."""

from __future__ import annotations

import click

from trishul.cli.lazy_group import CommandEntry, LazyGroup

COMMANDS = {
    "record": CommandEntry("trishul.cli.recording_record:record", "Record a live device into a file."),
    "lint": CommandEntry("trishul.cli.recording_lint:lint", "Name the faults of recordings, and mend .snmprec files."),
    "convert": CommandEntry("trishul.cli.recording_convert:convert", "Turn walks, dumps and captures into recordings."),
}


@click.group(cls=LazyGroup, entries=COMMANDS)
def recording() -> None:
    """Record devices, check recordings, turn other formats into recordings; without a server."""
