"""A credential in its forms: as somebody gives it, as it is used, as it is stored.

Owns what makes a credential and the steps between the forms. Stored are its facts, which everybody may see, as JSON,
and its secrets, sealed and bound to id, name and facts: a sealed text that is moved to another row opens as little as
one whose user or protocol was changed in the database. Does not own the key (`secret_box`) nor the table.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import Any, Literal, TypeAlias

import msgspec

from trishul.errors import InvalidInput
from trishul.protocol.security.keys import KeyForm
from trishul.protocol.security.secrets import Secret
from trishul.services.accounts.passwords import normalise
from trishul.services.credentials.secret_box import SealingKey
from trishul.services.user_texts import SnmpIdentity, UserText, identity_of
from trishul.store.credentials import CredentialRow

MAX_NAME_LENGTH = 64
MAX_COMMUNITY_OCTETS = 255

_USER_FIELDS = frozenset(each.name for each in fields(UserText))

CredentialKind: TypeAlias = Literal["community", "user"]


@dataclass(frozen=True, slots=True)
class CredentialDraft:
    """A credential as somebody gives it: a community, or a user."""

    name: str
    kind: CredentialKind
    community: Secret | None = None
    user: UserText | None = None
    for_receiver: bool = False
    for_simulator: bool = False


@dataclass(frozen=True, slots=True)
class Credential:
    """A credential that can be used; its secrets show nowhere.

    `identity.version` is "3" for a user; a community has "2c" and is good for SNMPv1 as well.
    """

    id: str
    name: str
    kind: CredentialKind
    identity: SnmpIdentity
    for_receiver: bool
    """Accepted by our receiver."""
    for_simulator: bool
    """Accepted by our simulated agents."""


class CredentialFacts(msgspec.Struct, frozen=True, omit_defaults=True):
    """What is no secret, as it is stored. Fields may be added; the names of those there are stand in people's files."""

    kind: CredentialKind
    for_receiver: bool = False
    for_simulator: bool = False
    user: str = ""
    level: str | None = None
    """As it was chosen; None for the highest that the secrets allow."""
    auth_protocol: str | None = None
    auth_form: KeyForm = KeyForm.PASSWORD
    priv_protocol: str | None = None
    priv_form: KeyForm = KeyForm.PASSWORD
    context: str = ""
    engine_id: str = ""


class _Secrets(msgspec.Struct, frozen=True, omit_defaults=True):
    """What is sealed."""

    community: bytes = b""
    auth: bytes = b""
    priv: bytes = b""


def require_name(name: str) -> str:
    """The name as it is kept. Raises InvalidInput for one that is empty, too long or not printable."""
    kept = normalise(name.strip())
    if not 0 < len(kept) <= MAX_NAME_LENGTH:
        raise InvalidInput(f"A credential's name has 1 to {MAX_NAME_LENGTH} characters", field="name")
    if not kept.isprintable():
        raise InvalidInput("A credential's name has printable characters only", field="name")
    if kept.strip(".") == "":
        raise InvalidInput("A credential's name does not consist of dots alone", field="name")  # no URL can hold it
    return kept


def changed(draft: CredentialDraft, changes: Mapping[str, Any]) -> CredentialDraft:
    """The draft with some of its fields, or of its user's, replaced. Raises InvalidInput for those it does not have.

    What is not named stays, secrets too; a protocol that is taken away takes its secret with it.
    """
    of_user = {name: value for name, value in changes.items() if name in _USER_FIELDS}
    of_draft = {name: value for name, value in changes.items() if name not in _USER_FIELDS}
    user = draft.user
    if user is None and of_user:
        raise InvalidInput(f"A community has no {next(iter(of_user))}", field=next(iter(of_user)))
    if user is not None:
        for part in ("auth", "priv"):
            if f"{part}_protocol" in of_user and of_user[f"{part}_protocol"] is None:
                of_user.setdefault(f"{part}_secret", None)
        user = replace(user, **of_user)
    return replace(draft, user=user, **of_draft)


