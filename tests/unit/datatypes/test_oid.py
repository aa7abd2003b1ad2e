"""OIDs as people write them."""

import pytest

from trishul.datatypes.oid import Oid, oid_text
from trishul.errors import InvalidInput


def test_text_with_or_without_leading_dot_means_the_same() -> None:
    assert Oid("1.3.6.1") == Oid(".1.3.6.1") == Oid((1, 3, 6, 1))
    assert str(Oid(".1.3.6.1")) == "1.3.6.1"


def test_oids_sort_by_number_not_by_text() -> None:
    assert Oid("1.3.6.2") < Oid("1.3.6.10") < Oid("1.3.6.10.0")


@pytest.mark.parametrize("text", ["", ".", "1..3", "1.3.", "1.3.x", "-1.3", "1.3.4294967296", "٣.1", "1 .3", "1.40"])
def test_other_text_is_refused_with_words(text: str) -> None:
    with pytest.raises(InvalidInput):
        Oid(text)


def test_prefixes_include_the_oid_itself() -> None:
    assert Oid("1.3.6").starts_with(Oid("1.3"))
    assert Oid("1.3.6").starts_with(Oid("1.3.6"))
    assert not Oid("1.3").starts_with(Oid("1.3.6"))


def test_children_keep_the_limits() -> None:
    assert Oid("1.3").child(6, 1) == Oid("1.3.6.1")
    with pytest.raises(InvalidInput):
        Oid("1.3").child(-1)


def test_showing_octets_that_are_no_oid_never_fails() -> None:
    assert oid_text(bytes.fromhex("2b0601")) == "1.3.6.1"
    assert oid_text(bytes.fromhex("2bff")) == "0x2bff"
