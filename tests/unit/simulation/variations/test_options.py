"""Options as snmpsim reads them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trishul.simulation.recordings.snmprec import read_snmprec
from trishul.simulation.variations.modules import MODULES
from trishul.simulation.variations.options import parse_options, split_escaped


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        (b"a,b,c", [b"a", b"b", b"c"]),
        (b"a,b,,c,d", [b"a,b", b"c,d"]),
        (b"a,,b,,,c", [b"a,,b", b"c"]),
        (b"abc", [b"abc"]),
    ],
)
def test_doubled_and_tripled_separators_escape_single_ones(text: bytes, parts: list[bytes]) -> None:
    assert split_escaped(text, b",") == parts


@pytest.mark.parametrize(
    ("text", "settings"),
    [
        (b"value==a=b, c,,wait==5", {b"value": b"a=b, c", b"wait": b"5"}),
        (b"a=1,a=2", {b"a": b"2"}),
        (b"wrap", {b"wrap": b""}),
        (b"", {}),
        (b",,", {}),
        (b" a = 1", {b"a": b" 1"}),
    ],
)
def test_pairs_of_keys_and_values(text: bytes, settings: dict[bytes, bytes]) -> None:
    assert parse_options(text) == settings


_WORDS = [
    *("value=", "hexvalue=", "wait=", "vlist=", "eq:", "lt:", "status=", "genErr", "function=", "pow%", "%<time>"),
    *("min=", "max=", "wrap", "cumulative", "op=", "set", "0", "1e999", "-1", ",", ",,", "=", "::", "\\x0", "é", "|"),
]


@given(
    st.sampled_from(sorted(MODULES)),
    st.sampled_from(["2", "4", "4x", "4e", "5", "6", "64", "64x", "65", "67", "68", "70", "gauge32", "2x", "99", ""]),
    st.lists(st.sampled_from(_WORDS) | st.text(max_size=4)).map("".join),
)
def test_no_options_stop_the_reading_of_a_recording(module: str, tag: str, options: str) -> None:
    text = options.replace("\n", "").encode("utf-8", "replace")
    recording = read_snmprec([b"1.3.6.1.4.1.32473.1|%s:%s|%s" % (tag.encode(), module.encode(), text)])
    assert len(recording) + recording.excluded_lines == 1
    assert set(recording.variations) <= set(recording.names)
