"""The options of SNMPv3: from net-snmp's letters to credentials."""

from __future__ import annotations

import click
import pytest
from click.testing import CliRunner

from trishul.cli.secret_words import SecretWord
from trishul.cli.security import AUTH_PASSWORD, PRIV_PASSWORD, SecurityWords, read_security, security_options
from trishul.protocol.security.keys import KeyForm, KeyMaterial
from trishul.protocol.security.protocols import AuthProtocol, PrivProtocol, SecurityLevel

ENGINE_ID = "80001f8804696e7465726f70"


@pytest.fixture(autouse=True)
def no_passwords(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(AUTH_PASSWORD, raising=False)
    monkeypatch.delenv(PRIV_PASSWORD, raising=False)
    monkeypatch.setattr("trishul.cli.security.can_ask", lambda: False)


def words_of(*arguments: str) -> SecurityWords:
    read: list[SecurityWords] = []

    @click.command()
    @security_options
    def command(security: SecurityWords) -> None:
        read.append(security)

    done = CliRunner().invoke(command, list(arguments))
    assert done.exit_code == 0, done.output
    return read[0]


def test_netsnmps_letters_make_a_user_and_a_level() -> None:
    arguments = "-u bert -l authPriv -a SHA-512 -A maplesyrup -x AES-256-C -X pancakes -n blue -E 0x80001f8804ff"
    settings = read_security(words_of(*arguments.split(), "-e", ENGINE_ID))
    user = settings.user
    assert (user.name, user.auth, user.priv) == ("bert", AuthProtocol.SHA512, PrivProtocol.AES256_REEDER)
    assert (user.auth_key, user.priv_key) == (KeyMaterial.password("maplesyrup"), KeyMaterial.password("pancakes"))
    assert (settings.level, settings.context) == (SecurityLevel.AUTH_PRIV, "blue")
    assert settings.engine_id.hex() == ENGINE_ID
    assert settings.context_engine_id.hex() == "80001f8804ff"
    assert "maplesyrup" not in repr(settings)


@pytest.mark.parametrize(("letters", "form"), [(("-3m", "-3M"), KeyForm.MASTER), (("-3k", "-3K"), KeyForm.LOCALIZED)])
def test_keys_come_in_hexadecimal(letters: tuple[str, str], form: KeyForm) -> None:
    auth, priv = letters
    words = words_of("-u", "bert", "-a", "MD5", auth, "0x" + "ab" * 16, "-x", "DES", priv, "cd" * 16)
    user = read_security(words).user
    assert user.auth_key == KeyMaterial.from_hex(form, "ab" * 16)
    assert user.priv_key == KeyMaterial.from_hex(form, "cd" * 16)


def test_passwords_come_from_the_environment_where_none_is_given(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(AUTH_PASSWORD, "maplesyrup")
    monkeypatch.setenv(PRIV_PASSWORD, "pancakes")
    user = read_security(words_of("-u", "bert", "-a", "SHA", "-x", "AES")).user
    assert (user.auth_key, user.priv_key) == (KeyMaterial.password("maplesyrup"), KeyMaterial.password("pancakes"))


def test_who_sits_at_a_terminal_is_asked_for_what_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("trishul.cli.security.can_ask", lambda: True)
    monkeypatch.setattr("trishul.cli.security.ask_for", lambda what: f"answer to {what}")
    user = read_security(words_of("-u", "bert", "-a", "SHA", "-x", "AES")).user
    assert user.auth_key == KeyMaterial.password("answer to Authentication password")
    assert user.priv_key == KeyMaterial.password("answer to Privacy password")


def test_a_lower_level_asks_for_no_secret_it_does_not_use() -> None:
    settings = read_security(SecurityWords(user="bert", level="noAuthNoPriv", auth_protocol="SHA", priv_protocol="AES"))
    assert settings.level is SecurityLevel.NO_AUTH_NO_PRIV


SECRET = SecretWord("maplesyrup")


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (SecurityWords(), "needs a user"),
        (SecurityWords(user="bert", level="authPriv"), "-l authPriv needs -a"),
        (SecurityWords(user="bert", level="authPriv", auth_protocol="SHA", auth_password=SECRET), "needs -x"),
        (SecurityWords(user="bert", level="most"), "is no security level"),
        (SecurityWords(user="bert", auth_protocol="CRC"), "is no authentication protocol"),
        (SecurityWords(user="bert", auth_password=SECRET), "needs its protocol, such as -a"),
        (SecurityWords(user="bert", auth_protocol="SHA", auth_password=SECRET, priv_key=SECRET), "such as -x"),
        (SecurityWords(user="bert", priv_protocol="AES", priv_password=SECRET), "add -a"),
        (SecurityWords(user="bert", auth_protocol="SHA"), f"is missing: .* or set {AUTH_PASSWORD}"),
        (SecurityWords(user="bert", auth_protocol="SHA", auth_password=SecretWord("short")), "at least 8"),
        (SecurityWords(user="bert", auth_protocol="SHA", auth_key=SECRET), "hexadecimal"),
        (SecurityWords(user="bert", auth_protocol="SHA", auth_key=SECRET, auth_password=SECRET), "give one of"),
        (SecurityWords(user="bert", engine_id="80"), "An engine ID has"),
        (SecurityWords(user="b" * 33), "1 to 32"),
    ],
)
def test_what_does_not_go_together_is_wrong_usage(words: SecurityWords, message: str) -> None:
    with pytest.raises(click.UsageError, match=message) as told:
        read_security(words)
    assert "maplesyrup" not in str(told.value)


def test_the_words_show_no_secret_and_name_the_option_that_was_given() -> None:
    words = words_of("-A", "maplesyrup", "-n", "blue")
    assert "maplesyrup" not in repr(words)
    assert words.find_given() == "-A"
    assert SecurityWords().find_given() is None
