"""A look at a notification before it is sent: each variable as it would arrive, and what its lint would say.

Owns the shape of that answer. Reading is `sending`'s and `varbind_texts`', the lint's rules are `lint`'s.
A variable that cannot be meant does not hide the others.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from trishul.datatypes.varbind import VarBind
from trishul.engine.trap_form import heading
from trishul.errors import InvalidInput
from trishul.library.library import Library
from trishul.library.names import Names
from trishul.services.traps.lint import LintedNotification, TrapFinding, find_notification, lint_notification
from trishul.services.traps.sending import TrapToSend, trap_oid_of
from trishul.services.value_texts import ShownVarBind, show_varbind
from trishul.services.varbind_texts import VarBindText, varbinds_from_texts


class CheckedVarBind(msgspec.Struct, frozen=True, kw_only=True):
    """One variable as it would arrive, or why it cannot be meant."""

    shown: ShownVarBind | None = None
    error: str | None = None
    part: str | None = None
    """oid, type or value: what is wrong."""


class CheckedNotification(msgspec.Struct, frozen=True, kw_only=True):
    """The notification of a form, judged. `findings` count variables from 0, heading excluded."""

    oid: str | None
    name: str
    error: str | None
    """Why the notification itself cannot be meant."""
    is_known: bool
    """Whether a loaded module defines it."""
    varbinds: list[CheckedVarBind]
    findings: list[TrapFinding]


def check_notification(trap: TrapToSend, library: Library | None, names: Names, *, is_v1: bool) -> CheckedNotification:
    """What would arrive of a form's notification. Raises LibraryUnavailable."""
    checked, varbinds = _checked(trap.varbinds, names)
    try:
        trap_oid, _ = trap_oid_of(trap, names)
    except InvalidInput as error:
        return CheckedNotification(oid=None, name="", error=str(error), is_known=False, varbinds=checked, findings=[])
    begin = [] if is_v1 else list(heading(trap_oid, trap.uptime or 0))
    linted = LintedNotification(str(trap_oid), [*begin, *varbinds], has_heading=not is_v1)
    findings = [] if len(varbinds) < len(checked) else _findings(linted, len(begin), library, names)
    return CheckedNotification(
        oid=str(trap_oid),
        name=names.text_of(trap_oid.contents),
        error=None,
        is_known=library is not None and find_notification(str(trap_oid), library) is not None,
        varbinds=checked,
        findings=findings,
    )


def _checked(texts: Sequence[VarBindText], names: Names) -> tuple[list[CheckedVarBind], list[VarBind]]:
    """Every variable judged alone, and those that can be meant."""
    checked: list[CheckedVarBind] = []
    good: list[VarBind] = []
    for text in texts:
        try:
            (varbind,) = varbinds_from_texts([text], names)
        except InvalidInput as error:
            part = (error.field or "").rpartition(".")[2] or "value"
            checked.append(CheckedVarBind(error=str(error).partition("): ")[2] or str(error), part=part))
        else:
            good.append(varbind)
            checked.append(CheckedVarBind(shown=show_varbind(varbind, names)))
    return checked, good


def _findings(
    linted: LintedNotification, heading_size: int, library: Library | None, names: Names
) -> list[TrapFinding]:
    """The findings, with places as the form counts them."""
    found = lint_notification(linted, library, names)
    return [
        finding if finding.binding is None else msgspec.structs.replace(finding, binding=finding.binding - heading_size)
        for finding in found
    ]
