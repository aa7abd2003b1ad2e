"""Pairs that names suggest, told apart by what both carry."""

from __future__ import annotations

from tests.unit.services.named_devices import LibraryThatChanges
from trishul.services.traps.pair_suggestions import PairSuggestion, suggest_pairs

PAIRED_MIB = """PAIRED-MIB DEFINITIONS ::= BEGIN
IMPORTS MODULE-IDENTITY, OBJECT-TYPE, NOTIFICATION-TYPE, Integer32, enterprises FROM SNMPv2-SMI;
paired MODULE-IDENTITY LAST-UPDATED "202601010000Z" ORGANIZATION "o" CONTACT-INFO "c" DESCRIPTION "d"
    ::= { enterprises 99996 }
tunnelState OBJECT-TYPE SYNTAX INTEGER { up(1), down(2) }
    MAX-ACCESS read-only STATUS current DESCRIPTION "" ::= { paired 1 }
tunnelNumber OBJECT-TYPE SYNTAX Integer32 MAX-ACCESS read-only STATUS current DESCRIPTION "" ::= { paired 2 }
tunnelDown NOTIFICATION-TYPE OBJECTS { tunnelState, tunnelNumber } STATUS current DESCRIPTION "" ::= { paired 0 1 }
tunnelUp NOTIFICATION-TYPE OBJECTS { tunnelState, tunnelNumber } STATUS current DESCRIPTION "" ::= { paired 0 2 }
fanFailed NOTIFICATION-TYPE STATUS current DESCRIPTION "" ::= { paired 0 3 }
END
"""


def test_a_pair_is_suggested_with_what_both_carry() -> None:
    suggested = suggest_pairs(LibraryThatChanges(PAIRED_MIB).library).suggestions
    names = ("tunnelDown", "trap:PAIRED-MIB::tunnelDown", "trap:PAIRED-MIB::tunnelUp", ["PAIRED-MIB::tunnelNumber"])
    assert suggested == [PairSuggestion(*names)]
    assert suggest_pairs(None).suggestions == []
