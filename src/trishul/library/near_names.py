"""Names that look like one that nobody knows, for the message that says so.

Owns the choice of a few; where names stand belongs to `Library`.
"""

from __future__ import annotations

from trishul.library.library import Library

MAX_NEAR = 3
_MAX_CANDIDATES = 200
_SHORTEST = 3
_LIKENESS = 0.7


def near_modules(library: Library, module: str) -> tuple[str, ...]:
    """Modules that look like one."""
    return _near(module, [record.name for record in library.modules()])


def near_names(library: Library, label: str, module: str | None) -> tuple[str, ...]:
    """Objects that look like one, of one module or of all."""
    if module is not None:
        return _near(label, [found.node.name for found in library.nodes_of(module)])
    candidates: list[str] = []
    for length in sorted({len(label), len(label) * 2 // 3, len(label) // 2}, reverse=True):
        if length >= _SHORTEST and len(candidates) < MAX_NEAR:
            page = library.search(label[:length], limit=_MAX_CANDIDATES)
            candidates += [hit.node.node.name for hit in page.results]
    return _near(label, candidates)


def _near(name: str, candidates: list[str]) -> tuple[str, ...]:
    from difflib import get_close_matches  # names are seldom wrong

    by_lower = {candidate.lower(): candidate for candidate in candidates}
    return tuple(by_lower[near] for near in get_close_matches(name.lower(), by_lower, MAX_NEAR, _LIKENESS))
