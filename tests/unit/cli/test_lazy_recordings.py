"""Large folders are served at once: each recording is read when it is asked, and who asked it is answered then."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from tests.unit.cli.test_simulate import asking
from trishul.cli import lazy_recordings, simulate
from trishul.cli.lazy_recordings import LazyRecordings
from trishul.cli.main import run
from trishul.errors import RecordingError
from trishul.snmp.agent import Agent


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(simulate, "LAZY_FROM", 2)
    for number in range(3):
        (tmp_path / f"r{number}.snmprec").write_text(f"1.3.6.1.2.1.1.5.0|4|router {number}\nrubbish\n")
    (tmp_path / "r3.snmprec.bz2").write_bytes(b"BZh9 no more")
    return tmp_path


def test_a_recording_is_read_when_it_is_asked(
    folder: Path, free_udp_port: int, capsys: pytest.CaptureFixture[str]
) -> None:
    with asking(free_udp_port, b"r1") as answers:
        assert run(["simulate", str(folder), "--listen", f"127.0.0.1:{free_udp_port}"]) == 0
    assert answers == ["router 1"]
    written = capsys.readouterr()
    assert written.out == "        4 recordings that are read when they are first asked\n"
    assert "r1.snmprec: line 2: " in written.err
    assert "r2.snmprec" not in written.err


async def test_a_number_of_questions_wait_and_a_bad_recording_costs_itself_only(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lazy_recordings, "MAX_KEPT_DATAGRAMS", 2)
    told: asyncio.Queue[tuple[str, bool]] = asyncio.Queue()
    lazy = LazyRecordings(
        {folder / "r1.snmprec": [b"r1"], folder / "r3.snmprec.bz2": [b"r3"]},
        lambda _, __: None,
        lambda path, outcome: told.put_nowait((path.name, isinstance(outcome, RecordingError))),
    )
    async with Agent({}) as agent:
        lazy.serve([agent], [], lambda _: None, has_default=True)
        ask = agent.wake
        assert ask is not None
        asked = [ask(b"", name, b"\x30\x00", ("192.0.2.1", 1)) for name in (b"r3", b"r3", b"r3", b"r1", b"r2")]
        assert asked == [True, True, True, True, False]
        assert agent.drops == {"device_not_loaded": 1}
        assert [await told.get(), await told.get()] == [("r3.snmprec.bz2", True), ("r1.snmprec", False)]
        assert list(agent.devices) == [b"r1"]
        await lazy.close()
    assert agent.drops["device_not_loaded"] == 3
