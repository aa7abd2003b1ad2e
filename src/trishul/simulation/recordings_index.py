"""The device that lists all others, as snmpsim's context `index` does: which recording is asked for by which name.

Owns the shape of that list (1.3.6.1.4.1.20408.999.1, of snmpsim's vendor): files, communities, and the MD5 digests
that are their contexts, each a column. Nothing in it can be set.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from trishul.datatypes.oid import Oid
from trishul.datatypes.values import Value
from trishul.datatypes.varbind import VarBind
from trishul.engine.instances import ReadOnlySet
from trishul.simulation.device import Device
from trishul.simulation.recordings.files import context_names

INDEX = b"index"
"""The community and the context that it answers to."""
_COLUMNS = Oid("1.3.6.1.4.1.20408.999.1")


class RecordingsIndex(Device):
    """A device whose rows are recordings."""

    __slots__ = ()

    @classmethod
    def of(cls, recordings: Iterable[tuple[bytes, bytes]]) -> RecordingsIndex:
        """From pairs of file and community, numbered from 1 in their order."""
        rows = enumerate(((file, community, context_names(community)[1]) for file, community in recordings), 1)
        columns = {
            _COLUMNS.child(column, row).contents: Value.octet_string(cell)
            for row, cells in rows
            for column, cell in enumerate(cells, 1)
        }
        index = cls.from_contents(columns)
        assert isinstance(index, RecordingsIndex)
        return index

    def begin_set(self, varbinds: Sequence[VarBind], now: float) -> ReadOnlySet:
        """Nothing is writable."""
        del varbinds, now
        return ReadOnlySet()
