"""usmUserTable: who there is and how he is protected, never a key."""

from __future__ import annotations

from trishul.datatypes import Value
from trishul.engine.local_engine import LocalEngine
from trishul.protocol.security.keys import KeyMaterial
from trishul.protocol.security.protocols import AuthProtocol, PrivProtocol
from trishul.protocol.security.users import UserCredentials
from trishul.simulation.engine_objects.user_table import user_instances

ENGINE_ID = bytes.fromhex("80007ed905aa")
BERT = UserCredentials(
    "bert",
    AuthProtocol.SHA256,
    KeyMaterial.password("maplesyrup"),
    PrivProtocol.AES128,
    KeyMaterial.password("plumjam1"),
)
INDEX = "6.128.0.126.217.5.170.4.98.101.114.116"
ENTRY = "1.3.6.1.6.3.15.1.2.2.1"


def test_a_user_is_a_row_of_his_engine_without_keys() -> None:
    instances = user_instances(LocalEngine(ENGINE_ID, [BERT], {}, boots=1, started_at=0.0))
    assert instances[f"{ENTRY}.3.{INDEX}"] == Value.octet_string("bert")
    assert instances[f"{ENTRY}.5.{INDEX}"] == Value.object_identifier("1.3.6.1.6.3.10.1.1.5")
    assert instances[f"{ENTRY}.8.{INDEX}"] == Value.object_identifier("1.3.6.1.6.3.10.1.2.4")
    assert {instances[f"{ENTRY}.{column}.{INDEX}"] for column in (6, 7, 9, 10)} == {Value.octet_string("")}
    assert len(instances) == 12


def test_a_user_without_secrets_has_the_protocols_that_are_none() -> None:
    instances = user_instances(LocalEngine(ENGINE_ID, [UserCredentials("x")], {}, boots=1, started_at=0.0))
    assert Value.object_identifier("1.3.6.1.6.3.10.1.1.1") in instances.values()
    assert Value.object_identifier("1.3.6.1.6.3.10.1.2.1") in instances.values()
