"""Metric rows for scripts: one for each row of a table, with its index and its values by the names of the columns.

Owns that shape. Scalars of one group make one row, whose instance is 0; what no MIB names stands alone under its
number. Values are those of `value_texts`: whole, however many lines a text has.
"""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from trishul.datatypes.oid import oid_text
from trishul.datatypes.varbind import VarBind
from trishul.library.conceptual_tables import TableFinder
from trishul.library.instances import parent_contents
from trishul.library.library import Library
from trishul.library.names import Names
from trishul.services.value_texts import RowMaker
from trishul.services.walks.tables import GatheredTable, decode_instance, gather, instance_text


class MetricValue(msgspec.Struct, frozen=True, gc=False):
    """One value: for machines, for people, its type, and its OID."""

    value: str
    display: str
    type: str
    oid: str


class MetricRow(msgspec.Struct, frozen=True):
    """One row of a table, or the scalars of one group."""

    table: str
    """`IF-MIB::ifTable`, `SNMPv2-MIB::system`, or empty where no MIB is known."""
    instance: str
    """The arcs behind a column: `3`; 0 for scalars, the whole OID where no MIB is known."""
    index: dict[str, str]
    """The decoded index by the names of its objects."""
    values: dict[str, MetricValue]


def metric_rows(varbinds: Iterable[VarBind], library: Library | None) -> list[MetricRow]:
    """The rows of a walk; those of tables first, in the order of the walk."""
    names = Names(library)
    maker = RowMaker(names)
    if library is None:
        return [_alone(varbind, maker) for varbind in varbinds]
    walk = gather(varbinds, TableFinder(library))
    rows = [row for table in walk.tables.values() for row in _table_rows(table, maker)]
    groups: dict[bytes, MetricRow] = {}
    unknown: list[MetricRow] = []
    for varbind in walk.others:
        known = names.name_of(varbind.name)
        if known is None or not known.is_known:
            unknown.append(_alone(varbind, maker))
            continue
        shown = maker.show(varbind)
        group = parent_contents(known.node.oid_contents)
        row = groups.setdefault(group, MetricRow(names.text_of(group), "0", {}, {}))
        row.values[known.label] = MetricValue(shown.value, shown.display, shown.type, shown.oid)
    return [*rows, *groups.values(), *unknown]


def _table_rows(table: GatheredTable, maker: RowMaker) -> Iterable[MetricRow]:
    definition = table.definition
    for instance in table.instances():
        parts, _ = decode_instance(definition, instance)
        values: dict[str, MetricValue] = {}
        for contents, varbind in table.rows[instance].items():
            shown = maker.show(varbind)
            name = table.columns[contents].node.name
            values[name] = MetricValue(shown.value, shown.display, shown.type, shown.oid)
        index = {part.column: part.shown for part in parts}
        yield MetricRow(definition.full_name, instance_text(instance), index, values)


def _alone(varbind: VarBind, maker: RowMaker) -> MetricRow:
    shown = maker.show(varbind)
    oid = oid_text(varbind.name)
    return MetricRow("", oid, {}, {oid: MetricValue(shown.value, shown.display, shown.type, oid)})
