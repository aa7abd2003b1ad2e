"""The fields that say who we are, shared by every form that asks or sends: in net-snmp's words, secrets write-only.

Owns their names, bounds and description. What they mean, and whether they can be meant together, is for
`services.credentials.identities` and `services.user_texts` to say.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, Field, SecretStr

from trishul.errors import InvalidInput
from trishul.protocol.security.keys import KeyForm
from trishul.protocol.security.secrets import Secret
from trishul.services.credentials.identities import ChosenIdentity
from trishul.services.user_texts import UserText, read_key

LONGEST_PASSWORD = 1024
LONGEST_KEY = 2048
"""In hexadecimal digits and what people put between them."""
LONGEST_WORD = 64
LONGEST_NAME = 256
"""In characters; the services know the true limits and say them in words."""

Community = Annotated[SecretStr, Field(max_length=255)]
_Name = Annotated[str, Field(max_length=LONGEST_NAME)]
_Word = Annotated[str, Field(max_length=LONGEST_WORD)]
_Password = Annotated[SecretStr, Field(max_length=LONGEST_PASSWORD)]
_Key = Annotated[SecretStr, Field(max_length=LONGEST_KEY)]
_KeyForm = Literal["master", "localized"]


class UserFields(BaseModel):
    """An SNMPv3 user; passwords have at least 8 characters (RFC 3414 §11.2)."""

    user: Annotated[_Name | None, Field(description="As net-snmp's -u")] = None
    level: Annotated[
        _Word | None,
        Field(description="-l: noAuthNoPriv, authNoPriv or authPriv; by default the highest that the secrets allow"),
    ] = None
    auth_protocol: Annotated[
        _Word | None, Field(description="-a: MD5, SHA, SHA-224, SHA-256, SHA-384, SHA-512; as Cisco writes them, too")
    ] = None
    auth_password: Annotated[_Password | None, Field(description="-A")] = None
    auth_key: Annotated[_Key | None, Field(description="-3m or -3k: a key in hexadecimal instead of a password")] = None
    auth_key_form: _KeyForm = "master"
    priv_protocol: Annotated[
        _Word | None,
        Field(description="-x: DES, 3DES, AES, AES-192, AES-256, and with Cisco's keys AES-192-C, AES-256-C"),
    ] = None
    priv_password: Annotated[_Password | None, Field(description="-X")] = None
    priv_key: Annotated[_Key | None, Field(description="-3M or -3K: a key in hexadecimal instead of a password")] = None
    priv_key_form: _KeyForm = "master"
    context: Annotated[_Name, Field(description="-n")] = ""
    engine_id: Annotated[_Name, Field(description="-e, in hexadecimal; by default the peer is asked for it")] = ""

    def user_text(self) -> UserText | None:
        """The same for the services, None where nothing of a user is given. Raises InvalidInput."""
        if not any(getattr(self, name) for name in _TELLING_FIELDS):
            return None
        auth_secret, auth_form = self.secret_of("auth") or (None, KeyForm.PASSWORD)
        priv_secret, priv_form = self.secret_of("priv") or (None, KeyForm.PASSWORD)
        return UserText(
            self.user or "",
            self.level,
            self.auth_protocol,
            auth_secret,
            auth_form,
            self.priv_protocol,
            priv_secret,
            priv_form,
            self.context,
            self.engine_id,
        )

    def secret_of(self, part: Literal["auth", "priv"]) -> tuple[Secret, KeyForm] | None:
        """Password or key of one of both protocols, and which of them it is. Raises InvalidInput."""
        password, key, form = (
            (self.auth_password, self.auth_key, self.auth_key_form)
            if part == "auth"
            else (self.priv_password, self.priv_key, self.priv_key_form)
        )
        if password is not None and key is not None:
            raise InvalidInput("Give a password or a key, not both", field=f"{part}_key")
        if password is not None:
            return Secret(password.get_secret_value()), KeyForm.PASSWORD
        if key is not None:
            return read_key(key.get_secret_value(), f"{part}_key"), KeyForm(form)
        return None


_TELLING_FIELDS = tuple(name for name in UserFields.model_fields if not name.endswith("_key_form"))


class SecurityFields(UserFields):
    """Who we are: the name of a saved credential, or a version with a community or a user."""

    credential: Annotated[
        _Name | None, Field(description="Name of a saved credential; then nothing else of this is needed")
    ] = None
    version: Annotated[
        Literal["1", "2c", "3"] | None,
        Field(description="-v; by default what the credential is for, 3 with a user, otherwise 2c"),
    ] = None
    community: Annotated[Community | None, Field(description="-c; by default public")] = None

    def identity(self) -> ChosenIdentity:
        """The same for the services. Raises InvalidInput."""
        community = None if self.community is None else Secret(self.community.get_secret_value())
        return ChosenIdentity(self.credential, self.version, community, self.user_text())
