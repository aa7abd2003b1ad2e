"""What both capture formats have in common."""

from __future__ import annotations

import pytest

from trishul.protocol.capture.frames import BadCapture, take


def test_octets_that_are_not_there_are_a_broken_capture_that_says_where_it_ends() -> None:
    assert take(b"abcdef", 2, 3, "a frame") == b"cde"
    with pytest.raises(BadCapture, match="the file ends inside a frame at byte 6"):
        take(b"abcdef", 4, 3, "a frame")
