"""What follows the label of a node, and whether it is a whole instance."""

from __future__ import annotations

import pytest

from tests.unit.library.compiled_library import DEVICE_MIB, CompiledLibrary
from trishul.datatypes.contents import encode_arc
from trishul.errors import DecodeError
from trishul.library.instances import InstanceIndexes
from trishul.library.places import Place, arc_end, arcs_of, dotted


def place_of(name: str) -> Place:
    library = CompiledLibrary.of(DEVICE_MIB).as_library()
    return Place(library.find_by_name(name)[0], InstanceIndexes(library), bytes.hex)


def rest(*arcs: int) -> bytes:
    return b"".join(map(encode_arc, arcs))


@pytest.mark.parametrize(
    ("name", "arcs", "suffix", "is_known"),
    [
        ("deviceState", (), "", True),
        ("deviceState", (0,), ".0", True),
        ("deviceState", (1,), ".1", False),
        ("deviceState", (0, 0), ".0.0", False),
        ("portName", (300,), ".300", True),
        ("portName", (3, 4), ".3.4", False),
        ("portTable", (3,), ".3", False),
        ("portEntry", (99, 3), ".99.3", False),
        ("userRight", (1, 97, 2), '."a".write', True),
        ("userRight", (1, 97), '."a"', False),
        ("userRight", (1, 97, 2, 3), '."a".write.3', False),
        ("userEntry", (99, 1, 97, 2), '.99."a".write', False),
    ],
)
def test_a_suffix_is_shown_by_the_index(name: str, arcs: tuple[int, ...], suffix: str, *, is_known: bool) -> None:
    assert place_of(name).suffix(rest(*arcs)) == (suffix, is_known)


def test_only_scalars_and_columns_have_values() -> None:
    assert place_of("portTable").object is None
    assert place_of("deviceState").object is not None
    assert place_of("deviceState").renderer.render(2, b"\1") == ("INTEGER: ", "up(1)")


def test_arcs_inside_an_oid() -> None:
    assert arcs_of(rest(1, 300, 2**32 - 1)) == (1, 300, 2**32 - 1)
    assert arcs_of(b"") == ()
    assert (dotted(b""), dotted(rest(1, 127)), dotted(rest(128))) == ("", ".1.127", ".128")
    assert [arc_end(rest(1, 300, 5), start) for start in (0, 1, 3, 4)] == [1, 3, 4, 4]
    with pytest.raises(DecodeError):
        dotted(b"\x81")
