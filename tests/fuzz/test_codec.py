"""The codec under abuse: every datagram gives a message or a DecodeError, never anything else, and never hangs."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.fuzz.mutations import cuts, mutations, single_bit_flips
from trishul.datatypes.oid import oid_text
from trishul.datatypes.values import Value
from trishul.errors import DecodeError, InvalidInput, TrishulError
from trishul.protocol.anatomy import MAX_DEPTH, MAX_NODES, BerNode, dissect
from trishul.protocol.anomalies import DecodeAnomaly
from trishul.protocol.message import Message, decode_message, encode_message

_COUNT = 40_000


def _abuse_codec(data: bytes) -> None:
    message, anomalies, offset = _decode(data)
    assert 0 <= offset <= len(data), f"a fault outside {data.hex()}"
    if message is None:
        return
    assert len(anomalies) <= len(data) + 8
    _read_everything(message)
    try:
        written = encode_message(message)
    except InvalidInput:  # documented: a PDU that its version does not have
        return
    assert decode_message(written)[0] == message, f"writing what was read changed {data.hex()}"


def _decode(data: bytes) -> tuple[Message | None, tuple[DecodeAnomaly, ...], int]:
    """The message and its anomalies, or None and the octet at which it turned out to be none."""
    try:
        return *decode_message(data), 0
    except DecodeError as error:
        return None, (), error.offset


def _read_everything(message: Message) -> None:
    """What a page or a log would do with it: text of all, native values of all."""
    repr(message)
    for varbind in message.pdu.varbinds:
        assert isinstance(oid_text(varbind.name), str)
        assert isinstance(str(varbind.value), str)
        with suppress(TrishulError):  # documented: a name that cannot be meant
            assert str(varbind.oid)
        with suppress(TrishulError):  # documented: contents that do not fit their type
            repr(varbind.value.native)


def _check_tree(data: bytes) -> None:
    root = dissect(data)
    nodes = 0
    open_nodes: list[tuple[BerNode, int, int, int]] = [(root, 0, len(data), 0)]
    while open_nodes:
        node, start, end, depth = open_nodes.pop()
        nodes += 1
        assert start <= node.offset <= node.offset + node.size <= end, f"{node.label} leaves its parent in {data.hex()}"
        assert depth <= MAX_DEPTH + 2
        open_nodes += [(child, node.offset, node.offset + node.size, depth + 1) for child in node.children]
    assert nodes <= MAX_NODES + MAX_DEPTH + 2


def _abuse(datagrams: Iterable[bytes]) -> int:
    count = 0
    for data in datagrams:
        try:
            _abuse_codec(data)
            _check_tree(data)
        except AssertionError:
            raise
        except Exception as error:  # anything undocumented; the datagram is what one needs to know
            raise AssertionError(f"{type(error).__name__}: {error} from {data.hex()}") from error
        count += 1
    return count


def test_mutated_datagrams_give_a_message_or_a_decode_error(seeds: dict[str, bytes]) -> None:
    assert _abuse(mutations(list(seeds.values()), _COUNT, seed=1)) == _COUNT


def test_every_cut_and_every_flipped_bit_of_real_datagrams_is_survived(seeds: dict[str, bytes]) -> None:
    for data in seeds.values():
        if len(data) <= 450:
            _abuse(cuts(data))
            _abuse(single_bit_flips(data))


def test_real_datagrams_are_read_without_a_finding_and_written_back_octet_for_octet(seeds: dict[str, bytes]) -> None:
    """What net-snmp sends for v1 and v2c is the usual case and must not look odd."""
    for name, data in seeds.items():
        if "v3" in name or "report" in name:
            continue
        message, anomalies = decode_message(data)
        assert (encode_message(message), anomalies) == (data, ()), name


@pytest.mark.parametrize("tag", [0x30, 0x24, 0xA0, 0x04])
def test_nesting_to_the_last_octet_is_survived(tag: int) -> None:
    data = b""
    while len(data) < 65_000:
        size = len(data)
        octets = size.to_bytes(3, "big")
        data = bytes((tag, 0x83)) + octets + data
    _abuse([data[:65_507], bytes((0x30, 0x80)) * 32_000, bytes((tag, 0x00)) * 32_000])


@settings(max_examples=400, deadline=None, derandomize=True)
@given(st.binary(max_size=300))
def test_arbitrary_octets_are_survived(data: bytes) -> None:
    _abuse([data])


@settings(max_examples=400, deadline=None, derandomize=True)
@given(st.integers(0, 255), st.binary(max_size=40))
def test_the_text_of_any_value_can_be_had(tag: int, contents: bytes) -> None:
    assert isinstance(str(Value(tag, contents)), str)
    assert isinstance(oid_text(contents), str)


def test_datagrams_that_once_did_harm_do_none_now(corpus: dict[str, bytes]) -> None:
    assert _abuse(corpus.values()) == len(corpus)
