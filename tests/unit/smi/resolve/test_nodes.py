"""Definitions become nodes of the right kind (RFC 2578 §7.1.12)."""

from __future__ import annotations

from collections.abc import Callable

from trishul.smi.model import GroupNode, Module, NodeKind, NotificationNode, ObjectNode, StatementNode

OBJECT = '{} OBJECT-TYPE SYNTAX {} MAX-ACCESS read-only STATUS current DESCRIPTION "x" {} ::= {{ {} }}\n'
BODY = (
    OBJECT.format("table", "SEQUENCE OF Entry", "", "root 1")
    + OBJECT.format("entry", "Entry", "INDEX { IMPLIED column }", "table 1")
    + "Entry ::= SEQUENCE { column Integer32 }\n"
    + OBJECT.format("column", "Integer32", "DEFVAL { 1 }", "entry 1")
    + OBJECT.format("scalar", "Integer32", 'UNITS "s"', "root 2")
    + 'event NOTIFICATION-TYPE OBJECTS { scalar } STATUS current DESCRIPTION "x" ::= { root 0 1 }\n'
    + 'objects OBJECT-GROUP OBJECTS { scalar, column } STATUS current DESCRIPTION "x" ::= { root 3 }\n'
    + 'events NOTIFICATION-GROUP NOTIFICATIONS { event } STATUS current DESCRIPTION "x" ::= { root 4 }\n'
    + 'all MODULE-COMPLIANCE STATUS current DESCRIPTION "x" MODULE MANDATORY-GROUPS { objects } ::= { root 5 }\n'
    + 'agent AGENT-CAPABILITIES PRODUCT-RELEASE "1" STATUS current DESCRIPTION "x" ::= { root 6 }\n'
    + 'thing OBJECT-IDENTITY STATUS current DESCRIPTION "x" ::= { root 7 }\n'
    + "plain OBJECT IDENTIFIER ::= { root 8 }\n"
)


def test_every_kind_of_definition_has_its_kind_of_node(module: Callable[[str], Module]) -> None:
    kinds = {node.name: node.kind for node in module(BODY).nodes}
    assert kinds == {
        "root": NodeKind.MODULE_IDENTITY,
        "table": NodeKind.TABLE,
        "entry": NodeKind.ROW,
        "column": NodeKind.COLUMN,
        "scalar": NodeKind.SCALAR,
        "event": NodeKind.NOTIFICATION,
        "objects": NodeKind.OBJECT_GROUP,
        "events": NodeKind.NOTIFICATION_GROUP,
        "all": NodeKind.COMPLIANCE,
        "agent": NodeKind.CAPABILITIES,
        "thing": NodeKind.OBJECT_IDENTITY,
        "plain": NodeKind.OID,
    }


def test_nodes_keep_what_their_definitions_say(module: Callable[[str], Module]) -> None:
    found = module(BODY)
    entry, scalar, event = found.find_node("entry"), found.find_node("scalar"), found.find_node("event")
    assert isinstance(entry, ObjectNode)
    assert (entry.index, entry.is_implied) == (("column",), True)
    assert isinstance(scalar, ObjectNode)
    assert (scalar.access, scalar.units, scalar.status) == ("read-only", "s", "current")
    assert isinstance(event, NotificationNode)
    assert event.objects == ("scalar",)
    group, statement = found.find_node("objects"), found.find_node("all")
    assert isinstance(group, GroupNode)
    assert group.members == ("scalar", "column")
    assert isinstance(statement, StatementNode)
    assert statement.parts[0].groups == ("objects",)


def test_columns_know_whether_plain_numbers_name_their_instances(module: Callable[[str], Module]) -> None:
    """RFC 2578 §7.7: numbers take one arc each; strings and labels are shown in other ways."""

    def column(syntax: str, index: str) -> int:
        body = (
            OBJECT.format("table", "SEQUENCE OF Entry", "", "root 1")
            + OBJECT.format("entry", "Entry", index, "table 1")
            + f"Entry ::= SEQUENCE {{ one Integer32, two {syntax} }}\n"
            + OBJECT.format("one", "Integer32", "", "entry 1")
            + OBJECT.format("two", syntax, "", "entry 2")
            + OBJECT.format("more", "SEQUENCE OF More", "", "root 2")
            + OBJECT.format("moreEntry", "More", "AUGMENTS { entry }", "more 1")
            + OBJECT.format("three", "Integer32", "", "moreEntry 1")
        )
        nodes = {node.name: node for node in module(body).nodes}
        one, three = nodes["one"], nodes["three"]
        assert isinstance(one, ObjectNode)
        assert isinstance(three, ObjectNode)
        assert one.index_arcs == three.index_arcs
        return one.index_arcs

    assert column("Integer32", "INDEX { one }") == 1
    assert column("Unsigned32", "INDEX { one, two }") == 2
    assert column("OCTET STRING (SIZE (0..8))", "INDEX { one, two }") == 0
    assert column("INTEGER { up(1) }", "INDEX { two }") == 0
    assert column("Integer32", "INDEX { one, nowhere }") == 0
