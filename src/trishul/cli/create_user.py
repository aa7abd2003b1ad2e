"""Users from a file of `createUser` lines, as snmptrapd.conf and snmpd.conf have them (snmpd.conf(5)).

Owns those lines; all others are passed over, so that a whole configuration can be named. Complaints name file and line,
never a secret.
"""

from __future__ import annotations

import shlex
from pathlib import Path

from trishul.errors import InvalidInput
from trishul.protocol.security.engine_id import parse_engine_id
from trishul.protocol.security.keys import KeyForm, KeyMaterial
from trishul.protocol.security.protocols import parse_auth_protocol, parse_priv_protocol
from trishul.protocol.security.users import UserCredentials

MAX_FILE_OCTETS = 4 * 1024 * 1024
_FORMS = {"-m": KeyForm.MASTER, "-l": KeyForm.LOCALIZED}


def read_users(path: Path) -> list[tuple[UserCredentials, bytes]]:
    """Users with the engine each is pinned to, empty for any. Raises InvalidInput, OSError."""
    with path.open("rb") as file:
        text = file.read(MAX_FILE_OCTETS).decode("utf-8", "surrogateescape")
    users = []
    for number, line in enumerate(text.splitlines(), 1):
        if line.split(maxsplit=1)[:1] and line.split(maxsplit=1)[0].lower() == "createuser":
            try:
                users.append(parse_create_user(line))
            except InvalidInput as error:
                raise InvalidInput(f"{path}, line {number}: {error}") from None
    if not users:
        raise InvalidInput(f"{path} has no createUser line")
    return users


def parse_create_user(line: str) -> tuple[UserCredentials, bytes]:
    """`createUser [-e ENGINEID] NAME [AUTH PASSWORD [PRIV [PASSWORD]]]`, -m or -l before a key. Raises InvalidInput."""
    try:
        words = shlex.split(line)[1:]
    except ValueError:
        raise InvalidInput("a quotation that does not end") from None
    engine_id = b""
    if words[:1] == ["-e"]:
        if len(words) < 2:
            raise InvalidInput("-e without an engine ID")
        engine_id, words = parse_engine_id(words[1]), words[2:]
    if not words:
        raise InvalidInput("createUser without a name")
    name, words = words[0], words[1:]
    auth = priv = None
    auth_key = priv_key = None
    if words:
        auth = parse_auth_protocol(words[0])
        auth_key, words = _key(words[1:], None)
    if words:
        priv = parse_priv_protocol(words[0])
        priv_key, words = _key(words[1:], auth_key)
    if words:
        raise InvalidInput("words behind the privacy password")
    return UserCredentials(name, auth, auth_key, priv, priv_key), engine_id


def _key(words: list[str], default: KeyMaterial | None) -> tuple[KeyMaterial, list[str]]:
    """The secret at the start of the words and those behind it; the default where there is none."""
    form = _FORMS.get(words[0]) if words else None
    if form is not None:
        words = words[1:]
    if not words:
        if default is None or form is not None:
            raise InvalidInput("a protocol without its password or key")
        return default, []
    if form is None:
        return KeyMaterial.password(words[0].encode("utf-8", "surrogateescape")), words[1:]
    return KeyMaterial.from_hex(form, words[0]), words[1:]
