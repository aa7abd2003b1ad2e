"""Who asks, for the access control of an agent: users by name, communities by table (RFC 3584 §5.2.1)."""

from __future__ import annotations

from tests.unit.engine.tables import ListTable
from trishul.datatypes import Oid, Value, VarBind
from trishul.engine.access import (
    AccessControl,
    AccessEntry,
    AccessResult,
    AccessTables,
    CommunityName,
    GroupMember,
    SecurityModel,
)
from trishul.engine.admission import Admission, Sight, may_write_everything
from trishul.engine.views import ViewFamily
from trishul.engine.visible import VisibleTables
from trishul.protocol.pdu import PduKind

SYS_NAME, SYS_DESCR = Oid("1.3.6.1.2.1.1.5.0").contents, Oid("1.3.6.1.2.1.1.1.0").contents
DEVICE = ListTable([VarBind(SYS_DESCR, *Value.octet_string("a")), VarBind(SYS_NAME, *Value.octet_string("b"))])
ADMISSION = Admission(
    AccessControl(
        AccessTables(
            communities=(CommunityName(b"public", b"guest"), CommunityName(b"sw1", b"guest")),
            members=(
                GroupMember(SecurityModel.V2C, b"guest", "guests"),
                GroupMember(SecurityModel.USM, b"bert", "all"),
            ),
            entries=(
                AccessEntry("guests", b"", SecurityModel.ANY, 0, ("name", "", "")),
                AccessEntry("all", b"", SecurityModel.USM, 1, ("all", "name", ""), is_exact=False),
            ),
            families=(ViewFamily.of("name", "1.3.6.1.2.1.1.5"), ViewFamily.of("all", "1")),
        )
    ),
    default_communities=[b"public"],
)
ROW = [VarBind(SYS_DESCR, *Value.octet_string("a"))]
GET, SET = PduKind.GET, PduKind.SET


def test_a_community_sees_what_its_name_may_see() -> None:
    sight = ADMISSION.of_community(b"public", DEVICE, GET, is_v1=False)
    assert isinstance(sight, Sight)
    assert list(sight.table.positions) == [SYS_NAME]


def test_the_context_of_a_community_is_its_name_and_that_of_the_default_device_has_none() -> None:
    assert ADMISSION.of_community(b"sw1", DEVICE, GET, is_v1=False) is AccessResult.NO_ACCESS_ENTRY


def test_the_versions_are_security_models_of_their_own() -> None:
    assert ADMISSION.of_community(b"public", DEVICE, GET, is_v1=True) is AccessResult.NO_GROUP_NAME


def test_a_community_without_a_name_is_nobody() -> None:
    assert ADMISSION.of_community(b"private", DEVICE, GET, is_v1=False) is None


def test_a_user_writes_where_his_write_view_reaches() -> None:
    sight = ADMISSION.of_user(b"bert", 3, b"any context", DEVICE, SET)
    assert isinstance(sight, Sight)
    assert (sight.may_write(SYS_NAME), sight.may_write(SYS_DESCR)) == (True, False)
    assert sight.table is DEVICE


def test_a_user_below_the_level_of_every_entry_is_refused() -> None:
    assert ADMISSION.of_user(b"bert", 0, b"", DEVICE, GET) is AccessResult.NO_ACCESS_ENTRY


def test_a_sight_is_the_same_until_the_device_changes_and_never_that_of_another() -> None:
    device, other = (ListTable([VarBind(SYS_NAME, *Value.octet_string(name))]) for name in ("a", "b"))
    first = ADMISSION.of_community(b"public", device, GET, is_v1=False)
    assert ADMISSION.of_community(b"public", device, GET, is_v1=False) is first
    assert ADMISSION.of_community(b"public", other, GET, is_v1=False) is not first
    device.changes += 1
    assert ADMISSION.of_community(b"public", device, GET, is_v1=False) is not first
    assert ADMISSION.of_user(b"bert", 1, b"", device, GET) is ADMISSION.of_user(b"bert", 1, b"", device, GET)
    assert ADMISSION.of_user(b"bert", 0, b"", device, GET) is AccessResult.NO_ACCESS_ENTRY


def test_tables_that_had_to_go_are_remembered_nowhere() -> None:
    admission = Admission(ADMISSION.control, default_communities=[b"public"])
    admission._tables = VisibleTables(max_instances=1)
    devices = [ListTable([VarBind(SYS_NAME, *Value.octet_string("a")), *ROW]) for _ in range(3)]
    for device in devices:
        admission.of_community(b"public", device, GET, is_v1=False)
    assert [shown.device for shown in admission._shown.values()] == devices[-1:]


def test_without_views_everything_may_be_written() -> None:
    assert may_write_everything(SYS_NAME)
