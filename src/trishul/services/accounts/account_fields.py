"""What names and passwords of users may be, and in which form they are kept.

Owns these checks alone; whoever takes a name or a password from outside asks here first.
"""

from __future__ import annotations

from trishul.errors import InvalidInput
from trishul.services.accounts.passwords import MAX_PASSWORD_LENGTH, MIN_PASSWORD_LENGTH, normalise

MAX_USER_NAME_LENGTH = 128


def require_user_name(user_name: str) -> str:
    """The name as it is kept; InvalidInput when it is empty, too long or holds control characters."""
    name = normalise(user_name.strip())
    if not name:
        raise InvalidInput("The user name must not be empty.", field="username")
    if len(name) > MAX_USER_NAME_LENGTH:
        raise InvalidInput(f"The user name must have at most {MAX_USER_NAME_LENGTH} characters.", field="username")
    if not name.isprintable():
        raise InvalidInput("The user name must not hold control characters.", field="username")
    return name


def require_password(password: str) -> None:
    """InvalidInput when the password is too short or absurdly long."""
    if len(password) < MIN_PASSWORD_LENGTH:
        raise InvalidInput(f"The password must have at least {MIN_PASSWORD_LENGTH} characters.", field="password")
    if len(password) > MAX_PASSWORD_LENGTH:
        raise InvalidInput(f"The password must have at most {MAX_PASSWORD_LENGTH} characters.", field="password")
