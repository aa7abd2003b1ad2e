"""`trishul completion`: the script that lets a shell complete commands and options.

Owns nothing of the scripts, which are click's; it only prints them, so that nobody has to know the variable that click
reads.
"""

from __future__ import annotations

import click
from click.shell_completion import get_completion_class

from trishul.cli.example_command import ExampleCommand

SHELLS = ("bash", "zsh", "fish")
_EXAMPLES = (
    'eval "$(trishul completion bash)"',
    "trishul completion bash > ~/.local/share/bash-completion/completions/trishul",
    "trishul completion zsh > ~/.zfunc/_trishul",
    "trishul completion fish > ~/.config/fish/completions/trishul.fish",
)


@click.command(cls=ExampleCommand, examples=_EXAMPLES)
@click.argument("shell", type=click.Choice(SHELLS))
def completion(shell: str) -> None:
    """Print the completion script for SHELL.

    It asks trishul itself what could stand at the cursor, so that it is right for the version that is installed.
    """
    from trishul.cli.main import COMPLETION_VARIABLE, trishul  # it holds the table that names this module

    kind = get_completion_class(shell)
    assert kind is not None  # each of SHELLS is click's
    click.echo(kind(trishul, {}, "trishul", COMPLETION_VARIABLE).source())
