"""Reads an enterprise's enrolment roster: who is on it, row by row, with photos. Normalises what is written, judges none of it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import NamedTuple

from school_desk.adapters.sheets.archive import Package, read_bytes
from school_desk.adapters.sheets.headers import Header, find_header
from school_desk.adapters.sheets.layouts import ROSTER
from school_desk.adapters.sheets.photo_archive import match_photos_in
from school_desk.adapters.sheets.pictures import PhotoSource, Picture, pictures_of
from school_desk.adapters.sheets.rows import CellProblem, RowReader, SkippedRow, skip_reason
from school_desk.adapters.sheets.workbook import Cell, Sheet, cells_of, text_of
from school_desk.kernel.errors import RuleViolation
from school_desk.terms.identifiers import normalise_mobile, normalise_resident_id
from school_desk.terms.names import normalise_person_name

_COMPANY = re.compile(r"[\w（）()&·]{2,}(?:公司|集团|工程局|合作社|设计院|研究院|事务所)")
_BEFORE_COMPANY = re.compile(
    r"^(?:报名|填报|工作|参培|送培)?(?:单位|企业|公司)(?:名称)?\s*(?:\(盖?公?章\))?\s*:?\s*|^\d{4}年度?"
)
_MOST_NAMES, _LONGEST_NAME = 5, 60


@dataclass(frozen=True, slots=True)
class RosterRow:
    """One person as the enterprise wrote it. `row_no` is Excel's own number; an absent value is "".

    `photo`: the picture file's bytes as found, None when there is none or when several dispute the row.
    """

    row_no: int
    name: str
    sex: str
    id_number: str
    mobile: str
    trade: str
    level: str
    note: str
    photo: bytes | None
    photo_source: PhotoSource | None
    problems: tuple[CellProblem, ...]


@dataclass(frozen=True, slots=True)
class RosterPlace:
    """Where on a workbook the roster stands: what `annotate` needs to write beside it. `id_column` is zero-based."""

    sheet_name: str
    header_row_no: int
    id_column: int


@dataclass(frozen=True, slots=True)
class RosterSheet:
    """Every row of the sheet is in `rows` or in `skipped`.

    `mapping` (field → header as printed) is what to remember under `signature`. `enterprise_hint`: the company named in the title or
    the file's name, "" when none. `unused_photos`: pictures nobody claims, with why. `unread_sheets`: other sheets with content.
    """

    place: RosterPlace
    rows: tuple[RosterRow, ...]
    skipped: tuple[SkippedRow, ...]
    signature: str
    mapping: dict[str, str]
    enterprise_hint: str
    unused_photos: tuple[str, ...]
    unread_sheets: tuple[str, ...]

    @property
    def rows_in(self) -> int:
        return len(self.rows) + len(self.skipped)


def read_roster(
    path: Path, photos_zip: Path | None = None, mapping: Mapping[str, str] | None = None, sheet_name: str | None = None
) -> RosterSheet:
    """The roster in a workbook. Photos inside it go before those in `photos_zip`; `mapping` is a remembered {field: column header}.

    Raises RuleViolation as `read_cells` and `find_header`, and `roster.several_sheets` when people stand on more than one sheet:
    then name one as `sheet_name` and import one after the other.
    """
    photos = None if photos_zip is None else (read_bytes(photos_zip), photos_zip.name)
    return roster_in(read_bytes(path), path.name, photos, mapping, sheet_name)


def roster_in(
    data: bytes,
    file_name: str,
    photos_zip: tuple[bytes, str] | None = None,
    mapping: Mapping[str, str] | None = None,
    sheet_name: str | None = None,
    most: int | None = None,
) -> RosterSheet:
    """The same of files in memory; `photos_zip` is content and name. `roster.too_many` above `most` people, before a photo is looked at."""
    sheets = [sheet for sheet in cells_of(data, file_name) if sheet.rows]
    chosen = _choose(sheets, file_name, mapping, sheet_name)
    if most is not None and len(chosen.rows) > most:
        message = f"“{file_name}”里有 {len(chosen.rows)} 人，一次最多 {most} 人。请分成几个文件上传。"
        raise RuleViolation("roster.too_many", message)
    header = chosen.header
    pictures = pictures_of(Package(data, file_name), chosen.sheet.name) if data.startswith(b"PK") else []
    rows, unused = _with_pictures(chosen.rows, pictures, header.columns.get("photo"))
    if photos_zip is not None:
        rows, left_over = _with_archive(rows, *photos_zip)
        unused += left_over
    return RosterSheet(
        place=RosterPlace(chosen.sheet.name, header.row_index + 1, header.columns["id_number"]),
        rows=tuple(rows),
        skipped=tuple(chosen.skipped),
        signature=header.signature,
        mapping=header.mapping,
        enterprise_hint=next(
            company_names([*texts_of(chosen.sheet.rows[: header.row_index]), Path(file_name).stem]), ""
        ),
        unused_photos=tuple(unused),
        unread_sheets=tuple(sheet.name for sheet in sheets if sheet is not chosen.sheet),
    )


class _Candidate(NamedTuple):
    sheet: Sheet
    header: Header
    rows: list[RosterRow]
    skipped: list[SkippedRow]


def _choose(sheets: list[Sheet], file_name: str, mapping: Mapping[str, str] | None, wanted: str | None) -> _Candidate:
    found, refusal = [], None
    for sheet in sheets:
        if wanted is not None and sheet.name != wanted:
            continue
        try:
            header = find_header(sheet.rows, ROSTER, mapping)
            found.append(_Candidate(sheet, header, *_people(sheet, header)))
        except RuleViolation as violation:
            refusal = refusal or violation
    if not found:
        raise refusal or _empty(file_name, wanted)
    peopled = [candidate for candidate in found if candidate.rows]
    if len(peopled) > 1:
        names = "、".join(f"“{candidate.sheet.name}”" for candidate in peopled)
        message = f"“{file_name}”里有 {len(peopled)} 张工作表都有人员：{names}。请选择其中一张，分次导入。"
        raise RuleViolation("roster.several_sheets", message)
    if not peopled:
        raise RuleViolation("roster.nobody", f"“{file_name}”只有表头，没有人员。请填好名单再导入。")
    return peopled[0]


def _empty(file_name: str, wanted: str | None) -> RuleViolation:
    if wanted is not None:
        return RuleViolation("roster.no_sheet", f"“{file_name}”里没有名为“{wanted}”的工作表，请重新选择。")
    return RuleViolation("sheet.empty", f"“{file_name}”里没有任何内容。请确认选对了文件，填好后再导入。")


def _people(sheet: Sheet, header: Header) -> tuple[list[RosterRow], list[SkippedRow]]:
    people, skipped = [], []
    for index, cells in enumerate(sheet.rows):
        reason = skip_reason(index, cells, sheet.rows, header, ("name", "id_number", "mobile"))
        if reason:
            skipped.append(SkippedRow(sheet.name, index + 1, reason))
        else:
            people.append(_person(RowReader(sheet.name, index + 1, cells, header.columns)))
    return people, skipped


def _person(row: RowReader) -> RosterRow:
    return RosterRow(
        row_no=row.row_no,
        name=normalise_person_name(row.text("name")),
        sex=row.text("sex"),
        id_number=normalise_resident_id(row.identifier("id_number", "身份证号")),
        mobile=normalise_mobile(row.text("mobile")),
        trade=row.text("trade"),
        level=row.text("level"),
        note=row.text("note"),
        photo=None,
        photo_source=None,
        problems=row.problems,
    )


def _with_pictures(
    rows: list[RosterRow], pictures: list[Picture], column: int | None
) -> tuple[list[RosterRow], list[str]]:
    by_row: dict[int, list[Picture]] = {}
    for picture in pictures:
        by_row.setdefault(picture.row_index + 1, []).append(picture)
    illustrated = [_with_one_of(row, by_row.pop(row.row_no, []), column) for row in rows]
    return illustrated, [f"第 {row_no} 行的图片没有对应的人员" for row_no in by_row]


def _with_one_of(row: RosterRow, pictures: list[Picture], column: int | None) -> RosterRow:
    """Pictures in the photo column go before others in the row (a seal, a scan); several different ones are nobody's guess."""
    candidates = [picture for picture in pictures if picture.column == column] or pictures
    if not candidates:
        return row
    if len({picture.data for picture in candidates}) > 1:
        message = f"这一行里有 {len(candidates)} 张不同的图片，请只留本人照片一张。"
        return replace(row, problems=(*row.problems, CellProblem("photo", "several_photos", message)))
    return replace(row, photo=candidates[0].data, photo_source=candidates[0].source)


