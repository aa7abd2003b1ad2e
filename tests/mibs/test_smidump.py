"""Names, OIDs, kinds, types, access, status, indexes and lists are those that libsmi's smidump tells.

Both compilers read the same texts from ../shared/mibs. Differences that are meant stand in accepted_differences.toml.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path

from tests.mibs.accepted import Accepted, Difference
from tests.mibs.smidump import our_facts, read_with_smidump, their_facts
from trishul.smi.model import CompiledSet


def test_facts_are_those_of_smidump(
    tool: Callable[[str], str], folder: Path, names: list[str], compiled: CompiledSet
) -> None:
    smidump = tool("smidump")
    accepted = Accepted("smidump")
    counts: Counter[str] = Counter()
    differing: list[Difference] = []
    for name in names:
        told = read_with_smidump(smidump, folder, name)
        if told is None:
            counts["modules that smidump cannot tell about"] += 1
            continue
        counts["modules"] += 1
        ours = dict(our_facts(compiled.modules[name]))
        for label, theirs in their_facts(told):
            own = ours.get(label)
            if own is None:
                differing.append(Difference(f"{name}::{label}", "name", "", theirs["kind"]))
                continue
            counts["names"] += 1
            for fact in theirs.keys() & own.keys():
                counts["facts"] += 1
                if theirs[fact] != own[fact]:
                    differing.append(Difference(f"{name}::{label}", fact, own[fact], theirs[fact]))
    print(dict(counts))
    assert [one for one in differing if not accepted.is_accepted(one)] == []
    assert accepted.unneeded() == []
    assert counts["modules"] > 200
