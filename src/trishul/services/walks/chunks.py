"""The rows of a kept walk as compressed chunks: variable bindings as BER, a few thousand in each.

Owns that form: a hundred thousand rows take about a megabyte and are read from any row on without those before it.
Storing chunks is `store.kept_walks`. Nothing is decoded but the structure; values stay octets.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Sequence

from trishul.datatypes.varbind import VarBind
from trishul.errors import DecodeError, TrishulError
from trishul.protocol.ber import decode_varbinds, encode_varbinds
from trishul.store.chunk_rows import ChunkRow

CHUNK_ROWS = 2000
_FASTEST = 1
"""Level of zlib: the next one takes twice the time for a tenth of the octets."""


class KeptWalkDamaged(TrishulError):
    """What is stored of a walk cannot be read any more."""

    code = "kept_walk_damaged"

    def __init__(self) -> None:
        super().__init__("The rows of this walk cannot be read: its place in the database is damaged. Delete it.")


class WalkPacker:
    """Takes rows as they come and keeps them packed; about ten octets a row."""

    def __init__(self) -> None:
        self._chunks: list[ChunkRow] = []
        self._waiting: list[VarBind] = []
        self.rows = 0

    def add(self, varbinds: Sequence[VarBind]) -> None:
        """The next rows."""
        self.rows += len(varbinds)
        self._waiting.extend(varbinds)
        while len(self._waiting) >= CHUNK_ROWS:
            self._pack(CHUNK_ROWS)

    def chunks(self) -> list[ChunkRow]:
        """All chunks; nothing may be added afterwards."""
        if self._waiting:
            self._pack(len(self._waiting))
        return self._chunks

    def _pack(self, count: int) -> None:
        packed, self._waiting = self._waiting[:count], self._waiting[count:]
        first = self._chunks[-1].first_row + self._chunks[-1].rows if self._chunks else 0
        self._chunks.append(ChunkRow(first, count, zlib.compress(encode_varbinds(packed), _FASTEST)))


def unpacked(chunk: ChunkRow) -> list[VarBind]:
    """The rows of a chunk. Raises KeptWalkDamaged."""
    try:
        encoded = zlib.decompress(chunk.data)
        return decode_varbinds(encoded, 0, len(encoded))
    except (zlib.error, DecodeError):
        raise KeptWalkDamaged from None


def all_rows(chunks: Sequence[ChunkRow]) -> list[VarBind]:
    """The rows of all chunks. Raises KeptWalkDamaged."""
    return [varbind for chunk in chunks for varbind in unpacked(chunk)]


def rows_from(chunks: Sequence[ChunkRow], from_row: int) -> Iterator[tuple[int, VarBind]]:
    """Rows with their numbers, from one on. Raises KeptWalkDamaged."""
    for chunk in chunks:
        for number, varbind in enumerate(unpacked(chunk), chunk.first_row):
            if number >= from_row:
                yield number, varbind
