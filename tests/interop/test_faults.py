"""Each fault of a simulated agent does what it says: net-snmp, pysnmp and our own manager meet it and say so.

The words are those of each manager; ours survives every fault with a named error, or with the right answer.
"""

from __future__ import annotations

import asyncio
import itertools
import time
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest
from pysnmp.hlapi.v3arch import asyncio as pysnmp

from tests.interop.pysnmp_protocols import PYSNMP_AUTHS, PYSNMP_PRIVS
from tests.interop.security import AUTH_PASSWORD, PRIV_PASSWORD, credentials, user_name
from tests.interop.served_engine import ROWS, SYS_NAME, Serving, serving
from trishul.datatypes import Oid
from trishul.engine.faults import AgentFaults, Fault, FaultKind
from trishul.errors import TrishulError
from trishul.protocol.security.protocols import AuthProtocol, PrivProtocol
from trishul.snmp import Manager, Target

if TYPE_CHECKING:
    from tests.interop.conftest import NetSnmp

AUTH, PRIV = AuthProtocol.SHA256, PrivProtocol.AES128
BELOW = Oid(ROWS).contents
NET_SNMP_BY_V3 = ["-v3", "-u", user_name(AUTH, PRIV), "-l", "authPriv", "-a", "SHA-256", "-A", AUTH_PASSWORD]
NET_SNMP_BY_V3 += ["-x", "AES", "-X", PRIV_PASSWORD]
TOOLS = {"get": ("snmpget", SYS_NAME), "walk": ("snmpwalk", ROWS), "bulk": ("snmpbulkwalk", ROWS)}
SILENT = ("Timeout: No Response", "No SNMP response received before timeout", "timeout")
NAME = ("switch-1", "switch-1", "switch-1")
ALL_ROWS = ("1.3.6.1.4.1.99999.1.100 = ", "100 rows", "100 rows")


class Case(NamedTuple):
    """A fault, how it is met, and what net-snmp, pysnmp and our manager have to say."""

    fault: dict[str, Any]
    how: str
    words: tuple[str, str, str]
    version: str = "2c"


K = FaultKind
# What pysnmp does not notice: an OID that does not increase, and boots and time of an engine that go back.
CASES = [
    Case({"kind": K.SILENCE}, "get", SILENT),
    Case({"kind": K.SILENCE, "sources": ("192.0.2.0/24",)}, "get", NAME),
    Case({"kind": K.LOSS}, "get", SILENT),
    Case({"kind": K.LOSS, "times": 1}, "get", NAME),
    Case({"kind": K.DELAY, "delay_s": 30.0}, "get", SILENT),
    Case({"kind": K.DELAY, "delay_s": 0.05}, "get", NAME),
    Case({"kind": K.REORDER, "every": 2, "hold_s": 0.01}, "bulk", ALL_ROWS),
    Case({"kind": K.DUPLICATE}, "get", NAME),
    Case({"kind": K.OTHER_PORT}, "get", ("switch-1", "switch-1", "timeout")),
    Case({"kind": K.ERROR_STATUS}, "get", ("(genError)", "error-status 5", "genErr")),
    Case({"kind": K.TOO_BIG}, "get", ("(tooBig)", "error-status 1", "tooBig")),
    Case({"kind": K.TOO_BIG, "above_varbinds": 5}, "bulk", ("(tooBig)", "100 rows", "100 rows")),
    Case({"kind": K.EMPTY}, "get", ("", "[]", "empty list of variable bindings")),
    Case({"kind": K.END_OF_MIB, "skip": 2}, "walk", ("No more variables left", "2 rows", "rows")),
    Case({"kind": K.ENDLESS_WALK, "subtrees": (BELOW,)}, "endless", ("99999.1.150 = ", "150 rows", "cut: rows")),
    Case({"kind": K.NON_INCREASING}, "walk", ("OID not increasing", "150 rows", "OIDs must increase")),
    Case({"kind": K.OUT_OF_ORDER, "above_varbinds": 1}, "bulk", ("", "rows", "OIDs must increase")),
    Case({"kind": K.WRONG_REQUEST_ID}, "get", SILENT),
    Case({"kind": K.CUT_REQUEST_ID}, "get", (*SILENT[:2], "switch-1")),
    Case({"kind": K.NON_MINIMAL_INTEGERS}, "get", NAME),
    Case({"kind": K.WRONG_COMMUNITY}, "get", ("switch-1", *SILENT[1:])),
    Case({"kind": K.MALFORMED}, "get", SILENT),
    Case({"kind": K.TRUNCATED}, "get", SILENT),
    Case({"kind": K.BOOTS_BACK, "skip": 1}, "walk", (SILENT[0], "rows", SILENT[2]), "3"),
    Case({"kind": K.TIME_OFF, "time_offset_s": -900, "skip": 1}, "walk", (SILENT[0], "rows", SILENT[2]), "3"),
    Case({"kind": K.OTHER_ENGINE}, "get", SILENT, "3"),
    Case({"kind": K.WRONG_DIGEST}, "get", ("Authentication failed", *SILENT[1:]), "3"),
]


@pytest.fixture(scope="module")
def served() -> Iterator[Serving]:
    with serving([(AUTH, PRIV)]) as found:
        yield found


