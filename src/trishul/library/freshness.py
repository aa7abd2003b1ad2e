"""Whether the index still says what the texts say, found out without reading a text or starting a compiler.

Owns the question only: names, sizes and times of the texts against those in the index. A text that was rewritten with
the same size and time stays unnoticed, as with every build tool.
"""

from __future__ import annotations

from trishul.library.connection import IndexConnection
from trishul.library.records import LibraryUnavailable
from trishul.library.sources import LibraryPlaces, list_sources


def is_current(places: LibraryPlaces) -> bool:
    """True when there is an index that can be read and nothing has changed since it was built."""
    listed, _ = list_sources(places)
    try:
        index = IndexConnection(places.index)
    except LibraryUnavailable:
        return False
    try:
        known = index.rows("SELECT origin, file, size_bytes, mtime_ns FROM source")
    except LibraryUnavailable:
        return False
    finally:
        index.close()
    now = {(int(source.origin), source.file, source.size_bytes, source.mtime_ns) for source in listed}
    return now == set(known)
