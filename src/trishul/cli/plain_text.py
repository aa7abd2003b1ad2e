"""An argument that is text and no mere octets."""

from __future__ import annotations

import click


class PlainText(click.ParamType[str]):
    """An argument that is text: octets that are no UTF-8 can be the name of a file, and of nothing in a MIB."""

    name = "text"

    def convert(self, value: str, param: click.Parameter | None, context: click.Context | None) -> str:
        """The text as it came. Fails when it is none."""
        if any("\ud800" <= character <= "\udfff" for character in value):
            self.fail("this is no text in UTF-8", param, context)
        return value
