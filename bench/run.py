"""`python bench/run.py` is `python -m bench`, from any folder; `suite.py` is what runs."""

from __future__ import annotations

import runpy
import sys
from pathlib import Path

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))  # started as a file, `bench` is not importable yet
    runpy.run_module("bench", run_name="__main__")
