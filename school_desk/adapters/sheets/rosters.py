"""Reads an enterprise's enrolment roster: who is on it, row by row, with photos. Normalises what is written, judges none of it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from school_desk.adapters.sheets.archive import Package, read_bytes
from school_desk.adapters.sheets.headers import Header, Layout, find_header
from school_desk.adapters.sheets.photo_archive import match_photos
from school_desk.adapters.sheets.pictures import PhotoSource, Picture, pictures_of
from school_desk.adapters.sheets.rows import CellProblem, SkippedRow, skip_reason
from school_desk.adapters.sheets.workbook import Cell, Sheet, cells_of, text_of
from school_desk.kernel.errors import RuleViolation
from school_desk.terms.identifiers import normalise_mobile, normalise_resident_id
from school_desk.terms.names import normalise_person_name

ROSTER = Layout(
    kind="报名名单",
    aliases={
        "name": ("姓名", "学员姓名", "人员姓名", "员工姓名", "工人姓名", "名字"),
        "id_number": (
            "身份证号",
            "身份证号码",
            "身份证",
            "证件号码",
            "证件号",
            "公民身份号码",
            "居民身份证号",
            "居民身份证号码",
            "身份证件号码",
        ),
        "mobile": (
            "手机号码",
            "手机号",
            "手机",
            "联系电话",
            "电话",
            "联系方式",
            "电话号码",
            "移动电话",
            "本人手机",
            "联系手机",
        ),
        "sex": ("性别",),
        "trade": (
            "工种",
            "职业(工种)",
            "职业工种",
            "报考工种",
            "培训工种",
            "申报工种",
            "报名工种",
            "工种名称",
            "岗位工种",
            "职业",
        ),
        "level": (
            "等级",
            "级别",
            "技能等级",
            "报考等级",
            "培训等级",
            "申报等级",
            "申报级别",
            "报考级别",
            "职业等级",
            "鉴定等级",
            "职业技能等级",
        ),
        "photo": ("照片", "相片", "本人照片", "一寸照片", "一寸照", "证件照", "免冠照片", "电子照片", "头像"),
        "note": ("备注", "说明", "其他"),
    },
    required=(("name",), ("id_number",)),
)
_COMPANY = re.compile(r"[\w（）()&·]{2,}(?:公司|集团|工程局|合作社|设计院|研究院|事务所)")
_BEFORE_COMPANY = re.compile(
    r"^.*(?:单位名称|企业名称|公司名称|报名单位|填报单位|工作单位|单位|企业)\s*(?:\(盖?公?章\))?\s*:\s*|^\d{4}年度?"
)


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
class RosterSheet:
    """Every row of the sheet is in `rows` or in `skipped`. `mapping` (field → header as printed) is what to remember under `signature`.

    `enterprise_hint`: the company named in the title or the file's name, "" when none. `unused_photos`: pictures nobody claims, with why.
    """

    sheet_name: str
    rows: tuple[RosterRow, ...]
    skipped: tuple[SkippedRow, ...]
    signature: str
    mapping: dict[str, str]
    enterprise_hint: str
    unused_photos: tuple[str, ...]

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
    data = read_bytes(path)
    sheet, header = _choose(
        [sheet for sheet in cells_of(data, path.name) if sheet.rows], path.name, mapping, sheet_name
    )
    rows, skipped = _people(sheet.rows, header)
    pictures = pictures_of(Package(data, path.name), sheet.name) if data.startswith(b"PK") else []
    rows, unused = _with_pictures(rows, pictures, header.columns.get("photo"))
    if photos_zip is not None:
        rows, left_over = _with_archive(rows, photos_zip)
        unused += left_over
    hint = _enterprise_hint(sheet.rows[: header.row_index], path)
    return RosterSheet(sheet.name, tuple(rows), tuple(skipped), header.signature, header.mapping, hint, tuple(unused))


def _choose(
    sheets: list[Sheet], file_name: str, mapping: Mapping[str, str] | None, wanted: str | None
) -> tuple[Sheet, Header]:
    if not sheets:
        raise RuleViolation("sheet.empty", f"“{file_name}”里没有任何内容。请确认选对了文件，填好后再导入。")
    found, refusal = [], None
    for sheet in sheets:
        try:
            header = find_header(sheet.rows, ROSTER, mapping)
        except RuleViolation as violation:
            refusal = refusal or violation
        else:
            found.append((sheet, header))
    chosen = [pair for pair in found if pair[0].name == wanted] if wanted is not None else found
    if not chosen:
        raise refusal or RuleViolation(
            "sheet.no_header", f"“{file_name}”里没有名为“{wanted}”的名单，请重新选择工作表。"
        )
    if len(chosen) > 1 and len(peopled := [pair for pair in chosen if _people(pair[0].rows, pair[1])[0]]) > 0:
        chosen = peopled
    if len(chosen) > 1 and wanted is None:
        names = "、".join(f"“{sheet.name}”" for sheet, _ in chosen)
        message = f"“{file_name}”里有 {len(chosen)} 张工作表都有人员：{names}。请选择其中一张，分次导入。"
        raise RuleViolation("roster.several_sheets", message)
    return chosen[0]


def _people(rows: list[list[Cell]], header: Header) -> tuple[list[RosterRow], list[SkippedRow]]:
    people, skipped = [], []
    for index, cells in enumerate(rows):
        reason = skip_reason(index, cells, rows, header, ("name", "id_number", "mobile"))
        if reason:
            skipped.append(SkippedRow(index + 1, reason))
        else:
            people.append(_person(index + 1, cells, header.columns))
    return people, skipped


def _person(row_no: int, cells: Sequence[Cell], columns: Mapping[str, int]) -> RosterRow:
    def words(field: str) -> str:
        text = text_of(cells[columns[field]]) if field in columns else ""
        return " ".join(unicodedata.normalize("NFKC", text).split())

    id_cell = cells[columns["id_number"]]
    return RosterRow(
        row_no=row_no,
        name=normalise_person_name(words("name")),
        sex=words("sex"),
        id_number=normalise_resident_id(text_of(id_cell)),
        mobile=normalise_mobile(words("mobile")),
        trade=words("trade"),
        level=words("level"),
        note=words("note"),
        photo=None,
        photo_source=None,
        problems=_id_problems(id_cell),
    )


def _id_problems(cell: Cell) -> tuple[CellProblem, ...]:
    """Excel keeps fifteen digits of a number: the last ones of an ID stored as a number, or as 3.3E+17 text, are gone for good."""
    text = text_of(cell)
    as_number = isinstance(cell, int | float) and len(text) > 15
    if as_number or re.fullmatch(r"\d(\.\d+)?[Ee]\+?1\d", text):
        message = "身份证号存成了数字，末尾几位已经丢失。请把该列设为“文本”格式，按身份证原件重新填写。"
        return (CellProblem("id_number", "id_as_number", message),)
    return ()


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


def _with_archive(rows: list[RosterRow], photos_zip: Path) -> tuple[list[RosterRow], list[str]]:
    match = match_photos(photos_zip, ((row.row_no, row.id_number, row.name) for row in rows))
    illustrated = []
    for row in rows:
        if row.photo is None and row.row_no in match.photos:
            row = replace(row, photo=match.photos[row.row_no], photo_source=PhotoSource.ZIP)
        elif row.photo is None and row.row_no in match.disputed:
            message = f"压缩包里有几张不同的照片都写着此人：{'、'.join(match.disputed[row.row_no])}。请只留一张。"
            row = replace(row, problems=(*row.problems, CellProblem("photo", "several_photos", message)))
        illustrated.append(row)
    return illustrated, list(match.unused)


def _enterprise_hint(above: list[list[Cell]], path: Path) -> str:
    texts = [text_of(cell) for row in above for cell in row if isinstance(cell, str)]
    for text in [*texts, path.stem]:
        plain = _BEFORE_COMPANY.sub("", unicodedata.normalize("NFKC", text))
        found = _COMPANY.search(plain)
        if found:
            return found[0].lstrip("_0123456789")
    return ""
