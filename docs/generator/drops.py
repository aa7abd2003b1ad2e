"""Why a datagram was not used, from the closed list of the engine."""

from __future__ import annotations

from docs.generator.markdown import cell, code, page, table
from trishul.engine.drops import DropReason, Role

_ROLES = {Role.AGENT: "simulator", Role.RECEIVER: "receiver", Role.MANAGER: "manager"}


def drops_page() -> str:
    """Reason, who can have it, what it means and what to do."""
    return page(
        "Drop reasons",
        "Received = used + dropped, and each drop has one of these reasons: on *Drops* of the pages, in `GET "
        "/api/traps/drops` and "
        "`GET /api/simulator/drops`, as a label of `trishul_datagrams_dropped_total`, and in what `trishul trap "
        "listen` and "
        "`trishul simulate` say at their end.",
        table(("Reason", "Shown as", "At", "Meaning", "What to do"), (_row(reason) for reason in DropReason)),
    )


def _row(reason: DropReason) -> tuple[str, ...]:
    roles = ", ".join(name for role, name in _ROLES.items() if role in reason.roles)
    return code(reason.value), cell(reason.label), roles, cell(reason.explanation), cell(reason.advice)
