"""A folder of recordings served by snmpsim 1.2.2 and by us, asked by one client: the answers differ nowhere but where
a table says so and why, addressing by communities in folders and by SNMPv3 contexts included.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.interop.conftest import NetSnmp, Peer, Simulate
from tests.interop.snmpsim_oracle import ALIKE, DIFFERENCES, SAME_WORDS, ask, snmpsim, write_files


@pytest.fixture(scope="module")
def both(netsnmp: NetSnmp, simulate: Simulate) -> Iterator[tuple[Peer, Peer]]:
    """snmpsim and we. Folders of pytest are its user's alone, and snmpsim may have to run as somebody else."""
    folder = Path(tempfile.mkdtemp(prefix="snmpsim-"))
    try:
        data = write_files(folder)
        with snmpsim(netsnmp, folder) as theirs, simulate("--users", folder / "users.conf", data) as ours:
            yield theirs, ours.peer
    finally:
        shutil.rmtree(folder)


def test_answers_differ_nowhere_but_in_what_is_listed(netsnmp: NetSnmp, both: tuple[Peer, Peer]) -> None:
    theirs, ours = both
    answers = {name: [ask(netsnmp, peer, question) for peer in both] for name, question in ALIKE.items()}
    assert {name: pair for name, pair in answers.items() if pair[0] != pair[1]} == {}
    assert len({ours for _, ours in answers.values()}) > len(ALIKE) / 2
    found = {}
    for why, (question, words) in DIFFERENCES.items():
        their_answer, our_answer = ask(netsnmp, theirs, question), ask(netsnmp, ours, question)
        if words not in our_answer or (their_answer == our_answer) != (why in SAME_WORDS):
            found[why] = their_answer, our_answer
    assert found == {}
