"""Reports (RFC 3412 §7.1 step 3, RFC 3414 §3.2)."""

import pytest

from trishul.protocol.message import decode_message
from trishul.protocol.message_v3 import community_message
from trishul.protocol.pdu import Pdu, PduKind
from trishul.protocol.security.protocols import SecurityLevel
from trishul.protocol.security.reports import Refusal, encode_report, find_refusal, report_level


@pytest.mark.parametrize("refusal", Refusal)
def test_a_report_has_the_counter_and_is_found_by_it(refusal: Refusal) -> None:
    message, anomalies = decode_message(community_message(encode_report(refusal, 2**32 + 7, 4711)))
    pdu = message.pdu
    assert isinstance(pdu, Pdu)
    assert anomalies == ()
    assert (pdu.kind, pdu.request_id, pdu.error_status, pdu.error_index) == (PduKind.REPORT, 4711, 0, 0)
    (varbind,) = pdu.varbinds
    assert (varbind.oid, varbind.type.label, varbind.value.native) == (refusal.oid, "Counter32", 7)
    assert find_refusal(varbind.name) is refusal


def test_other_counters_are_no_refusals() -> None:
    assert find_refusal(b"\x2b\x06") is None


def test_counters_are_those_of_their_mibs() -> None:
    assert [str(refusal.oid) for refusal in Refusal][:6] == [f"1.3.6.1.6.3.15.1.1.{n}.0" for n in range(1, 7)]
    assert str(Refusal.UNKNOWN_SECURITY_MODEL.oid) == "1.3.6.1.6.3.11.2.1.1.0"
    assert str(Refusal.UNKNOWN_CONTEXT.oid) == "1.3.6.1.6.3.12.1.5.0"


def test_only_who_has_been_authenticated_gets_an_authentic_report() -> None:
    assert report_level(Refusal.NOT_IN_TIME_WINDOW, SecurityLevel.AUTH_PRIV) is SecurityLevel.AUTH_NO_PRIV
    assert report_level(Refusal.UNKNOWN_CONTEXT, SecurityLevel.AUTH_PRIV) is SecurityLevel.AUTH_PRIV
    for refusal in (Refusal.WRONG_DIGEST, Refusal.UNKNOWN_USER, Refusal.DECRYPTION_FAILED, Refusal.UNKNOWN_ENGINE):
        assert report_level(refusal, SecurityLevel.AUTH_PRIV) is SecurityLevel.NO_AUTH_NO_PRIV
