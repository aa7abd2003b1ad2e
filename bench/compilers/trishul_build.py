"""Brings a library up to date, as the server's child process and the commands do.

usage: trishul_build.py DATA_DIRECTORY [STANDARD_ARCHIVE]
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

from trishul.library.building import build_library
from trishul.library.sources import LibraryPlaces


def main() -> None:
    """Prints what was done, and the seconds without the interpreter's own start."""
    started = time.perf_counter()
    outcome = build_library(LibraryPlaces(*map(Path, sys.argv[1:])), on_progress=lambda _progress: None)
    seconds = time.perf_counter() - started
    seen = {"seconds": seconds, "texts": outcome.sources, "resolved": outcome.resolved, "failed": len(outcome.failed)}
    print(json.dumps(seen))


if __name__ == "__main__":  # a pool of processes may import this file again
    main()