def checked(draft: CredentialDraft, credential_id: str, *, tries_keys: bool = True) -> Credential:
    """The draft as a credential. Raises InvalidInput with the field's name, CapabilityMissing."""
    if draft.kind == "user":
        if draft.community:
            raise InvalidInput("A user has no community", field="community")
        identity = identity_of(draft.user or UserText(""), tries_keys=tries_keys)
    else:
        if draft.user is not None:
            raise InvalidInput("A community has no user", field="user")
        identity = SnmpIdentity("2c", _require_community(draft.community))
    name = require_name(draft.name)
    return Credential(credential_id, name, draft.kind, identity, draft.for_receiver, draft.for_simulator)


def facts_of(draft: CredentialDraft, credential: Credential) -> CredentialFacts:
    """What is no secret; protocols and level under the names that net-snmp takes."""
    identity = credential.identity
    facts = CredentialFacts(draft.kind, for_receiver=draft.for_receiver, for_simulator=draft.for_simulator)
    if identity.user is None or draft.user is None:
        return facts
    return msgspec.structs.replace(
        facts,
        user=draft.user.user,
        level=identity.level.label if draft.user.level else None,
        auth_protocol=identity.user.auth.label if identity.user.auth else None,
        auth_form=draft.user.auth_form,
        priv_protocol=identity.user.priv.label if identity.user.priv else None,
        priv_form=draft.user.priv_form,
        context=identity.context,
        engine_id=identity.engine_id.hex(),
    )


def sealed_row(draft: CredentialDraft, credential: Credential, key: SealingKey, before: CredentialRow) -> CredentialRow:
    """The row that takes the place of the one before; a new one follows a row that says when it was made."""
    facts = msgspec.json.encode(facts_of(draft, credential)).decode()
    user = draft.user or UserText("")
    secrets = _Secrets(
        *(secret.reveal() if secret else b"" for secret in (draft.community, user.auth_secret, user.priv_secret))
    )
    row = msgspec.structs.replace(before, name=credential.name, facts=facts, revision=before.revision + 1)
    return msgspec.structs.replace(row, sealed=key.seal(msgspec.msgpack.encode(secrets), _binding(row)))


def draft_of(row: CredentialRow, key: SealingKey | None) -> tuple[CredentialDraft, bool]:
    """The draft that a row was made from, and whether its secrets are in it: without the right key they are not.

    Raises msgspec.MsgspecError for facts that no version of this program wrote.
    """
    facts = msgspec.json.decode(row.facts, type=CredentialFacts)
    plain = key.unseal(row.sealed, _binding(row)) if key is not None else None
    secrets = _Secrets() if plain is None else msgspec.msgpack.decode(plain, type=_Secrets)
    draft = CredentialDraft(
        row.name,
        facts.kind,
        _secret(secrets.community),
        for_receiver=facts.for_receiver,
        for_simulator=facts.for_simulator,
    )
    if facts.kind == "user":
        auth, priv = _secret(secrets.auth), _secret(secrets.priv)
        draft = replace(
            draft,
            user=UserText(
                facts.user, facts.level, facts.auth_protocol, auth, facts.auth_form, facts.priv_protocol, priv,
                facts.priv_form, facts.context, facts.engine_id,
            ),
        )  # fmt: skip
    return draft, plain is not None


def _binding(row: CredentialRow) -> bytes:
    return msgspec.json.encode((row.id, row.name, row.facts))


def _secret(octets: bytes) -> Secret | None:
    return Secret(octets) if octets else None


def _require_community(community: Secret | None) -> Secret:
    if not community:
        raise InvalidInput("A community has at least one character", field="community")
    if len(community.reveal()) > MAX_COMMUNITY_OCTETS:
        raise InvalidInput(f"A community has at most {MAX_COMMUNITY_OCTETS} octets", field="community")
    return community
