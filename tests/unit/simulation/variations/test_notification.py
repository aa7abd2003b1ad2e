"""`notification`: what is ordered, and when."""

from __future__ import annotations

import pickle

import pytest

from tests.unit.simulation.variations.lines import NAME, line, read_line
from trishul.datatypes import Oid, Value, VarBind
from trishul.engine.setting import set_values
from trishul.protocol.pdu import ErrorStatus
from trishul.simulation.device import Device
from trishul.simulation.recordings.findings import Unreadable
from trishul.simulation.recordings.snmprec import read_snmprec
from trishul.simulation.variations.notification import Notifying
from trishul.simulation.variations.notification_order import NotificationOrder
from trishul.simulation.variations.variation import Reading

INSTANCE = "1.3.6.1.4.1.32473.1.0"


def notifying(options: str, tag: str = "2") -> Notifying:
    variation = line(f"{tag}:notification", options)
    assert isinstance(variation, Notifying)
    return variation


def test_all_that_an_order_holds() -> None:
    order = notifying(
        "host=192.0.2.1,port=1162,version=1,community=private,trapoid=1.3.6.1.6.3.1.1.5.3,uptime=77,"
        "agentaddress=192.0.2.9,enterprise=1.3.6.1.4.1.32473,proto=udp6,"
        "varbinds=1.3.6.1.2.1.1.5.0:s:name:1.3.6.1.2.1.1.3.0:t:5:1.3.6.1.1.1:h:0aff:1.3.6.1.1.2:o:1.3.6:1.3.6.1.1.3:I:9"
    ).order
    assert (order.host, order.port, order.version, order.community) == ("192.0.2.1", 1162, "1", b"private")
    assert (order.is_inform, order.uptime, order.agent_address, order.ip_version) == (False, 77, "192.0.2.9", 6)
    assert order.trap_oid == Oid("1.3.6.1.6.3.1.1.5.3")
    assert order.varbinds == (
        VarBind.of("1.3.6.1.2.1.1.5.0", Value.octet_string("name")),
        VarBind.of("1.3.6.1.2.1.1.3.0", Value.time_ticks(5)),
        VarBind.of("1.3.6.1.1.1", Value.octet_string(b"\x0a\xff")),
        VarBind.of("1.3.6.1.1.2", Value.object_identifier("1.3.6")),
        VarBind.of("1.3.6.1.1.3", Value.counter64(9)),
        VarBind.of("1.3.6.1.6.3.1.1.4.3.0", Value.object_identifier("1.3.6.1.4.1.32473")),
    )
    assert "private" not in repr(order)


def test_without_options_it_is_a_cold_start_by_v2c_to_port_162() -> None:
    order = notifying("host=192.0.2.1").order
    assert order == NotificationOrder(
        "192.0.2.1", 162, "2c", b"public", None, is_inform=False, trap_oid=Oid("1.3.6.1.6.3.1.1.5.1"), varbinds=()
    )


def test_a_user_of_snmpv3_and_secrets_that_nobody_sees() -> None:
    variation = notifying(
        "host=h,version=3,ntftype=inform,user=bert,authkey=maplesyrup,privproto=aes,privkey=pancakes4"
    )
    user = variation.order.user
    assert user is not None
    assert (user.name, user.credentials().level.label) == ("bert", "authPriv")
    assert not {word for word in ("maplesyrup", "pancakes4") if word in repr(variation)}
    assert pickle.loads(pickle.dumps(variation)) == variation


@pytest.mark.parametrize(("operation", "on_get", "on_set"), [("get", 1, 0), ("set", 0, 1), ("any", 1, 1), ("*", 1, 1)])
def test_it_is_sent_for_questions_for_sets_or_for_both(operation: str, on_get: int, on_set: int) -> None:
    variation = notifying(f"host=h,value=5,op={operation}")
    assert variation.read(NAME, 0.0) == Reading(2, b"\5", order=variation.order if on_get else None)
    assert variation.order_when_set(2, b"\1") == (variation.order if on_set else None)
    assert variation.contents_at(0.0) == b"\5"


@pytest.mark.parametrize(("value", "is_sent"), [(5, True), (9, False), (33, True), (101, True), (50, False)])
def test_certain_values_only(value: int, *, is_sent: bool) -> None:
    variation = notifying("host=h,vlist=lt:9:eq:33:gt:100")
    assert (variation.order_when_set(2, bytes([value])) is not None) == is_sent


def test_a_device_orders_after_a_set_was_made_and_keeps_nothing_of_it() -> None:
    lines = [
        f"{INSTANCE}|2:notification|host=h,value=5",
        "1.3.6.1.4.1.32473.2.0|2:writecache|value=1,vlist=eq:9:wrongValue",
    ]
    device = Device.from_recording(read_snmprec([text.encode() for text in lines]))
    orders: list[NotificationOrder] = []
    device.order_notification = orders.append
    set_values(device, [VarBind.of(INSTANCE, Value.integer(7))], 1.0, is_v1=False)
    assert [order.host for order in orders] == ["h"]
    assert device.value_at(0, 1.0) == Value.integer(5)
    refused = [VarBind.of(INSTANCE, Value.integer(7)), VarBind.of("1.3.6.1.4.1.32473.2.0", Value.integer(9))]
    with pytest.raises(Exception, match="WRONG_VALUE"):
        set_values(device, refused, 1.0, is_v1=False)
    assert len(orders) == 1
    assert notifying("host=h").try_set(NAME, 4, b"x", 0.0).status is ErrorStatus.WRONG_TYPE


def test_an_option_that_is_passed_over_is_told() -> None:
    assert read_line("2:notification", "host=h,bindaddr=192.0.2.1")[1] == [
        "Variation module 'notification' passes over 'bindaddr': the system chooses the address that is sent from"
    ]


@pytest.mark.parametrize(
    "options",
    [
        "", "host=h,port=0", "host=h,port=x", "host=h,version=4", "host=h,version=1,ntftype=inform", "host=h,op=put",
        "host=h,trapoid=x", "host=h,varbinds=1.3.6:s", "host=h,varbinds=1.3.6:q:1", "host=h,varbinds=1.3.6:i:x",
        "host=h,varbinds=1.3.6:h:0", "host=h,version=3", "host=h,version=3,user=b,authproto=what", "host=h,vlist=eq",
        "host=h,vlist=ne:1", "host=h,agentaddress=x", "host=h,version=3,user=b,privkey=pancakes4",
    ],
)  # fmt: skip
def test_options_that_cannot_be_read_exclude_the_line(options: str) -> None:
    with pytest.raises(Unreadable) as caught:
        line("2:notification", options)
    assert "pancakes4" not in caught.value.message
