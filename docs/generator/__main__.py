"""Writes all generated pages into `docs/reference`."""

from __future__ import annotations

from pathlib import Path

from docs.generator.pages import write_pages

write_pages(Path(__file__).resolve().parents[1] / "reference")
