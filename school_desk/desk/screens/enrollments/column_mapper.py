"""对应列 of a roster: which of its columns is the name, which the id number and so on."""

from __future__ import annotations

from collections.abc import Sequence

from school_desk.desk.column_mapper import Asked, SheetMapper
from school_desk.intake.roster_head import FIELDS, NEEDED, REQUIRED, names_a_person


class ColumnMapper(SheetMapper):
    """Asks what a roster's columns hold; a row with an id number is somebody's, and no header."""

    def __init__(self) -> None:
        super().__init__(
            Asked(FIELDS, NEEDED, REQUIRED, "名单", no_header=_is_a_person, wide=lambda cell: names_a_person([cell]))
        )


def _is_a_person(row: Sequence[str]) -> str | None:
    if not names_a_person(row):
        return None
    return "是一名人员，不是表头。请在名单最上面补一行表头，再重新选择文件。"
