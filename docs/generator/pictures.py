"""Pictures of every page, as the tests have taken them: on a desk and on a phone, in the theme in which one reads.

They are no part of the repository. Tests put them into the folder that `TRISHUL_ARTIFACTS` names, or into one of the
temporary folder; where none were taken, the page says how to get them.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from itertools import groupby
from pathlib import Path

from docs.generator.markdown import page

_PHONE, _DESK = 390, 1440
_SCHEMES = ("light", "dark")
_NONE = "None were taken on this machine: `make test` takes them, `make docs` puts them here."


def artifacts() -> Path:
    """The folder for what tests leave behind to be looked at."""
    named = os.environ.get("TRISHUL_ARTIFACTS")
    return Path(named) if named else Path(tempfile.gettempdir()) / f"trishul-artifacts-{os.getuid()}"


def copy_pictures(folder: Path) -> None:
    """Beside the page that shows them."""
    taken = artifacts() / "pictures"
    if taken.is_dir():
        shutil.copytree(taken, folder / "pictures")


def pictures_page() -> str:
    """Every area with its places; a place has four pictures, two of which fit the theme."""
    suffix = f"-{_DESK}-light.png"
    places = sorted(path.name.removesuffix(suffix) for path in (artifacts() / "pictures").glob(f"*{suffix}"))
    areas = (
        f"## {area.capitalize()}\n\n" + "\n\n".join(map(_place, names))
        for area, names in groupby(places, key=lambda place: place.partition("-")[0])
    )
    return page(
        "Pictures",
        "Every page with everything on it, in the theme of this page, as the tests saw it.",
        "\n\n".join(areas) if places else _NONE,
    )


def _place(place: str) -> str:
    title = place.partition("-")[2].replace("-", " ").capitalize()
    shown = (
        f'<img src="pictures/{place}-{width}-{scheme}.png#only-{scheme}" alt="{title}" width="{percent}%">'
        for scheme in _SCHEMES
        for width, percent in ((_DESK, 76), (_PHONE, 20))
    )
    return f"### {title}\n\n" + "\n".join(shown)
