"""Names for services' tests: a small MIB that is compiled here and now, and may come and go while a test runs."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar, cast

from tests.unit.library.compiled_library import DEVICE_MIB, CompiledLibrary
from trishul.library.library import Library
from trishul.library.names import Names
from trishul.smi.source import decode_source

Answer = TypeVar("Answer")

DEVICE = "1.3.6.1.4.1.99999"

ALARM_MIB = """ALARM-MIB DEFINITIONS ::= BEGIN
IMPORTS
    MODULE-IDENTITY, OBJECT-TYPE, NOTIFICATION-TYPE, Integer32, enterprises FROM SNMPv2-SMI;
alarms MODULE-IDENTITY LAST-UPDATED "202601010000Z" ORGANIZATION "o" CONTACT-INFO "c" DESCRIPTION "d"
    ::= { enterprises 99998 }
alarmLevel OBJECT-TYPE SYNTAX Integer32 (1..10)
    MAX-ACCESS read-only STATUS current DESCRIPTION "" ::= { alarms 1 }
alarmWords OBJECT-TYPE SYNTAX OCTET STRING (SIZE (1..8))
    MAX-ACCESS read-only STATUS current DESCRIPTION "" ::= { alarms 2 }
alarmRaised NOTIFICATION-TYPE OBJECTS { alarmLevel } STATUS current
    DESCRIPTION "The device is
        too hot, e.g. for its fans. Somebody should look."
    ::= { alarms 0 1 }
END
"""


class TextLibrary(CompiledLibrary):
    """Also gives texts, which are read from the sources."""

    def __init__(self, *texts: str) -> None:
        super().__init__(CompiledLibrary.of(*texts).compiled)
        self._texts = [decode_source("", text.encode()).text for text in texts]

    def text_at(self, module: str, span: int) -> str:
        from trishul.smi.syntax import span_bounds

        start, end = span_bounds(span)
        text = next(text for text in self._texts if text.startswith(module))
        return text[start:end].strip('"')


class LibraryThatChanges:
    """A source of names whose modules a test puts in and takes out."""

    def __init__(self, *texts: str) -> None:
        self.load(*texts)

    def load(self, *texts: str) -> None:
        """From now on these texts are the library; none at all mean that there is no library."""
        self.library = cast("Library", TextLibrary(*texts)) if texts else None
        self.names = Names(self.library)

    async def in_thread(self, question: Callable[[Library | None], Answer]) -> Answer:
        """At once: the test has one thread."""
        return question(self.library)


def device_names() -> LibraryThatChanges:
    """The device and its alarms."""
    return LibraryThatChanges(DEVICE_MIB, ALARM_MIB)
