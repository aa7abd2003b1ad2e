"""Our agent's Reports as another package reads them: the counter and its value, the security level, and who gets none.

RFC 3412 §7.1 step 3 and §7.2, RFC 3414 §3.2. Decoder, digests and ciphers on the reading side are those of `snmp`.
"""

from __future__ import annotations

import socket
from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

import pytest
from snmp.pdu import ReportPDU
from snmp.security.usm.auth import HmacSha256
from snmp.security.usm.credentials import AuthPrivCredentials
from snmp.security.usm.parameters import SignedUsmParameters
from snmp.security.usm.priv import AesCfb128
from snmp.v3.message import SNMPv3WireMessage

from tests.interop.security import AUTH_PASSWORD, PRIV_PASSWORD, credentials
from tests.interop.served_engine import AES, ENGINE_ID, SHA, SYS_NAME, Serving, serving
from tests.unit.engine.secured import OTHER_ENGINE_ID, REQUEST_ID, nulls, pdu_octets, secured
from trishul.protocol.message_v3 import REPORTABLE_FLAG
from trishul.protocol.pdu import PduKind
from trishul.protocol.security.keys import KeyMaterial
from trishul.snmp import UserCredentials

NO_AUTH, AUTH, PRIV = (False, False), (True, False), (True, True)
USM, MPD, TARGET = "1.3.6.1.6.3.15.1.1", "1.3.6.1.6.3.11.2.1", "1.3.6.1.6.3.12.1"
GET = pdu_octets(PduKind.GET, *nulls(SYS_NAME))
NOBODY = credentials(None, None)
AUTHENTIC = credentials(SHA, None).with_master_keys()
SECRET = credentials(SHA, AES).with_master_keys()
STRANGER = UserCredentials("stranger")
WRONG = KeyMaterial.password("another password")
MISTAKEN = replace(AUTHENTIC, auth_key=WRONG)
MISTAKEN_SECRET = replace(SECRET, auth_key=WRONG)
UNDECIPHERED = replace(SECRET, priv_key=WRONG)
TOO_HIGH = replace(SECRET, name=AUTHENTIC.name)
READER = AuthPrivCredentials(HmacSha256, AesCfb128, AUTH_PASSWORD.encode(), PRIV_PASSWORD.encode()).localize(ENGINE_ID)
NOW, LATE, BEFORE_RESTART = (7, 1000), (7, 1000 + 9999), (6, 1000)
OURS, NOWHERE, ELSEWHERE = (ENGINE_ID, b""), (ENGINE_ID, b"nowhere"), (OTHER_ENGINE_ID, b"")


class Fault(NamedTuple):
    """A message that has to be refused, and what the Report must say."""

    user: UserCredentials
    oid: str
    level: tuple[bool, bool] = NO_AUTH
    """Of the Report: authentication, privacy."""
    clock: tuple[int, int] = NOW
    context: tuple[bytes, bytes] = OURS
    engine_id: bytes = ENGINE_ID
    request_id: int = REQUEST_ID
    """0 where the agent cannot read the PDU."""

    def message(self, pdu: bytes = GET, *, flags: int = REPORTABLE_FLAG) -> bytes:
        return secured(
            pdu, self.user, engine_id=self.engine_id, boots_and_time=self.clock, context=self.context, flags=flags
        )


FAULTS = {
    "unknown user": Fault(STRANGER, f"{USM}.3.0"),
    "unknown engine, without authentication": Fault(NOBODY, f"{USM}.4.0", engine_id=OTHER_ENGINE_ID),
    "unknown engine, with privacy": Fault(SECRET, f"{USM}.4.0", engine_id=OTHER_ENGINE_ID, request_id=0),
    "no engine": Fault(STRANGER, f"{USM}.4.0", engine_id=b""),
    "unsupported level": Fault(TOO_HIGH, f"{USM}.1.0", request_id=0),
    "wrong digest": Fault(MISTAKEN, f"{USM}.5.0"),
    "wrong digest, with privacy": Fault(MISTAKEN_SECRET, f"{USM}.5.0", request_id=0),
    "clock ahead": Fault(AUTHENTIC, f"{USM}.2.0", AUTH, clock=LATE),
    "older boots": Fault(AUTHENTIC, f"{USM}.2.0", AUTH, clock=BEFORE_RESTART),
    "older boots, with privacy": Fault(SECRET, f"{USM}.2.0", AUTH, clock=BEFORE_RESTART, request_id=0),
    "decryption failed": Fault(UNDECIPHERED, f"{USM}.6.0", request_id=0),
    "unknown context, without authentication": Fault(NOBODY, f"{TARGET}.5.0", context=NOWHERE),
    "unknown context, with authentication": Fault(AUTHENTIC, f"{TARGET}.5.0", AUTH, context=NOWHERE),
    "unknown context, with privacy": Fault(SECRET, f"{TARGET}.5.0", PRIV, context=NOWHERE),
    "unknown PDU handler, without authentication": Fault(NOBODY, f"{MPD}.3.0", context=ELSEWHERE),
    "unknown PDU handler, with privacy": Fault(SECRET, f"{MPD}.3.0", PRIV, context=ELSEWHERE),
}
every_fault = pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS)


