"""The request log: filtered, exported, and the octets of an entry with their meaning."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from typing import Any

import msgspec
import pytest

from trishul.datatypes import Value, VarBind
from trishul.errors import InvalidInput
from trishul.library.names import Names
from trishul.protocol.message import Message, Version, encode_message
from trishul.protocol.pdu import Pdu, PduKind
from trishul.services.simulator.log import RecentActivity
from trishul.services.simulator.request_log import LogFilter, NoSuchLogEntry, RequestLog, exported_log
from trishul.workers.agent_messages import ActivityEntry, SeenExchange
from trishul.workers.messages import SnmpUser

SYS_NAME, IF_TABLE = "1.3.6.1.2.1.1.5.0", "1.3.6.1.2.1.2.2"
REQUEST = encode_message(
    Message(Version.V2C, b"******", Pdu(PduKind.GET, 1, 0, 0, (VarBind.of(SYS_NAME, Value.null()),)))
)
LAST = SeenExchange(REQUEST, b"", len(REQUEST), 0)


def group(source: str, agent: str, operation: str, first: str, last: str) -> ActivityEntry:
    return ActivityEntry(1.5, source, agent, f"The {agent}", operation, "2c", 1, 1, 0, first, last, LAST)


def log(users: Iterable[SnmpUser] = ()) -> RequestLog:
    activity = RecentActivity()
    activity.note_requests(
        [
            group("192.0.2.1:4000", "router", "GetRequest", SYS_NAME, SYS_NAME),
            group("192.0.2.1:4000", "switch", "GetNextRequest", "1.3.6.1.2.1.1", "1.3.6.1.2.1.4.20"),
            group("[2001:db8::1]:4000", "switch", "SetRequest", "1.3.6.1.2.1.1.6.0", "1.3.6.1.2.1.4.1.0"),
        ]
    )
    activity.note_drops({"unknown_community": 2})
    return RequestLog(activity, lambda: Names(None), lambda: users)


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        ({}, [4, 3, 2, 1]),
        ({"agent": "router"}, [1]),
        ({"agent": "the SWITCH"}, [3, 2]),
        ({"source": "2001:db8::/32"}, [3]),
        ({"source": "192.0.2.0/24"}, [2, 1]),
        ({"pdu": "set"}, [3]),
        ({"oid": SYS_NAME}, [2, 1]),
        ({"oid": IF_TABLE}, [2]),  # a walk came through there, a SET of things before and behind did not
        ({"oid": "1.3.6.1.2.1.4"}, [3, 2]),
    ],
)
def test_entries_that_fit_are_told_newest_first(wanted: dict[str, Any], expected: list[int]) -> None:
    assert [entry.id for entry in log().newest(10, LogFilter(**wanted))] == expected


def test_a_look_is_bounded_and_goes_on_behind_an_entry() -> None:
    assert [entry.id for entry in log().newest(2)] == [4, 3]
    assert [entry.id for entry in log().newest(10, after=3)] == [4]
    with pytest.raises(InvalidInput) as refused:
        log().newest(10, LogFilter(pdu="Trap"))
    assert refused.value.field == "pdu"


def test_an_entry_opens_its_last_request_with_the_community_hidden() -> None:
    detail = log().detail(1)
    assert (detail.entry.id, detail.answer, detail.request.raw_hex) == (1, None, REQUEST.hex())
    assert (detail.request.size, detail.request.is_decrypted) == (len(REQUEST), False)
    assert [child.label for child in detail.request.tree.children] == ["version", "community", "pdu"]
    for absent in (4, 99):  # a drop, and one that never was
        with pytest.raises(NoSuchLogEntry):
            log().detail(absent)


def test_a_cleared_log_is_empty() -> None:
    cleared = log()
    assert (cleared.clear(), cleared.newest(5)) == (4, [])


def test_a_file_has_all_fields_and_no_formula() -> None:
    entries = [msgspec.structs.replace(entry, community_device="=1+1") for entry in log().newest(10)]
    assert [entry["id"] for entry in msgspec.json.decode(exported_log(entries, "json"))] == [4, 3, 2, 1]
    rows = list(csv.DictReader(io.StringIO(exported_log(entries, "csv").decode())))
    assert [(row["id"], row["operation"], row["community_device"]) for row in rows[2:]] == [
        ("2", "GetNextRequest", "'=1+1"), ("1", "GetRequest", "'=1+1"),
    ]  # fmt: skip
    assert rows[0]["drop"] == "unknown_community"
    assert exported_log([], "json") == b"[]\n"
