"""msgMaxSize by SNMPv3: our agent answers managers that take little, our manager walks an agent that sends little.

RFC 3412 §6.2, RFC 3416 §4.2.1 and §4.2.3. The managers that announce a size are pysnmp's, the small agent is snmpd.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from pysnmp.hlapi.v3arch import asyncio as pysnmp

from tests.interop.conftest import FindTool
from tests.interop.pysnmp_protocols import PYSNMP_AUTHS, PYSNMP_PRIVS
from tests.interop.secure_snmpd import serving_snmpd
from tests.interop.security import AUTH_PASSWORD, PRIV_PASSWORD, credentials, tool_options, user_name
from tests.interop.served_engine import AES, ROWS, SHA, Serving, serving
from trishul.errors import ErrorResponse
from trishul.protocol.security.protocols import AuthProtocol, PrivProtocol
from trishul.snmp import Manager, Target

if TYPE_CHECKING:
    from tests.interop.conftest import NetSnmp

PAIRS: list[tuple[AuthProtocol | None, PrivProtocol | None]] = [
    (None, None),
    (SHA, None),
    (SHA, AES),
    (AuthProtocol.SHA512, PrivProtocol.DES),
]
ROW_OCTETS = 121
"""A binding of the agent's table: a value of 100 octets and its name."""
each_pair = pytest.mark.parametrize(("auth", "priv"), PAIRS)


@pytest.fixture(scope="module")
def served() -> Iterator[Serving]:
    with serving(PAIRS) as found:
        yield found


class SmallManager:
    """pysnmp, which takes messages of so many octets."""

    def __init__(self, served: Serving, size: int, auth: AuthProtocol | None, priv: PrivProtocol | None) -> None:
        self.port = int(served.agent.address[1])
        self.size = size
        self.user = pysnmp.UsmUserData(
            user_name(auth, priv),
            authKey=AUTH_PASSWORD if auth else None,
            privKey=PRIV_PASSWORD if priv else None,
            authProtocol=PYSNMP_AUTHS[auth] if auth else pysnmp.USM_AUTH_NONE,
            privProtocol=PYSNMP_PRIVS[priv] if priv else pysnmp.USM_PRIV_NONE,
        )

    def bulk(self, repetitions: int) -> Any:
        return asyncio.run(self._ask(pysnmp.bulk_cmd, (0, repetitions), [ROWS]))

    def get(self, *oids: str) -> Any:
        return asyncio.run(self._ask(pysnmp.get_cmd, (), list(oids)))

    async def _ask(self, command: Any, numbers: tuple[int, ...], oids: list[str]) -> Any:
        """What failed, the error-status, and how many rows came."""
        engine = pysnmp.SnmpEngine(maxMessageSize=self.size)
        try:
            target = await pysnmp.UdpTransportTarget.create(("127.0.0.1", self.port), timeout=3, retries=0)
            names = [pysnmp.ObjectType(pysnmp.ObjectIdentity(oid)) for oid in oids]
            failure, status, _, rows = await command(
                engine, self.user, target, pysnmp.ContextData(), *numbers, *names, lookupMib=False
            )
        finally:
            engine.close_dispatcher()
        return failure, int(status), len(rows)


@each_pair
@pytest.mark.parametrize("size", [484, 1500])
def test_our_agent_cuts_a_bulk_answer_to_what_the_manager_takes(
    served: Serving, size: int, auth: AuthProtocol | None, priv: PrivProtocol | None
) -> None:
    failure, status, rows = SmallManager(served, size, auth, priv).bulk(100)
    assert (failure, status) == (None, 0)
    assert size // ROW_OCTETS - 2 <= rows <= size // ROW_OCTETS


@each_pair
def test_our_agent_says_too_big_for_a_get_and_answers_what_fits(
    served: Serving, auth: AuthProtocol | None, priv: PrivProtocol | None
) -> None:
    manager = SmallManager(served, 484, auth, priv)
    failure, status, _ = manager.get(*[f"{ROWS}.{row}" for row in range(1, 5)])
    assert (failure, status) == (None, 1)
    assert manager.get(f"{ROWS}.1", f"{ROWS}.2") == (None, 0, 2)


async def test_our_walk_reads_a_small_snmpd_that_says_generr_where_an_answer_does_not_fit(
    tool: FindTool, netsnmp: NetSnmp, tmp_path: Path
) -> None:
    """snmpd 5.9 answers GETBULK of v2c with as many rows as fit, but over SNMPv3 with genErr, its own tools too."""
    subtree = "1.3.6.1.4.1.8072.9999.9999"
    rows = [f'override {subtree}.{row}.0 octet_str "{"x" * 100}"' for row in range(1, 60)]
    with serving_snmpd(tool, netsnmp, tmp_path, *rows, "[snmp] sendMessageMaxSize 1500") as peer:
        refused = netsnmp.run("snmpbulkwalk", *tool_options(SHA, AES), "-Cr50", peer, subtree)
        assert b"genError" in refused.stderr
        target = Target(peer.host, peer.port, version="3", user=credentials(SHA, AES))
        async with Manager() as manager:
            assert len([row async for row in manager.walk(target, subtree)]) == len(rows)
            with pytest.raises(ErrorResponse, match="genErr"):
                [row async for row in manager.walk(target, subtree, max_repetitions=50)]
