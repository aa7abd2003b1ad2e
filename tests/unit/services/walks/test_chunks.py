"""Rows are packed into chunks and come out as they went in, from any row on."""

from __future__ import annotations

import pytest

from trishul.datatypes.values import Value
from trishul.datatypes.varbind import VarBind
from trishul.services.walks.chunks import CHUNK_ROWS, KeptWalkDamaged, WalkPacker, all_rows, rows_from, unpacked
from trishul.store.chunk_rows import ChunkRow

ROWS = [VarBind.of(f"1.3.6.1.2.1.2.2.1.10.{number}", Value.counter32(number)) for number in range(CHUNK_ROWS + 500)]


def test_rows_come_out_as_they_went_in_a_page_at_a_time() -> None:
    packer = WalkPacker()
    for at in range(0, len(ROWS), 70):
        packer.add(ROWS[at : at + 70])
    chunks = packer.chunks()
    assert [(chunk.first_row, chunk.rows) for chunk in chunks] == [(0, CHUNK_ROWS), (CHUNK_ROWS, 500)]
    assert (packer.rows, all_rows(chunks)) == (len(ROWS), ROWS)
    assert next(rows_from(chunks[1:], 2400)) == (2400, ROWS[2400])
    assert sum(len(chunk.data) for chunk in chunks) < 12 * len(ROWS)


def test_a_walk_without_rows_has_no_chunks() -> None:
    assert WalkPacker().chunks() == []


@pytest.mark.parametrize("data", [b"nonsense", b"x\x9c\x03\x00\x00\x00\x00"])
def test_damaged_chunks_are_told_in_words(data: bytes) -> None:
    with pytest.raises(KeptWalkDamaged, match="damaged"):
        unpacked(ChunkRow(0, 1, data))
