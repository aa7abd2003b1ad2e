"""The list of generated pages, and their way to the disk."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

from docs.generator.command_line import command_line_page
from docs.generator.drops import drops_page
from docs.generator.errors import errors_page
from docs.generator.faults import faults_page
from docs.generator.frames import frames_page
from docs.generator.metrics import metrics_page
from docs.generator.pictures import copy_pictures, pictures_page
from docs.generator.python_api import python_api_page
from docs.generator.regressions import regressions_page
from docs.generator.rest import rest_pages
from docs.generator.search import search_page
from docs.generator.settings import settings_page

PAGES: dict[str, Callable[[], str]] = {
    "cli.md": command_line_page,
    "settings.md": settings_page,
    "metrics.md": metrics_page,
    "errors.md": errors_page,
    "drops.md": drops_page,
    "faults.md": faults_page,
    "python.md": python_api_page,
    "search.md": search_page,
    "frames.md": frames_page,
    "regressions.md": regressions_page,
    "pictures.md": pictures_page,
}
"""Pages that one function writes; those of REST are more than one."""


def all_pages() -> dict[str, str]:
    """Every page by its path below `docs/reference`."""
    return {name: write() for name, write in PAGES.items()} | rest_pages()


def write_pages(folder: Path) -> None:
    """Puts all pages into a folder that holds nothing else."""
    shutil.rmtree(folder, ignore_errors=True)
    for name, text in all_pages().items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    copy_pictures(folder)
