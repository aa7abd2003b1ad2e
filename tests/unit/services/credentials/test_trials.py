"""Trying out who we are ends in a sentence, whatever the device does; our own agent plays the device."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator, Iterator
from dataclasses import replace

import pytest

from trishul.errors import InvalidInput, LimitReached
from trishul.protocol.security.keys import KeyMaterial
from trishul.protocol.security.protocols import AuthProtocol, PrivProtocol
from trishul.protocol.security.secrets import Secret
from trishul.protocol.security.users import UserCredentials
from trishul.services.credentials import trials as module
from trishul.services.credentials.identities import ChosenIdentity, NoCredentials
from trishul.services.credentials.trials import CredentialTests
from trishul.services.user_texts import UserText
from trishul.simulation.demo_switch import demo_switch
from trishul.snmp import Agent, LocalEngine

ENGINE_ID = bytes.fromhex("80001f880474657374")
KEYS = KeyMaterial.password("maplesyrup"), KeyMaterial.password("pancakes4")
BERT = UserText("bert", None, "SHA-256", Secret("maplesyrup"), priv_protocol="AES", priv_secret=Secret("pancakes4"))


@pytest.fixture
async def agent() -> AsyncIterator[Agent]:
    user = UserCredentials("bert", AuthProtocol.SHA256, KEYS[0], PrivProtocol.AES128, KEYS[1])
    now = asyncio.get_running_loop().time()
    engine = LocalEngine(ENGINE_ID, [user], {b"": demo_switch()}, boots=1, started_at=now)
    async with Agent({"public": demo_switch()}, engines={ENGINE_ID: engine}) as opened:
        yield opened


@pytest.fixture
def silent_port() -> Iterator[int]:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
        sock.bind(("127.0.0.1", 0))
        yield sock.getsockname()[1]


@pytest.fixture
def tests() -> CredentialTests:
    return CredentialTests(NoCredentials())


@pytest.mark.parametrize("version", ["1", "2c"])
async def test_a_right_community_is_told_the_uptime(tests: CredentialTests, agent: Agent, version: str) -> None:
    trial = await tests.run(ChosenIdentity(version=version), *agent.address[:2])
    assert (trial.works, trial.outcome, trial.level, trial.version) == (True, "ok", None, version)
    assert trial.uptime_s is not None
    assert "has been up for" in trial.message


async def test_a_right_user_is_told_at_his_level(tests: CredentialTests, agent: Agent) -> None:
    trial = await tests.run(ChosenIdentity(user=BERT), *agent.address[:2])
    assert (trial.works, trial.level, trial.version) == (True, "authPriv", "3")


@pytest.mark.parametrize(
    ("user", "outcome", "words"),
    [
        (replace(BERT, user="ernie"), "usmStatsUnknownUserNames", "the user is not known there"),
        (
            replace(BERT, auth_secret=Secret("wrong one")),
            "usmStatsWrongDigests",
            "authentication password, key or protocol",
        ),
        (replace(BERT, auth_protocol="SHA-512"), "usmStatsWrongDigests", "authentication password, key or protocol"),
        (
            replace(BERT, priv_secret=Secret("wrong one")),
            "usmStatsDecryptionErrors",
            "privacy password, key or protocol",
        ),
        (replace(BERT, context="elsewhere"), "snmpUnknownContexts", "the context is not known there"),
    ],
)
async def test_each_refusal_has_its_sentence(
    tests: CredentialTests, agent: Agent, user: UserText, outcome: str, words: str
) -> None:
    trial = await tests.run(ChosenIdentity(user=user), *agent.address[:2])
    assert (trial.works, trial.outcome) == (False, outcome)
    assert words in trial.message
    assert trial.uptime_s is None


async def test_a_wrong_community_is_told_where_the_agent_is_there(tests: CredentialTests, agent: Agent) -> None:
    chosen = ChosenIdentity(community=Secret("a guess"))
    trial = await tests.run(chosen, "127.0.0.1", agent.address[1], timeout_s=2, retries=0)
    assert (trial.works, trial.outcome) == (False, "community_refused")
    assert "Check the community" in trial.message
    assert "a guess" not in trial.message


@pytest.mark.parametrize(
    ("chosen", "hint"),
    [
        (ChosenIdentity(), "community is wrong"),
        (ChosenIdentity(user=BERT), "privacy password"),
        (ChosenIdentity(user=UserText("bert")), "does not serve SNMPv3"),
    ],
)
async def test_silence_is_told_with_what_it_may_mean(
    tests: CredentialTests, silent_port: int, chosen: ChosenIdentity, hint: str
) -> None:
    trial = await tests.run(chosen, "127.0.0.1", silent_port, timeout_s=0.05, retries=0)
    assert (trial.works, trial.outcome) == (False, "timeout")
    assert hint in trial.message


async def test_a_host_that_is_not_there_says_nothing_about_the_credential(tests: CredentialTests) -> None:
    trial = await tests.run(ChosenIdentity(), "no-such-host.invalid")
    assert (trial.outcome, trial.works) == ("unreachable", False)
    assert "Nothing was said about the credential" in trial.message


async def test_what_cannot_be_meant_is_an_error_before_anything_is_sent(tests: CredentialTests) -> None:
    with pytest.raises(InvalidInput) as raised:
        await tests.run(ChosenIdentity(credential="core"), "127.0.0.1")
    assert raised.value.field == "credential"


async def test_only_so_many_run_at_a_time(
    tests: CredentialTests, silent_port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "MAX_CONCURRENT", 1)
    runs = [tests.run(ChosenIdentity(), "127.0.0.1", silent_port, timeout_s=0.05, retries=0) for _ in range(2)]
    outcomes = await asyncio.gather(*runs, return_exceptions=True)
    assert [isinstance(outcome, LimitReached) for outcome in outcomes] == [False, True]


@pytest.mark.parametrize(
    ("seconds", "words"), [(0.4, "0 s"), (59, "59 s"), (61, "1 min 1 s"), (3600, "1 h 0 min"), (200_000, "2 d 7 h")]
)
def test_a_duration_is_told_in_its_two_largest_units(seconds: float, words: str) -> None:
    assert module._duration(seconds) == words
