"""pysnmp's own MIB builder with compiled modules: loads all it can, then names OIDs.

usage: pysnmp_lookups.py FOLDER_OF_COMPILED_MODULES   (OIDs on standard input)
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

from pysnmp.smi import builder, view


def main() -> None:
    """Prints the seconds of loading and of naming, and how many modules could be loaded."""
    oids = [tuple(map(int, text.split("."))) for text in sys.stdin.read().split()]
    started = time.perf_counter()
    modules = builder.MibBuilder()
    modules.add_mib_sources(builder.DirMibSource(sys.argv[1]))
    loaded = 0
    for path in sorted(Path(sys.argv[1]).glob("*.py")):
        try:
            modules.load_modules(path.stem)
            loaded += 1
        except Exception:  # noqa: BLE001 - a module that needs one that failed: the others count
            continue
    names = view.MibViewController(modules)
    names.get_node_location(oids[0])
    ready = time.perf_counter()
    for oid in oids[1:]:
        names.get_node_location(oid)
    done = time.perf_counter()
    print(json.dumps({"load_s": ready - started, "seconds": done - ready, "count": len(oids) - 1, "modules": loaded}))


main()
