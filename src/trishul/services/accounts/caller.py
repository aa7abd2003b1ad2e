"""Who makes a request, and what is kept of the token that says so.

Owns both for sessions and API tokens alike. Does not own which tokens there are (`sessions`, `api_tokens`).
"""

from __future__ import annotations

import hashlib

from msgspec import Struct

from trishul.services.accounts.roles import Role

TOKEN_PREFIX = "trishul_"  # noqa: S105 -- how API tokens begin, so that scanners of leaked secrets know one


class Caller(Struct, frozen=True):
    """Who asks, and what he may do; `id` is that of the session or API token, and his sockets end with it."""

    id: str
    user_id: int
    user_name: str
    role: Role
    is_program: bool = False
    """With an API token, which is no login: it makes no other tokens and changes no password."""


def hash_token(token: str) -> bytes:
    """What memory and store keep of a token: it has 256 random bits, so a plain hash cannot be guessed back."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).digest()
