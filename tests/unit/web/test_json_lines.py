"""Keys and texts of a JSON text are found at their lines."""

from __future__ import annotations

from trishul.web.json_lines import lines_of_texts

TEXT = r"""{
  "overrides": {
    "a": "b\n\"c",
    "b\n\"c": 1,
    "déf": "a"
  },
  "hidden": ["x",
    "y"]
}"""


def test_the_line_of_a_key_counts_more_than_that_of_a_text() -> None:
    lines = lines_of_texts(TEXT)
    assert [lines[text] for text in ("overrides", "a", 'b\n"c', "déf", "x", "y")] == [2, 3, 4, 5, 7, 8]


def test_a_text_without_any_has_none() -> None:
    assert lines_of_texts("[1, {}]") == {}
