"""A part of a kept walk as it is stored; beside its queries, so that who reads rows loads no database."""

from __future__ import annotations

from typing import NamedTuple


class ChunkRow(NamedTuple):
    """Some rows of a walk, counted from 0."""

    first_row: int
    rows: int
    data: bytes
