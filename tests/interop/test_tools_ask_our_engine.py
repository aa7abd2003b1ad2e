"""net-snmp's tools ask our agent by SNMPv3: every pair of protocols, every fault, contexts and large answers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from tests.interop.security import PAIRS, tool_options
from tests.interop.served_engine import AES, ENGINE_ID, ROWS, SHA, SYS_NAME, Serving, serving
from trishul.protocol.security.protocols import AuthProtocol, PrivProtocol

if TYPE_CHECKING:
    from tests.interop.conftest import NetSnmp

PRINTED = [f'.{ROWS}.{row} = STRING: "{row:03}{"y" * 97}"' for row in range(1, 101)]


@pytest.fixture(scope="module")
def served(netsnmp: NetSnmp) -> Iterator[Serving]:
    with serving() as found:
        yield found


@pytest.mark.parametrize(("auth", "priv"), PAIRS)
def test_every_pair_of_protocols_gets_bulk_answers(
    netsnmp: NetSnmp, served: Serving, auth: AuthProtocol | None, priv: PrivProtocol | None
) -> None:
    options = *tool_options(auth, priv), "-On", served.address
    assert netsnmp.lines("snmpget", *options, SYS_NAME) == [f'.{SYS_NAME} = STRING: "switch-1"']
    assert netsnmp.lines("snmpbulkwalk", *options, ROWS) == PRINTED


def test_getnext_walks_the_whole_device(netsnmp: NetSnmp, served: Serving) -> None:
    assert netsnmp.lines("snmpwalk", *tool_options(SHA, AES), "-On", served.address, ROWS) == PRINTED


def test_contexts_are_devices_of_their_own(netsnmp: NetSnmp, served: Serving) -> None:
    options = *tool_options(SHA, AES), "-On", "-nbridge", served.address
    assert netsnmp.lines("snmpget", *options, SYS_NAME) == [f'.{SYS_NAME} = STRING: "bridge-1"']


def test_an_engine_id_that_is_known_needs_no_discovery(netsnmp: NetSnmp, served: Serving) -> None:
    options = *tool_options(SHA, AES), "-On", f"-e0x{ENGINE_ID.hex()}", served.address
    assert netsnmp.lines("snmpget", *options, SYS_NAME) == [f'.{SYS_NAME} = STRING: "switch-1"']


def test_set_is_refused_by_name(netsnmp: NetSnmp, served: Serving) -> None:
    done = netsnmp.run("snmpset", *tool_options(SHA, AES), served.address, SYS_NAME, "s", "x")
    assert b"notWritable" in done.stderr


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (["-v3", "-ustranger", "-lnoAuthNoPriv"], "Unknown user name"),
        (["-v3", "-uuser", "-lauthNoPriv", "-aSHA", "-Amaplesyrup"], "Unsupported security level"),
        (["-v3", "-uuser-SHA-256", "-lauthNoPriv", "-aSHA-256", "-Awrong password"], "Authentication failure"),
        (["-v3", "-uuser-SHA-256", "-lauthNoPriv", "-aSHA-512", "-Amaplesyrup"], "Authentication failure"),
        (["-v3", "-uuser-SHA-256-AES", "-lnoAuthNoPriv"], "authorizationError"),
        (
            [*tool_options(SHA, AES), "-nnowhere"],
            "Bad context specified",
        ),
        (
            ["-v3", "-uuser-SHA-256-AES", "-lauthPriv", "-aSHA-256", "-Amaplesyrup", "-xAES", "-Xwrong password"],
            "Decryption error",
        ),
    ],
)
def test_every_fault_is_told_to_the_tool(netsnmp: NetSnmp, served: Serving, options: list[str], told: str) -> None:
    done = netsnmp.run("snmpget", "-r1", "-t1", *options, "-On", served.address, SYS_NAME)
    said = (done.stdout + done.stderr).decode()
    assert told in said
