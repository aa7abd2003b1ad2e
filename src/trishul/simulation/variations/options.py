"""Options of a variation module: `key=value` pairs behind the last bar of a line, as snmpsim reads them.

Separators may be doubled or tripled, so that single ones can stand in values. Owns the reading of the text; what an
option means belongs to its module. Values may be secrets: findings name keys and show values of known harmless ones
only.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from math import isfinite
from typing import TypeAlias

from trishul.simulation.recordings.findings import FindingCode, Unreadable, excerpt

Findings: TypeAlias = list[tuple[FindingCode, str]]
ReadValue: TypeAlias = Callable[[bytes], bytes]
"""From the text of a value to contents octets, by the type of the line. Raises Unreadable."""

_LOOKS_OFF = frozenset((b"", b"0", b"no", b"false", b"off", b"none"))


def split_escaped(text: bytes, separator: bytes) -> list[bytes]:
    """Splits like snmpsim: where the separator stands tripled or doubled, only such ones separate."""
    for times in (3, 2, 1):
        if separator * times in text:
            return text.split(separator * times, 1 if separator == b"=" else -1)
    return [text]


@dataclass(frozen=True, slots=True)
class LineOptions:
    """The options of one line, with what is needed to read them."""

    module: str
    tag: int
    """Identifier octet of the line's type."""
    settings: dict[bytes, bytes]
    read_value: ReadValue
    """By the line's type and modifier."""
    read_hexadecimal: ReadValue
    findings: Findings

    def check_known(self, known: Collection[bytes]) -> None:
        """Notes the options that the module does not have; snmpsim passes over them without a word."""
        for key in self.settings:
            if key not in known:
                self.note(f"has no option {excerpt(key)}, which is passed over")

    def note(self, what: str) -> None:
        """A finding that does not cost the line."""
        self.findings.append((FindingCode.VARIATION_OPTION, f"Variation module {self.module!r} {what}"))

    def differ(self, what: str) -> None:
        """A finding about an answer that is another one than snmpsim's."""
        self.findings.append(
            (FindingCode.VARIATION_DIFFERS, f"Variation module {self.module!r} {what}, unlike snmpsim")
        )

    def refuse(self, what: str) -> Unreadable:
        """The finding that costs the line."""
        return Unreadable(FindingCode.VARIATION_EXCLUDED, f"Variation module {self.module!r}: {what}")

    def text(self, key: bytes, default: bytes = b"") -> bytes:
        """An option as it stands."""
        return self.settings.get(key, default)

    def flag(self, key: bytes) -> bool:
        """An option that is tested by its presence, as snmpsim does: `wrap=0` switches on."""
        value = self.settings.get(key)
        if value is not None and value.strip().lower() in _LOOKS_OFF:
            self.note(f"switches {key.decode()!r} on, whatever its value; leave it out to switch it off")
        return value is not None

    def number(self, key: bytes, default: float) -> float:
        """A finite number. Raises Unreadable."""
        text = self.settings.get(key)
        if text is None:
            return default
        try:
            number = float(text)
        except ValueError:
            number = float("nan")
        if not isfinite(number):
            raise self.refuse(f"{key.decode()!r} is no number: {excerpt(text)}")
        return number

    def value(self) -> bytes | None:
        """Contents octets of `hexvalue` or `value`; None without either. Raises Unreadable."""
        if b"hexvalue" in self.settings:
            return self.read_hexadecimal(self.settings[b"hexvalue"])
        if b"value" in self.settings:
            return self.read_value(self.settings[b"value"])
        return None


def parse_options(text: bytes) -> dict[bytes, bytes]:
    """Keys to values; of a key that stands twice the last one counts, and a key may stand alone."""
    settings: dict[bytes, bytes] = {}
    for part in split_escaped(text, b","):
        key, *value = split_escaped(part, b"=")
        if key.strip():
            settings[key.strip()] = value[0] if value else b""
    return settings
