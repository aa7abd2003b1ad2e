"""The newest text of a module counts; the others are listed."""

from __future__ import annotations

from itertools import permutations

from trishul.library.choosing import Change, Loser, choose_texts, compare_texts
from trishul.library.parsed import Candidate, CurrentModule
from trishul.library.schema import Origin

STANDARD, UPLOADED = Origin.STANDARD, Origin.UPLOADED


def chosen(*texts: tuple[Origin, str, str]) -> tuple[Origin, str]:
    """Which of several texts of one module counts, whatever their order."""
    results = set()
    for order in permutations(enumerate(texts)):
        one, losers = choose_texts(
            ((origin, file), [Candidate(number, "A-MIB", date)]) for number, (origin, file, date) in order
        )
        assert len(losers) == len(texts) - 1
        results.add((one["A-MIB"].origin, one["A-MIB"].file))
    assert len(results) == 1
    return results.pop()


def test_the_newest_date_wins_wherever_it_comes_from() -> None:
    assert chosen((STANDARD, "a", "202601010000Z"), (UPLOADED, "b", "202501010000Z")) == (STANDARD, "a")
    assert chosen((STANDARD, "a", "202501010000Z"), (UPLOADED, "b", "202601010000Z")) == (UPLOADED, "b")
    assert chosen((STANDARD, "a", "202501010000Z"), (UPLOADED, "b", "")) == (STANDARD, "a")


def test_of_the_same_date_the_uploaded_one_wins_then_the_first_file() -> None:
    assert chosen((STANDARD, "a", ""), (UPLOADED, "c", ""), (UPLOADED, "b", "")) == (UPLOADED, "b")


def test_of_the_same_octets_the_uploaded_ones_win_too() -> None:
    same = [Candidate(1, "A-MIB", "")]
    texts = [((STANDARD, "a"), same), ((UPLOADED, "b"), same)]
    assert choose_texts(texts) == ({"A-MIB": CurrentModule(1, UPLOADED, "b")}, [Loser("A-MIB", (STANDARD, "a"), "")])


def test_a_module_that_stands_twice_in_a_file_is_its_first() -> None:
    texts = [((UPLOADED, "a"), [Candidate(1, "A-MIB", ""), Candidate(2, "A-MIB", "")])]
    assert choose_texts(texts) == ({"A-MIB": CurrentModule(1, UPLOADED, "a")}, [Loser("A-MIB", (UPLOADED, "a"), "")])


def test_a_text_in_another_file_is_written_again_but_no_different_for_others() -> None:
    old = {name: CurrentModule(number, UPLOADED, name) for number, name in enumerate(("gone", "moved", "new", "same"))}
    new = {
        "moved": old["moved"]._replace(file="else"),
        "new": old["new"]._replace(parsed_id=9),
        "same": old["same"],
        "more": CurrentModule(10, UPLOADED, "more"),
    }
    assert compare_texts(old, new) == Change({"gone"}, {"moved", "new", "more"}, {"gone", "new", "more"})
