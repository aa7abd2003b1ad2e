"""`/api/settings/about`: what exactly runs here, and whose work it stands on."""

from __future__ import annotations

import asyncio
import platform
from typing import Literal

from fastapi import APIRouter
from pydantic import BaseModel, Field

from trishul.services.about import about
from trishul.services.installed_packages import InstalledPackage, installed_packages
from trishul.store.database import SQLITE_VERSION
from trishul.web.access import OPERATORS_CHANGE
from trishul.web.interface_packages import TEXTS, interface_packages

router = APIRouter(prefix="/api/settings", tags=["settings"], dependencies=OPERATORS_CHANGE)

Part = Literal["server", "interface"]


class BundledPackage(BaseModel):
    """A library that is part of this program."""

    name: str
    version: str
    licence: str = Field(description="As the library names it, an SPDX expression where it has one")
    part: Part = Field(description="server: Python; interface: the pages")


class AboutReply(BaseModel):
    """What runs here."""

    name: str
    version: str
    author: str
    description: str
    python: str
    sqlite: str
    system: str = Field(description="Operating system and processor")
    packages: list[BundledPackage]
    licence_texts: str | None = Field(description="Where the licences of the pages' libraries can be read")


@router.get("/about", summary="Versions, and licences of all libraries")
async def read_about() -> AboutReply:
    """Of the libraries that are installed and built in, read from their own metadata."""
    return await asyncio.to_thread(_read_about)


def _read_about() -> AboutReply:
    found, pages = about(), interface_packages()
    return AboutReply(
        name=found.name,
        version=found.version,
        author=found.author,
        description=found.description,
        python=platform.python_version(),
        sqlite=SQLITE_VERSION,
        system=f"{platform.system()} {platform.machine()}",
        packages=[*map(_server_package, installed_packages()), *map(_interface_package, pages)],
        licence_texts=f"/{TEXTS}" if pages else None,
    )


def _server_package(package: InstalledPackage) -> BundledPackage:
    return BundledPackage(name=package.name, version=package.version, licence=package.licence, part="server")


def _interface_package(package: InstalledPackage) -> BundledPackage:
    return BundledPackage(name=package.name, version=package.version, licence=package.licence, part="interface")
