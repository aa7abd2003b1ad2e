"""The environment of every process that this program starts: its own, without our settings.

Settings may hold secrets, and whoever reads the texts or datagrams of strangers needs none of them: what a child is to
know it is told by its parent.
"""

from __future__ import annotations

import os

_OURS = "TRISHUL_"


def child_environment() -> dict[str, str]:
    """To be given as `env` wherever a process is started."""
    return {name: value for name, value in os.environ.items() if not name.startswith(_OURS)}
