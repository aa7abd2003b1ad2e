"""A small instance table for the agent's tests: a list of bindings, and one value that depends on the time."""

from __future__ import annotations

from collections.abc import Sequence

from trishul.datatypes import Oid, Value, VarBind
from trishul.datatypes.oid import oid_sort_key
from trishul.engine.instances import ReadOnlySet
from trishul.protocol.ber import encode_varbind

UPTIME = Oid("1.3.6.1.2.1.1.3.0")


class ListTable:
    """Serves `varbinds`; sysUpTime.0 is the time in hundredths; objects are the parents of instances."""

    def __init__(self, varbinds: list[VarBind]) -> None:
        self.changes = 0
        self.delay_s = 0.0
        ordered = sorted(varbinds, key=lambda varbind: varbind.oid)
        self.oids = [varbind.oid for varbind in ordered]
        self.positions = {varbind.name: position for position, varbind in enumerate(ordered)}
        self.varbinds = [None if varbind.oid == UPTIME else encode_varbind(*varbind) for varbind in ordered]
        self.counter64_positions = {position for position, varbind in enumerate(ordered) if varbind.tag == 0x46}

    def varbind_at(self, position: int, now: float) -> bytes:
        return encode_varbind(self.oids[position].contents, *Value.time_ticks(int(now * 100)))

    def position_after(self, oid_contents: bytes) -> int:
        asked = oid_sort_key(oid_contents)
        return sum(oid_sort_key(oid.contents) <= asked for oid in self.oids)

    def is_object(self, oid_contents: bytes) -> bool:
        asked = Oid.from_contents(oid_contents)
        return any(asked.starts_with(oid[:-1]) for oid in self.oids)

    def begin_set(self, varbinds: Sequence[VarBind], now: float) -> ReadOnlySet:
        del varbinds, now
        return ReadOnlySet()
