"""Findings point at tokens."""

from __future__ import annotations

from trishul.smi.lexer import tokenize
from trishul.smi.parser.cursor import Cursor
from trishul.smi.parser.words import AFTER_STRING
from trishul.smi.syntax import span_bounds


def test_findings_edits_and_spans_are_offsets_of_tokens() -> None:
    text = 'a  "b c" d'
    cursor = Cursor(tokenize(text, AFTER_STRING)[0])
    cursor.report("bad-clause", 0, "m", last=1)
    assert (cursor.findings[0].start, cursor.findings[0].end) == (0, 8)
    assert cursor.reported_at == 1
    assert cursor.insertion(0, ",").start == 1
    assert cursor.replacement(2, "e").end == len(text)
    start, end = span_bounds(cursor.text_span(1, 1))
    assert text[start:end] == "b c"
