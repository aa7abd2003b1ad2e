"""The rules of a workbench: kept, ordered, tried out on the last notifications.

Owns the list in memory, written through to the store, and what is counted of each rule. Does not run them on new
notifications (`runner`).
"""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any

import msgspec
import structlog

from trishul.errors import InvalidInput, LimitReached, TrishulError
from trishul.services.mibs.name_source import NameSource, asked_in_thread
from trishul.services.rules.documents import RuleDocument, RulePreview, TrapRule, TrapRuleList, read_rule
from trishul.services.rules.judgement import RunnableRule, judge
from trishul.services.traps.notification_match import LookedAt
from trishul.services.traps.notification_query import read_matcher
from trishul.services.traps.pair_suggestions import PairSuggestions, suggest_pairs
from trishul.services.traps.records import TrapRecord
from trishul.store.database import Database
from trishul.store.notifications import StoredNotification, list_notifications
from trishul.store.trap_rules import RuleRow, add_rule, delete_rule, load_rules, order_rules, replace_rule

MAX_RULES = 100
PREVIEWED_ROWS = 1_000
SHOWN_ROWS = 50
_BREATH = 100
"""Rows that are judged before others may use the event loop."""

_log = structlog.get_logger(__name__)


class NoSuchRule(TrishulError):
    """No rule has this number."""

    code = "no_such_rule"

    def __init__(self) -> None:
        super().__init__("There is no rule of this number, or it was deleted meanwhile")


class RuleExists(TrishulError):
    """Another rule has this name."""

    code = "name_taken"


