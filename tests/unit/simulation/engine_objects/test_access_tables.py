"""The VACM tables as rows (RFC 3415 §4)."""

from __future__ import annotations

from trishul.datatypes import Value
from trishul.engine.access import AccessEntry, AccessTables, GroupMember
from trishul.engine.views import ViewFamily
from trishul.simulation.engine_objects.access_tables import access_instances

VACM = "1.3.6.1.6.3.16.1"
TABLES = AccessTables(
    members=(GroupMember(2, b"me", "g"),),
    entries=(AccessEntry("g", b"sw", 0, 3, ("r", "", "n"), is_exact=False),),
    families=(ViewFamily.of("r", "1.3.6", b"\xa0", is_included=False),),
)


def test_each_table_has_its_row_at_its_index() -> None:
    instances = access_instances(TABLES, [b"", b"sw"])
    assert instances[f"{VACM}.1.1.1.0"] == Value.octet_string("")
    assert instances[f"{VACM}.1.1.1.2.115.119"] == Value.octet_string("sw")
    assert instances[f"{VACM}.2.1.3.2.2.109.101"] == Value.octet_string("g")
    entry = f"{VACM}.4.1.{{}}.1.103.2.115.119.0.3"
    assert [instances[entry.format(column)].contents for column in range(4, 8)] == [b"\x02", b"r", b"", b"n"]
    family = f"{VACM}.5.2.1.{{}}.1.114.3.1.3.6"
    assert [instances[family.format(column)].contents for column in (3, 4)] == [b"\xa0", b"\x02"]


def test_a_context_whose_name_no_index_can_hold_has_no_row() -> None:
    assert len(access_instances(AccessTables(), [b"x" * 33])) == 1
