"""Words, as queries, rows and the index of words share them."""

from __future__ import annotations

import sqlite3

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trishul.search.words import as_line, as_piece, words_of


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Gi0/3 is Down.", ["gi0", "3", "is", "down"]),
        ("10.0.0.1:162", ["10.0.0.1", "162"]),
        ("-5 … Süd", ["5", "…", "süd"]),
        (". ..", []),
        ('a"b', ["a", "b"]),
    ],
)
def test_words_are_runs_of_letters_and_digits(text: str, words: list[str]) -> None:
    assert words_of(text) == words


@pytest.mark.parametrize(
    ("wanted", "ends_open", "is_there"),
    [
        (["is"], False, True),
        (["gi0", "3"], False, True),
        (["3", "gi0"], False, False),
        (["3", "i"], True, True),
        (["3", "i"], False, False),
        (["down", "x"], True, False),
    ],
)
def test_wanted_words_stand_one_after_the_other(wanted: list[str], *, ends_open: bool, is_there: bool) -> None:
    assert (as_piece(wanted, ends_open=ends_open) in as_line(["gi0", "3", "is", "down"])) is is_there


@given(st.text(max_size=30))
def test_the_index_of_words_has_the_same_words(text: str) -> None:
    words = words_of(text)
    with sqlite3.connect(":memory:") as connection:
        connection.execute("CREATE VIRTUAL TABLE w USING fts5(words, tokenize=\"ascii tokenchars '.'\")")
        connection.execute("CREATE VIRTUAL TABLE v USING fts5vocab(w, instance)")
        connection.execute("INSERT INTO w (words) VALUES (?)", (" ".join(words),))
        assert [row[0] for row in connection.execute("SELECT term FROM v ORDER BY offset")] == words
