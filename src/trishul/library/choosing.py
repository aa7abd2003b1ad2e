"""Which text of a module counts, and which modules a change of the texts concerns. Pure: knows no file and no SQL."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from trishul.library.parsed import Candidate, CurrentModule
from trishul.library.schema import Origin

SourceKey = tuple[Origin, str]
"""Origin and file of a text."""


class Loser(NamedTuple):
    """A text of a module that another text replaces."""

    name: str
    source: SourceKey
    last_updated: str


def choose_texts(
    texts: Iterable[tuple[SourceKey, Sequence[Candidate]]],
) -> tuple[dict[str, CurrentModule], list[Loser]]:
    """The text that counts for each module: the newest LAST-UPDATED, then uploaded, then the first file by name."""
    best: dict[str, tuple[SourceKey, Candidate]] = {}
    losers = []
    for source, candidates in sorted(texts, key=lambda text: text[0]):
        for candidate in candidates:
            known = best.get(candidate.name)
            if known is None:
                best[candidate.name] = source, candidate
                continue
            loser = source, candidate
            if _age(*loser) > _age(*known):
                best[candidate.name], loser = loser, known
            losers.append(Loser(candidate.name, loser[0], loser[1].last_updated))
    chosen = {name: CurrentModule(candidate.parsed_id, *source) for name, (source, candidate) in best.items()}
    return chosen, sorted(losers)


def _age(source: SourceKey, candidate: Candidate) -> tuple[str, Origin]:
    return candidate.last_updated, source[0]


class Change(NamedTuple):
    """Names of modules, by what happened to them."""

    gone: set[str]
    rewritten: set[str]
    """New, from another text, or from another file."""
    different: set[str]
    """What others read of them may be different: new, gone, or from another text."""


def compare_texts(old: Mapping[str, CurrentModule], new: Mapping[str, CurrentModule]) -> Change:
    """What changed between two choices."""
    gone = old.keys() - new.keys()
    rewritten = {name for name, module in new.items() if old.get(name) != module}
    different = {name for name in rewritten if name not in old or old[name].parsed_id != new[name].parsed_id}
    return Change(gone, rewritten, gone | different)
