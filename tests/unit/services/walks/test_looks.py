"""Questions about kept walks are data, and a comparison is made once for all its pages."""

from __future__ import annotations

import pytest

from tests.unit.services.walked_device import library, walked
from trishul.datatypes.varbind import VarBind
from trishul.services.walks import looks as walk_looks
from trishul.services.walks.chunks import WalkPacker
from trishul.services.walks.comparison import KINDS, compare_walks
from trishul.services.walks.comparison_pages import WalkComparison
from trishul.services.walks.looks import (
    MAX_REMEMBERED,
    ComparisonLook,
    LintLook,
    Looker,
    MissingMibsLook,
    TableLook,
    TablesLook,
)
from trishul.services.walks.tables import TableList, TableView
from trishul.store.chunk_rows import ChunkRow


def packed(rows: list[VarBind]) -> list[ChunkRow]:
    packer = WalkPacker()
    packer.add(rows)
    return packer.chunks()


def test_each_question_has_its_answer() -> None:
    looker, walks = Looker(), [packed(walked())]
    tables = looker.answer(TablesLook(), walks, library())
    assert isinstance(tables, TableList)
    assert [table.name for table in tables.tables] == ["portTable", "userTable"]
    table = looker.answer(TableLook("portTable", sort="portIndex", is_descending=True, limit=1), walks, library())
    assert isinstance(table, TableView)
    assert ([row.instance for row in table.rows], table.total) == (["10"], 3)
    plain = looker.answer(TableLook("portTable", offset=1, limit=1), walks, library())
    assert isinstance(plain, TableView)
    assert len(plain.rows) == 1
    for look in (LintLook(), MissingMibsLook()):
        assert looker.answer(look, walks, library())


def test_pages_of_one_comparison_make_it_once(monkeypatch: pytest.MonkeyPatch) -> None:
    made = []

    def count(*arguments: object) -> object:
        made.append(arguments[3])
        return compare_walks(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(walk_looks, "compare_walks", count)
    looker = Looker()

    def page(other: int, offset: int = 0) -> WalkComparison:
        walks = [packed(walked()), packed(walked()[other:])]
        answer = looker.answer(ComparisonLook((0, other), float(other), KINDS, offset=offset), walks, None)
        assert isinstance(answer, WalkComparison)
        return answer

    assert page(1).total == 1
    assert (page(1, offset=1).differences, made) == ([], [1.0])
    for other in range(2, 2 + MAX_REMEMBERED):
        page(other)
    page(1)
    assert made == [1.0, 2.0, 3.0, 1.0]
