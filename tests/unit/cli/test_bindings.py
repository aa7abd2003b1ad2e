"""OID TYPE VALUE on the command line: numbers alone need no index, names and labels are the MIB's."""

from __future__ import annotations

from pathlib import Path

import click
import pytest

from trishul.cli.bindings import varbinds_of
from trishul.cli.names import NameBook
from trishul.datatypes import Value, VarBind


def test_triples_become_bindings() -> None:
    assert varbinds_of(["1.3.6.1", "i", "5", ".1.3.6.2", "String", "x"]) == [
        VarBind.of("1.3.6.1", Value.integer(5)),
        VarBind.of("1.3.6.2", Value.octet_string("x")),
    ]


@pytest.mark.parametrize(
    ("texts", "complaint"),
    [
        (["1.3.6.1", "i"], "'i' ends an incomplete one"),
        (["1.3.6.1", "q", "5"], "'q' is not a value type"),
        (["1.3.6.1", "i", "five"], "'five' is not a whole number"),
        (["1.3.6.1", "=", "5"], "'=' is not a value type"),
    ],
)
def test_what_cannot_be_meant_is_named(texts: list[str], complaint: str) -> None:
    with pytest.raises(click.UsageError, match=complaint):
        varbinds_of(texts)


def test_names_labels_and_the_type_of_the_mib_are_read(library_dir: Path) -> None:
    book = NameBook(library_dir)
    oid = "1.3.6.1.4.1.99999.1.0"
    for texts in (["vendorMode.0", "=", "slow"], ["VENDOR-MIB::vendorMode.0", "i", "slow"], [oid, "i", "2"]):
        assert varbinds_of(texts, book) == [VarBind.of(oid, Value.integer(2))]
