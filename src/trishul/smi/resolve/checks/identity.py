"""MODULE-IDENTITY, its dates and revisions, and the module's own name (RFC 2578 §5, RFC 4181)."""

from __future__ import annotations

from trishul.smi.resolve.checks.gathered import Gathered
from trishul.smi.syntax import ModuleIdentity

_SHORT_DATE = len("YYMMDDHHMMZ")


def check_identity(gathered: Gathered) -> None:
    """What SMIv2 demands of a module: one identity, before everything else."""
    scope = gathered.scope
    if not gathered.is_smiv2 or not scope.values:
        return
    identity = gathered.identity
    if identity is None:
        message = f"{scope.name} has no MODULE-IDENTITY"
        gathered.report("no-module-identity", scope.parsed.at, message, "Begin it with one")
        return
    if gathered.scope.parsed.definitions[0] is not identity:
        message = "The MODULE-IDENTITY is not the first definition"
        gathered.report("identity-order", identity.at, message, "Put it behind the IMPORTS")
    if gathered.objects and not scope.name.endswith("-MIB"):
        gathered.report("module-name", scope.parsed.at, f"The name of {scope.name} does not end with -MIB")
    _check_revisions(gathered, identity)


def _check_revisions(gathered: Gathered, identity: ModuleIdentity) -> None:
    """Revisions go from new to old and begin with LAST-UPDATED."""
    dates = [comparable_date(date) for date, _ in identity.revisions]
    newest = comparable_date(identity.last_updated)
    if dates != sorted(dates, reverse=True):
        gathered.report("revision-order", identity.at, "Revisions are not in falling order", "Sort them")
    if dates and newest not in dates:
        gathered.report("revision-missing", identity.at, "No revision has the date of LAST-UPDATED", "Add a REVISION")
    if dates and max(dates) > newest:
        message = f"The revision {max(dates)} is newer than LAST-UPDATED"
        gathered.report("revision-after-update", identity.at, message, "Set LAST-UPDATED to the newest revision")
    short = next((date for date in _dates(identity) if len(date) == _SHORT_DATE and not date.startswith("9")), None)
    if short is not None:
        message = f"The date {short} means {comparable_date(short)[:4]}"
        gathered.report("short-date", identity.at, message, "Write four digits of the year")


def _dates(identity: ModuleIdentity) -> list[str]:
    return [identity.last_updated, *(date for date, _ in identity.revisions)]


def comparable_date(date: str) -> str:
    """A date with four digits of the year; two digits mean 19xx (RFC 2578 §2)."""
    return f"19{date}" if len(date) == _SHORT_DATE else date
