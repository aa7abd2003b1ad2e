"""Every drop has a name, a count, a last one and kept octets without a secret."""

import pytest

from trishul.datatypes.values import Value
from trishul.datatypes.varbind import VarBind
from trishul.engine.drops import MAX_KEPT, MAX_KEPT_OCTETS, MAX_UNBELIEVED, DropReason, Drops, Role
from trishul.errors import DecodeError
from trishul.protocol.message import Message, Version, encode_message
from trishul.protocol.pdu import Pdu, PduKind

SOURCE = ("192.0.2.1", 4711)
GET = Pdu(PduKind.GET, 7, 0, 0, (VarBind.of("1.3.6.1.2.1.1.5.0", Value.null()),))
DATAGRAM = encode_message(Message(Version.V2C, b"hush-hush", GET))


def test_reasons_that_never_occurred_are_absent() -> None:
    drops = Drops()
    drops.note(DropReason.MALFORMED, SOURCE, b"", 1.0)
    for at in range(3):
        drops.note(DropReason.QUEUE_FULL, SOURCE, b"", at)
    assert drops == {DropReason.MALFORMED: 1, DropReason.QUEUE_FULL: 3}
    assert drops.find_last(DropReason.WRONG_DIGEST) is None
    assert drops.kept(DropReason.WRONG_DIGEST) == []


def test_what_could_not_be_sent_was_not_received() -> None:
    drops = Drops()
    for reason in DropReason:
        drops.note(reason, SOURCE, DATAGRAM, 1.0)
    assert drops.received == len(DropReason) - 4


def test_names_are_stable_words() -> None:
    assert all(reason.value == reason.name.lower() == str(reason) for reason in DropReason)
    assert DropReason("malformed") is DropReason.MALFORMED


@pytest.mark.parametrize("reason", DropReason)
def test_every_reason_says_in_short_sentences_what_it_is_and_what_to_do(reason: DropReason) -> None:
    assert reason.label[:1].isupper()
    assert not reason.label.endswith(".")
    for sentence in (reason.explanation, reason.advice):
        assert sentence.endswith(".")
        assert 20 < len(sentence) <= 110
    assert any(reason in DropReason.of(role) for role in Role)


def test_the_last_drop_says_who_when_and_why() -> None:
    drops = Drops()
    drops.note(DropReason.UNKNOWN_COMMUNITY, ("192.0.2.9", 1), DATAGRAM, 1.0, "earlier")
    drops.note(DropReason.UNKNOWN_COMMUNITY, SOURCE, DATAGRAM, 2.5, "GET")
    last = drops.find_last(DropReason.UNKNOWN_COMMUNITY)
    assert last is not None
    assert (last.source, last.at, last.detail, last.size, last.fault_at) == (SOURCE, 2.5, "GET", len(DATAGRAM), None)
    assert last.octets == DATAGRAM.replace(b"hush-hush", b"*********")


def test_the_newest_datagrams_are_kept_and_no_more_than_the_bounds() -> None:
    drops = Drops()
    for at in range(100):
        drops.note(DropReason.MALFORMED, SOURCE, bytes(5000), at)
    kept = drops.kept(DropReason.MALFORMED)
    assert [each.at for each in kept] == list(range(99, 99 - MAX_KEPT, -1))
    assert {(len(each.octets), each.size) for each in kept} == {(MAX_KEPT_OCTETS, 5000)}
    assert all(len(DropReason.of(role)) * MAX_KEPT * MAX_KEPT_OCTETS < 1 << 20 for role in Role)


def test_what_is_taken_back_is_kept_no_more_and_still_counted() -> None:
    drops = Drops()
    for at in range(MAX_UNBELIEVED + 5):
        drops.note(DropReason.UNKNOWN_USER, SOURCE, b"x" * (5000 if at == 20 else 9), at)
    offered: list[float] = []

    def every_third(_data: bytes, source: object, at: float) -> bool:
        assert source == SOURCE
        offered.append(at)
        return at % 3 == 0

    assert drops.take_back(DropReason.UNKNOWN_USER, every_third) == 43
    assert offered == [at for at in range(5, MAX_UNBELIEVED + 5) if at != 20], "a datagram that was cut is none"
    assert drops.kept_count(DropReason.UNKNOWN_USER) == len(drops.kept(DropReason.UNKNOWN_USER)) == MAX_KEPT
    assert drops[DropReason.UNKNOWN_USER] == MAX_UNBELIEVED + 5
    assert drops.take_back(DropReason.WRONG_DIGEST, every_third) == 0


def test_forgetting_what_is_kept_leaves_counts_and_last_drops() -> None:
    drops = Drops()
    for reason in (DropReason.MALFORMED, DropReason.WRONG_DIGEST):
        drops.note(reason, SOURCE, DATAGRAM, 1.0)
    drops.forget_kept(DropReason.MALFORMED)
    assert drops.kept(DropReason.MALFORMED) == []
    assert len(drops.kept(DropReason.WRONG_DIGEST)) == 1
    drops.forget_kept()
    assert drops.kept(DropReason.WRONG_DIGEST) == []
    assert drops == {DropReason.MALFORMED: 1, DropReason.WRONG_DIGEST: 1}
    assert drops.find_last(DropReason.MALFORMED) is not None


def test_unreadable_octets_are_noted_with_the_byte_of_the_fault() -> None:
    drops = Drops()
    drops.note_unreadable(DropReason.MALFORMED, SOURCE, b"\x30\x05\x02", 1.0, DecodeError("5 octets announced", 1))
    last = drops.find_last(DropReason.MALFORMED)
    assert last is not None
    assert (last.detail, last.fault_at) == ("5 octets announced at byte 1", 1)


def test_the_text_form_shows_counts_only() -> None:
    drops = Drops()
    drops.note(DropReason.UNKNOWN_COMMUNITY, SOURCE, DATAGRAM, 1.0)
    assert "hush" not in repr(drops)
