"""Indexes of conceptual rows (RFC 2578 §7.7)."""

from __future__ import annotations

from trishul.datatypes import Value
from trishul.simulation.engine_objects.rows import counted, row


def test_an_index_of_variable_length_has_its_length_in_front() -> None:
    assert counted(b"ab") == (2, 97, 98)
    assert counted(b"") == (0,)


def test_a_row_has_an_instance_for_each_column() -> None:
    assert row("1.3", (1, 7), {3: Value.integer(1), 4: Value.integer(2)}) == {
        "1.3.3.1.7": Value.integer(1),
        "1.3.4.1.7": Value.integer(2),
    }
