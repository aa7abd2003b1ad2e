"""Cells that a spreadsheet would calculate."""

from __future__ import annotations

from trishul.services.spreadsheet_text import safe_cell


def test_a_text_that_looks_like_a_formula_is_a_text() -> None:
    assert [safe_cell(text) for text in ("=1+1", "@x", "\n=1", "\uff1d1", "ifDescr.1", "")] == [
        "'=1+1",
        "'@x",
        "'\n=1",
        "'\uff1d1",
        "ifDescr.1",
        "",
    ]
