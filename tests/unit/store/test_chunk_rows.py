"""Parts of kept walks are read without a database."""

from __future__ import annotations

import subprocess
import sys


def test_who_looks_at_rows_loads_no_database() -> None:
    program = "import sys, trishul.services.walks.looker; print([name for name in sys.modules if 'sqlalchemy' in name])"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout == "[]\n"
