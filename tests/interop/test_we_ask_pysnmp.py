"""Our manager asks an agent made with pysnmp: 3DES and Reeder's keys, which net-snmp's agent does not have."""

from __future__ import annotations

import itertools
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.interop.conftest import running
from tests.interop.security import credentials
from trishul.datatypes.oid import Oid
from trishul.errors import SecurityRefused
from trishul.protocol.security.keys import KeyMaterial
from trishul.protocol.security.protocols import AuthProtocol, PrivProtocol
from trishul.protocol.security.users import UserCredentials
from trishul.snmp import Manager, Target

SYSTEM = Oid("1.3.6.1.2.1.1")
AGENT = Path(__file__).with_name("pysnmp_agent.py")
CHECKOUT = AGENT.parents[2]


@pytest.fixture(scope="module")
def agent_port() -> Iterator[int]:
    path = os.pathsep.join((str(CHECKOUT), os.environ.get("PYTHONPATH", "")))
    environment = os.environ | {"PYTHONPATH": path}
    started = subprocess.Popen([sys.executable, AGENT], env=environment, stdout=subprocess.PIPE, text=True)
    with running(started) as process:
        assert process.stdout is not None
        yield int(process.stdout.readline())


def target_at(port: int, user: UserCredentials) -> Target:
    return Target("127.0.0.1", port, version="3", user=user, timeout_s=5.0, retries=0)


@pytest.mark.parametrize(("auth", "priv"), list(itertools.product(AuthProtocol, PrivProtocol)))
async def test_every_pair_of_protocols_is_understood(agent_port: int, auth: AuthProtocol, priv: PrivProtocol) -> None:
    target = target_at(agent_port, credentials(auth, priv))
    async with Manager() as manager:
        (description,) = await manager.get(target, SYSTEM.child(1).child(0))
        assert b"PySNMP" in description.contents
        rows = [varbind async for varbind in manager.walk(target, SYSTEM, max_repetitions=5)]
    assert len(rows) > 7
    assert rows[0] == description


async def test_a_wrong_privacy_password_is_told(agent_port: int) -> None:
    right = credentials(AuthProtocol.SHA, PrivProtocol.TRIPLE_DES)
    wrong = UserCredentials(right.name, right.auth, right.auth_key, right.priv, KeyMaterial.password("wrong password"))
    async with Manager() as manager:
        with pytest.raises(SecurityRefused):
            await manager.get(target_at(agent_port, wrong), SYSTEM.child(1).child(0))
