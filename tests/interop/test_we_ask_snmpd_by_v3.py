"""Our manager asks net-snmp's snmpd by SNMPv3: every pair of protocols, every fault, restarts."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

import pytest

from tests.interop.conftest import FindTool, Peer, running, snmpd_command, wait_for_answer
from tests.interop.security import AUTH_PASSWORD, PAIRS, create_user_lines, credentials, user_name
from tests.ports import free_port
from trishul.datatypes.netsnmp_text import netsnmp_line
from trishul.errors import RequestTimedOut, SecurityRefused
from trishul.protocol.security.keys import KeyForm, KeyMaterial, auth_key, priv_key
from trishul.protocol.security.protocols import AuthProtocol, PrivProtocol, SecurityLevel
from trishul.protocol.security.secrets import Secret
from trishul.protocol.security.users import UserCredentials
from trishul.snmp import Manager, Target

if TYPE_CHECKING:
    from tests.interop.conftest import NetSnmp

SYS_NAME = "1.3.6.1.2.1.1.5.0"
SYSTEM = "1.3.6.1.2.1.1"
OVERRIDES = "1.3.6.1.4.1.8072.9999.9999"
ENGINE_ID = bytes.fromhex("80001f8804696e7465726f70")
SHA, AES = AuthProtocol.SHA256, PrivProtocol.AES128
CONFIGURATION = "\n".join(
    [
        f"exactEngineID 0x{ENGINE_ID.hex()}",
        "sysname interop",
        "syscontact ops@example.net",
        *(f'override {OVERRIDES}.{row}.0 octet_str "{"x" * 100}{row}"' for row in range(1, 60)),
        *(f"rouser {user_name(auth, priv)} {'noauth' if auth is None else 'auth'}" for auth, priv in PAIRS),
    ]
)

StartSnmpd: TypeAlias = Callable[[Path, int, int], AbstractContextManager[Peer]]


@pytest.fixture(scope="module")
def start_snmpd(tool: FindTool, netsnmp: NetSnmp) -> StartSnmpd:
    """Starts snmpd in a folder, on a port, as one that had been started so often before."""

    @contextmanager
    def start(folder: Path, port: int, boots: int) -> Iterator[Peer]:
        configuration = folder / "users.conf"
        configuration.write_text(
            f"{CONFIGURATION}\noldEngineID 0x{ENGINE_ID.hex()}\nengineBoots {boots}\n{create_user_lines()}"
        )
        peer = Peer("127.0.0.1", port)
        command = snmpd_command(tool, configuration, peer)
        environment = netsnmp.environment | {"SNMP_PERSISTENT_DIR": str(folder)}
        with running(subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL)) as process:
            wait_for_answer(netsnmp, process, "snmpget", "-v3", "-uuser", "-lnoAuthNoPriv", peer, SYS_NAME)
            yield peer

    return start


@pytest.fixture(scope="module")
def secure_snmpd(start_snmpd: StartSnmpd, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Peer]:
    with start_snmpd(tmp_path_factory.mktemp("snmpd-v3"), free_port(), 0) as peer:
        yield peer


def target_at(peer: Peer, user: UserCredentials, **settings: Any) -> Target:
    settings = {"timeout_s": 3.0, "retries": 1} | settings
    return Target(peer.host, peer.port, version="3", user=user, **settings)


@pytest.mark.parametrize(("auth", "priv"), PAIRS)
async def test_every_pair_of_protocols_gets_and_walks(
    netsnmp: NetSnmp, secure_snmpd: Peer, auth: AuthProtocol | None, priv: PrivProtocol | None
) -> None:
    options = "-v3", "-uuser", "-lnoAuthNoPriv", "-On", secure_snmpd
    target = target_at(secure_snmpd, credentials(auth, priv))
    async with Manager() as manager:
        (name,) = await manager.get(target, SYS_NAME)
        rows = [netsnmp_line(varbind) async for varbind in manager.walk(target, OVERRIDES)]
        assert dict(manager.drops) == {}
    assert netsnmp_line(name) == f'.{SYS_NAME} = STRING: "interop"'
    assert rows == netsnmp.lines("snmpbulkwalk", *options, OVERRIDES)


async def test_getnext_and_lower_levels(secure_snmpd: Peer) -> None:
    async with Manager() as manager:
        target = target_at(secure_snmpd, credentials(SHA, AES), security_level=SecurityLevel.AUTH_NO_PRIV)
        (varbind,) = await manager.getnext(target, "1.3.6.1.2.1.1.5")
        assert str(varbind.value) == "interop"


async def test_localized_keys_need_no_password(secure_snmpd: Peer) -> None:
    password, secret = KeyMaterial.password(AUTH_PASSWORD), KeyMaterial.password("pancakes4")
    user = UserCredentials(
        user_name(SHA, AES),
        SHA,
        KeyMaterial(KeyForm.LOCALIZED, Secret(auth_key(SHA, password, ENGINE_ID))),
        AES,
        KeyMaterial(KeyForm.LOCALIZED, Secret(priv_key(AES, SHA, secret, ENGINE_ID))),
    )
    async with Manager() as manager:
        (varbind,) = await manager.get(target_at(secure_snmpd, user, engine_id=ENGINE_ID), SYS_NAME)
        assert str(varbind.value) == "interop"


WRONG = KeyMaterial.password("wrong password")


@pytest.mark.parametrize(
    ("user", "settings", "counter"),
    [
        (UserCredentials("stranger"), {}, "usmStatsUnknownUserNames"),
        (UserCredentials("user", SHA, WRONG), {}, "usmStatsUnsupportedSecLevels"),
        (UserCredentials("user-SHA-256", SHA, WRONG), {}, "usmStatsWrongDigests"),
        (UserCredentials("user-SHA-256", AuthProtocol.MD5, WRONG), {}, "usmStatsWrongDigests"),
    ],
)
async def test_every_fault_is_told_by_the_name_of_its_counter(
    secure_snmpd: Peer, user: UserCredentials, settings: dict[str, str], counter: str
) -> None:
    async with Manager() as manager:
        with pytest.raises(SecurityRefused) as told:
            await manager.get(target_at(secure_snmpd, user, **settings), SYS_NAME)
    assert told.value.reason == counter


async def test_a_wrong_privacy_password_is_silence_as_with_snmpget(netsnmp: NetSnmp, secure_snmpd: Peer) -> None:
    """snmpd drops what decrypts to nonsense without a word (RFC 3412 §7.2 step 7)."""
    user = UserCredentials("user-SHA-256-AES", SHA, KeyMaterial.password(AUTH_PASSWORD), AES, WRONG)
    async with Manager() as manager:
        with pytest.raises(RequestTimedOut):
            await manager.get(target_at(secure_snmpd, user, timeout_s=0.3, retries=0), SYS_NAME)
    options = "-v3", f"-u{user.name}", "-lauthPriv", "-aSHA-256", f"-A{AUTH_PASSWORD}", "-xAES", "-Xwrong password"
    done = netsnmp.run("snmpget", "-r0", "-t0.3", *options, secure_snmpd, SYS_NAME)
    assert b"Timeout" in done.stderr


async def test_a_restarted_snmpd_is_followed(start_snmpd: StartSnmpd, tmp_path: Path) -> None:
    """RFC 3414 §2.3: the same engine with more boots."""
    port = free_port()
    async with Manager() as manager:
        for boots in (1, 2, 9):
            with start_snmpd(tmp_path, port, boots) as peer:
                (varbind,) = await manager.get(target_at(peer, credentials(SHA, AES)), SYS_NAME)
                assert str(varbind.value) == "interop"
        assert dict(manager.drops) == {}


async def test_an_snmpd_that_lost_its_boots_is_followed_after_it_was_silent_once(
    start_snmpd: StartSnmpd, tmp_path: Path
) -> None:
    port = free_port()
    async with Manager() as manager:
        with start_snmpd(tmp_path, port, 9) as peer:
            target = target_at(peer, credentials(SHA, AES), timeout_s=0.5, retries=0)
            await manager.get(target, SYS_NAME)
        with start_snmpd(tmp_path, port, 1):
            with pytest.raises(RequestTimedOut):
                await manager.get(target, SYS_NAME)
            (varbind,) = await manager.get(target, SYS_NAME)
            assert str(varbind.value) == "interop"