class TrapRules:
    """All rules; open it before use."""

    def __init__(
        self,
        database: Database,
        names: NameSource,
        record: Callable[[StoredNotification], TrapRecord],
        has_destination: Callable[[str], bool] = lambda _: False,
        *,
        on_change: Callable[[], None] = lambda: None,
        on_match: Callable[[], None] = lambda: None,
    ) -> None:
        """`has_destination`: whether there is one of this name to forward to; `on_match`: rules saw notifications."""
        self._database = database
        self._names = names
        self._record = record
        self._has_destination = has_destination
        self._on_change = on_change
        self._on_match = on_match
        self._rows: list[RuleRow] = []
        self._documents: dict[int, RuleDocument] = {}
        self._matched: Counter[int] = Counter()
        self._last_matched: dict[int, float] = {}
        self._turn = asyncio.Lock()

    async def open(self) -> None:
        """Loads what was saved; a damaged row is left out."""
        async with self._database.read() as connection:
            rows = await load_rules(connection)
        for row in rows:
            try:
                self._documents[row.id] = msgspec.json.decode(row.document, type=RuleDocument)
            except msgspec.MsgspecError as error:
                _log.warning("a saved rule is not usable", rule=row.id, reason=str(error))
            else:
                self._rows.append(row)

    def all(self, waiting: int = 0) -> TrapRuleList:
        """All of them in their order."""
        return TrapRuleList([self._told(row) for row in self._rows], waiting)

    def get(self, rule_id: int) -> TrapRule:
        """One of them. Raises NoSuchRule."""
        return self._told(self._rows[self._place(rule_id)])

    async def create(self, data: Any) -> TrapRule:
        """A new one behind all others. Raises InvalidInput with the field, InvalidQuery, LimitReached."""
        document = self._read(data)
        async with self._turn:
            if len(self._rows) >= MAX_RULES:
                raise LimitReached("rules", MAX_RULES)
            self._check_name(document.name)
            async with self._database.write() as connection:
                row = await add_rule(connection, _text(document), time.time())
            self._rows.append(row)
            self._documents[row.id] = document
        self._on_change()
        return self._told(row)

    async def update(self, rule_id: int, changes: Any) -> TrapRule:
        """Changes what is given and leaves the rest. Raises NoSuchRule, and what `create` raises."""
        async with self._turn:
            place = self._place(rule_id)
            if not isinstance(changes, dict):
                raise InvalidInput("Changes are an object")
            document = self._read(msgspec.to_builtins(self._documents[rule_id]) | changes)
            self._check_name(document.name, rule_id)
            text, now = _text(document), time.time()
            async with self._database.write() as connection:
                await replace_rule(connection, rule_id, text, now)
            self._rows[place] = msgspec.structs.replace(self._rows[place], document=text, updated_at=now)
            self._documents[rule_id] = document
            self._on_change()
            return self._told(self._rows[place])

    async def order(self, ids: Sequence[int]) -> None:
        """Puts all rules into this order. Raises InvalidInput unless each is named once."""
        async with self._turn:
            known = {row.id: row for row in self._rows}
            if sorted(ids) != sorted(known):
                raise InvalidInput("Name every rule once", field="ids")
            async with self._database.write() as connection:
                await order_rules(connection, ids)
            self._rows = [known[rule_id] for rule_id in ids]
        self._on_change()

    async def delete(self, rule_id: int) -> None:
        """Forgets one; what it did stays. Raises NoSuchRule."""
        async with self._turn:
            place = self._place(rule_id)
            async with self._database.write() as connection:
                await delete_rule(connection, rule_id)
            del self._rows[place], self._documents[rule_id]
            self._matched.pop(rule_id, None)
            self._last_matched.pop(rule_id, None)
        self._on_change()

    async def preview(self, data: Any) -> RulePreview:
        """What a rule would do with the last 1,000 notifications, on or off. Raises InvalidInput, InvalidQuery."""
        document = self._read({"name": "preview"} | data if isinstance(data, dict) else data)
        rule = self._runnable(0, document)
        async with self._database.read() as connection:
            rows = await list_notifications(connection, limit=PREVIEWED_ROWS)
        fitting, now = [], time.time()
        for number, row in enumerate(rows):
            judged = judge(LookedAt(row), [rule], lambda _: None, now)
            if judged.rules:
                fitting.append(judged)
            if number % _BREATH == _BREATH - 1:
                await asyncio.sleep(0)
        changing = sum(judged.is_changed for judged in fitting)
        forwarding = sum(bool(judged.forwards) for judged in fitting)
        shown = [self._record(judged.after) for judged in fitting[:SHOWN_ROWS]]
        return RulePreview(len(rows), len(fitting), changing, forwarding, shown)

    async def suggestions(self) -> PairSuggestions:
        """Pairs that the loaded MIBs suggest. Raises LibraryUnavailable."""
        return await asked_in_thread(self._names, suggest_pairs)

    def forwarding_to(self, destination: str) -> list[str]:
        """Names of the rules that forward to a destination, also of those that rest."""
        documents = (self._documents[row.id] for row in self._rows)
        return [document.name for document in documents if destination in document.forward]

    def runnable(self) -> list[RunnableRule]:
        """Those that are enabled and can be meant now, in their order. Raises LibraryUnavailable."""
        found = []
        for row in self._rows:
            document = self._documents[row.id]
            if not document.enabled:
                continue
            with contextlib.suppress(InvalidInput):  # a MIB may have gone since it was saved: the list says so
                found.append(self._runnable(row.id, document))
        return found

    def note_matches(self, matches: Counter[int], at: float) -> None:
        """Rules fitted so many notifications; `at` in seconds since 1970."""
        for rule_id, number in matches.items():
            if rule_id in self._documents:
                self._matched[rule_id] += number
                self._last_matched[rule_id] = at
        if self._rows:
            self._on_match()

    def _read(self, data: Any) -> RuleDocument:
        """Raises InvalidInput with the field, InvalidQuery."""
        document = read_rule(data, self._names.names)
        for name in document.forward:
            if not self._has_destination(name):
                raise InvalidInput(f"No destination is saved as '{name[:80]}'", field="forward")
        return document

    def _place(self, rule_id: int) -> int:
        for place, row in enumerate(self._rows):
            if row.id == rule_id:
                return place
        raise NoSuchRule

    def _check_name(self, name: str, but_of: int = 0) -> None:
        for rule_id, document in self._documents.items():
            if document.name == name and rule_id != but_of:
                raise RuleExists(f"Another rule has the name '{name}'")

    def _runnable(self, rule_id: int, document: RuleDocument) -> RunnableRule:
        """Raises InvalidInput, LibraryUnavailable."""
        names = self._names.names
        return RunnableRule(
            rule_id,
            document,
            read_matcher(document.query, names).fits,
            read_matcher(document.cleared_by, names).fits if document.cleared_by is not None else None,
            tuple([names.oid_of(name).contents for name in document.same]),
        )

    def _error(self, document: RuleDocument) -> str:
        try:
            self._runnable(0, document)
        except TrishulError as error:
            return str(error)
        return ""

    def _told(self, row: RuleRow) -> TrapRule:
        document = self._documents[row.id]
        return TrapRule(
            **{name: getattr(document, name) for name in RuleDocument.__struct_fields__},
            id=row.id,
            matched=self._matched[row.id],
            last_matched_at=self._last_matched.get(row.id),
            error=self._error(document),
            created_at=row.created_at,
            updated_at=row.updated_at,
        )


def _text(document: RuleDocument) -> str:
    return msgspec.json.encode(document).decode()
