"""Which rows the tables of a generated device have, so that those that belong together agree.

A table that takes its index from another one has rows for that one's rows, one that augments another has the same rows
(RFC 2578 §7.7, §7.8). What names interfaces, entities or bridge ports names those that are there. Own indexes count up.
A table whose own index makes a second part has one or two rows for each row of the first: real ones are sparse.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import product
from typing import TypeAlias

from trishul.datatypes.contents import MAX_ARCS, decode_integer, decode_oid_contents, encode_arc
from trishul.datatypes.values import NUMBER_RANGES, Value
from trishul.protocol.pdu import ErrorStatus
from trishul.simulation.behaviours.chance import whole
from trishul.simulation.generation.addresses import IPV4, is_address, is_address_type, kind_for
from trishul.simulation.generation.entities import EntityClass
from trishul.simulation.generation.host import has_row
from trishul.simulation.generation.index_values import index_arcs, values_for
from trishul.simulation.generation.instance import DevicePlan, Row
from trishul.simulation.generation.object_types import TableType
from trishul.simulation.value_checks import TAGS, check_value

IndexTuple: TypeAlias = tuple[Value, ...]
_MOST_FOR_ONE = 3
"""Rows of a table with several indexes, as a multiple of those of a table with one."""
_PER_ROW_OF_ANOTHER = 2
_AS_MANY_AS_INTERFACES = frozenset(("ipAddrEntry", "ipAddressEntry", "dot1dBasePortEntry"))
_SENSORS = frozenset(("entPhySensorEntry",))


class RowPlanner:
    """Finds the rows of tables, each once. `rows` is how many a table with one own index has; None: 3 to 8 by seed."""

    def __init__(self, tables: Iterable[TableType], plan: DevicePlan, rows: int | None) -> None:
        self._tables = {table.contents: table for table in tables}
        self._owners = {
            column.contents: table
            for table in self._tables.values()
            for column in table.columns
            if any(one.contents == column.contents for one in table.index)
        }
        self._plan = plan
        self._rows = rows
        self._known: dict[bytes, list[Row]] = {}
        self._asked: set[bytes] = set()

    def rows_of(self, table: TableType) -> list[Row]:
        """The rows of a table, in the order in which their values were made."""
        known = self._known.get(table.contents)
        if known is not None:
            return known
        self._asked.add(table.contents)
        base = self._tables.get(table.augments) if table.augments else None
        is_same = base is not None and base.contents not in self._asked
        rows = self.rows_of(base) if base is not None and is_same else self._own_rows(table)
        self._asked.discard(table.contents)
        self._known[table.contents] = rows
        return rows

    def _own_rows(self, table: TableType) -> list[Row]:
        special = _SPECIAL.get(table.name)
        tuples = special(self._plan) if special is not None else None
        if tuples is None or not self._are_legal(table, tuples):
            tuples = self._index_tuples(table)
        rows = (self._row(table, values, number) for number, values in enumerate(tuples))
        return [row for row in rows if row is not None]

    def _are_legal(self, table: TableType, tuples: Sequence[IndexTuple]) -> bool:
        return all(
            len(values) == len(table.index)
            and all(
                check_value(one.info, value.tag, value.contents) is ErrorStatus.NO_ERROR
                for one, value in zip(table.index, values, strict=True)
            )
            for values in tuples
        )

    def _row(self, table: TableType, values: IndexTuple, number: int) -> Row | None:
        suffix: tuple[int, ...] = ()
        named: dict[str, Value] = {}
        interface = entity = None
        for index, value in zip(table.index, values, strict=True):
            suffix += index_arcs(index, value)
            named[index.name] = value
            if value.tag not in NUMBER_RANGES:
                continue
            at = decode_integer(value.contents) - 1
            numbers = self._plan.numbers_of(index.name, index.info)
            if at + 1 in numbers and len(numbers) == len(self._plan.interfaces):
                interface = interface or self._plan.interfaces[at]
            elif at + 1 in numbers:
                entity = entity or self._plan.entities[at]
        if table.name in _SENSORS and (entity is None or entity.entity_class is not EntityClass.SENSOR):
            return None
        if table.index[0].name == "hrDeviceIndex" and not has_row(table.name, suffix[0]):
            return None
        if not suffix or len(suffix) > MAX_ARCS - len(decode_oid_contents(table.contents)) - 1:
            return None
        return Row(b"".join(map(encode_arc, suffix)), named, number, interface, entity)

    def _index_tuples(self, table: TableType) -> list[IndexTuple]:
        """Values of the index, row by row."""
        kind = _address_kind(table)
        tuples: list[IndexTuple] = [()]
        at = 0
        while at < len(table.index):
            length, choices = self._factor(table, at, kind, is_first=at == 0)
            if at == 0 or length == 0:
                joined = [(*done, *more) for done in tuples for more in choices]
            else:
                joined = self._sparse(table, at, tuples, choices)
            tuples = joined
            at += max(length, 1)
        limit = self._count(table) * (1 if len(table.index) == 1 else _MOST_FOR_ONE)
        return tuples[: max(limit, len(self._plan.entities))]

    def _sparse(
        self, table: TableType, at: int, tuples: Sequence[IndexTuple], choices: Sequence[IndexTuple]
    ) -> list[IndexTuple]:
        """Each row so far with one or two of the choices; all of them where they are fixed by what is there."""
        if is_address_type(table.index[at - 1].info) or len(tuples) == 1:
            return [(*done, *more) for done, more in product(tuples, choices)]
        joined: list[IndexTuple] = []
        for number, done in enumerate(tuples):
            few = whole(self._plan.seed, f"{table.name}/{at}/{number}", 1, _PER_ROW_OF_ANOTHER)
            start = number % max(len(choices) - 1, 1)
            joined += [(*done, *more) for more in choices[start : start + few]]
        return joined

    def _factor(self, table: TableType, at: int, kind: int, *, is_first: bool) -> tuple[int, list[IndexTuple]]:
        """How many objects of an INDEX, from one on, take their values together, and what these are."""
        index = table.index[at]
        owner = self._owners.get(index.contents)
        if owner is not None and owner.contents != table.contents and owner.contents not in self._asked:
            names = _shared(table, at, owner)
            rows = self.rows_of(owner)
            return len(names), list(dict.fromkeys(tuple(row.values[name] for name in names) for row in rows))
        numbers = self._plan.numbers_of(index.name, index.info)
        tag = TAGS.get(index.info.base)
        if numbers and tag in NUMBER_RANGES:
            referred = [Value.number(tag, number) for number in numbers]
            fitting = [one for one in referred if check_value(index.info, *one) is ErrorStatus.NO_ERROR]
            if fitting:
                return 1, [(value,) for value in fitting]
        count = self._count(table) if is_first or len(table.index) == at + 1 else _PER_ROW_OF_ANOTHER
        return 1, [(value,) for value in values_for(index, count, kind, self._plan.identity)]

    def _count(self, table: TableType) -> int:
        if table.name in _AS_MANY_AS_INTERFACES:
            return len(self._plan.interfaces)
        return self._rows or whole(self._plan.seed, f"{table.name}/rows", 3, 8)


def _shared(table: TableType, at: int, owner: TableType) -> list[str]:
    """Names of the objects, from one of an INDEX on, that follow each other in another table's INDEX as well."""
    names = []
    start = next(place for place, one in enumerate(owner.index) if one.contents == table.index[at].contents)
    for mine, theirs in zip(table.index[at:], owner.index[start:], strict=False):
        if mine.contents != theirs.contents:
            break
        names.append(theirs.name)
    return names


def _address_kind(table: TableType) -> int:
    """The InetAddressType of the addresses in an INDEX."""
    types = [one.info for one in table.index if is_address_type(one.info)]
    addresses = [one.info for one in table.index if is_address(one.info)]
    return (kind_for(types[0], addresses) if types else None) or IPV4


def _stacked(plan: DevicePlan) -> list[IndexTuple]:
    """Of ifStackTable where nothing is layered: each interface is above and below nothing (RFC 2863 §3.1.1)."""
    ours = [one.index for one in plan.interfaces]
    return [_numbers(0, one) for one in ours] + [_numbers(one, 0) for one in ours]


def _contained(plan: DevicePlan) -> list[IndexTuple]:
    """Of entPhysicalContainsTable: the containment tree once more, downwards."""
    inner = [one for one in plan.entities if one.contained_in]
    return [_numbers(one.contained_in, one.index) for one in inner]


def _numbers(*numbers: int) -> IndexTuple:
    return tuple(map(Value.integer, numbers))


_SPECIAL: Mapping[str, Callable[[DevicePlan], list[IndexTuple]]] = {
    "ifStackEntry": _stacked,
    "entPhysicalContainsEntry": _contained,
}
