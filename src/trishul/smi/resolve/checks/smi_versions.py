"""Words of one version of the SMI in a module of the other (RFC 2578 §3.6, RFC 3584 §2.1)."""

from __future__ import annotations

from trishul.smi.diagnostics import Edit
from trishul.smi.resolve.checks.gathered import Gathered
from trishul.smi.syntax import NotificationType, ObjectType

_OLD_MODULES = frozenset(("RFC1155-SMI", "RFC1065-SMI", "RFC-1212", "RFC-1215"))


def check_smi_versions(gathered: Gathered) -> None:
    """SMIv1 in a module of SMIv2, and the reverse."""
    if gathered.is_smiv2:
        _check_old_words(gathered)
        _check_old_imports(gathered)
        return
    for one in gathered.objects:
        if one.status == "current":
            message = f"{one.name} has the status current, the module is written in SMIv1"
            gathered.report("smiv2-status", one.at, message, "Write mandatory", subject="current")
            return


def _check_old_words(gathered: Gathered) -> None:
    """ACCESS and the statuses that SMIv2 does not have."""
    for one in gathered.objects:
        at = one.old_access_at
        if at:
            message = f"{one.name} has ACCESS, which belongs to SMIv1"
            edit = Edit(at, at + len("ACCESS"), "MAX-ACCESS")
            gathered.report("smiv1-access", at, message, "Write MAX-ACCESS", edit=edit)
        elif one.old_status_at:
            _report_status(gathered, one)
    for notification in gathered.notifications:
        if notification.old_status_at and not notification.enterprise:
            _report_status(gathered, notification)


def _report_status(gathered: Gathered, one: ObjectType | NotificationType) -> None:
    at = one.old_status_at
    message = f"The status {one.status} of {one.name} belongs to SMIv1"
    edit = Edit(at, at + len("mandatory"), "current") if one.status == "mandatory" else None
    gathered.report("smiv1-status", at, message, "Write current", edit=edit)


def _check_old_imports(gathered: Gathered) -> None:
    """Names that SMIv2 has itself, taken from the modules of SMIv1."""
    for imported in gathered.scope.parsed.imports:
        if imported.module in _OLD_MODULES and imported.name != "TRAP-TYPE":
            message = f"{imported.name} is imported from {imported.module}, which belongs to SMIv1"
            gathered.report("old-import", imported.at, message, "Import it from SNMPv2-SMI", subject=imported.module)
