"""A whole device from the objects of MIB modules: scalars, and tables with rows that agree.

Owns the order: plan, rows of all tables, values of all instances, within a limit on their number. Everything is a
function of the objects, the seed and the time, so that one seed gives one device in any process.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple, TypeAlias

from trishul.datatypes.values import Value
from trishul.simulation.behaviours import Behaviour
from trishul.simulation.behaviours.chance import whole
from trishul.simulation.device import Device
from trishul.simulation.generation.addresses import IPV4, is_address, is_address_type, kind_for
from trishul.simulation.generation.entities import make_entities
from trishul.simulation.generation.instance import SCALAR, DevicePlan, Instance, Row
from trishul.simulation.generation.interfaces import make_interfaces
from trishul.simulation.generation.object_types import DeviceTypes, IndexObject, ObjectType, TableType
from trishul.simulation.generation.rows import RowPlanner
from trishul.simulation.generation.system_group import system_instances
from trishul.simulation.generation.values import make_value

MAX_INSTANCES = 100_000
"""Instances of one generated device; the rows behind them are left out, and said to be."""
MAX_ROWS = 10_000
_TICKS_A_DAY = 8_640_000
_FEWEST_ROWS, _MOST_ROWS = 3, 8


TableRows: TypeAlias = tuple[TableType, list[Row]]


class GeneratedDevice(NamedTuple):
    """A device, and the names of tables whose rows, or some of them, found no room or cannot be named."""

    device: Device
    cut_tables: tuple[str, ...]


def generate_device(
    types: DeviceTypes,
    seed: int,
    started_at: float = 0.0,
    rows: int | None = None,
    max_instances: int = MAX_INSTANCES,
) -> GeneratedDevice:
    """A device with all readable objects of some modules.

    `started_at` in monotonic seconds is when it begins to move; before, it had been running for some weeks. `rows` is
    the number of rows of a table with an index of its own, from 1 to `MAX_ROWS`; without it 3 to 8 by seed.
    """
    plan = _plan(types, seed, started_at, rows)
    planner = RowPlanner(types.tables, plan, rows)
    tables, cut_tables = _fitting(
        [(table, planner.rows_of(table) if table.index else []) for table in types.tables if table.is_served],
        max_instances - len(system_instances(plan)) - len(types.scalars),
    )
    plan = replace(
        plan,
        row_counts={table.name.lower().removesuffix("entry"): len(kept) for table, kept in tables},
        pointed_at=_pointed_at(tables),
    )
    instances = system_instances(plan) | dict(_scalars(types.scalars, plan))
    for table, kept in tables:
        instances |= dict(_cells(table, kept, plan))
    return GeneratedDevice(Device.from_contents(instances), cut_tables)


def _fitting(tables: Iterable[TableRows], room: int) -> tuple[list[TableRows], tuple[str, ...]]:
    """Tables with the rows that find room, first come, first served; and the names of those that lost some."""
    fitting: list[TableRows] = []
    cut: list[str] = []
    for table, made in tables:
        columns = sum(not column.is_hidden for column in table.columns)
        kept = made[: max(room, 0) // columns] if columns else made
        room -= len(kept) * columns
        if len(kept) < len(made) or not table.index:
            cut.append(table.name)
        fitting.append((table, kept))
    return fitting, tuple(cut)


def _plan(types: DeviceTypes, seed: int, started_at: float, rows: int | None) -> DevicePlan:
    age = whole(seed, "uptime", 5 * _TICKS_A_DAY, 60 * _TICKS_A_DAY)
    count = rows or whole(seed, "interfaces", _FEWEST_ROWS, _MOST_ROWS)
    return DevicePlan(
        seed,
        started_at,
        age,
        make_interfaces(seed, count, started_at, age / 100),
        make_entities(count),
        types.modules,
        types.identity,
    )


def _pointed_at(tables: Iterable[TableRows]) -> bytes:
    """An instance in the first table that has any (RFC 2579, RowPointer: the first accessible column of a row)."""
    for table, rows in tables:
        column = next((column for column in table.columns if not column.is_hidden), None)
        if column is not None and rows:
            return column.contents + rows[0].contents
    return b"\x00"


def _scalars(scalars: Iterable[ObjectType], plan: DevicePlan) -> Iterator[tuple[bytes, Value | Behaviour]]:
    kinds = _kinds((), scalars)
    for scalar in scalars:
        what = None if scalar.is_hidden else make_value(Instance(scalar, SCALAR, plan, kinds.get(scalar.name, IPV4)))
        if what is not None:
            yield scalar.contents + SCALAR.contents, what


def _cells(table: TableType, rows: Sequence[Row], plan: DevicePlan) -> Iterator[tuple[bytes, Value | Behaviour]]:
    kinds = _kinds(table.index, table.columns)
    for column in table.columns:
        if column.is_hidden:
            continue
        kind = kinds.get(column.name, IPV4)
        for row in rows:
            what = make_value(Instance(column, row, plan, kind))
            if what is not None:
                yield column.contents + row.contents, what


def _kinds(index: Iterable[IndexObject], objects: Iterable[ObjectType]) -> dict[str, int]:
    """The kind of each address and address type: a type goes with the addresses that follow it (RFC 4001 §3)."""
    kinds: dict[str, int] = {}
    groups: list[list[IndexObject | ObjectType]] = []
    items: tuple[IndexObject | ObjectType, ...] = (*index, *objects)
    for item in items:
        if is_address_type(item.info):
            groups.append([item])
        elif groups and (is_address(item.info) or item.info.name == "InetAddressPrefixLength"):
            groups[-1].append(item)
    for first, *others in groups:
        kind = kind_for(first.info, [one.info for one in others if is_address(one.info)])
        kinds |= {one.name: IPV4 if kind is None else kind for one in (first, *others)}
    return kinds
