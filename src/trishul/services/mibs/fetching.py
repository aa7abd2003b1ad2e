"""Fetching modules that others import, from the places that the settings name and from nowhere else.

Owns which names are asked for, from which URL, and whether what comes is the module of that name. Does not own the
connection (`web_get`) nor storing (`uploads`). Nothing is fetched unless somebody asks or the setting says so.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

from trishul.services.mibs.records import FetchedDependency
from trishul.services.mibs.texts import TextVerdict, judge_text
from trishul.services.mibs.web_get import GetFailed, GetLimits, NothingThere, get
from trishul.services.settings import MODULE_PLACEHOLDER
from trishul.services.uploads.file_names import find_fault
from trishul.services.web_connections import WebRefused

MAX_DEPENDENCIES = 100
FETCHES_AT_A_TIME = 4
LONGEST_MODULE_NAME = 64
"""RFC 2578 §3.1."""
_MODULE_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_.-]*", re.ASCII)


@dataclass(slots=True)
class FetchedTexts:
    """What was fetched: outcomes in the order of the names, and files in a private folder to be stored."""

    results: list[FetchedDependency] = field(default_factory=list)
    files: list[tuple[Path, str]] = field(default_factory=list)


class DependencyFetcher:
    """Reads the templates each time: they are a setting."""

    def __init__(self, templates: Callable[[], Sequence[str]], limits: GetLimits) -> None:
        self._templates = templates
        self._limits = limits
        self._slots = asyncio.Semaphore(FETCHES_AT_A_TIME)

    async def fetch(self, names: Sequence[str], folder: Path) -> FetchedTexts:
        """Each module into a file of the folder, or the reason why not."""
        found = await asyncio.gather(*(self._fetch_one(name, folder) for name in names))
        texts = FetchedTexts([outcome for outcome, _ in found])
        texts.files = [(place, outcome.name) for outcome, place in found if place is not None]
        return texts

    async def _fetch_one(self, name: str, folder: Path) -> tuple[FetchedDependency, Path | None]:
        if not _MODULE_NAME.fullmatch(name) or len(name) > LONGEST_MODULE_NAME or find_fault(name) is not None:
            return _outcome(name[:80], "refused", error="This is no name of a module"), None
        templates = self._templates()
        if not templates:
            return _outcome(name, "refused", error="The settings name no place to fetch MIBs from"), None
        outcome = _outcome(name, "not_found", error="No source has it")
        for template in templates:
            url = template.replace(MODULE_PLACEHOLDER, quote(name, safe=""))
            async with self._slots:
                outcome, place = await self._try(name, url, folder)
            if place is not None:
                return outcome, place
        return outcome, None

    async def _try(self, name: str, url: str, folder: Path) -> tuple[FetchedDependency, Path | None]:
        try:
            octets = await get(url, self._limits)
        except NothingThere as error:
            return _outcome(name, "not_found", url, error=_sentence(error)), None
        except WebRefused as error:
            return _outcome(name, "refused", url, error=_sentence(error)), None
        except GetFailed as error:
            return _outcome(name, "failed", url, error=_sentence(error)), None
        place = folder / f"fetched-{name}"
        verdict = await asyncio.to_thread(_keep, place, octets)
        if verdict.refusal is not None:
            return _outcome(name, "refused", url, error=verdict.refusal), None
        if name not in verdict.modules:
            shown = ", ".join(verdict.modules[:3]) or "none"
            return _outcome(name, "refused", url, error=f"The text there defines {shown}, not {name}"), None
        return FetchedDependency(name=name, status="fetched", url=url, size_bytes=len(octets)), place


def _keep(place: Path, octets: bytes) -> TextVerdict:
    place.write_bytes(octets)
    return judge_text(place)


def _outcome(name: str, status: str, url: str | None = None, *, error: str) -> FetchedDependency:
    return FetchedDependency(name=name, status=status, url=url, error=error)


def _sentence(error: Exception) -> str:
    text = str(error)
    return text[:1].upper() + text[1:]
