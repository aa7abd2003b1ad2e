"""A wish names its file whatever octets the name has."""

from __future__ import annotations

import os
from pathlib import Path

from trishul.workers.device_wishes import RecordingWish


def test_a_path_that_is_no_text_is_the_same_on_the_other_side() -> None:
    path = Path(os.fsdecode(b"/tmp/r\xffuter.snmprec"))
    assert RecordingWish.of(path).path == path
