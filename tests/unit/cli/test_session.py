"""From the options of a command line to a target."""

from __future__ import annotations

import asyncio
from pathlib import Path

import click
import pytest

from tests.unit.cli.test_saved_credentials import save
from trishul.cli.addresses import PeerAddress
from trishul.cli.main import run
from trishul.cli.secret_words import SecretWord
from trishul.cli.security import SecurityWords
from trishul.cli.session import open_session
from trishul.protocol.security.protocols import SecurityLevel
from trishul.protocol.security.secrets import Secret
from trishul.services.credentials.forms import CredentialDraft
from trishul.services.user_texts import UserText

PUBLIC = SecretWord("public")


def test_the_target_is_what_the_options_say_and_octets_of_the_community_survive() -> None:
    session = open_session("1", SecretWord("gehe\udce9m"), 0.5, 2, SecurityWords())
    target = session.target(PeerAddress("switch", 1161, 6))
    assert (target.host, target.port, target.version, target.ip_version) == ("switch", 1161, "1", 6)
    assert (target.timeout_s, target.retries, target.community) == (0.5, 2, b"gehe\xe9m")


def test_the_community_shows_in_no_representation() -> None:
    session = open_session(None, SecretWord("secret-one"), 1.0, 3, SecurityWords())
    assert session.version == "2c"
    assert "secret-one" not in repr(session)
    assert "secret-one" not in repr(session.target(PeerAddress("switch", 161)))


def test_a_user_means_version_3() -> None:
    session = open_session(None, PUBLIC, 1.0, 3, SecurityWords(user="bert", context="blue", engine_id="80001f8804ff"))
    target = session.target(PeerAddress("switch", 161))
    assert (session.version, target.version) == ("3", "3")
    assert (target.context, target.engine_id.hex()) == ("blue", "80001f8804ff")
    assert target.security_level is SecurityLevel.NO_AUTH_NO_PRIV


@pytest.mark.parametrize(
    ("version", "words", "message"),
    [
        ("2c", SecurityWords(user="bert"), "-u belongs to SNMPv3"),
        ("1", SecurityWords(context="blue"), "-n belongs to SNMPv3"),
        (None, SecurityWords(context="blue"), "-n belongs to SNMPv3"),
        ("3", SecurityWords(), "needs a user"),
    ],
)
def test_options_of_another_version_are_wrong_usage(version: str | None, words: SecurityWords, message: str) -> None:
    with pytest.raises(click.UsageError, match=message):
        open_session(version, PUBLIC, 1.0, 3, words)


@pytest.fixture
def saved(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data directory with a user without secrets and the agent's community."""
    monkeypatch.delenv("TRISHUL_DATABASE_URL", raising=False)
    user = CredentialDraft("core", "user", user=UserText("bert"))
    community = CredentialDraft("lab", "community", community=Secret("secret"))
    asyncio.run(save(tmp_path, user, community))
    return tmp_path


def test_a_saved_community_asks_the_agent(saved: Path, agent: str, capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ["get", "--data-dir", str(saved), "--credential", "lab", agent, "1.3.6.1.2.1.1.5.0"]
    assert run(arguments) == 0
    assert capsys.readouterr() == ('.1.3.6.1.2.1.1.5.0 = STRING: "switch-1"\n', "")


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["--credential", "lab", "-u", "bert"], "is a community, which -u does not go with"),
        (["--credential", "lab", "-v", "3"], "is a community, which -v 3 does not go with"),
        (["--credential", "lab", "-c", "public"], "leave -c out"),
        (["--credential", "core", "-v", "2c"], "is a user, who needs -v 3"),
        (["--credential", "core", "-u", "bert"], "leave -u out"),
        (["--credential", "core", "-l", "authPriv"], "no password for authPriv"),
        (["--credential", "core", "-e", "80"], "An engine ID has"),
        (["--credential", "cire"], "No credential is saved as 'cire'"),
    ],
)
def test_what_a_saved_credential_does_not_go_with_is_wrong_usage(
    saved: Path, agent: str, words: list[str], message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["get", "--data-dir", str(saved), *words, agent, "1.3.6.1.2.1.1.5.0"]) == 2
    assert message in capsys.readouterr().err
