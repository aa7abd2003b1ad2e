"""Small MIBs for the contract's tests."""

from __future__ import annotations

import io
import zipfile


def mib(name: str, number: int = 99999, *, traps: int = 1, imports: str = "", extra: str = "") -> bytes:
    """A module with one object and some notifications; its names begin with the module's first word."""
    word = name.partition("-")[0].lower()
    notifications = "\n".join(
        f"{word}Trap{place} NOTIFICATION-TYPE OBJECTS {{ {word}Value }} STATUS current"
        f' DESCRIPTION "Trap {place}." ::= {{ {word} 0 {place} }}'
        for place in range(1, traps + 1)
    )
    return f"""{name} DEFINITIONS ::= BEGIN
IMPORTS MODULE-IDENTITY, NOTIFICATION-TYPE, OBJECT-TYPE, Integer32, enterprises FROM SNMPv2-SMI {imports};
{word} MODULE-IDENTITY LAST-UPDATED "202601010000Z" ORGANIZATION "Example" CONTACT-INFO "nobody"
  DESCRIPTION "A module for tests." ::= {{ enterprises {number} }}
{word}Value OBJECT-TYPE SYNTAX Integer32 {{ low(1), high(2) }} UNITS "steps" MAX-ACCESS read-only STATUS current
  DESCRIPTION "A value for tests." ::= {{ {word} 1 }}
{notifications}
{extra}
END
""".encode()


def zipped(members: dict[str, bytes]) -> bytes:
    """An archive of files."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, octets in members.items():
            archive.writestr(name, octets)
    return made.getvalue()


def files(*pairs: tuple[str, bytes]) -> list[tuple[str, tuple[str, bytes]]]:
    """Form fields for httpx."""
    return [("files", pair) for pair in pairs]
