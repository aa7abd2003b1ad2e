"""Help for who writes a query: the language as a table, and what could stand at the cursor.

Owns what is proposed. Proposals come from the language's own table, from the MIB library, and from what was received
last; none is ever needed, any text that the language reads is a query.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

import msgspec

from trishul.errors import InvalidInput
from trishul.search.fields import EXAMPLES, FIELDS, SearchField, ValueKind
from trishul.search.syntax import as_value
from trishul.search.words import lower
from trishul.services.mibs.name_source import NameSource
from trishul.services.traps.kinds import trap_kind
from trishul.services.traps.notification_text import host_of
from trishul.smi.model import NodeKind
from trishul.store.database import Database
from trishul.store.notification_values import RecentValues, recent_values

MAX_PROPOSALS = 20
MAX_QUERY_CHARACTERS = 2_000
_TOKEN = re.compile(r"(?:[^\s()\"]|\"(?:[^\"\\]|\\.)*(?:\"|$))*$", re.DOTALL)
_REST = re.compile(r"[^\s()\"]*")
_TERM = re.compile(r"([A-Za-z_]+)(!=|!~|<=|>=|[:=<>~])", re.ASCII)
_VARIABLE_VALUE = re.compile(r"([^\s()\"<>=~!]+)(!=|!~|<=|>=|[=<>~])")
_TIMES = {"-5m": "five minutes ago", "-1h": "an hour ago", "-1d": "a day ago", "-7d": "a week ago"}
_OBJECTS = (NodeKind.SCALAR, NodeKind.COLUMN)


class FieldHelp(msgspec.Struct, frozen=True):
    """One field of the language."""

    name: str
    kind: str
    operators: list[str]
    meaning: str
    example: str
    choices: dict[str, str]


class QueryExample(msgspec.Struct, frozen=True):
    """A query and what it means."""

    query: str
    meaning: str


class SearchLanguage(msgspec.Struct, frozen=True):
    """The search language: its fields, and queries to begin with."""

    fields: list[FieldHelp]
    examples: list[QueryExample]


class Proposal(msgspec.Struct, frozen=True):
    """A text that could stand there, and a few words about it."""

    text: str
    meaning: str = ""


class Completion(msgspec.Struct, frozen=True):
    """What could replace `length` characters of the query from offset `start` on."""

    start: int
    length: int
    proposals: list[Proposal]


def search_language() -> SearchLanguage:
    """The language as a table."""
    fields = [
        FieldHelp(each.name, each.kind.value, list(each.operators), each.meaning, each.example, dict(each.choices))
        for each in FIELDS.values()
    ]
    return SearchLanguage(fields, [QueryExample(*example) for example in EXAMPLES])


class SearchHelp:
    """Proposals at a cursor."""

    def __init__(self, database: Database, names: NameSource) -> None:
        self._database = database
        self._names = names

    async def complete(self, query: str, at: int) -> Completion:
        """What could stand at offset `at` of a query."""
        query = query[:MAX_QUERY_CHARACTERS]
        at = max(0, min(at, len(query)))
        token = _TOKEN.search(query, 0, at)
        start = token.start() if token is not None else at
        start += len(query[start:at]) - len(query[start:at].lstrip("-!"))
        typed = query[start:at]
        rest = _REST.match(query, at)
        end = rest.end() if rest is not None else at
        term = _TERM.match(typed)
        if term is None:
            return Completion(start, end - start, _beginning_so(_words(), typed))
        field = FIELDS.get(term[1].lower())
        if field is None:
            return Completion(start, end - start, [])
        return await self._values(field, typed[term.end() :], start + term.end(), end)

    async def _values(self, field: SearchField, typed: str, start: int, end: int) -> Completion:
        if field.kind is ValueKind.VARIABLE:
            value = _VARIABLE_VALUE.match(typed)
            if value is None:
                return Completion(start, end - start, self._found(typed, _OBJECTS))
            labels = self._labels(value[1])
            return Completion(
                start + value.end(), end - start - value.end(), _beginning_so(labels, typed[value.end() :])
            )
        return Completion(start, end - start, await self._of_field(field, typed))

    async def _of_field(self, field: SearchField, typed: str) -> list[Proposal]:
        if field.choices:
            return _beginning_so([Proposal(*choice) for choice in field.choices.items()], typed)
        if field.kind is ValueKind.TIME:
            return _beginning_so([Proposal(*moment) for moment in _TIMES.items()], typed)
        async with self._database.read() as connection:
            recent = await recent_values(connection)
        if field.kind is ValueKind.NOTIFICATION:
            return self._notifications(typed, recent)
        return _containing(_recent_of(field, recent), typed)

    def _notifications(self, typed: str, recent: RecentValues) -> list[Proposal]:
        """Those that came lately first, then what the library knows."""
        names = self._names.names
        came = [Proposal(trap_kind(oid, names).name, trap_kind(oid, names).full_name) for oid in recent.trap_oids]
        proposals = {each.text: each for each in _containing(came, typed)}
        for each in self._found(typed, (NodeKind.NOTIFICATION,)):
            proposals.setdefault(each.text, each)
        return list(proposals.values())[:MAX_PROPOSALS]

    def _found(self, typed: str, kinds: Sequence[NodeKind]) -> list[Proposal]:
        library = self._names.library
        if library is None or not typed:
            return []
        hits = library.search(typed.strip('"'), limit=MAX_PROPOSALS, kinds=kinds).results
        return [Proposal(hit.node.node.name, hit.node.full_name) for hit in hits]

    def _labels(self, name: str) -> list[Proposal]:
        try:
            found = self._names.names.type_of(self._names.names.oid_of(name).contents)
        except InvalidInput:
            return []
        return [Proposal(label, str(number)) for label, number in found.labels] if found is not None else []


def _recent_of(field: SearchField, recent: RecentValues) -> list[Proposal]:
    values = {
        "src": [host_of(f"{host}0") for host in recent.peer_hosts],
        "agent": recent.agent_addresses,
        "user": recent.user_names,
        "context": recent.context_names,
        "engine": recent.engine_ids,
        "tag": recent.tags,
        "enterprise": recent.enterprises,
    }.get(field.name, ())
    return [Proposal(as_value(value)) for value in values]


def _words() -> Iterable[Proposal]:
    for each in FIELDS.values():
        yield Proposal(f"{each.name}{each.operators[0]}", each.meaning)
    yield Proposal("or", "One of two.")
    yield Proposal("not", "Not what follows; also written as a minus sign.")


def _beginning_so(proposals: Iterable[Proposal], typed: str) -> list[Proposal]:
    return [each for each in proposals if lower(each.text).startswith(lower(typed))][:MAX_PROPOSALS]


def _containing(proposals: Iterable[Proposal], typed: str) -> list[Proposal]:
    piece = lower(typed.strip('"'))
    return [each for each in proposals if piece in lower(each.text)][:MAX_PROPOSALS]
