"""Asks an open library many times, in one process, and times the asking.

usage: trishul_lookups.py DATA_DIRECTORY sample COUNT OBJECTS    random instances of so many objects (0: of all)
       trishul_lookups.py DATA_DIRECTORY oids|names              texts on standard input; OIDs to names, or back
       trishul_lookups.py DATA_DIRECTORY search ROUNDS           queries on standard input, one a line
       trishul_lookups.py DATA_DIRECTORY first OID               one answer and no more
"""

from __future__ import annotations

import json
import random
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from trishul.datatypes import Oid
from trishul.library.library import Library
from trishul.library.names import Names
from trishul.library.sources import LibraryPlaces


def main() -> None:
    """One of the four questions."""
    folder, question, *more = sys.argv[1:]
    library = Library.open(LibraryPlaces(Path(folder)).index)
    if question == "first":
        print(Names(library).text_of(Oid(more[0]).contents))
    elif question == "sample":
        print("\n".join(_random_instances(library, *map(int, more))))
    elif question == "search":
        print(json.dumps(_searched(library, sys.stdin.read().splitlines(), int(more[0]))))
    else:
        print(json.dumps(_translated(Names(library), question, sys.stdin.read().split())))


def _random_instances(library: Library, count: int, objects: int) -> Iterator[str]:
    """Known OIDs with an instance below each, the same ones every time."""
    known = sorted(one.node.oid_contents for module in library.modules() for one in library.nodes_of(module.name))
    dice = random.Random(3)
    for contents in dice.choices(dice.sample(known, objects) if objects else known, k=count):
        yield f"{Oid.from_contents(contents)}.{dice.randrange(1, 100_000)}"


def _translated(names: Names, question: str, texts: list[str]) -> dict[str, float]:
    """Seconds for all texts, the first time each is met: nothing is warmed up."""
    if question == "names":
        started = time.perf_counter()
        for text in texts:
            names.oid_of(text)
    else:
        oids = [Oid(text).contents for text in texts]
        started = time.perf_counter()
        for contents in oids:
            names.text_of(contents)
    return {"seconds": time.perf_counter() - started, "count": len(texts)}


def _searched(library: Library, queries: list[str], rounds: int) -> dict[str, list[float]]:
    """Milliseconds of every query."""
    took: dict[str, list[float]] = {query: [] for query in queries}
    for _ in range(rounds):
        for query in queries:
            started = time.perf_counter()
            library.search(query, limit=50)
            took[query].append((time.perf_counter() - started) * 1000)
    return took


main()
