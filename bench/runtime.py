"""What every part is handed: how long to measure, and where temporary files go."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Runtime:
    """Settings of one run of the bench."""

    folder: Path
    seconds: float
    is_quick: bool
    say: Callable[[str], None]
    """Tells whoever waits how far it is."""
    _numbers: Iterator[int] = field(default_factory=itertools.count)

    def new_folder(self, name: str) -> Path:
        """An empty folder for one measurement; it goes with the run."""
        place = self.folder / f"{next(self._numbers):03d}-{re.sub(r'[^a-z0-9]+', '-', name.lower())}"
        place.mkdir()
        return place
