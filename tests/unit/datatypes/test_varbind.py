"""Variable bindings decode when looked at."""

from trishul.datatypes import Oid, Value, ValueType, VarBind


def test_a_binding_keeps_octets_and_shows_meaning() -> None:
    varbind = VarBind.of("1.3.6.1.2.1.1.3.0", Value.time_ticks(100))
    assert varbind == (bytes.fromhex("2b06010201010300"), 0x43, b"\x64")
    assert varbind.oid == Oid("1.3.6.1.2.1.1.3.0")
    assert varbind.type is ValueType.TIME_TICKS
    assert varbind.value.native == 100
    assert str(varbind) == "1.3.6.1.2.1.1.3.0 = TimeTicks: 0:00:01.00"


def test_exceptions_are_known_as_such() -> None:
    assert VarBind(b"\x2b", 0x82, b"").is_exception
    assert not VarBind.of("1.3", Value.null()).is_exception
