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
from tests.interop.snmpsim_oracle import ALIKE, DIFFERENCES, FOREIGN, SAME_WORDS, ask, probes, snmpsim, write_files
from trishul.engine.probing import Probing, probe


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
        patience_s = 10 if why in SAME_WORDS else 1  # no answer is a difference too
        their_answer, our_answer = ask(netsnmp, theirs, question, patience_s), ask(netsnmp, ours, question)
        if words not in our_answer or (their_answer == our_answer) != (why in SAME_WORDS):
            found[why] = their_answer, our_answer
    assert found == {}


def test_recordings_are_looked_for_in_the_order_of_its_own_search() -> None:
    cases = [
        (engine_id, name, host, number)
        for engine_id in ("self", f"0x{FOREIGN}")
        for name in ("sw", "core/sw", "")
        for host, number in (("192.0.2.9", 0), ("fe80::1", 3))
    ]
    for (engine_id, name, host, number), theirs in zip(cases, probes(cases), strict=True):
        folder = b"" if engine_id == "self" else engine_id.encode()
        transport_id = Probing((), number).transport_id(host).encode()
        ours = probe(folder, name.encode(), transport_id, host.replace(":", "_").encode())
        # files in the folder self have lost it when they are listed
        assert [one.decode() for one in ours] == [one for one in theirs if one.split("/")[0] != "self"]
