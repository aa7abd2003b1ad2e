"""Without a library numbers stay numbers."""

from __future__ import annotations

from trishul.datatypes.oid import Oid
from trishul.services.mibs.name_source import NameSource, Numeric


def test_a_workbench_without_a_library_shows_numbers() -> None:
    source: NameSource = Numeric()
    assert source.library is None
    assert source.names.text_of(Oid("1.3.6.1").contents) == "1.3.6.1"
    assert source.names is source.names
