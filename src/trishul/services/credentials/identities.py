"""Who we are towards a peer: chosen in a form by the name of a saved credential, by a community, or by a user in full.

Owns the step from that choice to an identity, and from an identity to a target; walks, requests, notifications and
tests of credentials take it alike. Does not own users (`user_texts`) nor what is saved (`credentials`).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal, Protocol

from trishul.errors import InvalidInput
from trishul.protocol.security.secrets import Secret
from trishul.services.credentials.credentials import UnknownCredential
from trishul.services.credentials.forms import Credential
from trishul.services.user_texts import SnmpIdentity, UserText, identity_of
from trishul.services.wrong_fields import field_named
from trishul.snmp.target import Target

DEFAULT_COMMUNITY = Secret("public")
_COMMUNITY_VERSIONS = ("1", "2c")


@dataclass(frozen=True, slots=True)
class ChosenIdentity:
    """A choice as a form gives it: a credential, a user, or a community; `public` for who chose nothing."""

    credential: str | None = None
    version: str | None = None
    """1, 2c or 3; None for 3 with a user, for 2c with a community."""
    community: Secret | None = None
    user: UserText | None = None


NOTHING_CHOSEN = ChosenIdentity()


class CredentialSource(Protocol):
    """Where saved credentials come from by name."""

    def get(self, name: str) -> Credential:
        """The credential. Raises UnknownCredential, CredentialLocked."""


class NoCredentials:
    """For who has none saved."""

    def get(self, name: str) -> Credential:
        """Raises UnknownCredential."""
        raise UnknownCredential(f"No credential is saved as '{name[:80]}'", field="credential")


def choose_identity(chosen: ChosenIdentity, saved: CredentialSource) -> SnmpIdentity:
    """The identity that was chosen.

    Raises InvalidInput with the field's name, UnknownCredential, CredentialLocked, CapabilityMissing.
    """
    if chosen.credential is not None:
        return _saved_identity(chosen, chosen.credential, saved)
    if chosen.version == "3" or (chosen.version is None and chosen.user is not None):
        if chosen.user is None:
            raise InvalidInput("SNMPv3 needs a user, or a saved credential", field="user")
        return identity_of(chosen.user)
    if chosen.user is not None:
        raise InvalidInput("A user needs version 3", field="version")
    return SnmpIdentity(chosen.version or "2c", DEFAULT_COMMUNITY if chosen.community is None else chosen.community)


def target_as(
    identity: SnmpIdentity,
    host: str,
    port: int,
    *,
    timeout_s: float,
    retries: int,
    transport: Literal["udp", "tcp"] = "udp",
) -> Target:
    """Whom to ask, as whom. Raises InvalidInput with the field's name."""
    community = identity.community.reveal() if identity.community is not None else b""
    with field_named("target", instead_of="host"):
        return Target(
            host,
            port,
            community=community,
            version=identity.version,
            timeout_s=timeout_s,
            retries=retries,
            transport=transport,
            user=identity.user,
            security_level=identity.level if identity.user is not None else None,
            context=identity.context,
            engine_id=identity.engine_id,
        )


def _saved_identity(chosen: ChosenIdentity, name: str, saved: CredentialSource) -> SnmpIdentity:
    if chosen.community is not None or chosen.user is not None:
        raise InvalidInput("Give the name of a credential, or a community or user, not both", field="credential")
    identity = saved.get(name).identity
    if chosen.version is None or chosen.version == identity.version:
        return identity
    if identity.user is None and chosen.version in _COMMUNITY_VERSIONS:
        return replace(identity, version=chosen.version)
    kind = "a community: version 1 or 2c" if identity.user is None else "a user: version 3"
    raise InvalidInput(f"The credential is {kind}", field="version")
