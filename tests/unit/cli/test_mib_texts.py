"""What a command line about texts names."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from trishul.cli.mib_texts import STDIN, library_if_built, read_texts


def test_a_text_that_is_named_twice_is_read_once(tmp_path: Path) -> None:
    (tmp_path / "A").write_text("a")
    assert [text.data for text in read_texts([tmp_path, tmp_path / "A"])] == [b"a"]


def test_a_dash_is_stdin(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"text")))
    assert [(text.name, text.data) for text in read_texts([STDIN])] == [("<stdin>", b"text")]


def test_without_an_index_there_is_no_library(tmp_path: Path) -> None:
    with library_if_built(tmp_path) as library:
        assert library is None
    assert list(tmp_path.iterdir()) == []
