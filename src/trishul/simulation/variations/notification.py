"""`notification`: a trap or an inform when a variable is set, or asked for.

Owns what is to be sent and when; sending is done by whoever runs the device. What is set is echoed and not kept, as in
snmpsim. Options hold secrets: no finding shows a value.
"""

from __future__ import annotations

from dataclasses import dataclass

from trishul.datatypes.oid import Oid
from trishul.datatypes.typed_text import parse_value
from trishul.datatypes.values import Value, ValueType
from trishul.datatypes.varbind import VarBind
from trishul.errors import InvalidInput
from trishul.protocol.pdu import ErrorStatus
from trishul.protocol.security.protocols import AuthProtocol, PrivProtocol
from trishul.simulation.variations.conditions import Comparable, Conditions, comparable
from trishul.simulation.variations.notification_order import NotificationOrder, OrderedUser
from trishul.simulation.variations.options import LineOptions, split_escaped
from trishul.simulation.variations.variation import START, Origin, Reading, SetTrial, Variation

MAX_VARBINDS = 128
_COLD_START = b"1.3.6.1.6.3.1.1.5.1"
_ENTERPRISE = "1.3.6.1.6.3.1.1.4.3.0"
"""snmpTrapEnterprise.0, which says the enterprise of a notification in every version (RFC 3584 §3.1)."""
_KEYS = frozenset(
    (
        *(b"op", b"vlist", b"version", b"ntftype", b"community", b"trapoid", b"uptime", b"agentaddress", b"enterprise"),
        *(b"user", b"authproto", b"authkey", b"privproto", b"privkey", b"proto", b"host", b"port", b"varbinds"),
        *(b"value", b"hexvalue", b"bindaddr"),
    )
)
_TYPES = {
    b"s": ValueType.OCTET_STRING,
    b"b": ValueType.OCTET_STRING,
    b"i": ValueType.INTEGER,
    b"o": ValueType.OBJECT_IDENTIFIER,
    b"a": ValueType.IP_ADDRESS,
    b"u": ValueType.GAUGE32,
    b"g": ValueType.GAUGE32,
    b"t": ValueType.TIME_TICKS,
    b"I": ValueType.COUNTER64,
}
_AUTHS = {b"md5": AuthProtocol.MD5, b"sha": AuthProtocol.SHA, b"none": None}
_PRIVS = {b"des": PrivProtocol.DES, b"aes": PrivProtocol.AES128, b"none": None}


@dataclass(frozen=True, slots=True)
class Notifying(Variation):
    """One line; without a value it shows NULL, as snmpsim does."""

    line_tag: int
    value: bytes | None
    order: NotificationOrder
    on_get: bool = False
    on_set: bool = True
    by_value: Conditions[bool] | None = None
    origin: Origin = START

    @property
    def tag(self) -> int:
        """That of the line, or NULL."""
        return ValueType.NULL if self.value is None else self.line_tag

    def contents_at(self, now: float) -> bytes:
        """The value."""
        del now
        return self.value or b""

    def read(self, name: bytes, now: float) -> Reading:
        """The value, and what is to be sent because somebody asked."""
        del name, now
        return Reading(self.tag, self.value or b"", order=self.order if self.on_get else None)

    def try_set(self, name: bytes, tag: int, contents: bytes, now: float) -> SetTrial:
        """Values of the line's type are taken and forgotten."""
        del name, contents, now
        return SetTrial(ErrorStatus.NO_ERROR if tag == self.line_tag else ErrorStatus.WRONG_TYPE)

    def order_when_set(self, tag: int, contents: bytes) -> NotificationOrder | None:
        """What is to be sent when a value was set."""
        is_meant = self.by_value is None or self.by_value.outcome(comparable(tag, contents), otherwise=False)
        return self.order if self.on_set and is_meant else None


def parse(options: LineOptions) -> Notifying:
    """The line. Raises Unreadable."""
    options.check_known(_KEYS)
    operation = options.text(b"op", b"set").strip().lower()
    if operation not in {b"get", b"set", b"any", b"*"}:
        raise options.refuse("'op' is get, set or any")
    if b"bindaddr" in options.settings:
        options.note("passes over 'bindaddr': the system chooses the address that is sent from")
    try:
        order = _order(options)
    except InvalidInput as error:
        raise options.refuse(str(error)) from None
    return Notifying(
        options.tag,
        options.value(),
        order,
        on_get=operation != b"set",
        on_set=operation != b"get",
        by_value=_conditions(options),
    )


