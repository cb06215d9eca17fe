"""The workbooks the school hands to others: accounts to open, an exam plan to report, certificates to push, invoices to issue.

Takes plain lines; which lines belong in a workbook was decided elsewhere.
"""

from __future__ import annotations

import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from school_desk.adapters.sheets.writing import (
    Column,
    ColumnKind,
    Styles,
    new_workbook,
    sheet_title,
    write_block,
    write_value,
)
from school_desk.kernel.errors import RuleViolation
from school_desk.kernel.files import replacing

_PNG = b"\x89PNG"


@dataclass(frozen=True, slots=True)
class AccountLine:
    """One trainee whose learning account is to be opened; the login is the ID number."""

    name: str
    id_number: str
    mobile: str
    enterprise: str
    trade: str
    level: str
    due_on: date


@dataclass(frozen=True, slots=True)
class SessionLine:
    """One sitting of an exam plan."""

    subject: str
    starts_at: datetime
    ends_at: datetime
    place: str
    room: str
    candidate_count: int


@dataclass(frozen=True, slots=True)
class CandidateLine:
    """One candidate of an exam plan; `subjects` as printed, say "理论、安全、操作技能"."""

    ticket_no: str
    name: str
    sex: str
    id_number: str
    enterprise: str
    trade: str
    level: str
    subjects: str
    room: str
    seat: str


@dataclass(frozen=True, slots=True)
class CertificateLine:
    """One certificate to push. `id_type` in words; `photo`: picture bytes, None when there is none. `valid_until` None: no end."""

    certificate_no: str
    name: str
    id_type: str
    id_number: str
    trade: str
    level: str
    issued_on: date
    valid_until: date | None
    issuer: str
    enterprise: str
    credit_code: str
    photo: bytes | None


_ACCOUNT_COLUMNS = (
    Column("序号", ColumnKind.INT),
    Column("账号"),
    Column("姓名"),
    Column("手机号码"),
    Column("企业名称"),
    Column("工种"),
    Column("等级"),
    Column("应开通日期", ColumnKind.DATE),
    Column("结果"),
    Column("原因"),
)
_SESSION_COLUMNS = (
    Column("科目"),
    Column("开始时间", ColumnKind.DATE),
    Column("结束时间", ColumnKind.DATE),
    Column("考核地点"),
    Column("考场"),
    Column("人数", ColumnKind.INT),
)
_CANDIDATE_COLUMNS = (
    Column("序号", ColumnKind.INT),
    Column("准考证号"),
    Column("姓名"),
    Column("性别"),
    Column("证件号码"),
    Column("企业名称"),
    Column("职业(工种)"),
    Column("级别"),
    Column("考核科目"),
    Column("考场"),
    Column("座位"),
)
_CERTIFICATE_COLUMNS = (
    Column("序号", ColumnKind.INT),
    Column("证书编号"),
    Column("姓名"),
    Column("证件类型"),
    Column("证件号码"),
    Column("岗位工种"),
    Column("等级"),
    Column("发证日期", ColumnKind.DATE),
    Column("有效期至", ColumnKind.DATE),
    Column("发证机关"),
    Column("企业名称"),
    Column("统一社会信用代码"),
    Column("照片文件名"),
)


def write_account_list(path: Path, lines: Sequence[AccountLine]) -> None:
    """What the learning platform needs to open accounts, with 结果 and 原因 left for its answer. Never a password: it would be one for all.

    Raises EnvironmentFault as `replacing`, like every writer here.
    """
    rows = [
        (number, line.id_number, line.name, line.mobile, line.enterprise, line.trade, line.level, line.due_on, "", "")
        for number, line in enumerate(lines, start=1)
    ]
    _write(path, "学习账号开通名单", _ACCOUNT_COLUMNS, rows)


