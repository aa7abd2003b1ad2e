"""Points in time as people write them."""

from __future__ import annotations

from datetime import UTC

import pytest

from trishul.errors import InvalidInput
from trishul.search.times import read_time_ns

NOW = 1_800_000_000_000_000_000


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("now", 1_800_000_000),
        ("-30s", 1_799_999_970),
        ("-2h", 1_799_992_800),
        ("1970-01-02", 86_400),
        ("1970-01-01T01:00", 3_600),
        ("1970-01-01T01:00:00.5+01:00", 0.5),
        ("1970-01-01T00:00:01Z", 1),
    ],
)
def test_times_are_read(text: str, seconds: float) -> None:
    assert read_time_ns(text, NOW, UTC) == int(seconds * 1e9)


@pytest.mark.parametrize("text", ["", "5m", "-5", "-5x", "yesterday", "2026-13-01", "9999999999"])
def test_other_texts_are_refused(text: str) -> None:
    with pytest.raises(InvalidInput, match="A time is"):
        read_time_ns(text, NOW, UTC)
