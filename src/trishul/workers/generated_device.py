"""Devices made from modules of the MIB library, as the process beside the simulator makes them.

Owns the reading of the library and the words for what cannot be made; what a device holds is `simulation.generation`.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from trishul.errors import TrishulError
from trishul.library.device_types import read_device_types
from trishul.library.library import Library
from trishul.simulation.generation import generate_device
from trishul.workers.device_pieces import Piece, Unreadable, device_pieces
from trishul.workers.device_wishes import ModulesWish

_LISTED_TABLES = 5


def make_device(wish: ModulesWish) -> Iterator[Piece]:
    """The device of some modules in pieces, or the reason why there is none."""
    try:
        library = Library.open(Path(wish.library_index))
        try:
            types = read_device_types(library, wish.modules)
        finally:
            library.close()
        device, cut_tables = generate_device(types, wish.seed, wish.started_at, wish.rows)
    except TrishulError as error:
        yield Unreadable(str(error))
        return
    except MemoryError:
        yield Unreadable("There is not enough memory for it")
        return
    yield from device_pieces(device, _findings_of(cut_tables))


def _findings_of(cut_tables: tuple[str, ...]) -> list[str]:
    """A sentence about tables that found no room."""
    if not cut_tables:
        return []
    more = ", …" if len(cut_tables) > _LISTED_TABLES else ""
    return [f"tables without some of their rows: {', '.join(cut_tables[:_LISTED_TABLES])}{more}"]
