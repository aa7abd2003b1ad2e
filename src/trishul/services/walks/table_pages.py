"""Some rows of a table view: searched, sorted, cut to a page.

Owns what words find in a row and how cells are ordered; the view is `tables`.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import isnan, nan

import msgspec

from trishul.services.walks.tables import TableRow, TableView


def chosen_rows(view: TableView, search: str, sort: str, *, is_descending: bool, offset: int, limit: int) -> TableView:
    """The rows that have all words of a search, sorted by a column or index object, from one on.

    Numbers sort as numbers, empty cells stand last, and an unknown `sort` leaves the order of the index.
    """
    words = search.casefold().split()
    rows = [row for row in view.rows if _has_words(row, words)] if words else view.rows
    rows = _sorted(view, rows, sort, is_descending=is_descending)
    return msgspec.structs.replace(view, rows=rows[offset : offset + limit], total=len(rows))


def _sorted(view: TableView, rows: list[TableRow], sort: str, *, is_descending: bool) -> list[TableRow]:
    in_index = next((at for at, column in enumerate(view.index) if column.name == sort), None)
    in_columns = next((at for at, column in enumerate(view.columns) if column.name == sort), None)
    keyed: list[tuple[tuple[bool, float, str], TableRow]] = []
    empty: list[TableRow] = []
    for row in rows:
        text = None
        if in_index is not None:
            text = row.index[in_index] if in_index < len(row.index) else None
        elif in_columns is not None:
            cell = row.cells[in_columns]
            text = None if cell is None else cell.value
        else:
            return rows[::-1] if is_descending else rows
        if text is None:
            empty.append(row)
        else:
            keyed.append((_cell_order(text), row))
    keyed.sort(key=lambda pair: pair[0], reverse=is_descending)
    return [row for _, row in keyed] + empty


def _cell_order(text: str) -> tuple[bool, float, str]:
    try:
        number = float(text)
    except ValueError:
        number = nan
    return (True, 0.0, text.casefold()) if isnan(number) else (False, number, text)


def _has_words(row: TableRow, words: Sequence[str]) -> bool:
    texts = [row.instance, *row.index, *(f"{cell.value}\n{cell.display}" for cell in row.cells if cell is not None)]
    text = "\n".join(texts).casefold()
    return all(word in text for word in words)