def write_exam_plan(
    path: Path,
    title: str,
    facts: Sequence[tuple[str, str]],
    sessions: Sequence[SessionLine],
    candidates: Sequence[CandidateLine],
) -> None:
    """The workbook for 上报: one sheet with the plan's `facts` (label, value) and sessions, one with the candidates in the order given."""
    with new_workbook(path) as book:
        sheet = book.add_worksheet("考核计划")
        styles = Styles(book)
        sheet.set_column(0, len(_SESSION_COLUMNS) - 1, 20)
        sheet.write_string(0, 0, title, styles.title)
        for row, (label, words) in enumerate(facts, start=2):
            sheet.write_string(row, 0, label, styles.header)
            write_value(sheet, row, 1, ColumnKind.TEXT, words, styles)
        top = len(facts) + 3
        for number, column in enumerate(_SESSION_COLUMNS):
            sheet.write_string(top, number, column.header, styles.header)
        for row, session in enumerate(sessions, start=top + 1):
            for number, (column, value) in enumerate(zip(_SESSION_COLUMNS, _session_values(session), strict=True)):
                write_value(sheet, row, number, column.kind, value, styles)
        rows = [_candidate_values(number, line) for number, line in enumerate(candidates, start=1)]
        heading = [f"{title} 考生名单", f"共 {len(rows)} 人"]
        write_block(book, book.add_worksheet("考生名单"), heading, _CANDIDATE_COLUMNS, rows)


def write_certificate_push(path: Path, photos_path: Path, lines: Sequence[CertificateLine]) -> None:
    """The workbook and the zip of photos for the ministry's system. A photo is named by the ID number and stored once a person.

    Raises RuleViolation `push.photos_differ` before writing when one ID number comes with two different photos.
    """
    photos: dict[str, bytes] = {}
    for line in lines:
        if line.photo is not None and photos.setdefault(line.id_number, line.photo) != line.photo:
            message = f"{line.name}（证书编号 {line.certificate_no}）在这一批里有两张不同的照片。请先统一照片再推送。"
            raise RuleViolation("push.photos_differ", message)
    write_photo_archive(photos_path, photos)
    rows = [_certificate_values(number, line) for number, line in enumerate(lines, start=1)]
    _write(path, "培训合格证书推送", _CERTIFICATE_COLUMNS, rows)


def write_photo_archive(path: Path, photos: Mapping[str, bytes]) -> None:
    """A zip with one picture a person: ID number → picture bytes."""
    with replacing(path, make_folder=False) as draft, zipfile.ZipFile(draft, "w") as archive:
        for id_number in sorted(photos):
            archive.writestr(photo_name(id_number, photos[id_number]), photos[id_number])


def photo_name(id_number: str, photo: bytes) -> str:
    """The file name of a person's photo: .png when it is one, else .jpg."""
    return f"{id_number}.png" if photo.startswith(_PNG) else f"{id_number}.jpg"


def _write(
    path: Path, title: str, columns: Sequence[Column], rows: Sequence[tuple[str | int | date | None, ...]]
) -> None:
    with new_workbook(path) as book:
        write_block(book, book.add_worksheet(sheet_title(title)), [title, f"共 {len(rows)} 条"], columns, rows)


def _session_values(line: SessionLine) -> tuple[str | int | date, ...]:
    return line.subject, line.starts_at, line.ends_at, line.place, line.room, line.candidate_count


def _candidate_values(number: int, line: CandidateLine) -> tuple[str | int, ...]:
    who = (line.ticket_no, line.name, line.sex, line.id_number, line.enterprise)
    return number, *who, line.trade, line.level, line.subjects, line.room, line.seat


def _certificate_values(number: int, line: CertificateLine) -> tuple[str | int | date | None, ...]:
    photo = "" if line.photo is None else photo_name(line.id_number, line.photo)
    who = (line.certificate_no, line.name, line.id_type, line.id_number)
    what = (line.trade, line.level, line.issued_on, line.valid_until, line.issuer)
    return number, *who, *what, line.enterprise, line.credit_code, photo
