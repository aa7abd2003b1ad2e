"""What a walk or a single request is to ask: as a form gives it, checked before anything is sent.

Owns the order, its limits and the step to a target and a root; asking is `walks`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from trishul.datatypes.oid import Oid
from trishul.datatypes.varbind import VarBind
from trishul.errors import InvalidInput
from trishul.library.names import Names
from trishul.services.credentials.identities import (
    NOTHING_CHOSEN,
    ChosenIdentity,
    CredentialSource,
    choose_identity,
    target_as,
)
from trishul.services.varbind_texts import VarBindText, varbinds_from_texts
from trishul.services.walks.kept_walks import checked_name, checked_tags
from trishul.services.wrong_fields import field_named
from trishul.snmp.target import Target

MAX_ROWS = 1_000_000
MAX_TIME_S = 600.0
MAX_REPETITIONS = 1000
MAX_RETRIES = 20
MAX_TIMEOUT_S = 60.0
MAX_OIDS = 100

Operation = Literal["walk", "get", "getnext", "getbulk", "set"]
Mode = Literal["parsed", "raw", "label"]
View = Literal["rows", "table", "metrics"]


@dataclass(frozen=True, slots=True)
class WalkToDo:
    """What to ask, as a form gives it; `oid` may be a name."""

    target: str
    oid: str = "1.3.6.1.2.1"
    port: int = 161
    identity: ChosenIdentity = NOTHING_CHOSEN
    operation: Operation = "walk"
    transport: Literal["udp", "tcp"] = "udp"
    parse: bool = True
    use_mibs: bool = True
    timeout_s: float = 1.0
    retries: int = 2
    max_repetitions: int | None = None
    """None: a walk asks for as many rows as fit, a GETBULK for 25."""
    max_rows: int = 100_000
    max_time_s: float = 60.0
    varbinds: Sequence[VarBindText] = ()
    """What to set, for the operation `set`, which does not look at `oid`."""
    oids: Sequence[str] = ()
    """In place of `oid`: read by one request, or walked one after the other."""
    view: View = "rows"
    """table: parsed rows as conceptual tables; metrics: a row for each table row, with its values by name."""
    keep: str | None = None
    """The name under which what is read is kept; None: it is not."""
    tags: Sequence[str] = ()
    """Of the walk that is kept."""
    job: str | None = None
    """ID of the job that asks."""

    @property
    def mode(self) -> Mode:
        """Row objects, lines of `snmpwalk -On`, or lines with names as `snmpwalk` prints them by itself."""
        if self.parse:
            return "parsed"
        return "label" if self.use_mibs else "raw"


def values_of(walk: WalkToDo, names: Names) -> list[VarBind]:
    """What a SET sets. Raises InvalidInput with the field's name."""
    if walk.operation == "set" and not walk.varbinds:
        raise InvalidInput("A set needs at least one variable with its value", field="varbinds")
    return varbinds_from_texts(walk.varbinds, names)


def checked(walk: WalkToDo, names: Names, credentials: CredentialSource) -> tuple[Target, list[Oid]]:
    """Target and roots. Raises InvalidInput with the field's name, and what a chosen identity raises."""
    for name, value, highest in (
        ("max_rows", walk.max_rows, MAX_ROWS),
        ("max_time_s", walk.max_time_s, MAX_TIME_S),
        ("max_repetitions", 1 if walk.max_repetitions is None else walk.max_repetitions, MAX_REPETITIONS),
        ("timeout_s", walk.timeout_s, MAX_TIMEOUT_S),
        ("retries", walk.retries + 1, MAX_RETRIES + 1),
    ):
        if not 0 < value <= highest:
            raise InvalidInput(f"{name} is too small, or above {highest:,.0f}", field=name)
    if walk.view != "rows" and not walk.parse:
        raise InvalidInput("Tables and metrics are made of parsed rows", field="view")
    if walk.keep is not None:
        with field_named("keep", instead_of="name"):
            checked_name(walk.keep)
        checked_tags(walk.tags)
    roots = _roots(walk, names)
    identity = choose_identity(walk.identity, credentials)
    target = target_as(
        identity,
        walk.target,
        walk.port,
        timeout_s=walk.timeout_s,
        retries=walk.retries,
        transport=walk.transport,
    )
    return target, roots


def _roots(walk: WalkToDo, names: Names) -> list[Oid]:
    if not walk.oids:
        with field_named("oid"):
            return [names.oid_of(walk.oid)]
    if len(walk.oids) > MAX_OIDS:
        raise InvalidInput(f"At most {MAX_OIDS} OIDs are asked for at a time", field="oids")
    with field_named("oids"):
        return [names.oid_of(text) for text in walk.oids]
