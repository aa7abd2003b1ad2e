"""SET by SNMPv3 with every pair of protocols: snmpset at our agent, our manager at snmpd."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from tests.interop.conftest import Peer
from tests.interop.secure_snmpd import serving_snmpd
from tests.interop.security import PAIRS, credentials, tool_options, user_name
from tests.interop.writable_agent import serving
from tests.unit.writable_device import UNKNOWN, writable_device
from trishul.protocol.security.protocols import AuthProtocol, PrivProtocol
from trishul.snmp import Manager, SetRejected, Target

if TYPE_CHECKING:
    from tests.interop.conftest import FindTool, NetSnmp

SYS_CONTACT, SYS_NAME, SYS_LOCATION = (f"1.3.6.1.2.1.1.{arc}.0" for arc in (4, 5, 6))
SHA, AES = AuthProtocol.SHA256, PrivProtocol.AES128
every_pair = pytest.mark.parametrize(("auth", "priv"), PAIRS)


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """Our agent with every user, at a device without MIBs: what it has may be written."""
    users = [credentials(auth, priv).with_master_keys() for auth, priv in PAIRS]
    with serving(writable_device(None), users=users) as served:
        yield served


@pytest.fixture(scope="module")
def writable_snmpd(tool: FindTool, netsnmp: NetSnmp, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Peer]:
    with serving_snmpd(tool, netsnmp, tmp_path_factory.mktemp("writable-snmpd-v3")) as peer:
        yield peer


@every_pair
def test_snmpset_writes_at_our_agent(
    netsnmp: NetSnmp, address: str, auth: AuthProtocol | None, priv: PrivProtocol | None
) -> None:
    name = f"set by {user_name(auth, priv)}"
    number = str(PAIRS.index((auth, priv)))
    options = *tool_options(auth, priv), "-On", address
    printed = [f'.{SYS_NAME} = STRING: "{name}"', f".{UNKNOWN}.1.0 = INTEGER: {number}"]
    assert netsnmp.lines("snmpset", *options, SYS_NAME, "s", name, f"{UNKNOWN}.1.0", "i", number) == printed
    assert netsnmp.lines("snmpget", *options, SYS_NAME, f"{UNKNOWN}.1.0") == printed


@every_pair
async def test_our_manager_writes_at_snmpd(
    netsnmp: NetSnmp, writable_snmpd: Peer, auth: AuthProtocol | None, priv: PrivProtocol | None
) -> None:
    who = user_name(auth, priv)
    values = {SYS_CONTACT: f"contact {who}", SYS_NAME: who, SYS_LOCATION: f"place {who}"}
    target = Target(*writable_snmpd, version="3", user=credentials(auth, priv), timeout_s=3.0)
    async with Manager() as manager:
        repeated = await manager.set(target, *values.items())
        assert dict(manager.drops) == {}
    assert {str(varbind.oid): str(varbind.value) for varbind in repeated} == values
    options = *tool_options(auth, priv), "-Oqv", writable_snmpd
    assert netsnmp.lines("snmpget", *options, *values) == [f'"{text}"' for text in values.values()]


async def test_a_refusal_at_snmpd_has_its_name_and_index_and_changes_nothing(
    netsnmp: NetSnmp, writable_snmpd: Peer
) -> None:
    target = Target(*writable_snmpd, version="3", user=credentials(SHA, AES), timeout_s=3.0)
    options = *tool_options(SHA, AES), "-Oqv", writable_snmpd, SYS_LOCATION
    before = netsnmp.lines("snmpget", *options)
    async with Manager() as manager:
        with pytest.raises(SetRejected) as told:
            await manager.set(target, (SYS_LOCATION, "nowhere"), (SYS_NAME, 1))
    assert (told.value.status_name, told.value.index, told.value.oid) == ("wrongType", 2, SYS_NAME)
    assert netsnmp.lines("snmpget", *options) == before
