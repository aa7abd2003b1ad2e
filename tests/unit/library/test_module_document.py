"""A module as one plain object."""

from __future__ import annotations

import json
from typing import Any

import pytest

from trishul.library.module_document import module_document
from trishul.smi.compiling import compile_modules
from trishul.smi.source import decode_source

TEXT = """T-MIB DEFINITIONS ::= BEGIN
IMPORTS MODULE-IDENTITY, OBJECT-TYPE, NOTIFICATION-TYPE, enterprises FROM SNMPv2-SMI gone FROM GONE-MIB;
root MODULE-IDENTITY LAST-UPDATED "202601010000Z" ORGANIZATION "o" CONTACT-INFO "c"
    DESCRIPTION "One
                 two"
    REVISION "202601010000Z" DESCRIPTION "first"
    ::= { enterprises 9 }
Light ::= TEXTUAL-CONVENTION DISPLAY-HINT "d" STATUS current DESCRIPTION "A light" SYNTAX INTEGER { on(1), off(2) }
b OBJECT-TYPE SYNTAX Light UNITS "lamps" MAX-ACCESS read-write STATUS current DESCRIPTION "x" DEFVAL { on }
    ::= { root 2 }
a OBJECT-TYPE SYNTAX OCTET STRING (SIZE (1..4)) MAX-ACCESS read-only STATUS current DESCRIPTION "" ::= { root 1 }
n NOTIFICATION-TYPE OBJECTS { a, b } STATUS current DESCRIPTION "n" ::= { root 0 1 }
g OBJECT-GROUP OBJECTS { a, b } STATUS current DESCRIPTION "g" ::= { root 3 }
m MODULE-COMPLIANCE STATUS current DESCRIPTION "m" MODULE MANDATORY-GROUPS { g }
    OBJECT b SYNTAX INTEGER { on(1) } MIN-ACCESS read-only DESCRIPTION "w" ::= { root 4 }
END
"""


@pytest.fixture(scope="module")
def document() -> Any:
    """The document as it is read back."""
    source = decode_source("t.mib", TEXT.encode())
    module = compile_modules([source]).modules["T-MIB"]
    return json.loads(json.dumps(module_document(module, source.text)))


def test_a_module_says_where_it_comes_from_and_what_it_lacks(document: Any) -> None:
    assert (document["module"], document["file"], document["smi"]) == ("T-MIB", "t.mib", "SMIv2")
    assert document["imports"]["GONE-MIB"] == ["gone"]
    assert document["missing"] == {"GONE-MIB": ["gone"]}


def test_the_identity_has_its_revisions(document: Any) -> None:
    assert document["identity"] == {
        "name": "root",
        "last_updated": "202601010000Z",
        "organization": "o",
        "contact": "c",
        "description": "One\ntwo",
        "revisions": [{"date": "202601010000Z", "description": "first"}],
    }


def test_types_have_what_they_inherit(document: Any) -> None:
    assert document["types"]["Light"] == {
        "base": "INTEGER",
        "labels": {"on": 1, "off": 2},
        "display_hint": "d",
        "status": "current",
        "description": "A light",
    }


def test_nodes_stand_in_the_order_of_their_oids(document: Any) -> None:
    assert list(document["nodes"]) == ["root", "n", "a", "b", "g", "m"]


def test_objects_have_types_and_all_clauses(document: Any) -> None:
    assert document["nodes"]["b"] == {
        "oid": "1.3.6.1.4.1.9.2",
        "kind": "scalar",
        "status": "current",
        "description": "x",
        "type": {
            "name": "Light",
            "module": "T-MIB",
            "base": "INTEGER",
            "labels": {"on": 1, "off": 2},
            "display_hint": "d",
        },
        "access": "read-write",
        "units": "lamps",
        "default": "on",
    }
    assert document["nodes"]["a"]["type"] == {"base": "OCTET STRING", "sizes": [[1, 4]]}


def test_lists_are_told(document: Any) -> None:
    assert document["nodes"]["n"]["objects"] == ["a", "b"]
    assert document["nodes"]["g"]["members"] == ["a", "b"]
    (part,) = document["nodes"]["m"]["parts"]
    assert part["groups"] == ["g"]
    assert part["refinements"] == [
        {
            "kind": "object",
            "name": "b",
            "syntax": {"name": "INTEGER", "labels": {"on": 1}},
            "access": "read-only",
            "description": "w",
        }
    ]