def _order(options: LineOptions) -> NotificationOrder:
    version = options.text(b"version", b"2c").decode("iso-8859-1")
    kind = options.text(b"ntftype", b"trap")
    host = options.text(b"host").strip().decode("iso-8859-1")
    port = options.number(b"port", 162)
    if version not in {"1", "2c", "3"} or kind not in {b"trap", b"inform"} or (version, kind) == ("1", b"inform"):
        raise options.refuse("it sends traps of version 1, 2c or 3 and informs of version 2c or 3")
    if not host or port not in range(1, 65536):
        raise options.refuse("it needs a host, and a port from 1 to 65535")
    uptime = options.number(b"uptime", -1)
    return NotificationOrder(
        host,
        int(port),
        version,
        options.text(b"community", b"public"),
        _user(options) if version == "3" else None,
        kind == b"inform",
        Oid(options.text(b"trapoid", _COLD_START).decode("iso-8859-1")),
        tuple(_varbinds(options)),
        int(uptime) % 2**32 if uptime >= 0 else None,
        _agent_address(options),
        6 if options.text(b"proto", b"udp") == b"udp6" else None,
    )


def _agent_address(options: LineOptions) -> str | None:
    text = options.text(b"agentaddress").decode("iso-8859-1")
    return str(Value.ip_address(text).native) if text else None


def _user(options: LineOptions) -> OrderedUser:
    auth_key, priv_key = options.text(b"authkey"), options.text(b"privkey")
    auth_name = options.text(b"authproto", b"md5" if auth_key else b"none")
    priv_name = options.text(b"privproto", b"des" if priv_key else b"none")
    if auth_name not in _AUTHS or priv_name not in _PRIVS:
        raise options.refuse("it knows md5, sha and none, and des, aes and none")
    user = OrderedUser(
        options.text(b"user").decode("iso-8859-1"),
        _AUTHS[auth_name],
        auth_key.decode("iso-8859-1"),
        _PRIVS[priv_name],
        priv_key.decode("iso-8859-1"),
    )
    user.credentials()  # raises what is wrong with it
    return user


def _varbinds(options: LineOptions) -> list[VarBind]:
    """The option `varbinds`, `oid:type:value` repeated, and the enterprise."""
    found: list[VarBind] = []
    text = options.text(b"varbinds")
    fields = split_escaped(text, b":") if text else []
    if len(fields) % 3 or len(fields) > 3 * MAX_VARBINDS:
        raise options.refuse("'varbinds' is oid:type:value, repeated")
    for at in range(0, len(fields), 3):
        oid, kind, what = (field.decode("iso-8859-1") for field in fields[at : at + 3])
        if kind == "h":
            value = Value.octet_string(_octets(options, what))
        elif kind.encode("iso-8859-1") in _TYPES:
            value = _value(_TYPES[kind.encode("iso-8859-1")], what)
        else:
            raise options.refuse("types in 'varbinds' are s h i o a u g t b I")
        found.append(VarBind.of(oid, value))
    enterprise = options.text(b"enterprise")
    if enterprise:
        found.append(VarBind.of(_ENTERPRISE, Value.object_identifier(enterprise.decode("iso-8859-1"))))
    return found


def _value(kind: ValueType, text: str) -> Value:
    return (
        Value.octet_string(text.encode("iso-8859-1"))
        if kind is ValueType.OCTET_STRING
        else parse_value(kind.label, text)
    )


def _octets(options: LineOptions, text: str) -> bytes:
    try:
        return bytes.fromhex(text)
    except ValueError:
        raise options.refuse("a value of 'varbinds' is not hexadecimal") from None


def _conditions(options: LineOptions) -> Conditions[bool] | None:
    """The option `vlist`, `op:constant` repeated: only such values lead to a notification."""
    text = options.settings.get(b"vlist")
    if text is None:
        return None
    fields = split_escaped(text, b":")
    if len(fields) % 2:
        raise options.refuse("'vlist' is op:constant, repeated")
    equal: dict[Comparable, bool] = {}
    bounds: dict[bytes, tuple[Comparable, bool]] = {}
    for operator, constant in zip(fields[::2], fields[1::2], strict=True):
        value = comparable(options.tag, options.read_value(constant))
        if operator == b"eq":
            equal[value] = True
        elif operator in (b"lt", b"gt"):
            bounds[operator] = value, True
        else:
            raise options.refuse("'vlist' knows eq, lt and gt only")
    return Conditions(equal, bounds.get(b"lt"), bounds.get(b"gt"))