class Patience(NamedTuple):
    """How long a manager waits."""

    timeout_s: float
    retries: int


def patience_for(words: str) -> Patience:
    """Little for a manager that will be told nothing; whoever will hear something has a machine that may be busy."""
    return Patience(0.2, 1) if words in SILENT else Patience(1.0, 4)


def set_fault(served: Serving, fault: dict[str, Any]) -> None:
    served.agent.faults[served.engine.contexts[b""]] = AgentFaults([Fault(**fault)], since=time.monotonic())


def name_of(case: Case) -> str:
    return "-".join([case.fault["kind"], *(key for key in case.fault if key != "kind"), case.how])


def test_every_fault_is_met() -> None:
    assert {case.fault["kind"] for case in CASES} >= set(FaultKind) - {K.UPTIME_WRAP}  # which the unit tests read


NET_SNMP_CASES = [case for case in CASES if not (case.how == "bulk" and case.fault["kind"] is K.OUT_OF_ORDER)]
"""Without rows that go back within one answer: snmpbulkwalk follows them in a circle, as long as it likes."""


@pytest.mark.parametrize("case", NET_SNMP_CASES, ids=name_of)
def test_net_snmp_meets_it(netsnmp: NetSnmp, served: Serving, case: Case) -> None:
    set_fault(served, case.fault)
    if case.how == "endless":
        names = [f"{ROWS}.{row}" for row in range(100, 150)]
        said = [netsnmp.run("snmpgetnext", "-v2c", "-cpublic", "-On", served.address, *names)]
    else:
        tool, oid = TOOLS[case.how]
        who = NET_SNMP_BY_V3 if case.version == "3" else ["-v2c", "-cpublic"]
        patience = patience_for(case.words[0])
        said = [netsnmp.run(tool, *who, "-On", f"-t{patience.timeout_s}", f"-r{patience.retries}", served.address, oid)]
    text = "".join((done.stdout + done.stderr).decode() for done in said)
    assert case.words[0] in text if case.words[0] else not text


async def ask_pysnmp(port: int, case: Case) -> str:
    engine = pysnmp.SnmpEngine()
    try:
        target = await pysnmp.UdpTransportTarget.create(("127.0.0.1", port), *patience_for(case.words[1]))
        user = pysnmp.CommunityData("public", mpModel=1) if case.version == "2c" else _usm_user()
        asked = pysnmp.ObjectType(pysnmp.ObjectIdentity(SYS_NAME if case.how == "get" else ROWS))
        context = pysnmp.ContextData()
        if case.how == "get":
            failure, status, _, found = await pysnmp.get_cmd(engine, user, target, context, asked, lookupMib=False)
            return f"{failure or ''} error-status {int(status)} {[str(value) for _, value in found]}"
        rows = 0
        async for failure, status, _, _ in pysnmp.walk_cmd(
            engine, user, target, context, asked, lookupMib=False, lexicographicMode=False, maxRows=150
        ):
            if failure or status:
                return f"{failure or ''} error-status {int(status)}"
            rows += 1
        return f"{rows} rows"
    finally:
        engine.close_dispatcher()


def _usm_user() -> pysnmp.UsmUserData:
    return pysnmp.UsmUserData(
        user_name(AUTH, PRIV),
        authKey=AUTH_PASSWORD,
        privKey=PRIV_PASSWORD,
        authProtocol=PYSNMP_AUTHS[AUTH],
        privProtocol=PYSNMP_PRIVS[PRIV],
    )


@pytest.mark.parametrize("case", CASES, ids=name_of)
@pytest.mark.filterwarnings("ignore")  # pysnmp's dispatcher complains about answers that come twice or late
def test_pysnmp_meets_it(served: Serving, case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    long_ids = itertools.count(1 << 20)  # one run in 256 would begin with IDs from which nothing can be cut
    monkeypatch.setattr("pysnmp.proto.mpmod.cache.Cache.new_message_id", lambda _: next(long_ids))
    set_fault(served, case.fault)
    assert case.words[1] in asyncio.run(ask_pysnmp(int(served.agent.address[1]), case))


async def ask_ourselves(port: int, case: Case) -> str:
    security: dict[str, Any] = {"version": "3", "user": credentials(AUTH, PRIV)} if case.version == "3" else {}
    timeout_s, retries = patience_for(case.words[2])
    target = Target("127.0.0.1", port, timeout_s=timeout_s, retries=retries, **security)
    async with Manager() as manager:
        try:
            if case.how == "get":
                return "".join(map(str, await manager.get(target, SYS_NAME))) or "an empty list of variable bindings"
            walk = manager.walk(target, ROWS, max_rows=300)
            rows = [varbind async for varbind in walk]
        except TrishulError as error:
            return f"{error.code}: {error}"
    return f"{len(rows)} rows, cut: {walk.cut}"


@pytest.mark.parametrize("case", CASES, ids=name_of)
def test_our_manager_survives_it_with_the_right_words(served: Serving, case: Case) -> None:
    set_fault(served, case.fault)
    assert case.words[2] in asyncio.run(ask_ourselves(int(served.agent.address[1]), case))
