"""The device that `trishul simulate --mib` makes from modules of the MIB library.

Owns the options and the reading of the library; what the device holds is `simulation.generation`.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

import click

from trishul.cli.mib_library import open_library

if TYPE_CHECKING:  # a simulation of recordings starts without them
    from trishul.simulation.device import Device

Command: TypeAlias = Callable[..., int]
DEFAULT_SEED = 1
_LISTED_TABLES = 5


class ModulesToServe(NamedTuple):
    """What the options say."""

    names: tuple[str, ...]
    seed: int
    rows: int | None

    def make_device(self, data_dir: Path | None, now: float) -> Device:
        """The device, which begins to move at a time in monotonic seconds. Raises InvalidInput."""
        from trishul.library.device_types import read_device_types
        from trishul.services.data_directory import data_directory
        from trishul.simulation.generation import generate_device

        with open_library(data_directory(data_dir)) as library:
            types = read_device_types(library, self.names)
        device, cut_tables = generate_device(types, self.seed, now, self.rows)
        if cut_tables:
            listed = ", ".join(cut_tables[:_LISTED_TABLES]) + (", ..." if len(cut_tables) > _LISTED_TABLES else "")
            click.echo(f"Tables without some of their rows: {listed}", err=True)
        return device


def modules_options(command: Command) -> Command:
    """--mib, --seed and --rows; the command gets them as `modules: ModulesToServe`."""

    @wraps(command)
    def with_modules(mibs: tuple[str, ...], seed: int, rows: int | None, **others: Any) -> int:
        return command(modules=ModulesToServe(mibs, seed, rows), **others)

    for option in (
        click.option(
            "--rows",
            type=click.IntRange(1, 10_000),
            help="Rows of each table that has an index of its own.  [default: 3 to 8, by the seed]",
        ),
        click.option(
            "--seed",
            type=click.IntRange(0, 2**31 - 1),
            default=DEFAULT_SEED,
            show_default=True,
            help="The same seed makes the same device again.",
        ),
        click.option(
            "--mib",
            "mibs",
            multiple=True,
            metavar="MODULE",
            help="Serve a device made from a module of the MIB library, as public; several make one device.",
        ),
    ):
        with_modules = option(with_modules)
    return with_modules
