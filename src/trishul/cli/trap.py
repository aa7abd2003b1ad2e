"""`trishul trap`: the group of commands about notifications."""

from __future__ import annotations

import click

from trishul.cli.lazy_group import CommandEntry, LazyGroup

COMMANDS = {
    "send": CommandEntry("trishul.cli.trap_send:send", "Send a trap, or an inform and wait for its acknowledgement."),
    "listen": CommandEntry("trishul.cli.trap_listen:listen", "Print notifications as they arrive."),
    "expect": CommandEntry("trishul.cli.trap_expect:expect", "Wait until a server has received what is expected."),
}


@click.group(cls=LazyGroup, entries=COMMANDS)
def trap() -> None:
    """Send notifications, or print those that arrive."""
