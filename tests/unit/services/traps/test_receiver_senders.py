"""What the receiver's worker is told of the saved credentials."""

from __future__ import annotations

from tests.unit.services.traps.test_traps import OPS, SavedByHand, a_credential
from trishul.protocol.security.keys import KeyForm, KeyMaterial
from trishul.protocol.security.protocols import SecurityLevel
from trishul.protocol.security.secrets import Secret
from trishul.protocol.security.users import UserCredentials
from trishul.services.credentials.forms import Credential
from trishul.services.traps.receiver_senders import NoReceiverCredentials, ReceiverSenders
from trishul.services.user_texts import SnmpIdentity


def a_community(name: str) -> Credential:
    return Credential(name, name, "community", SnmpIdentity("2c", Secret(name)), for_receiver=True, for_simulator=False)


async def test_without_a_community_that_of_every_sender_is_taken() -> None:
    saved = SavedByHand()
    saved.credentials = [a_community("lab")]
    senders = ReceiverSenders(saved)
    assert (await senders.gather(None)).communities is None
    assert (await senders.gather("public")).communities == [b"public", b"lab"]


async def test_users_travel_with_master_keys_their_level_and_the_engine_they_are_pinned_to() -> None:
    saved = SavedByHand()
    engine_id = bytes.fromhex("80001f88046f74686572")
    identity = SnmpIdentity("3", None, OPS, SecurityLevel.AUTH_NO_PRIV, "", engine_id)
    saved.credentials = [Credential("1", "ops", "user", identity, for_receiver=True, for_simulator=False)]
    (user,) = (await ReceiverSenders(saved).gather(None)).users
    assert (user.name, user.level, user.engine_id) == ("ops", SecurityLevel.AUTH_NO_PRIV, engine_id)
    assert (user.auth_form, user.priv_secret) == ("master", b"")


async def test_who_was_saved_again_is_renewed_and_others_are_not() -> None:
    saved = SavedByHand()
    saved.credentials = [a_credential("a"), a_credential("b", UserCredentials("bert"))]
    senders = ReceiverSenders(saved)
    assert (await senders.gather(None)).renewed == []
    assert (await senders.gather(None)).renewed == []
    saved.credentials = [a_credential("a"), saved.credentials[1]]
    told = await senders.gather(None)
    assert (told.renewed, [user.name for user in told.users]) == (["ops"], ["ops", "bert"])


async def test_master_keys_are_taken_as_they_are() -> None:
    saved = SavedByHand()
    user = UserCredentials("m", OPS.auth, KeyMaterial(KeyForm.MASTER, Secret(bytes(32))))
    saved.credentials = [a_credential("m", user)]
    (told,) = (await ReceiverSenders(saved).gather(None)).users
    assert told.auth_secret == bytes(32)


async def test_nobody_saved_is_nobody_believed() -> None:
    assert (await ReceiverSenders(NoReceiverCredentials()).gather("public")).users == []
