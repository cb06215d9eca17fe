"""The tests of texts (banks): a stray quotation mark costs no row but its own."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from school_desk.adapters.banks import Statement, read_statement
from tests.unit.banks.hostile import HEADER


def statement_of(tmp_path: Path, *lines: str) -> Statement:
    path = tmp_path / "x.csv"
    path.write_text("\n".join([",".join(HEADER), *lines]) + "\n", "gb18030")
    return read_statement(path)


def payments(count: int) -> list[str]:
    """Lines of a text, each 600 yuan more in the balance."""
    return [
        f"2026-09-{n:02} 09:45:11,600.00,,{600 * n}.00,公司{n},622200001111{n:04},培训费{n}"
        for n in range(1, count + 1)
    ]


def test_a_stray_quotation_mark_is_a_character(tmp_path: Path) -> None:
    lines = payments(4)
    statement = statement_of(tmp_path, lines[0], lines[1].replace("公司", '"公司'), *lines[2:])
    assert [line.row for line in statement.lines] == [1, 2, 3, 4]
    assert statement.lines[1].counterparty_name == '"公司2'
    assert statement.breaks == ()


def test_a_row_that_it_leaves_undivided_is_explained(tmp_path: Path) -> None:
    lines = payments(4)
    statement = statement_of(tmp_path, lines[0], lines[1].replace("公司", '"公司,'), *lines[2:])
    assert [line.row for line in statement.lines] == [1, 3, 4]
    assert [(left.row, left.reason) for left in statement.leftovers] == [(2, "引号不成对，这一行分不成列")]


@pytest.mark.parametrize("where", ["公司", ",622", "培训费", "2026"])
@pytest.mark.parametrize("marked", [(2, 5), (2, 3), (0, 7), (6, 7), (7,)])
def test_two_stray_marks_in_one_column_swallow_nothing(tmp_path: Path, where: str, marked: Sequence[int]) -> None:
    """What lies between them is then a row of exactly the usual number of columns."""
    mark = where.replace(",", ',"') if "," in where else f'"{where}'
    lines = [line.replace(where, mark) if n in marked else line for n, line in enumerate(payments(8))]
    statement = statement_of(tmp_path, *lines)
    # A mark ahead of the day spoils the day of its own row.
    spoilt = [n + 1 for n in marked] if where == "2026" else []
    assert [line.row for line in statement.lines] == [n for n in range(1, 9) if n not in spoilt]
    assert [left.row for left in statement.leftovers] == spoilt
