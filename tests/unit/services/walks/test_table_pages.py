"""Rows of a table are searched, sorted as numbers or texts, and cut to a page."""

from __future__ import annotations

import pytest

from tests.unit.services.walked_device import library, walked
from trishul.services.walks.table_pages import chosen_rows
from trishul.services.walks.tables import view_table


@pytest.mark.parametrize(
    ("search", "sort", "is_descending", "instances"),
    [
        ("", "", False, ["1", "2", "10"]),
        ("", "", True, ["10", "2", "1"]),
        ("", "portName", False, ["1", "10", "2"]),
        ("", "portSpeed", True, ["10", "1", "2"]),
        ("", "portIndex", True, ["10", "2", "1"]),
        ("gi0/1", "", False, ["1", "10"]),
        ("1000 bits", "", False, ["10"]),
    ],
)
def test_rows_are_chosen_and_sorted(search: str, sort: str, is_descending: bool, instances: list[str]) -> None:  # noqa: FBT001
    view = view_table(walked(), library(), "portTable")
    page = chosen_rows(view, search, sort, is_descending=is_descending, offset=0, limit=10)
    assert ([row.instance for row in page.rows], page.total) == (instances, len(instances))


def test_a_page_is_cut_and_says_how_many_there_are() -> None:
    view = view_table(walked(), library(), "portTable")
    page = chosen_rows(view, "", "", is_descending=False, offset=1, limit=1)
    assert ([row.instance for row in page.rows], page.total) == (["2"], 3)
