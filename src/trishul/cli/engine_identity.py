"""Which SNMPv3 engine a command is: that of its role in the data directory, or one for this run only.

Owns what the user is told about it; the file is `snmp.engine_state`.
"""

from __future__ import annotations

import time
from pathlib import Path

import click

from trishul.engine.local_engine import LocalEngine
from trishul.services.data_directory import data_directory
from trishul.snmp.engine_state import EngineIdentity, EngineRole, start_engine


def identify_engine(role: EngineRole, given_directory: Path | None = None) -> EngineIdentity:
    """Counts a start of the role's engine; what could not be kept is said on stderr, once."""
    identity = start_engine(data_directory(given_directory), role)
    if identity.warning is not None:
        click.echo(f"Warning: {identity.warning}", err=True)
    return identity


def own_receiver_engine(given_directory: Path | None = None) -> LocalEngine:
    """The engine that informs are for, started once more; its ID is said, since some senders must be told."""
    identity = identify_engine(EngineRole.RECEIVER, given_directory)
    click.echo(f"Engine ID 0x{identity.engine_id.hex()}, boots {identity.boots}", err=True)
    return LocalEngine(identity.engine_id, (), {}, boots=identity.boots, started_at=time.monotonic())
