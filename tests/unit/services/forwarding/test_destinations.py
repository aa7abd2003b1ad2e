"""Destinations are saved with their headers sealed; a header goes to the place that it was given for and no other."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.unit.services.destinations_desk import SYSLOG, DestinationsDesk
from trishul.errors import InvalidInput
from trishul.protocol.security.secrets import Secret
from trishul.services.credentials.credentials import CredentialLocked, NameTaken
from trishul.services.credentials.forms import CredentialDraft
from trishul.services.credentials.secret_box import KEY_FILE
from trishul.services.forwarding.destinations import DestinationInUse, NoSuchDestination
from trishul.store.database import Database
from trishul.store.saved_documents import DocumentKind, load_saved_documents

HOOK = {"kind": "webhook", "name": "hook", "url": "https://a.example/x", "headers": {"X-Key": "s3cret"}}


@pytest.fixture
def desk(database: Database, tmp_path: Path) -> DestinationsDesk:
    return DestinationsDesk(database, tmp_path)


async def header(desk: DestinationsDesk) -> bytes:
    document = desk.destinations.get("hook").document
    return (await desk.destinations.headers_of(document))["X-Key"].reveal()  # type: ignore[arg-type]


async def test_headers_lie_sealed_in_the_database_and_survive_changes(desk: DestinationsDesk, tmp_path: Path) -> None:
    saved = await desk.destinations.create(HOOK)
    assert "s3cret" not in repr(saved)
    kept = HOOK | {"url": "https://a.example/y", "headers": {"X-Key": None}}
    await desk.destinations.replace("hook", kept)
    again = DestinationsDesk(desk.database, tmp_path)
    await again.destinations.open()
    assert await header(again) == b"s3cret"
    async with desk.database.read() as connection:
        (row,) = await load_saved_documents(connection, DocumentKind.DESTINATION)
    assert "X-Key" in row.document
    assert "s3cret" not in row.document
    moved = kept | {"url": "https://b.example/y"}
    with pytest.raises(InvalidInput, match="none is saved for this address"):
        await desk.destinations.replace("hook", moved)
    (tmp_path / KEY_FILE).unlink()
    with pytest.raises(CredentialLocked, match="Enter it again"):
        await header(again)


async def test_a_name_is_taken_once_and_stays_while_rules_know_it(desk: DestinationsDesk) -> None:
    await desk.save()
    with pytest.raises(NameTaken):
        await desk.save()
    desk.destinations.rules_of = lambda name: ["one"] if name == "log" else []
    with pytest.raises(DestinationInUse, match="'one'"):
        await desk.destinations.replace("log", SYSLOG | {"name": "other"})
    with pytest.raises(DestinationInUse):
        await desk.destinations.delete("log")
    desk.destinations.rules_of = lambda _: []
    await desk.destinations.replace("log", SYSLOG | {"name": "other"})
    await desk.destinations.delete("other")
    with pytest.raises(NoSuchDestination):
        desk.destinations.get("other")
    assert desk.destinations.find("other") is None


async def test_a_credential_that_is_renamed_takes_its_destinations_along(desk: DestinationsDesk) -> None:
    desk.credentials.named_by.append(desk.destinations)
    await desk.credentials.create(CredentialDraft("ops", "community", Secret("c")))
    await desk.destinations.create({"kind": "snmp", "name": "nms", "host": "127.0.0.1", "credential": "ops"})
    assert desk.destinations.names_with_credential("ops") == ["nms"]
    await desk.credentials.update("ops", {"name": "night"})
    assert desk.destinations.names_with_credential("night") == ["nms"]
