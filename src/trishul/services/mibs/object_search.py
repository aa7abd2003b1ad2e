"""What a search among objects means: a subtree, where it is the name or number of one, otherwise words.

Owns that choice; agents' objects and the rows of walks are searched alike.
"""

from __future__ import annotations

from trishul.errors import InvalidInput
from trishul.library.library import Library
from trishul.library.names import Names


def subtree_of(search: str, names: Names, library: Library | None) -> bytes | None:
    """The OID contents octets that a search names as a whole; None for words."""
    text = search.strip().removesuffix(".")
    label = text.rpartition("::")[2].partition(".")[0]
    is_name = library is not None and bool(label) and bool(library.find_by_name(label))
    if not text or not (is_name or text.removeprefix(".")[:1].isdigit()):
        return None
    try:
        return names.oid_of(text).contents
    except InvalidInput:
        return None
