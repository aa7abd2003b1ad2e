"""A device with one instance of every value type, some of them computed: what the agent needs and nothing more."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from trishul.datatypes.oid import Oid, oid_sort_key
from trishul.datatypes.values import Value
from trishul.datatypes.varbind import VarBind
from trishul.engine.instances import ReadOnlySet
from trishul.protocol.ber import encode_varbind

_VALUES = (
    ("1.3.6.1.2.1.1.1.0", Value.octet_string("A small device")),
    ("1.3.6.1.2.1.1.2.0", Value.object_identifier("1.3.6.1.4.1.99999")),
    ("1.3.6.1.2.1.1.3.0", Value.time_ticks(0)),
    ("1.3.6.1.2.1.2.2.1.2.1", Value.octet_string("one")),
    ("1.3.6.1.2.1.2.2.1.2.2", Value.octet_string("x" * 600)),
    ("1.3.6.1.2.1.2.2.1.10.1", Value.counter32(4_294_967_295)),
    ("1.3.6.1.2.1.2.2.1.10.4294967295", Value.gauge32(1)),
    ("1.3.6.1.2.1.4.20.1.1.10.0.0.1", Value.ip_address("10.0.0.1")),
    ("1.3.6.1.2.1.31.1.1.1.6.1", Value.counter64(2**64 - 1)),
    ("1.3.6.1.4.1.99999.1.0", Value.integer(-(2**31))),
    ("1.3.6.1.4.1.99999.2.0", Value.opaque(b"\x9f\x78\x04\x00\x00\x00\x00")),
)


class SmallDevice:
    """Implements `InstanceTable`; sysUpTime.0 is computed at asking time."""

    def __init__(self) -> None:
        self.changes = 0
        self.delay_s = 0.0
        self.names = sorted((Oid(name).contents for name, _ in _VALUES), key=oid_sort_key)
        values = {Oid(name).contents: value for name, value in _VALUES}
        self._keys = [oid_sort_key(name) for name in self.names]
        self._up_time = Oid("1.3.6.1.2.1.1.3.0").contents
        self.positions = {name: position for position, name in enumerate(self.names)}
        self.varbinds: list[bytes | None] = [
            None if name == self._up_time else encode_varbind(name, values[name].tag, values[name].contents)
            for name in self.names
        ]
        self.counter64_positions = frozenset(p for p, name in enumerate(self.names) if values[name].tag == 0x46)

    def varbind_at(self, position: int, now: float) -> bytes:
        """sysUpTime.0 in hundredths of a second."""
        ticks = Value.time_ticks(int(now * 100))
        return encode_varbind(self.names[position], ticks.tag, ticks.contents)

    def position_after(self, oid_contents: bytes) -> int:
        """Position of the first instance after an OID."""
        return bisect_right(self._keys, oid_sort_key(oid_contents))

    def is_object(self, oid_contents: bytes) -> bool:
        """True for instances of a known object type that do not exist."""
        oid = Oid.from_contents(oid_contents)
        return any(oid[:-1] == Oid.from_contents(name)[:-1] for name in self.names)

    def begin_set(self, varbinds: Sequence[VarBind], now: float) -> ReadOnlySet:
        """Nothing is writable."""
        del varbinds, now
        return ReadOnlySet()
