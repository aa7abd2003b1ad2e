"""Saved targets hold no secret, name a credential, and become walks."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from trishul.errors import InvalidInput
from trishul.protocol.security.secrets import Secret
from trishul.services.credentials.credentials import CredentialLocked, UnknownCredential
from trishul.services.credentials.forms import Credential, CredentialDraft, checked
from trishul.services.credentials.identities import ChosenIdentity
from trishul.services.walks.targets import NoSuchTarget, TargetInUse, WalkTargets
from trishul.store.database import Database


class Saved:
    """Two credentials: one that opens, one that does not."""

    def get(self, name: str) -> Credential:
        if name == "lab":
            return checked(CredentialDraft("lab", "community", community=Secret("hidden")), "1")
        if name == "locked":
            raise CredentialLocked("Its key is not there")
        raise UnknownCredential(f"No credential is saved as '{name}'", field="credential")


@pytest.fixture
async def targets(database: Database) -> WalkTargets:
    made = WalkTargets(database, Saved(), lambda target: ["nightly"] if target == "asked" else [])
    await made.open()
    return made


async def test_a_target_is_saved_found_changed_and_forgotten(targets: WalkTargets, database: Database) -> None:
    made = await targets.create({"name": "core", "host": " 192.0.2.1 ", "credential": "lab", "port": 1161})
    assert (made.host, made.port, made.credential, made.retries) == ("192.0.2.1", 1161, "lab", 2)
    assert "hidden" not in msgspec.json.encode(made).decode()
    await targets.create({"name": "edge", "host": "edge.example"})
    assert [one.name for one in targets.all("192 LAB").targets] == ["core"]
    assert (await targets.update(made.id, {"timeout_s": 3})).timeout_s == 3.0
    again = WalkTargets(database, Saved())
    await again.open()
    assert [one.name for one in again.all().targets] == ["core", "edge"]
    await again.delete(made.id)
    with pytest.raises(NoSuchTarget):
        again.get(made.id)


async def test_a_walk_takes_all_that_is_saved_of_its_target(targets: WalkTargets) -> None:
    made = await targets.create({"name": "core", "host": "::1", "credential": "lab", "retries": 0, "transport": "tcp"})
    for name in ("core", made.id):
        walk = targets.order(name)
        assert (walk.target, walk.retries, walk.transport) == ("::1", 0, "tcp")
        assert walk.identity == ChosenIdentity("lab")
    with pytest.raises(InvalidInput) as refusal:
        targets.order("nobody")
    assert refusal.value.field == "saved_target"


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"name": ""}, "name"),
        ({"host": " "}, "host"),
        ({"host": "a b"}, "host"),
        ({"port": 0}, "port"),
        ({"port": "x"}, "port"),
        ({"timeout_s": 0}, "timeout_s"),
        ({"retries": 21}, "retries"),
        ({"max_repetitions": 1001}, "max_repetitions"),
        ({"credential": "nobody"}, "credential"),
        ({"credential": "lab", "version": "3"}, "version"),
        ({"version": "3"}, "user"),
        ({"community": "secret"}, None),
    ],
)
async def test_what_cannot_be_meant_is_refused_with_its_field(
    targets: WalkTargets, wrong: dict[str, Any], field: str | None
) -> None:
    with pytest.raises(InvalidInput) as refusal:
        await targets.create({"name": "core", "host": "192.0.2.1"} | wrong)
    assert refusal.value.field == field
    assert targets.all().targets == []


async def test_a_credential_that_is_locked_now_may_be_named(targets: WalkTargets) -> None:
    assert (await targets.create({"name": "core", "host": "192.0.2.1", "credential": "locked"})).credential == "locked"


async def test_a_target_that_a_job_asks_stays(database: Database) -> None:
    targets = WalkTargets(database, Saved(), lambda _: ["nightly"])
    made = await targets.create({"name": "core", "host": "192.0.2.1"})
    with pytest.raises(TargetInUse, match="nightly"):
        await targets.delete(made.id)
    assert targets.get(made.id) == made


async def test_targets_follow_a_credential_that_is_renamed(targets: WalkTargets, database: Database) -> None:
    core = await targets.create({"name": "core", "host": "192.0.2.1", "credential": "lab"})
    edge = await targets.create({"name": "edge", "host": "192.0.2.2"})
    async with database.write() as transaction:
        is_committed = await targets.rename_credential(transaction, "lab", "floor 2")
    assert targets.names_with_credential("lab") == ["core"]
    is_committed()
    assert targets.names_with_credential("floor 2") == ["core"]
    assert (targets.get(core.id).revision, targets.get(edge.id).revision) == (2, 1)
    again = WalkTargets(database, Saved())
    await again.open()
    assert again.order("core").identity == ChosenIdentity("floor 2")