def _with_archive(rows: list[RosterRow], data: bytes, file_name: str) -> tuple[list[RosterRow], list[str]]:
    match = match_photos_in(data, file_name, ((row.row_no, row.id_number, row.name) for row in rows))
    illustrated = []
    for row in rows:
        if row.photo is None and row.row_no in match.photos:
            row = replace(row, photo=match.photos[row.row_no], photo_source=PhotoSource.ZIP)
        elif row.photo is None and row.row_no in match.disputed:
            message = f"压缩包里有几张不同的照片都写着此人：{_some(match.disputed[row.row_no])}。请只留一张。"
            row = replace(row, problems=(*row.problems, CellProblem("photo", "several_photos", message)))
        illustrated.append(row)
    return illustrated, list(match.unused)


def _some(names: tuple[str, ...]) -> str:
    """The first of these names of files. Whoever packed them chose how many and how long, and each row of the person tells them."""
    shown = [name if len(name) <= _LONGEST_NAME else f"{name[:_LONGEST_NAME]}…" for name in names[:_MOST_NAMES]]
    return "、".join(shown) + (f" 等 {len(names)} 个" if len(names) > _MOST_NAMES else "")


def texts_of(rows: Iterable[Sequence[Cell]]) -> Iterator[str]:
    """What is written in words in these rows."""
    return (text_of(cell) for row in rows for cell in row if isinstance(cell, str))


def company_names(texts: Iterable[str]) -> Iterator[str]:
    """The companies that titles and a file's name speak of, in their order: "报名单位：某某公司（盖章）" names 某某公司."""
    for text in texts:
        plain = _BEFORE_COMPANY.sub("", unicodedata.normalize("NFKC", text))
        found = _COMPANY.search(plain)
        if found:
            yield found[0].lstrip("_0123456789")
