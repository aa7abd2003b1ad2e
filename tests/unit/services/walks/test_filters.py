"""Rows are chosen by subtree, or by words in what is shown of them."""

from __future__ import annotations

import pytest

from tests.unit.services.walked_device import names, walked
from trishul.services.walks.filters import row_filter


@pytest.mark.parametrize(
    ("search", "count"),
    [
        ("portTable", 3),
        ("speedtable", 0),
        ("gi0/1", 2),
        ("PORTNAME gi0/2", 1),
        ("up(1)", 1),
        ("gauge32", 2),
        ("none", 0),
    ],
)
def test_a_search_finds_subtrees_names_types_and_values(search: str, count: int) -> None:
    source = names()
    fits = row_filter(search, source.names, source.library)
    assert fits is not None
    assert sum(map(fits, walked())) == count


def test_no_words_mean_all_rows() -> None:
    assert row_filter("  ", names().names, None) is None