class Report(NamedTuple):
    """What the other package read."""

    oid: str
    value: int
    level: tuple[bool, bool]
    request_id: int
    user: bytes


@pytest.fixture(scope="module")
def served() -> Iterator[Serving]:
    with serving([(None, None), (SHA, None), (SHA, AES)]) as found:
        yield found


@pytest.fixture
def asker(served: Serving) -> Iterator[socket.socket]:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as made:
        made.settimeout(10)
        made.connect(("127.0.0.1", int(served.agent.address[1])))
        yield made


def next_report(asker: socket.socket) -> Report:
    """Reads, authenticates and decrypts what comes next, with nothing of ours."""
    message = SNMPv3WireMessage.decodeExact(asker.recv(65507))
    security = SignedUsmParameters.decodeExact(message.securityParameters.original)
    flags = message.header.flags
    if flags.authFlag:
        READER.verifySignature(security.signature)
    scoped = message.scopedPduData
    if flags.privFlag:
        scoped = READER.decrypt(scoped, security.engineBoots, security.engineTime, security.salt)
    assert not flags.reportableFlag, "a Report asks for no Report (RFC 3412 §6.4)"
    assert message.header.id == 77
    assert security.engineID == scoped.contextEngineID == ENGINE_ID
    assert security.engineBoots == NOW[0]
    assert isinstance(scoped.pdu, ReportPDU)
    assert (int(scoped.pdu.errorStatus), scoped.pdu.errorIndex) == (0, 0)
    (varbind,) = scoped.pdu.variableBindings
    return Report(
        str(varbind.name),
        varbind.value.value,
        (flags.authFlag, flags.privFlag),
        scoped.pdu.requestID,
        security.userName,
    )


@every_fault
def test_each_fault_has_its_counter_which_grows_and_its_level(asker: socket.socket, fault: Fault) -> None:
    reports = []
    for _ in range(2):
        asker.send(fault.message())
        reports.append(next_report(asker))
    first, second = reports
    assert first == Report(fault.oid, first.value, fault.level, fault.request_id, fault.user.name.encode())
    assert second == first._replace(value=first.value + 1)


@every_fault
def test_without_the_reportable_flag_only_readable_requests_get_a_report(asker: socket.socket, fault: Fault) -> None:
    """The flag counts only where the PDU cannot be read (RFC 3412 §6.4, §7.1 step 3b)."""
    asker.send(fault.message(flags=0))
    asker.send(FAULTS["unknown user"].message())
    told = next_report(asker)
    assert told.oid == (fault.oid if fault.request_id else FAULTS["unknown user"].oid)


@every_fault
@pytest.mark.parametrize("kind", [PduKind.TRAP_V2, PduKind.RESPONSE, PduKind.REPORT])
def test_what_waits_for_no_answer_gets_no_report_whatever_its_flag(
    asker: socket.socket, fault: Fault, kind: PduKind
) -> None:
    """Unless the PDU could not be read; then the flag is believed."""
    asker.send(fault.message(pdu_octets(kind, *nulls(SYS_NAME))))
    asker.send(Fault(UserCredentials("asks afterwards"), f"{USM}.3.0").message())
    told = next_report(asker)
    assert (told.user == b"asks afterwards") == bool(fault.request_id)


def test_a_silent_refusal_is_counted_all_the_same(asker: socket.socket) -> None:
    fault = FAULTS["unknown user"]
    asker.send(fault.message())
    before = next_report(asker).value
    asker.send(fault.message(pdu_octets(PduKind.TRAP_V2, *nulls(SYS_NAME))))
    asker.send(fault.message())
    assert next_report(asker).value == before + 2
