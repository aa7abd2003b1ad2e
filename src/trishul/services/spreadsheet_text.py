"""Texts in the cells of CSV files, which spreadsheets must not take for formulas."""

from __future__ import annotations

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
"""With these a spreadsheet takes a text for a formula: an apostrophe before them makes it a text again.

The last four are the wide forms of the first ones, which count as much where they are usual.
"""


def safe_cell(text: str) -> str:
    """The text as a cell."""
    return f"'{text}" if text.startswith(_FORMULA) else text
