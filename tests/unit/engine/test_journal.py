"""The journal of a device: bounded, numbered, and begun anew on wish."""

from __future__ import annotations

from trishul.engine.journal import JOURNAL_ENTRIES, Journal

PEER = ("192.0.2.9", 40000)


def write(journal: Journal, times: int) -> None:
    for _ in range(times):
        journal.entries.append((next(journal.numbers), 1.0, PEER, 1, 0xA0, b"\0", b"\0", [b"\x2b"], 1, 1))


def test_the_oldest_requests_are_let_go_and_numbers_say_so() -> None:
    journal = Journal()
    write(journal, JOURNAL_ENTRIES + 5)
    kept = journal.read()
    assert (len(journal), kept[0].number, kept[-1].number) == (JOURNAL_ENTRIES, 6, JOURNAL_ENTRIES + 5)


def test_who_forgets_begins_with_number_one() -> None:
    journal = Journal()
    write(journal, 3)
    journal.forget()
    write(journal, 1)
    assert [entry.number for entry in journal.read()] == [1]
