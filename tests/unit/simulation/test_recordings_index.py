"""The list of all recordings as a device."""

from __future__ import annotations

from trishul.datatypes import Oid, Value, VarBind
from trishul.protocol.pdu import ErrorStatus
from trishul.simulation.recordings_index import RecordingsIndex

FILE = Oid("1.3.6.1.4.1.20408.999.1.1.2")


def test_each_recording_has_a_row_of_file_community_and_digest() -> None:
    index = RecordingsIndex.of([(b"data/sw.snmprec", b"sw"), (b"data/core/r1.snmprec", b"core/r1")])
    assert [str(Oid.from_contents(name)) for name in index.names] == [
        f"1.3.6.1.4.1.20408.999.1.{column}.{row}" for column in (1, 2, 3) for row in (1, 2)
    ]
    assert index.find_value(FILE.contents, 0.0) == Value.octet_string("data/core/r1.snmprec")
    digest = index.find_value(Oid("1.3.6.1.4.1.20408.999.1.3.1").contents, 0.0)
    assert digest == Value.octet_string("43b36d42e7f8e60be58ba4356b6af40c")


def test_nothing_in_it_can_be_set() -> None:
    index = RecordingsIndex.of([(b"sw.snmprec", b"sw")])
    assert index.begin_set([VarBind.of(FILE, Value.octet_string("x"))], 0.0).test(0) is ErrorStatus.NOT_WRITABLE
