"""A simulated agent as people make it: what is said of it, what is checked, and its form for the worker.

Owns the document and what can be wrong with it alone; conflicts between agents are `simulated_agents`.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any, Literal

import msgspec

from trishul.errors import InvalidInput
from trishul.protocol.security.engine_id import parse_engine_id
from trishul.simulation.generation import MAX_ROWS
from trishul.workers.agent_messages import AgentSpec

MAX_NAME_OCTETS = 64
MAX_COMMUNITY_OCTETS = 255
MAX_CONTEXT_OCTETS = 32
"""SnmpAdminString (SIZE(0..32)) of contexts and users, RFC 3411 §5."""
MAX_MODULES = 200
FROM_FILES = frozenset({"recording", "live"})
"""Kinds of sources that are a file of the folder of recordings."""


class AgentSource(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Where an agent's values come from."""

    kind: Literal["demo", "recording", "modules", "live"] = "demo"
    """`live`: a device that a recording job reads into `path` now; the agent answers when that is done."""
    path: str = ""
    """Of a recording, in the folder of recordings."""
    target: str = ""
    """Of a live device: its address, as its job has it."""
    modules: list[str] = []
    """MIB modules whose objects the agent has, with values that the agent's seed decides."""
    rows: int | None = None
    """Of each table that has an index of its own; None: as many as the seed says."""


class AgentAddresses(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What an agent answers to: at least a community, a context or a user.

    With `listen` (`127.0.0.2:161`) it answers there alone, otherwise on the simulator's port.
    """

    community: str = ""
    context: str = ""
    user: str = ""
    listen: str = ""


class AgentDocument(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Everything that people say about an agent."""

    name: str
    source: AgentSource = AgentSource()
    addresses: AgentAddresses = AgentAddresses()
    engine_id: str = ""
    """In hexadecimal; empty: none of its own on the shared port, a derived one at its own address."""
    seed: int = 0
    enabled: bool = True


def read_agent(data: Any) -> AgentDocument:
    """The document in a JSON value, checked as far as it stands alone. Raises InvalidInput with the field."""
    try:
        document = msgspec.convert(data, AgentDocument)
    except msgspec.ValidationError as error:
        reason, _, place = str(error).partition(" - at `$")
        raise InvalidInput(reason, field=place.rstrip("`").removeprefix(".") or None) from None
    _check_size("name", document.name, MAX_NAME_OCTETS, least=1)
    if not document.name.isprintable():
        raise InvalidInput("A name has printable characters only", field="name")
    addresses = document.addresses
    _check_size("addresses.community", addresses.community, MAX_COMMUNITY_OCTETS)
    _check_size("addresses.context", addresses.context, MAX_CONTEXT_OCTETS)
    _check_size("addresses.user", addresses.user, MAX_CONTEXT_OCTETS)
    if not (addresses.community or addresses.context or addresses.user):
        raise InvalidInput("An agent answers to a community, a context or a user", field="addresses")
    if addresses.listen:
        parse_listen(addresses.listen)
    if document.engine_id:
        parse_engine_id(document.engine_id)
    _check_modules(document.source)
    if not 0 <= document.seed < 1 << 63:
        raise InvalidInput("A seed lies between 0 and 2^63 - 1", field="seed")
    return document


def _check_modules(source: AgentSource) -> None:
    if source.kind == "modules" and not 0 < len(source.modules) <= MAX_MODULES:
        raise InvalidInput(f"An agent is made from 1 to {MAX_MODULES} modules", field="source.modules")
    if source.rows is not None and not 0 < source.rows <= MAX_ROWS:
        raise InvalidInput(f"A table has 1 to {MAX_ROWS:,} rows", field="source.rows")


def parse_listen(text: str) -> tuple[str, int]:
    """Host and port of `127.0.0.2:161` or `[::1]:161`. Raises InvalidInput."""
    host, _, port = text.rpartition(":")
    is_whole = port.isascii() and port.isdigit() and 0 < int(port) <= 65535
    bare = host[1:-1] if host.startswith("[") and host.endswith("]") else host
    if not bare or not is_whole or (":" in bare and bare == host):
        raise InvalidInput("An address of its own reads 127.0.0.2:161 or [::1]:161", field="addresses.listen")
    return bare, int(port)


def recording_path(path: str, folder: Path) -> Path:
    """The file of a recording by its place in the folder. Raises InvalidInput."""
    real_folder = folder.resolve()
    try:
        found = (real_folder / path).resolve()
        is_there = found.is_relative_to(real_folder) and found.is_file()
    except (OSError, ValueError):
        is_there = False
    if not path or not is_there:
        raise InvalidInput("There is no such recording in the folder", field="source.path")
    return found


def spec_of(agent_id: str, document: AgentDocument, folder: Path, sockets: int) -> AgentSpec:
    """The agent as the worker takes it."""
    addresses, source = document.addresses, document.source
    is_recording = source.kind in FROM_FILES
    is_made = source.kind == "modules"
    origin = "demo switch"
    if is_recording or is_made:
        origin = (source.target or source.path) if is_recording else ", ".join(source.modules)
    return AgentSpec(
        id=agent_id,
        name=document.name,
        community=os.fsencode(addresses.community),
        recording=str(folder / source.path) if is_recording else "",
        source=origin,
        modules=source.modules if is_made else [],
        rows=source.rows,
        context=addresses.context.encode(),
        user=addresses.user,
        engine_id=parse_engine_id(document.engine_id) if document.engine_id else b"",
        seed=document.seed,
        sockets=sockets,
    )


def _check_size(field: str, text: str, most: int, *, least: int = 0) -> None:
    try:
        size = len(text.encode())
    except UnicodeEncodeError:
        raise InvalidInput("It is no text that can be sent", field=field) from None
    if not least <= size <= most:
        raise InvalidInput(f"It has {least} to {most} octets", field=field)
