"""What a notification says in one sentence."""

from __future__ import annotations

import pytest

from tests.unit.services.named_devices import device_names
from trishul.services.mibs.name_source import Numeric
from trishul.services.traps.sentences import LONGEST_SENTENCE, first_sentence, sentence_of
from trishul.services.value_texts import ShownVarBind


def row(oid: str, value: str) -> ShownVarBind:
    return ShownVarBind(oid, oid, "INTEGER", value, value)


INDEX = row("1.3.6.1.2.1.2.2.1.1.3", "3")
DESCRIPTION = row("1.3.6.1.2.1.2.2.1.2.3", "GigabitEthernet0/3")
NAME = row("1.3.6.1.2.1.31.1.1.1.1.3", "Gi0/3")


@pytest.mark.parametrize(
    ("number", "rows", "sentence"),
    [
        (3, [INDEX, DESCRIPTION, NAME], "Interface Gi0/3 (3) went down."),
        (4, [INDEX, DESCRIPTION], "Interface GigabitEthernet0/3 (3) came up."),
        (4, [INDEX], "Interface 3 came up."),
        (3, [], "Interface of unknown number went down."),
        (1, [], "The agent started; its configuration may have changed."),
    ],
)
def test_a_generic_trap_says_what_happened_to_what(number: int, rows: list[ShownVarBind], sentence: str) -> None:
    assert sentence_of(f"1.3.6.1.6.3.1.1.5.{number}", rows, Numeric()) == sentence


@pytest.mark.parametrize("trap_oid", ["1.3.6.1.4.1.99998.0.2", "1.3.6.1.4.1.1", "0x80"])
def test_what_no_mib_describes_has_no_sentence(trap_oid: str) -> None:
    assert sentence_of(trap_oid, [], device_names()) == ""
    assert sentence_of(trap_oid, [], Numeric()) == ""


@pytest.mark.parametrize(
    ("description", "sentence"),
    [
        ("", ""),
        ("Sent when\n   it rains.  Then it ends.", "Sent when it rains."),
        ("See e.g. RFC 3418. More.", "See e.g. RFC 3418."),
        ("Version 1.2 changed", "Version 1.2 changed"),
    ],
)
def test_the_first_sentence_is_cut_from_a_description(description: str, sentence: str) -> None:
    assert first_sentence(description) == sentence


def test_a_long_sentence_ends_at_a_word() -> None:
    cut = first_sentence("word " * 100)
    assert len(cut) <= LONGEST_SENTENCE
    assert cut.endswith("word …")
