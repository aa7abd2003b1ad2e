"""What a worker says of its drops: news with each report, kept datagrams when asked."""

from __future__ import annotations

import time

from trishul.engine.drops import DropReason, Drops
from trishul.workers.drop_reports import DropReports
from trishul.workers.message import Message
from trishul.workers.messages import DroppedRead, ForgetDropped, LibraryChanged, ReadDropped

SOURCE = ("192.0.2.1", 4711)


class Said:
    def __init__(self) -> None:
        self.messages: list[Message] = []

    def send(self, message: Message) -> bool:
        self.messages.append(message)
        return True

    def send_encoded(self, body: bytes) -> bool:
        raise AssertionError(body)

    async def flush(self) -> None:
        return


class Bench:
    def __init__(self) -> None:
        self.drops = Drops()
        self.said = Said()
        self.reports = DropReports(self.drops, self.said)

    def drop(self, reason: DropReason = DropReason.MALFORMED, data: bytes = b"\x30\x01") -> None:
        self.drops.note(reason, SOURCE, data, time.monotonic(), "why", 1)


def test_only_reasons_that_occurred_since_are_news() -> None:
    bench = Bench()
    assert bench.reports.news() == []
    bench.drop()
    bench.drop()
    (last,) = bench.reports.news()
    assert (last.reason, last.source, last.detail, last.kept) == ("malformed", "192.0.2.1:4711", "why", 2)
    assert abs(last.at - time.time()) < 60
    assert bench.reports.news() == []
    bench.drop(DropReason.UNKNOWN_USER)
    assert [last.reason for last in bench.reports.news()] == ["unknown_user"]
    assert bench.reports.counts() == {"malformed": 2, "unknown_user": 1}


def test_kept_datagrams_are_told_when_asked_and_forgotten_when_told() -> None:
    bench = Bench()
    bench.drop(data=b"\x30\x01")
    bench.drop(data=b"\x30\x02")
    bench.reports.handle(ReadDropped(5, "malformed"))
    (answer,) = bench.said.messages
    assert isinstance(answer, DroppedRead)
    assert answer.token == 5
    assert [(kept.octets, kept.size, kept.fault_at) for kept in answer.drops] == [(b"0\x02", 2, 1), (b"0\x01", 2, 1)]
    bench.reports.handle(ForgetDropped(6, "malformed"))
    bench.reports.handle(ReadDropped(7, "malformed"))
    assert bench.said.messages[1:] == [DroppedRead(6, []), DroppedRead(7, [])]


def test_everything_is_handed_over_at_the_end() -> None:
    bench = Bench()
    bench.drop()
    bench.drop(DropReason.UNKNOWN_USER)
    bench.reports.handle(LibraryChanged())  # is not about drops
    bench.reports.hand_over()
    (answer,) = bench.said.messages
    assert isinstance(answer, DroppedRead)
    assert answer.token == 0
    assert [kept.reason for kept in answer.drops] == ["malformed", "unknown_user"]
    bench.reports.handle(ForgetDropped(8, ""))
    assert bench.drops.kept_count(DropReason.MALFORMED) == 0
