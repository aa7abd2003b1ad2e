"""Definitions to the model: names, OIDs and types are followed across modules, in any order, cycles included."""

from __future__ import annotations

from trishul.smi.resolve.modules import ResolvedModule, last_updated, resolve_module, resolve_modules
from trishul.smi.resolve.scopes import Contents, ModuleProvider

__all__ = ["Contents", "ModuleProvider", "ResolvedModule", "last_updated", "resolve_module", "resolve_modules"]
