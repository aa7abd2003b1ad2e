"""Smilint's users find their checks again: its tags are aliases of our codes, the frequent ones are all there."""

from __future__ import annotations

import os
import re
import subprocess
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from tests.mibs.accepted import Accepted, Difference
from trishul.smi.diagnostics import OTHER_TAGS, RULES, code_of

SHARE = 50
"""Every n-th text of the corpus is given to smilint."""
_TAG = re.compile(r"\{([a-z0-9-]+)\}")


def test_every_alias_is_a_tag_of_smilint(tool: Callable[[str], str]) -> None:
    listed = subprocess.run([tool("smilint"), "-e"], capture_output=True, check=False, timeout=60).stdout.decode()
    tags = set(re.findall(r"^(?:Error|Warning|Info):\s+([a-z0-9-]+) ", listed, re.MULTILINE))
    aliases = {rule.smilint for rule in RULES.values() if rule.smilint} | set(OTHER_TAGS)
    assert aliases - tags == set()


def test_what_smilint_finds_has_a_code(tool: Callable[[str], str], folder: Path) -> None:
    smilint = tool("smilint")
    accepted = Accepted("smilint")
    counts: Counter[str] = Counter()
    environment = {**os.environ, "SMIPATH": str(folder)}
    for path in sorted(folder.iterdir())[::SHARE]:
        command = [smilint, "-l", "6", "-m", str(path)]
        done = subprocess.run(command, capture_output=True, check=False, timeout=60, env=environment)
        counts.update(_TAG.findall(done.stderr.decode("latin-1")))
    unknown = [tag for tag in counts if code_of(tag) is None]
    covered = 1 - sum(counts[tag] for tag in unknown) / counts.total()
    print(f"{counts.total()} findings of {len(counts)} kinds, {covered:.1%} of them have a code of ours")
    assert [tag for tag in unknown if not accepted.is_accepted(Difference(tag, "tag", "", tag))] == []
    assert accepted.unneeded() == []
