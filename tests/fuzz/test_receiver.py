"""The receiver under abuse: each datagram is kept or counted, exactly once, and no community is ever kept with it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import chain

import pytest

from tests.fuzz.mutations import cuts, mutations, single_bit_flips
from trishul.datatypes.oid import oid_text
from trishul.engine.receiver import ReceivedNotification, ReceiverEngine
from trishul.protocol.anatomy import dissect
from trishul.protocol.ber import decode_varbinds
from trishul.protocol.message import decode_message
from trishul.protocol.pdu import PduKind

_COUNT = 40_000
_PEER = ("127.0.0.1", 50_000)
_SECRET = b"s3cret"


@pytest.fixture
def engine() -> ReceiverEngine:
    return ReceiverEngine(frozenset((_SECRET, b"public")))


@pytest.fixture
def datagrams(seeds: Mapping[str, bytes]) -> list[bytes]:
    """Real datagrams with a community that can be told from everything else in them."""
    return [data.replace(b"\x04\x06public", b"\x04\x06" + _SECRET) for data in seeds.values()]


def _abuse(engine: ReceiverEngine, datagrams: Iterable[bytes]) -> int:
    count = kept = 0
    for count, data in enumerate(datagrams, 1):
        try:
            engine.receive_datagram(data, _PEER, 1.0, received_at_ns=count)
            notifications = engine.events()
            _check_acknowledgements(data, engine.datagrams_to_send())
            for notification in notifications:
                _check_notification(data, notification)
        except AssertionError:
            raise
        except Exception as error:  # an engine raises nothing, whatever arrives; the datagram is what one needs to know
            raise AssertionError(f"{type(error).__name__}: {error} from {data.hex()}") from error
        kept += len(notifications)
        assert kept + sum(engine.drops.values()) == count, f"neither kept nor counted: {data.hex()}"
    return count


def _check_acknowledgements(data: bytes, sent: list[tuple[bytes, tuple[object, ...]]]) -> None:
    assert len(sent) <= 1
    for answer, address in sent:
        assert address == _PEER
        assert len(answer) <= len(data) + 16
        assert decode_message(answer)[0].pdu.kind is PduKind.RESPONSE


def _check_notification(data: bytes, notification: ReceivedNotification) -> None:
    """What the store and the pages do with a notification must work whatever is in it."""
    if data.count(_SECRET) == 1:
        assert _SECRET not in notification.raw, f"the community is kept from {data.hex()}"
    assert len(notification.raw) == len(data)
    assert isinstance(oid_text(notification.trap_oid), str)
    dissect(notification.raw)
    for varbind in decode_varbinds(notification.varbinds, 0, len(notification.varbinds)):
        assert isinstance(oid_text(varbind.name), str)
        assert isinstance(str(varbind.value), str)
    assert notification.uptime is None or 0 <= notification.uptime < 2**32
    assert -(2**63) <= notification.request_id < 2**63  # the column that keeps it


def test_mutated_datagrams_are_kept_or_counted(engine: ReceiverEngine, datagrams: list[bytes]) -> None:
    assert _abuse(engine, mutations(datagrams, _COUNT, seed=4)) == _COUNT
    assert engine.received > _COUNT // 100  # the mutations leave enough alive to mean something


def test_every_cut_and_every_flipped_bit_of_real_notifications_is_survived(
    engine: ReceiverEngine, datagrams: list[bytes]
) -> None:
    short = [data for data in datagrams if len(data) <= 450]
    _abuse(engine, chain.from_iterable(chain(cuts(data), single_bit_flips(data)) for data in short))


def test_mutated_notifications_are_survived_where_any_community_will_do(datagrams: list[bytes]) -> None:
    assert _abuse(ReceiverEngine(None), mutations(datagrams, 10_000, seed=5)) == 10_000


def test_datagrams_that_once_did_harm_do_none_now(engine: ReceiverEngine, corpus: Mapping[str, bytes]) -> None:
    assert _abuse(engine, corpus.values()) == len(corpus)
