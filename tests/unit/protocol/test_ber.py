"""BER framing: strict outwards, lenient inwards (X.690 §8.1, §10.1)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trishul.datatypes import Value, VarBind
from trishul.errors import DecodeError
from trishul.protocol import ber
from trishul.protocol.anomalies import AnomalyKind, DecodeAnomaly

NAME = VarBind.of("1.3.6.1.2.1.1.1.0", Value.null()).name


@pytest.mark.parametrize(
    ("size", "octets"), [(0, "00"), (127, "7f"), (128, "8180"), (255, "81ff"), (256, "820100"), (65536, "83010000")]
)
def test_lengths_take_the_fewest_octets(size: int, octets: str) -> None:
    assert ber.encode_length(size).hex() == octets


@given(st.binary(max_size=5000), st.integers(0, 255))
def test_values_survive_both_directions(contents: bytes, tag: int) -> None:
    data = ber.encode_tlv(tag, contents)
    found, start, stop = ber.read_header(data, 0, len(data))
    assert (found, data[start:stop]) == (tag, contents)


@pytest.mark.parametrize(
    "octets", ["", "04", "0480", "048000", "0405aa", "0489000000000000000000", "0482ff", "0484ffffffff"]
)
def test_headers_that_cannot_be_true_are_refused(octets: str) -> None:
    with pytest.raises(DecodeError):
        ber.read_header(bytes.fromhex(octets), 0, len(octets) // 2)


def test_long_lengths_are_read_and_named() -> None:
    anomalies: list[DecodeAnomaly] = []
    data = bytes.fromhex("30820003020105")
    assert ber.read_tlv(data, 0, len(data), 0x30, anomalies) == (4, 7)
    assert anomalies == [DecodeAnomaly(AnomalyKind.NON_MINIMAL_LENGTH, 1)]


@given(
    st.lists(
        st.tuples(
            st.binary(max_size=200).map(lambda octets: octets + b"\x01"),
            st.sampled_from((0x04, 0x05, 0x06, 0x40, 0x44, 0x80)),
            st.binary(max_size=300),
        ),
        max_size=20,
    ),
)
def test_bindings_of_any_size_survive_both_directions(triples: list[tuple[bytes, int, bytes]]) -> None:
    varbinds = [VarBind(*triple) for triple in triples]
    data = ber.encode_varbinds(varbinds)
    anomalies: list[DecodeAnomaly] = []
    assert ber.decode_varbinds(data, 0, len(data), anomalies) == varbinds
    assert anomalies == []


@pytest.mark.parametrize(
    ("value", "kind"),
    [
        ("02020005", AnomalyKind.NON_MINIMAL_INTEGER),
        ("0202ff80", AnomalyKind.NON_MINIMAL_INTEGER),
        ("4104ffffffff", AnomalyKind.NEGATIVE_UNSIGNED),
        ("1f00", AnomalyKind.UNKNOWN_VALUE_TYPE),
        ("0481026162", AnomalyKind.NON_MINIMAL_LENGTH),
        ("0500aa", AnomalyKind.TRAILING_BYTES),
    ],
)
def test_what_devices_do_wrong_is_read_and_named(value: str, kind: AnomalyKind) -> None:
    data = ber.encode_tlv(0x30, ber.encode_tlv(0x06, NAME) + bytes.fromhex(value))
    anomalies: list[DecodeAnomaly] = []
    (varbind,) = ber.decode_varbinds(data, 0, len(data), anomalies)
    assert varbind.name == NAME
    assert [anomaly.kind for anomaly in anomalies] == [kind]


@pytest.mark.parametrize(
    "octets",
    [
        "30",
        "3001",
        "300302012a",
        "3004060100",
        "30060681ff00",
        "3005060101",
        "31050601010500",
        "300506018f0500",
        "30050601010200",
    ],
)
def test_bindings_that_make_no_sense_are_refused(octets: str) -> None:
    data = bytes.fromhex(octets)
    with pytest.raises(DecodeError):
        ber.decode_varbinds(data, 0, len(data), [])


def test_bindings_never_reach_beyond_their_list() -> None:
    data = ber.encode_varbind(NAME, 0x04, b"abc")
    with pytest.raises(DecodeError):
        ber.decode_varbinds(data + data, 0, len(data) + 4)
