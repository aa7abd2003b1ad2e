"""The agent under abuse: each datagram is answered or counted, exactly once, and what is answered is well formed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import chain

import pytest

from tests.fuzz.mutations import cuts, mutations, single_bit_flips, wrap
from tests.fuzz.small_device import SmallDevice
from trishul.engine.agent import AgentEngine
from trishul.errors import DecodeError
from trishul.protocol.anomalies import AnomalyKind
from trishul.protocol.message import decode_message
from trishul.protocol.pdu import Pdu, PduKind

_COUNT = 60_000
_PEER = ("127.0.0.1", 50_000)
_MAX_MESSAGE_OCTETS = 1472
_ODDITIES_OF_VALUES = {
    AnomalyKind.UNKNOWN_VALUE_TYPE,
    AnomalyKind.NON_MINIMAL_INTEGER,
    AnomalyKind.NEGATIVE_UNSIGNED,
}
_PUBLIC = bytes.fromhex("302902010104067075626c6963a01c0204123456780201000201 00300e300c06082b060102010101000500")


@pytest.fixture
def engine() -> AgentEngine:
    return AgentEngine({b"public": SmallDevice(), b"": SmallDevice()}, max_message_size=_MAX_MESSAGE_OCTETS)


def _abuse(engine: AgentEngine, datagrams: Iterable[bytes]) -> int:
    count = answers = 0
    for count, data in enumerate(datagrams, 1):
        try:
            engine.receive_datagram(data, _PEER, count / 1000)
            sent = engine.datagrams_to_send()
            _check_answers(data, sent)
        except AssertionError:
            raise
        except Exception as error:  # an engine raises nothing, whatever arrives; the datagram is what one needs to know
            raise AssertionError(f"{type(error).__name__}: {error} from {data.hex()}") from error
        answers += len(sent)
        assert answers + sum(engine.drops.values()) == count, f"neither answered nor counted: {data.hex()}"
        if count % 1000 == 0:
            engine.events()
    return count


def _check_answers(data: bytes, sent: list[tuple[bytes, tuple[object, ...]]]) -> None:
    assert len(sent) <= 1
    for answer, address in sent:
        assert address == _PEER
        assert len(answer) <= max(_MAX_MESSAGE_OCTETS, len(data) + 16), f"{len(answer)} octets from {data.hex()}"
        message, anomalies = decode_message(answer)
        assert message.pdu.kind is PduKind.RESPONSE
        assert isinstance(message.pdu, Pdu)
        own = {anomaly.kind for anomaly in anomalies} - _repeated_oddities(data, message.pdu)
        assert not own, f"{own} in the answer {answer.hex()} to {data.hex()}"


def _repeated_oddities(data: bytes, answer: Pdu) -> set[AnomalyKind]:
    """What an answer repeats as it was asked: the request-id, and with an error the bindings (RFC 3416 §4.2.1)."""
    repeated = _ODDITIES_OF_VALUES if answer.error_status else {AnomalyKind.NON_MINIMAL_INTEGER}
    try:
        return repeated & {anomaly.kind for anomaly in decode_message(data)[1]}
    except DecodeError:  # a value in a request that only reads is not looked at
        return set()


def test_mutated_datagrams_are_answered_or_counted(engine: AgentEngine, seeds: Mapping[str, bytes]) -> None:
    assert _abuse(engine, mutations(list(seeds.values()), _COUNT, seed=2)) == _COUNT
    assert engine.requests > _COUNT // 100  # the mutations leave enough alive to mean something
    assert len(engine.drops) >= 4


def test_every_cut_and_every_flipped_bit_of_real_requests_is_survived(
    engine: AgentEngine, seeds: Mapping[str, bytes]
) -> None:
    requests = [data for name, data in seeds.items() if not name.startswith("answer")]
    _abuse(engine, chain.from_iterable(chain(cuts(data), single_bit_flips(data)) for data in requests))


def _bulk(names: int, non_repeaters: bytes, max_repetitions: bytes) -> bytes:
    bindings = wrap(0x30, wrap(0x06, bytes.fromhex("2b06010201")) + b"\x05\x00") * names
    pdu = b"\x02\x01\x01" + wrap(2, non_repeaters) + wrap(2, max_repetitions) + wrap(0x30, bindings)
    return wrap(0x30, b"\x02\x01\x01\x04\x06public" + wrap(0xA5, pdu))


def _greedy_requests() -> Iterator[bytes]:
    for count in (b"\x00", b"\x01", b"\x7f\xff\xff\xff", b"\x80\x00\x00\x00", b"\xff", b"\x7f" + b"\xff" * 7):
        for names in (0, 1, 2, 100, 4000):
            yield _bulk(names, b"\x00", count)
            yield _bulk(names, count, b"\x7f\xff\xff\xff")


def test_a_greedy_getbulk_costs_no_more_than_one_message(engine: AgentEngine) -> None:
    """RFC 3416 §4.2.3: the answer is cut to the message size, whatever was asked."""
    assert _abuse(engine, _greedy_requests()) == 60


def test_it_still_answers_after_all_that(engine: AgentEngine, seeds: Mapping[str, bytes]) -> None:
    _abuse(engine, mutations(list(seeds.values()), 2_000, seed=3))
    engine.receive_datagram(_PUBLIC, _PEER, 1.0)
    (answer, _), = engine.datagrams_to_send()  # fmt: skip
    assert b"A small device" in answer


def test_groups_of_activity_stay_bounded_when_every_datagram_has_another_source(engine: AgentEngine) -> None:
    for number in range(20_000):
        engine.receive_datagram(_PUBLIC, ("127.0.0.1", number), 1.0)
        engine.datagrams_to_send()
    assert len(engine.events()) <= 4096


def test_datagrams_that_once_did_harm_do_none_now(engine: AgentEngine, corpus: Mapping[str, bytes]) -> None:
    assert _abuse(engine, corpus.values()) == len(corpus)
