"""Credentials as every reply shows them: which secrets there are, never one of them.

Owns that shape. A password's length would be a hint, so it is not told either.
"""

from __future__ import annotations

import msgspec

from trishul.services.credentials.forms import Credential, CredentialDraft, CredentialKind
from trishul.services.user_texts import UserText
from trishul.store.credentials import CredentialRow


class CredentialRecord(msgspec.Struct, frozen=True):
    """A saved credential without its secrets; `problem` says in words why one cannot be opened, and what to do."""

    id: str
    name: str
    kind: CredentialKind
    can_be_opened: bool
    problem: str | None
    has_community: bool
    user: str
    level: str | None
    """What its messages are sent with: noAuthNoPriv, authNoPriv or authPriv; null for a community."""
    auth_protocol: str | None
    has_auth_secret: bool
    auth_form: str | None
    """What the secret is: password, master or localized."""
    priv_protocol: str | None
    has_priv_secret: bool
    priv_form: str | None
    context: str
    engine_id: str
    for_receiver: bool
    for_simulator: bool
    used_by: list[str]
    """What runs with it, and which saved targets ask with it."""
    revision: int
    """Grows with every change; give it back with a change so that nobody else's is lost."""
    created_at: float
    updated_at: float


class CredentialList(msgspec.Struct, frozen=True):
    """All saved credentials in the order of their names."""

    data: list[CredentialRecord]


def record_of(
    row: CredentialRow,
    draft: CredentialDraft | None,
    credential: Credential | None,
    problem: str | None,
    used_by: list[str],
) -> CredentialRecord:
    """The record of a credential, from whatever of it could be read."""
    draft = draft or CredentialDraft(row.name, "community")
    user = draft.user or UserText("")
    return CredentialRecord(
        id=row.id,
        name=row.name,
        kind=draft.kind,
        can_be_opened=credential is not None,
        problem=problem,
        has_community=draft.kind == "community",
        user=user.user,
        level=_level_of(user, credential),
        auth_protocol=user.auth_protocol,
        has_auth_secret=user.auth_protocol is not None,
        auth_form=user.auth_form.value if user.auth_protocol else None,
        priv_protocol=user.priv_protocol,
        has_priv_secret=user.priv_protocol is not None,
        priv_form=user.priv_form.value if user.priv_protocol else None,
        context=user.context,
        engine_id=user.engine_id,
        for_receiver=draft.for_receiver,
        for_simulator=draft.for_simulator,
        used_by=used_by,
        revision=row.revision,
        created_at=row.created_at,
        updated_at=row.updated_at,
    )


def _level_of(user: UserText, credential: Credential | None) -> str | None:
    if credential is None or credential.kind == "community":
        return user.level
    return credential.identity.level.label
