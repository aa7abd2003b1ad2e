"""Checks of meaning, one file for what they are about; each is a pass over the definitions of one module.

All of them take a `Gathered`: the module's definitions and nodes, sorted by kind once. None looks further than the
modules that this one imports from, and all of them together take a tenth of the time of compiling.
"""

from __future__ import annotations

from trishul.smi.model import Node
from trishul.smi.resolve.base import SMI_MODULES
from trishul.smi.resolve.checks.defaults import check_defaults
from trishul.smi.resolve.checks.gathered import Gathered, is_smiv2
from trishul.smi.resolve.checks.groups import check_groups
from trishul.smi.resolve.checks.identity import check_identity, comparable_date
from trishul.smi.resolve.checks.indexes import check_indexes
from trishul.smi.resolve.checks.lists import check_lists
from trishul.smi.resolve.checks.names import check_names
from trishul.smi.resolve.checks.notifications import check_notifications
from trishul.smi.resolve.checks.smi_versions import check_smi_versions
from trishul.smi.resolve.checks.syntaxes import check_syntaxes
from trishul.smi.resolve.checks.tables import check_tables
from trishul.smi.resolve.checks.types import check_types
from trishul.smi.resolve.scopes import Scope, Scopes

__all__ = ["check_module", "comparable_date", "is_smiv2"]

_CHECKS = (
    check_lists,
    check_types,
    check_syntaxes,
    check_names,
    check_defaults,
    check_tables,
    check_indexes,
    check_notifications,
    check_groups,
    check_identity,
    check_smi_versions,
)


def check_module(scopes: Scopes, scope: Scope, nodes: list[Node]) -> None:
    """All checks of one module; its nodes are built."""
    if scope.name in SMI_MODULES:
        return
    gathered = Gathered(scopes, scope, nodes)
    for check in _CHECKS:
        check(gathered)
