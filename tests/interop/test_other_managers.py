"""Managers that share no code with ours or with net-snmp ask our agent: pysnmp, gufo-snmp (Rust) and snmp.

They know what net-snmp does not: 3DES, and AES-192 and AES-256 with Reeder's key extension.
"""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import Iterator
from typing import Any

import pytest
from gufo.snmp import (
    Aes128Key,
    Aes192Key,
    Aes256Key,
    DesKey,
    Md5Key,
    Sha1Key,
    Sha224Key,
    Sha256Key,
    Sha384Key,
    Sha512Key,
    User,
)
from gufo.snmp.sync import SnmpSession
from gufo.snmp.user import KeyExpansion
from pysnmp.hlapi.v3arch import asyncio as pysnmp
from snmp import Engine, SNMPv3
from snmp.security.usm.auth import HmacMd5, HmacSha, HmacSha224, HmacSha256, HmacSha384, HmacSha512
from snmp.security.usm.cisco.priv import CiscoAesCfb192, CiscoAesCfb256
from snmp.security.usm.eso.priv import EsoAesCfb192, EsoAesCfb256
from snmp.security.usm.priv import AesCfb128, DesCbc

from tests.interop.pysnmp_protocols import PYSNMP_AUTHS, PYSNMP_PRIVS
from tests.interop.security import AUTH_PASSWORD, PRIV_PASSWORD, user_name
from tests.interop.served_engine import ROWS, SYS_NAME, Serving, serving
from trishul.protocol.security.protocols import AuthProtocol, PrivProtocol

ALL_PAIRS = list(itertools.product(AuthProtocol, PrivProtocol))
"""Each with each: what one pair does wrong with lengths, another does not show."""

GUFO_AUTHS = dict(zip(AuthProtocol, (Md5Key, Sha1Key, Sha224Key, Sha256Key, Sha384Key, Sha512Key), strict=True))
GUFO_PRIVS = {
    PrivProtocol.DES: DesKey,
    PrivProtocol.AES128: Aes128Key,
    PrivProtocol.AES192: Aes192Key,
    PrivProtocol.AES256: Aes256Key,
    PrivProtocol.AES192_REEDER: Aes192Key,
    PrivProtocol.AES256_REEDER: Aes256Key,
}
SNMP_AUTHS = dict(zip(AuthProtocol, (HmacMd5, HmacSha, HmacSha224, HmacSha256, HmacSha384, HmacSha512), strict=True))
SNMP_PRIVS = {
    PrivProtocol.DES: DesCbc,
    PrivProtocol.AES128: AesCfb128,
    PrivProtocol.AES192: EsoAesCfb192,
    PrivProtocol.AES256: EsoAesCfb256,
    PrivProtocol.AES192_REEDER: CiscoAesCfb192,
    PrivProtocol.AES256_REEDER: CiscoAesCfb256,
}


@pytest.fixture(scope="module")
def served() -> Iterator[Serving]:
    with serving([(None, None), *((auth, None) for auth in AuthProtocol), *ALL_PAIRS]) as found:
        yield found


def port_of(served: Serving) -> int:
    return int(served.agent.address[1])


def usm_user(auth: AuthProtocol | None, priv: PrivProtocol | None) -> pysnmp.UsmUserData:
    return pysnmp.UsmUserData(
        user_name(auth, priv),
        authKey=AUTH_PASSWORD if auth else None,
        privKey=PRIV_PASSWORD if priv else None,
        authProtocol=PYSNMP_AUTHS[auth] if auth else pysnmp.USM_AUTH_NONE,
        privProtocol=PYSNMP_PRIVS[priv] if priv else pysnmp.USM_PRIV_NONE,
    )


async def pysnmp_gets(port: int, auth: AuthProtocol | None, priv: PrivProtocol | None) -> Any:
    """sysName.0 and the first rows of the table, asked by pysnmp."""
    engine = pysnmp.SnmpEngine()
    try:
        target = await pysnmp.UdpTransportTarget.create(("127.0.0.1", port), timeout=3, retries=0)
        user, context = usm_user(auth, priv), pysnmp.ContextData()
        name = await pysnmp.get_cmd(
            engine, user, target, context, pysnmp.ObjectType(pysnmp.ObjectIdentity(SYS_NAME)), lookupMib=False
        )
        rows = await pysnmp.bulk_cmd(
            engine, user, target, context, 0, 3, pysnmp.ObjectType(pysnmp.ObjectIdentity(ROWS)), lookupMib=False
        )
    finally:
        engine.close_dispatcher()
    return [
        (failure, int(status), [value.asOctets() for _, value in found]) for failure, status, _, found in (name, rows)
    ]


@pytest.mark.parametrize(("auth", "priv"), [(None, None), (AuthProtocol.SHA, None), *ALL_PAIRS])
def test_pysnmp_gets_and_bulks_with_every_pair(
    served: Serving, auth: AuthProtocol | None, priv: PrivProtocol | None
) -> None:
    name, rows = asyncio.run(pysnmp_gets(port_of(served), auth, priv))
    assert name == (None, 0, [b"switch-1"])
    assert rows == (None, 0, [f"{row:03}".encode() + b"y" * 97 for row in range(1, 4)])


def gufo_user(auth: AuthProtocol, priv: PrivProtocol | None) -> User:
    is_reeder = priv in {PrivProtocol.AES192_REEDER, PrivProtocol.AES256_REEDER}
    return User(
        user_name(auth, priv),
        auth_key=GUFO_AUTHS[auth](AUTH_PASSWORD.encode()),
        priv_key=GUFO_PRIVS[priv](PRIV_PASSWORD.encode()) if priv else None,
        key_expansion=KeyExpansion.Cisco if is_reeder else KeyExpansion.Blumenthal,
    )


@pytest.mark.parametrize(
    ("auth", "priv"), [*((auth, None) for auth in AuthProtocol), *(pair for pair in ALL_PAIRS if pair[1] in GUFO_PRIVS)]
)
def test_gufo_snmp_gets_and_walks_with_every_pair(
    served: Serving, auth: AuthProtocol, priv: PrivProtocol | None
) -> None:
    with SnmpSession("127.0.0.1", port_of(served), user=gufo_user(auth, priv), timeout=3.0) as session:
        session.refresh()
        assert session.get(SYS_NAME) == b"switch-1"
        walked = dict(session.getbulk(ROWS))
    assert walked == {f"{ROWS}.{row}": f"{row:03}".encode() + b"y" * 97 for row in range(1, 101)}


@pytest.mark.parametrize(
    ("auth", "priv"), [*((auth, None) for auth in AuthProtocol), *(pair for pair in ALL_PAIRS if pair[1] in SNMP_PRIVS)]
)
def test_snmp_gets_and_bulks_with_every_pair(served: Serving, auth: AuthProtocol, priv: PrivProtocol | None) -> None:
    secrets: dict[str, Any] = {"authProtocol": SNMP_AUTHS[auth], "authSecret": AUTH_PASSWORD.encode()}
    if priv is not None:
        secrets |= {"privProtocol": SNMP_PRIVS[priv], "privSecret": PRIV_PASSWORD.encode()}
    engine = Engine(SNMPv3)
    engine.addUser(user_name(auth, priv), **secrets)
    manager = engine.Manager(("127.0.0.1", port_of(served)))
    (name,) = manager.get(SYS_NAME, timeout=3.0)
    assert name.value.data == b"switch-1"
    rows = manager.getBulk(ROWS, maxRepetitions=3, timeout=3.0)
    assert [row.value.data for row in rows] == [f"{row:03}".encode() + b"y" * 97 for row in range(1, 4)]
    manager.channel.transport.close()
