"""net-snmp's application options: -C followed by a letter and, for some, a number (`-Cr25`, `-Cc`)."""

from __future__ import annotations

from collections.abc import Mapping

import click


class NumberLetters:
    """Reads repeated -C options; `names` says which parameter each letter sets.

    A letter whose name ends with `?` is a switch and takes no number.
    """

    def __init__(self, names: Mapping[str, str]) -> None:
        self._names = names

    def read(self, context: click.Context, _param: click.Parameter, values: tuple[str, ...]) -> dict[str, int]:
        """Parameter names with their numbers; 1 for switches. Raises UsageError."""
        numbers: dict[str, int] = {}
        for value in values:
            name = self._names.get(value[:1])
            number = value[1:]
            if name is None or (number != "" if name.endswith("?") else not (number.isdecimal() and number.isascii())):
                known = ", ".join(
                    f"-C{letter}{'' if name.endswith('?') else 'N'}" for letter, name in self._names.items()
                )
                raise click.UsageError(f"-C{value} is not known here; known are {known}", context)
            numbers[name.rstrip("?")] = int(number or 1)
        return numbers
