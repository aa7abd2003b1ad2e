"""The SNMPv3 engines of `trishul simulate`: ours, and those that users are pinned to.

Every device is a context named as its community, and as snmpsim names it; the default context is the demo switch, or
the first device without it. Owns what is said about them; identity is `engine_identity`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import click

from trishul.cli.engine_identity import identify_engine
from trishul.engine.local_engine import DEFAULT_CONTEXT, LocalEngine
from trishul.protocol.security.users import UserCredentials
from trishul.simulation.device import Device
from trishul.simulation.recordings.files import context_names
from trishul.snmp.engine_state import EngineRole


def start_engines(
    users: Sequence[tuple[UserCredentials, bytes]],
    contexts: Mapping[bytes, Device],
    default: Device,
    data_dir: Path | None,
    now: float,
) -> dict[bytes, LocalEngine]:
    """Engines by ID, ours first; without users there is none. Raises InvalidInput, CapabilityMissing."""
    if not users:
        return {}
    identity = identify_engine(EngineRole.SIMULATOR, data_dir)
    engine_ids = dict.fromkeys((identity.engine_id, *(engine_id for _, engine_id in users if engine_id)))
    served = {name: device for community, device in contexts.items() for name in context_names(community)}
    engines = {
        engine_id: LocalEngine(
            engine_id, (), {**served, DEFAULT_CONTEXT: default}, boots=identity.boots, started_at=now
        )
        for engine_id in engine_ids
    }
    for user, pinned_to in users:
        credentials = user.with_master_keys()
        for engine_id, engine in engines.items():
            if pinned_to in {b"", engine_id}:
                engine.add_user(credentials)
    names = ", ".join(dict.fromkeys(user.name for user, _ in users))
    click.echo(f"SNMPv3 engine {identity.engine_id.hex()}, boots {identity.boots}, users: {names}", err=True)
    return engines
