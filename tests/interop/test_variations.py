"""Variation modules at a running `trishul simulate`: slow answers delay nobody else, and a SET sends notifications."""

from __future__ import annotations

import asyncio
from pathlib import Path

from tests.interop.conftest import NetSnmp, Simulate, TrapLog
from trishul.snmp import Manager, Target

P = "1.3.6.1.4.1.32473"


async def test_a_slow_answer_comes_and_delays_nobody_else(simulate: Simulate, tmp_path: Path) -> None:
    recording = tmp_path / "slow.snmprec"
    recording.write_text(f"{P}.1.0|4:delay|value=slow,wait=2000\n{P}.2.0|4|quick\n")
    with simulate(recording) as simulation:
        target = Target(*simulation.peer, community="slow", timeout_s=20.0)
        async with Manager() as manager:
            slow = asyncio.create_task(manager.get(target, f"{P}.1.0"))
            quick = asyncio.create_task(manager.get(target, f"{P}.2.0"))
            done, _ = await asyncio.wait((slow, quick), return_when=asyncio.FIRST_COMPLETED)
            assert done == {quick}
            (varbind,) = await slow
            assert varbind.value.contents == b"slow"


def test_a_set_sends_a_trap_and_an_inform_that_snmptrapd_takes(
    simulate: Simulate, snmptrapd: TrapLog, netsnmp: NetSnmp, tmp_path: Path
) -> None:
    recording = tmp_path / "telling.snmprec"
    to = f"host=127.0.0.1,port={snmptrapd.peer.port},community=told,trapoid=1.3.6.1.6.3.1.1.5.3"
    recording.write_text(
        f"{P}.1.0|2:notification|value=1,{to},varbinds={P}.9.1:s:by trap\n"
        f"{P}.2.0|2:notification|value=1,{to},ntftype=inform,varbinds={P}.9.1:s:by inform\n"
    )
    with simulate(recording) as simulation:
        for name in ("1.0", "2.0"):
            netsnmp.lines("snmpset", "-v2c", "-ctelling", simulation.peer, f"{P}.{name}", "i", "5")
        for how in ("by trap", "by inform"):
            snmptrapd.wait_for(".1.3.6.1.6.3.1.1.5.3", how)
        assert netsnmp.lines("snmpget", "-v2c", "-ctelling", "-On", simulation.peer, f"{P}.1.0") == [
            f".{P}.1.0 = INTEGER: 1"
        ]
