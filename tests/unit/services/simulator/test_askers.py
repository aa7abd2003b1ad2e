"""Whom the simulator answers: saved users with master keys made once, and saved communities."""

from __future__ import annotations

from trishul.protocol.security.keys import KeyMaterial
from trishul.protocol.security.protocols import AuthProtocol, SecurityLevel
from trishul.protocol.security.secrets import Secret
from trishul.protocol.security.users import UserCredentials
from trishul.services.credentials.forms import Credential
from trishul.services.simulator.askers import NoSimulatorCredentials, SimulatorAskers
from trishul.services.user_texts import SnmpIdentity

BERT = Credential(
    "1", "bert", "user",
    SnmpIdentity(
        "3", user=UserCredentials("bert", AuthProtocol.SHA, KeyMaterial.password("maplesyrup")),
        level=SecurityLevel.AUTH_NO_PRIV,
    ),
    for_receiver=False, for_simulator=True,
)  # fmt: skip
SECOND = Credential(
    "2", "second", "community", SnmpIdentity("2c", community=Secret("another")), for_receiver=False, for_simulator=True
)


class Saved:
    def __init__(self, *credentials: Credential) -> None:
        self.credentials = list(credentials)

    def for_simulator(self) -> list[Credential]:
        return self.credentials


async def test_users_come_with_master_keys_and_communities_as_they_are() -> None:
    served = await SimulatorAskers(Saved(BERT, SECOND)).gather()
    assert [(user.name, user.auth_form) for user in served.users] == [("bert", "master")]
    assert served.communities == [b"another"]
    assert "another" not in repr(served)


async def test_who_was_not_saved_again_costs_nothing() -> None:
    saved = Saved(BERT)
    askers = SimulatorAskers(saved)
    first = (await askers.gather()).users[0]
    assert (await askers.gather()).users[0] is first
    saved.credentials = []
    assert (await askers.gather()).users == []


async def test_nobody_is_saved() -> None:
    assert (await SimulatorAskers(NoSimulatorCredentials()).gather()).users == []
