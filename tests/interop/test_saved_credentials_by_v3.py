"""The command line writes by SNMPv3 at net-snmp's snmpd, and uses saved credentials with real peers."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from tests.interop.conftest import Peer, TrapLog, Trishul
from tests.interop.secure_snmpd import serving_snmpd
from tests.interop.security import AUTH_PASSWORD, PRIV_PASSWORD, SENDING_ENGINE_ID, credentials, user_name
from tests.unit.cli.test_saved_credentials import save
from trishul.protocol.security.protocols import AuthProtocol, PrivProtocol
from trishul.protocol.security.secrets import Secret
from trishul.services.credentials.forms import CredentialDraft
from trishul.services.user_texts import UserText

if TYPE_CHECKING:
    from tests.interop.conftest import FindTool, NetSnmp

SYS_LOCATION, COLD_START = "1.3.6.1.2.1.1.6.0", "1.3.6.1.6.3.1.1.5.1"
PAIRS: list[tuple[AuthProtocol | None, PrivProtocol | None]] = [
    (None, None),
    (AuthProtocol.SHA256, PrivProtocol.AES128),
    (AuthProtocol.SHA512, PrivProtocol.AES256_REEDER),
]
each_pair = pytest.mark.parametrize(("auth", "priv"), PAIRS)


@pytest.fixture(scope="module")
def writable_snmpd(tool: FindTool, netsnmp: NetSnmp, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Peer]:
    with serving_snmpd(tool, netsnmp, tmp_path_factory.mktemp("snmpd-saved")) as peer:
        yield peer


@pytest.fixture(scope="module")
def knowing(trishul: Trishul, tmp_path_factory: pytest.TempPathFactory) -> Trishul:
    """The command line with a data directory that knows every user by the name that snmpd knows, and no password."""
    folder = tmp_path_factory.mktemp("saved")
    asyncio.run(save(folder, *(draft(auth, priv) for auth, priv in PAIRS)))
    return Trishul(trishul.environment | {"TRISHUL_DATA_DIR": str(folder)})


def draft(auth: AuthProtocol | None, priv: PrivProtocol | None) -> CredentialDraft:
    name = user_name(auth, priv)
    user = UserText(
        name,
        auth_protocol=auth.label if auth else None,
        auth_secret=Secret(AUTH_PASSWORD) if auth else None,
        priv_protocol=priv.label if priv else None,
        priv_secret=Secret(PRIV_PASSWORD) if priv else None,
    )
    return CredentialDraft(name, "user", user=user)


def printed(command: Trishul, *arguments: str | Peer) -> list[str]:
    done = command.run(*arguments)
    assert (done.returncode, done.stderr) == (0, b"")
    return done.stdout.decode().splitlines()


@each_pair
def test_a_saved_user_sets_gets_and_walks_at_snmpd(
    knowing: Trishul, writable_snmpd: Peer, auth: AuthProtocol | None, priv: PrivProtocol | None
) -> None:
    who = user_name(auth, priv)
    line = f'.{SYS_LOCATION} = STRING: "{who}"'
    options = "--credential", who, writable_snmpd, SYS_LOCATION
    assert printed(knowing, "set", *options, "s", who) == [line]
    assert printed(knowing, "get", *options) == [line]
    assert printed(knowing, "walk", *options) == [line]


@each_pair
def test_a_user_of_the_options_sets_at_snmpd(
    trishul: Trishul, writable_snmpd: Peer, auth: AuthProtocol | None, priv: PrivProtocol | None
) -> None:
    words = ["-v", "3", "-u", user_name(auth, priv), "-l", credentials(auth, priv).level.label]
    words += ["-a", auth.label, "-A", "env:ONE"] if auth else []
    words += ["-x", priv.label, "-X", "env:OTHER"] if priv else []
    command = Trishul(trishul.environment | {"ONE": AUTH_PASSWORD, "OTHER": PRIV_PASSWORD})
    text = f"by options of {user_name(auth, priv)}"
    line = f'.{SYS_LOCATION} = STRING: "{text}"'
    assert printed(command, "set", *words, writable_snmpd, SYS_LOCATION, "s", text) == [line]


def test_what_snmpd_refuses_is_said_with_the_oid_and_exit_code_1(knowing: Trishul, writable_snmpd: Peer) -> None:
    options = "--credential", user_name(*PAIRS[1]), writable_snmpd, SYS_LOCATION
    before = printed(knowing, "get", *options)
    done = knowing.run("set", *options, "i", "1")
    assert done.returncode == 1
    assert f"trishul: {SYS_LOCATION} was not set: wrongType" in done.stderr.decode()
    assert printed(knowing, "get", *options) == before


@each_pair
def test_a_saved_user_sends_traps_and_informs_to_snmptrapd(
    knowing: Trishul, secure_snmptrapd: TrapLog, auth: AuthProtocol | None, priv: PrivProtocol | None
) -> None:
    who = user_name(auth, priv)
    for kind, option in (("trap", ("-e", SENDING_ENGINE_ID.hex())), ("inform", ("-Ci",))):
        text = f"{kind} of saved {who}."
        binding = SYS_LOCATION, "s", text
        done = knowing.run("trap", "send", "--credential", who, *option, secure_snmptrapd.peer, COLD_START, *binding)
        assert (done.returncode, done.stderr) == (0, b"")
        secure_snmptrapd.wait_for(text)
