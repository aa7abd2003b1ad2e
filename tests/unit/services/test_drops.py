"""Drops of a service outlive its workers, are counted once, and the ledger closes."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from types import SimpleNamespace
from typing import cast

import pytest

from trishul.engine.drops import DropReason, Role
from trishul.services.drops import DropBook, DropSummary, UnknownDropReason
from trishul.workers.drop_facts import KeptDrop, LastDrop
from trishul.workers.message import Message
from trishul.workers.messages import DroppedRead, ForgetDropped, ReadDropped
from trishul.workers.messages import SimulatorStatistics as Report
from trishul.workers.process import WorkerProcess

AT = 1_700_000_000.0


class Bench:
    """A book and a worker that answers with what it keeps; `kept` None: no worker runs."""

    def __init__(self, sock: socket.socket) -> None:
        self.sock = sock
        self.kept: list[KeptDrop] | None = []
        self.book = DropBook(Role.AGENT, self.send)

    def send(self, command: Message) -> bool:
        if self.kept is None:
            return False
        if isinstance(command, ForgetDropped):
            self.kept = []
            self.book.take(DroppedRead(command.token, []))
        elif isinstance(command, ReadDropped):
            self.book.take(DroppedRead(command.token, self.kept))
        return True

    def report(
        self, drops: dict[str, int], *, pid: int = 1, kernel: int = 0, lasts: list[LastDrop] | None = None
    ) -> bool:
        process = cast("WorkerProcess", SimpleNamespace(pid=pid, launch=SimpleNamespace(sockets=(self.sock,))))
        datagrams = 7 + sum(drops.values())
        report = Report(7, 9, drops, kernel, None, datagrams=datagrams, last_drops=lasts or [])
        return any(self.book.note(process, report, AT))

    def summary(self, name: str) -> DropSummary:
        return next(summary for summary in self.book.summaries() if summary.reason == name)


def a_drop(at: float, reason: str = "malformed") -> KeptDrop:
    return KeptDrop(reason, "192.0.2.1:5", at, "cut short at byte 2", b"\x30\x05\x02", 3, 2)


@pytest.fixture
def bench() -> Iterator[Bench]:
    with socket.socket() as sock:
        yield Bench(sock)


def test_every_reason_is_listed_also_those_that_never_occurred(bench: Bench) -> None:
    assert [summary.reason for summary in bench.book.summaries()] == DropReason.of(Role.AGENT)
    assert all((each.count, each.last_at, each.kept) == (0, None, 0) for each in bench.book.summaries())
    assert (bench.summary("malformed").label, bench.summary("malformed").advice) == (
        DropReason.MALFORMED.label,
        DropReason.MALFORMED.advice,
    )


def test_reports_add_up_over_workers_and_none_counts_twice(bench: Bench) -> None:
    assert bench.report({"malformed": 2})
    assert not bench.report({"malformed": 2})
    bench.report({"malformed": 1}, pid=2)  # a replacement, beside its predecessor
    bench.report({"malformed": 3}, pid=1)
    assert bench.book.totals == {"malformed": 4}
    assert bench.summary("malformed").count == 4


def test_the_kernel_s_count_goes_on_with_the_socket_and_starts_anew_with_another(bench: Bench) -> None:
    bench.report({}, pid=1, kernel=5)
    bench.report({}, pid=2, kernel=6)
    assert not bench.report({}, pid=1, kernel=5)
    assert bench.book.kernel_drops == 6
    assert (bench.summary("kernel").count, bench.summary("kernel").last_at) == (6, AT)
    with socket.socket() as another:
        bench.sock = another
        bench.report({}, pid=3, kernel=2)
    assert bench.book.kernel_drops == 8


def test_the_last_drop_is_shown(bench: Bench) -> None:
    bench.report({"malformed": 1}, lasts=[LastDrop("malformed", "192.0.2.1:5", AT, "cut short at byte 2", 1)])
    shown = bench.summary("malformed")
    assert (shown.last_source, shown.last_at, shown.last_detail) == ("192.0.2.1:5", AT, "cut short at byte 2")
    assert shown.kept == 1


async def test_kept_datagrams_of_ended_and_running_workers_are_shown_together(bench: Bench) -> None:
    bench.report({"malformed": 20}, lasts=[LastDrop("malformed", "192.0.2.1:5", AT, "", 15)])
    bench.book.take(DroppedRead(0, [a_drop(AT - number) for number in range(15)]))
    assert bench.summary("malformed").kept == 15
    bench.kept = [a_drop(AT + 2), a_drop(AT + 1)]
    kept = await bench.book.kept("malformed")
    assert [datagram.at - AT for datagram in kept.data] == [2, 1, *range(0, -14, -1)]
    assert (kept.data[0].raw_hex, kept.data[0].fault_at) == ("300502", 2)
    assert kept.data[0].tree.fault
    bench.kept = None
    assert len((await bench.book.kept("malformed")).data) == 15


async def test_forgetting_empties_the_quarantine_and_leaves_the_counts(bench: Bench) -> None:
    bench.report({"malformed": 1}, lasts=[LastDrop("malformed", "192.0.2.1:5", AT, "", 1)])
    bench.book.take(DroppedRead(0, [a_drop(AT)]))
    bench.kept = [a_drop(AT)]
    await bench.book.forget("malformed")
    assert (await bench.book.kept("malformed")).data == []
    assert (bench.summary("malformed").count, bench.summary("malformed").kept) == (1, 0)
    bench.book.take(DroppedRead(0, [a_drop(AT)]))
    await bench.book.forget()
    assert (await bench.book.kept("malformed")).data == []


async def test_a_name_that_is_no_reason_here_is_refused(bench: Bench) -> None:
    for name in ("", "nonsense", "queue_full"):  # the last one is the receiver's
        with pytest.raises(UnknownDropReason):
            await bench.book.kept(name)
    with pytest.raises(UnknownDropReason):
        await bench.book.forget("late_response")


def test_the_ledger_closes(bench: Bench) -> None:
    bench.report({"malformed": 2, "send_failed": 5}, kernel=3)
    ledger = bench.book.ledger({"answered": 7})
    assert (ledger.received, ledger.dropped, ledger.kernel_drops) == (14, 2, 3)
    assert ledger.difference == 14 - 7 - 2  # the report says five more than it explains


def test_the_account_of_an_ended_worker_closes_with_what_is_lost_or_with_what_it_had_not_told(bench: Bench) -> None:
    bench.book = DropBook(Role.RECEIVER, bench.send)
    bench.report({"malformed": 2})
    assert bench.book.close_account(1, 4, AT) == 3
    assert bench.book.ledger({"answered": 4}).difference == 0
    bench.report({}, pid=2)
    assert bench.book.close_account(2, 9, AT) == 0
    ledger = bench.book.ledger({"answered": 13})
    assert (ledger.received, ledger.dropped, ledger.difference) == (18, 5, 0)
    assert bench.book.close_account(3, 1, AT) == 0, "a worker that never reported"
    assert bench.book.ledger({"answered": 14}).difference == 0
    bench.book.note_lost_earlier(6, AT)
    ledger = bench.book.ledger({"answered": 14})
    assert (ledger.received, ledger.dropped, ledger.difference) == (25, 11, 0)
    (lost,) = [each for each in bench.book.summaries() if each.reason == "lost_with_worker"]
    assert (lost.count, lost.last_detail) == (9, "6 with an earlier server")


def test_what_an_earlier_server_received_is_received_here(bench: Bench) -> None:
    bench.book.note_earlier(2)
    bench.book.note_earlier(3)
    assert bench.book.ledger({"stored": 5}).difference == 0
