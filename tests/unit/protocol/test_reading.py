"""One datagram read for people; the SNMPv3 messages are net-snmp's."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.protocol.capture.packets import MESSAGE
from tests.unit.protocol.security.exchanges import DISCOVERY_REPORT, ENGINE_ID, EXCHANGES, Exchange, credentials
from trishul.protocol.anatomy import BerNode
from trishul.protocol.anomalies import AnomalyKind, DecodeAnomaly
from trishul.protocol.message import Version
from trishul.protocol.pdu import PduKind
from trishul.protocol.reading import find_node, read_datagram, security_sentence
from trishul.protocol.security.inspection import KeyRing

ENCRYPTED = [exchange for exchange in EXCHANGES if exchange.priv is not None]


def keys_of(exchange: Exchange) -> KeyRing:
    keys = KeyRing()
    keys.add(exchange.credentials)
    return keys


def leaves(node: BerNode) -> list[BerNode]:
    return [leaf for child in node.children for leaf in leaves(child)] if node.children else [node]


def test_a_community_message_is_read_whole() -> None:
    reading = read_datagram(MESSAGE)
    assert reading.pdu is not None
    assert (reading.version, reading.community, reading.pdu.kind) == (Version.V2C, b"secret", PduKind.GET)
    assert (reading.fault, security_sentence(reading)) == (None, "")
    assert "secret" not in repr(reading)


@pytest.mark.parametrize("exchange", EXCHANGES, ids=lambda exchange: exchange.user)
def test_every_kind_of_v3_message_is_opened_with_its_keys(exchange: Exchange) -> None:
    for data, kind in ((exchange.request, PduKind.GET), (exchange.response, PduKind.RESPONSE)):
        reading = read_datagram(data, keys_of(exchange))
        assert reading.pdu is not None
        assert reading.pdu.kind is kind
        parts = ["digest valid"] if exchange.auth else []
        assert security_sentence(reading) == ", ".join([*parts, *(["decrypted"] if exchange.priv else [])])
        assert len(reading.octets) == len(data)
        labels = [leaf.label for leaf in leaves(reading.tree)]
        assert labels[:11] == [
            "version", "msgID", "msgMaxSize", "msgFlags", "msgSecurityModel", "msgAuthoritativeEngineID",
            "msgAuthoritativeEngineBoots", "msgAuthoritativeEngineTime", "msgUserName", "msgAuthenticationParameters",
            "msgPrivacyParameters",
        ]  # fmt: skip
        assert labels[11:18] == [
            "contextEngineID", "contextName", "request-id", "error-status", "error-index", "name", "value",
        ]  # fmt: skip
        for leaf in leaves(reading.tree):
            assert leaf.label == "padding" or reading.octets[leaf.offset] == leaf.tag


def test_what_the_header_says_is_told_in_words() -> None:
    texts = {leaf.label: leaf.text for leaf in leaves(read_datagram(DISCOVERY_REPORT).tree)}
    assert texts["version"] == "3 (SNMPv3)"
    assert texts["msgFlags"] == "0x00 (noAuthNoPriv)"
    assert texts["msgSecurityModel"] == "3 (USM)"
    assert texts["contextEngineID"] == f"{ENGINE_ID.hex()} (enterprise 8072, text interop)"


@pytest.mark.parametrize("exchange", ENCRYPTED, ids=lambda exchange: exchange.user)
def test_without_the_key_the_octets_stay_encrypted(exchange: Exchange) -> None:
    reading = read_datagram(exchange.response)
    assert (reading.pdu, reading.scoped, reading.fault) == (None, None, None)
    assert security_sentence(reading) == "digest no key, encrypted: no key"
    node = find_node(reading.tree, "encryptedPDU")
    assert node is not None
    assert node.text.endswith("encrypted octets")


def test_a_changed_message_has_a_wrong_digest() -> None:
    exchange = ENCRYPTED[0]
    changed = exchange.response[:-1] + bytes((exchange.response[-1] ^ 1,))
    assert security_sentence(read_datagram(changed, keys_of(exchange))).startswith("digest wrong")


def test_wrong_passwords_are_told_apart() -> None:
    exchange = ENCRYPTED[0]
    keys = KeyRing()
    keys.add(credentials(exchange.user, exchange.auth))
    assert security_sentence(read_datagram(exchange.response, keys)) == "digest valid, encrypted: no key"


def test_faults_and_anomalies_inside_a_scoped_pdu_have_their_octet_of_the_datagram() -> None:
    at = DISCOVERY_REPORT.index(bytes.fromhex("020100020100300f".replace("300f", "3011")))
    broken = DISCOVERY_REPORT[:at] + b"\x05" + DISCOVERY_REPORT[at + 1 :]
    fault = read_datagram(broken).fault
    assert fault is not None
    assert fault.offset == at
    padded = DISCOVERY_REPORT[:-3] + b"\x41\x01\x81"
    assert read_datagram(padded).anomalies == (
        DecodeAnomaly(AnomalyKind.NEGATIVE_UNSIGNED, DISCOVERY_REPORT.index(bytes.fromhex("300f060a"))),
    )


@pytest.mark.parametrize("data", [MESSAGE, DISCOVERY_REPORT])
def test_a_message_that_is_cut_anywhere_has_a_fault_inside_it(data: bytes) -> None:
    for size in range(len(data)):
        fault = read_datagram(data[:size]).fault
        assert fault is not None
        assert 0 <= fault.offset <= max(size, 1)


def test_other_versions_are_named() -> None:
    assert "version number 2" in str(read_datagram(MESSAGE[:4] + b"\x02" + MESSAGE[5:]).fault)


@given(st.binary(max_size=300), st.sampled_from(ENCRYPTED))
def test_any_octets_are_read(rest: bytes, exchange: Exchange) -> None:
    keys = keys_of(Exchange("nobody", None, None, b"", b""))
    read_datagram(rest, keys)
    read_datagram(exchange.request[: len(rest)] + rest, keys)
