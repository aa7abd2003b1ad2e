"""Users of every pair of protocols that net-snmp knows, as its tools, its daemons and we are told of them."""

from __future__ import annotations

from collections.abc import Sequence

from trishul.protocol.security.engine_id import EngineIdFormat, build_engine_id
from trishul.protocol.security.keys import KeyMaterial
from trishul.protocol.security.protocols import AuthProtocol, PrivProtocol
from trishul.protocol.security.users import UserCredentials

SENDING_ENGINE_ID = build_engine_id(8072, EngineIdFormat.TEXT, "sender")
REBOOTED_ENGINE_ID = build_engine_id(8072, EngineIdFormat.TEXT, "rebooted")
REBOOTED_USER = AuthProtocol.SHA256, PrivProtocol.AES128
"""An agent that tells of its reboots, and as whom."""
AUTH_PASSWORD, PRIV_PASSWORD = "maplesyrup", "pancakes4"
AUTHS = list(AuthProtocol)
PRIVS = [protocol for protocol in PrivProtocol if protocol is not PrivProtocol.TRIPLE_DES]
"""net-snmp 5.9 has no 3DES."""
PAIRS: list[tuple[AuthProtocol | None, PrivProtocol | None]] = [
    (None, None),
    *((auth, None) for auth in AUTHS),
    *((auth, priv) for auth in AUTHS for priv in PRIVS),
]


def user_name(auth: AuthProtocol | None, priv: PrivProtocol | None) -> str:
    """A name that says what the user can."""
    return "-".join(["user", *(protocol.label for protocol in (auth, priv) if protocol is not None)])


def credentials(auth: AuthProtocol | None, priv: PrivProtocol | None) -> UserCredentials:
    """The user as we are told of him."""
    return UserCredentials(
        user_name(auth, priv),
        auth,
        None if auth is None else KeyMaterial.password(AUTH_PASSWORD),
        priv,
        None if priv is None else KeyMaterial.password(PRIV_PASSWORD),
    )


def tool_options(auth: AuthProtocol | None, priv: PrivProtocol | None) -> list[str]:
    """The user as net-snmp's tools are told of him."""
    options = ["-v3", f"-u{user_name(auth, priv)}", f"-l{credentials(auth, priv).level.label}"]
    if auth is not None:
        options += [f"-a{auth.label}", f"-A{AUTH_PASSWORD}"]
    if priv is not None:
        options += [f"-x{priv.label}", f"-X{PRIV_PASSWORD}"]
    return options


def create_user_lines(
    *, engine_id: str = "", pairs: Sequence[tuple[AuthProtocol | None, PrivProtocol | None]] = tuple(PAIRS)
) -> str:
    """The users as net-snmp's daemons are told of them."""
    lines = []
    for auth, priv in pairs:
        words = ["createUser", *(["-e", engine_id] if engine_id else []), user_name(auth, priv)]
        words += [auth.label, AUTH_PASSWORD] if auth is not None else []
        words += [priv.label, PRIV_PASSWORD] if priv is not None else []
        lines.append(" ".join(words))
    return "\n".join(lines) + "\n"
