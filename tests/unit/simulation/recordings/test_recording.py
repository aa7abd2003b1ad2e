"""The builder shared by all readers: order, duplicates, and a bound on the findings it keeps."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trishul.datatypes import Oid, Value, VarBind
from trishul.protocol.ber import encode_varbind
from trishul.simulation.recordings import recording as recording_module
from trishul.simulation.recordings.findings import FindingCode
from trishul.simulation.recordings.recording import RecordingBuilder, sort_key


def add(builder: RecordingBuilder, oid: str, number: int, line: int) -> None:
    varbind = VarBind.of(oid, Value.integer(number))
    builder.add(Oid(oid).contents, encode_varbind(*varbind), line)


def test_records_come_out_decoded_only_when_asked() -> None:
    builder = RecordingBuilder()
    add(builder, "1.3.6.1.1", 5, 1)
    recording = builder.build(1)
    assert list(recording) == [VarBind.of("1.3.6.1.1", Value.integer(5))]


def test_sorting_goes_by_arcs_and_not_by_octets() -> None:
    builder = RecordingBuilder()
    for line, arc in enumerate((16384, 16383, 127, 128), 1):
        add(builder, f"1.3.6.1.{arc}", arc, line)
    recording = builder.build(4)
    assert [varbind.value.native for varbind in recording] == [127, 128, 16383, 16384]


def test_findings_are_bounded_and_the_rest_is_counted(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(recording_module, "MAX_LISTED_WARNINGS", 3)
    builder = RecordingBuilder()
    for line in range(1, 11):
        builder.note(FindingCode.BROKEN_LINE, line, "broken")
    recording = builder.build(10)
    assert len(recording.warnings) == 3
    assert recording.unlisted_warnings == 8, "seven lines and the empty recording"
    assert recording.excluded_lines == 10


def test_findings_stand_in_the_order_of_their_lines() -> None:
    builder = RecordingBuilder()
    add(builder, "1.3.6.1.2", 1, 1)
    add(builder, "1.3.6.1.1", 1, 2)
    builder.note(FindingCode.BROKEN_LINE, 3, "broken")
    add(builder, "1.3.6.1.2", 1, 4)
    assert [warning.line for warning in builder.build(4).warnings] == [1, 2, 3]


NAMES = st.lists(st.sampled_from((0, 127, 128, 16383, 16384, 2**21 - 1, 2**21, 2**32 - 1)), min_size=1, max_size=4)


@given(st.lists(NAMES, min_size=1, max_size=20))
def test_any_names_come_out_in_order_and_descents_are_named(names: list[list[int]]) -> None:
    builder = RecordingBuilder()
    for line, arcs in enumerate(names, 1):
        add(builder, str(Oid((1, 3, *arcs))), line, line)
    recording = builder.build(len(names))
    assert [list(varbind.oid[2:]) for varbind in recording] == sorted(map(list, set(map(tuple, names))))
    late = [warning.line for warning in recording.warnings if warning.code is FindingCode.OUT_OF_ORDER]
    assert late == [line for line in range(2, len(names) + 1) if names[line - 1] < names[line - 2]]


EDGES = [edge + step for bits in (0, 7, 14, 21, 28, 32) for edge in (2**bits,) for step in (-2, -1, 0, 1)]
NUMBERS = st.one_of(st.sampled_from([edge for edge in EDGES if 0 <= edge < 2**32]), st.integers(0, 2**32 - 1))


@given(st.lists(NUMBERS, max_size=3), st.lists(NUMBERS, max_size=3))
def test_keys_sort_as_numbers_do(first: list[int], second: list[int]) -> None:
    keys = [sort_key(Oid((1, 3, *arcs)).contents) for arcs in (first, second)]
    assert (keys[0] < keys[1]) == (first < second)
    assert (keys[0] == keys[1]) == (first == second)


def test_keys_of_numbers_at_all_lengths_sort_as_numbers_do() -> None:
    arcs = sorted({edge for edge in EDGES if 0 <= edge < 2**32} | {0x1FFFFF, 0x0FFFFFFF})
    tails = [(one, *other) for one in arcs for other in ([], *([arc] for arc in arcs))]
    keys = [sort_key(Oid((1, 3, *tail)).contents) for tail in sorted(tails)]
    assert keys == sorted(set(keys))
