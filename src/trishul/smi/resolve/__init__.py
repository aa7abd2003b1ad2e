"""Definitions to the model: names, OIDs and types are followed across modules, in any order, cycles included."""

from __future__ import annotations

from trishul.smi.resolve.modules import resolve_modules

__all__ = ["resolve_modules"]
