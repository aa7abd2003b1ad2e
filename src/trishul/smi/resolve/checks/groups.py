"""Groups and compliance statements: what is in a group, and that its status fits (RFC 2580 §3, §4, §5)."""

from __future__ import annotations

from trishul.smi.resolve.checks.gathered import Gathered
from trishul.smi.syntax import Compliance, Group, ModulePart, NotificationType, ObjectType

_AGE = {"current": 0, "deprecated": 1, "obsolete": 2}


def check_groups(gathered: Gathered) -> None:
    """Groups and compliance statements of a module; only SMIv2 has them."""
    if not gathered.groups or not gathered.is_smiv2:
        return
    for group in gathered.groups:
        _check_group(gathered, group)
    _check_membership(gathered)
    _check_compliances(gathered)


def _check_group(gathered: Gathered, group: Group) -> None:
    """Members are of the group's kind, can be read, and are not older than it."""
    wanted = NotificationType if group.has_notifications else ObjectType
    age = _AGE.get(group.status, 0)
    for name in group.members:
        member = gathered.scope.values.get(name)
        if member is None:
            continue
        if not isinstance(member, wanted) or (isinstance(member, ObjectType) and member.access == "not-accessible"):
            what = "is no notification" if group.has_notifications else "is no object that can be read"
            message = f"{group.name} has the member {name}, which {what}"
            gathered.report("group-member", group.members_at, message, "Leave it out", subject=name)
        elif _AGE.get(member.status, 0) > age:
            message = f"The {group.status} group {group.name} has the {member.status} member {name}"
            hint = f"Move it to a group that is {member.status}"
            gathered.report("group-status", group.members_at, message, hint, subject=name)


def _check_membership(gathered: Gathered) -> None:
    """Accessible objects and notifications belong to a group; judged in modules that have groups."""
    members = {name for group in gathered.groups for name in group.members}
    lonely: list[ObjectType | NotificationType] = [
        one for one in gathered.objects if one.access != "not-accessible" and one.name not in members
    ]
    lonely += [one for one in gathered.notifications if one.name not in members]
    for one in lonely:
        gathered.report("group-membership", one.at, f"{one.name} is in no group", "Add it to a group")


def _check_compliances(gathered: Gathered) -> None:
    """Groups are named by a statement that is not younger; refined objects are in a group that it names."""
    if not gathered.compliances:
        return
    groups = {group.name: group for group in gathered.groups}
    named: set[str] = set()
    for statement in gathered.compliances:
        for part in statement.parts:
            names = [*part.groups, *(one.name for one in part.refinements if one.kind == "GROUP")]
            named.update(names)
            if part.module in {"", gathered.scope.name}:
                known = [groups[name] for name in names if name in groups]
                _check_part(gathered, statement, part, known)
    for group in gathered.groups:
        if group.name not in named:
            message = f"The group {group.name} is in no MODULE-COMPLIANCE"
            gathered.report("unused-group", group.at, message, "Name it in one")


def _check_part(gathered: Gathered, statement: Compliance, part: ModulePart, groups: list[Group]) -> None:
    """What a statement says about the module itself."""
    age = _AGE.get(statement.status, 0)
    for group in groups:
        if _AGE.get(group.status, 0) > age:
            message = f"The {statement.status} statement {statement.name} has the {group.status} group {group.name}"
            gathered.report("compliance-status", statement.at, message, "Write a new statement", subject=group.name)
    members = {name for group in groups for name in group.members}
    for one in part.refinements:
        if one.kind == "OBJECT" and one.name in gathered.scope.values and one.name not in members:
            message = f"{statement.name} refines {one.name}, which is in none of its groups"
            gathered.report("compliance-object", statement.at, message, "Name its group", subject=one.name)
