"""Compiles modules of a folder with pysmi, whichever package of that name is installed.

usage: pysmi_compile.py FOLDER DESTINATION json|pysnmp   (module names on standard input)

Only the folder is read: the command `mibdump` would ask a web site for what fails, and measure that.
"""

from __future__ import annotations

import json
import sys
from collections import Counter

from pysmi.codegen import JsonCodeGen, PySnmpCodeGen
from pysmi.compiler import MibCompiler
from pysmi.parser import SmiV1CompatParser
from pysmi.reader import FileReader
from pysmi.searcher import StubSearcher
from pysmi.writer import FileWriter, PyFileWriter


def main() -> None:
    """Prints how many modules ended in which state."""
    folder, destination, form = sys.argv[1:]
    if form == "json":
        generator, writer = JsonCodeGen(), FileWriter(destination).set_options(suffix=".json")
        stubs = JsonCodeGen.baseMibs
    else:
        generator, writer = PySnmpCodeGen(), PyFileWriter(destination)
        stubs = [name for name in PySnmpCodeGen.baseMibs if name not in PySnmpCodeGen.fakeMibs]
    compiler = MibCompiler(SmiV1CompatParser(tempdir=""), generator, writer)
    compiler.add_sources(FileReader(folder))
    compiler.add_searchers(StubSearcher(*stubs))
    done = compiler.compile(*sys.stdin.read().split(), ignoreErrors=True, rebuild=True, genTexts=form == "json")
    print(json.dumps(Counter(str(status) for status in done.values())))


main()
