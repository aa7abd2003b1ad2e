"""A click command whose help ends with examples that can be copied."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import click


class ExampleCommand(click.Command):
    """A command with `examples`, one command line each; the help shows them as they are, whatever their width."""

    def __init__(self, *args: Any, examples: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.examples = tuple(examples)

    def format_epilog(self, context: click.Context, formatter: click.HelpFormatter) -> None:
        """Writes the examples below the options."""
        del context
        with formatter.section("Examples"):
            for example in self.examples:
                formatter.write(f"{'':{formatter.current_indent}}{example}\n")
