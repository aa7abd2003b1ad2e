"""The device that lists all others, as snmpsim's context `index` does: which recording is asked for by which name.

Owns the shape of that list (1.3.6.1.4.1.20408.999.1, of snmpsim's vendor): files, communities, and the MD5 digests
that are their contexts, each a column. Nothing in it can be set.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from trishul.datatypes.contents import encode_arc
from trishul.datatypes.oid import Oid
from trishul.datatypes.values import ValueType
from trishul.datatypes.varbind import VarBind
from trishul.engine.instances import ReadOnlySet
from trishul.protocol.ber import encode_varbind
from trishul.simulation.device import Device
from trishul.simulation.recordings.files import context_names

INDEX = b"index"
"""The community and the context that it answers to."""
_COLUMNS = Oid("1.3.6.1.4.1.20408.999.1")
_COLUMN_COUNT = 3


class RecordingsIndex(Device):
    """A device whose rows are recordings."""

    __slots__ = ()

    @classmethod
    def of(cls, recordings: Iterable[tuple[bytes, bytes]]) -> RecordingsIndex:
        """From pairs of file and community, numbered from 1 in their order.

        There are thousands, and everybody waits for the list at the start: it is made in the order of its OIDs.
        """
        rows = [(file, community, context_names(community)[1]) for file, community in recordings]
        endings = [encode_arc(row) for row in range(1, len(rows) + 1)]
        names: list[bytes] = []
        varbinds: list[bytes | None] = []
        for column in range(_COLUMN_COUNT):
            above = _COLUMNS.contents + encode_arc(column + 1)
            names += [above + ending for ending in endings]
            varbinds += [
                encode_varbind(above + ending, ValueType.OCTET_STRING, cells[column])
                for ending, cells in zip(endings, rows, strict=True)
            ]
        return cls(names, varbinds, {})

    def begin_set(self, varbinds: Sequence[VarBind], now: float) -> ReadOnlySet:
        """Nothing is writable."""
        del varbinds, now
        return ReadOnlySet()
