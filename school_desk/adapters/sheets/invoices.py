"""The tax site's two files about 数电发票: the workbook that issues many at once, and its list of what was issued.

The workbook follows the site's 批量开票 template as public programs fill it (two sheets, the header in the third row, every cell text).
The site changes it now and then and only takes its own version: `write_invoice_batch` fills whatever template it is given.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from school_desk.adapters.sheets.headers import Layout, normalise_header
from school_desk.adapters.sheets.results import SheetRows, rows_of_sheets
from school_desk.adapters.sheets.rows import CellProblem, RowReader
from school_desk.adapters.sheets.values import parse_day
from school_desk.adapters.sheets.workbook import Cell, text_of
from school_desk.adapters.sheets.writing import Styles, new_workbook
from school_desk.kernel.errors import RuleViolation
from school_desk.kernel.files import replacing
from school_desk.kernel.money import format_yuan, parse_yuan
from school_desk.terms.identifiers import normalise_credit_code

SERIAL = "发票流水号"
_BASIC, _LINES = "1-发票基本信息", "2-发票明细信息"
_BASIC_HEADERS = (
    SERIAL, "发票类型", "特定业务类型", "是否含税", "受票方自然人标识", "购买方名称", "证件类型", "购买方纳税人识别号", "购买方地址",
    "购买方电话", "购买方开户银行", "购买方银行账号", "备注", "是否展示购买方银行账号", "销售方开户行", "销售方银行账号",
    "是否展示销售方银行账号", "购买方邮箱", "购买方经办人姓名", "购买方经办人证件类型", "购买方经办人证件号码", "经办人国籍(地区)",
    "经办人自然人纳税人识别号", "放弃享受减按1%征收率原因", "收款人", "复核人",
)  # fmt: skip
_LINE_HEADERS = (
    SERIAL, "项目名称", "商品和服务税收编码", "规格型号", "单位", "数量", "单价", "金额", "税率", "折扣金额", "是否使用优惠政策",
    "优惠政策类型", "即征即退类型",
)  # fmt: skip
_SEARCHED = 10
_MOST = 230

INVOICES = Layout(
    "税务平台的发票清单",
    {
        "serial": (SERIAL, "流水号"),
        "number": ("数电发票号码", "数电票号码", "全电发票号码", "发票号码", "发票号"),
        "buyer_name": ("购买方名称", "购方名称", "受票方名称"),
        "buyer_code": (
            "购买方纳税人识别号",
            "购买方识别号",
            "购方识别号",
            "购方税号",
            "购买方税号",
            "统一社会信用代码",
        ),
        "amount": ("价税合计", "价税合计金额", "开票金额", "含税金额"),
        "issued_on": ("开票日期", "开票时间"),
        "positive": ("是否正数发票", "发票正负"),
        "outcome": ("开票结果", "开具结果", "开票状态", "开具状态", "处理结果", "结果"),
        "reason": ("失败原因", "错误信息", "原因"),
        "note": ("备注",),
    },
    required=(("number",), ("serial", "buyer_code", "buyer_name")),
)


@dataclass(frozen=True, slots=True)
class InvoiceLine:
    """One invoice to issue; `kind`, `item`, `tax_code` and `tax_rate` as the tax site words them. The amount includes the tax."""

    serial: str
    kind: str
    buyer_name: str
    buyer_code: str
    item: str
    tax_code: str
    tax_rate: str
    heads: int | None
    unit_fen: int
    amount_fen: int
    note: str


@dataclass(frozen=True, slots=True)
class IssuedInvoiceRow:
    """One invoice of the tax site's list. `red`: it takes another back. `succeeded` None: the list has no such column, or it is blank."""

    sheet_name: str
    row_no: int
    serial: str
    number: str
    buyer_name: str
    buyer_code: str
    amount_fen: int | None
    issued_on: date | None
    red: bool
    succeeded: bool | None
    reason: str
    note: str
    problems: tuple[CellProblem, ...]


def write_invoice_batch(path: Path, lines: Sequence[InvoiceLine], template: bytes | None = None) -> None:
    """The workbook for the tax site; with `template` (the site's own file) its sheets are filled and all else in it stays.

    Raises RuleViolation `invoices.template` when the template lacks a column we must fill, EnvironmentFault as `replacing`.
    """
    sheets = {_BASIC: [_basic(line) for line in lines], _LINES: [_item(line) for line in lines]}
    if template is not None:
        _fill(path, sheets, template)
        return
    headers = {_BASIC: _BASIC_HEADERS, _LINES: _LINE_HEADERS}
    with new_workbook(path) as book:
        styles = Styles(book)
        for title, rows in sheets.items():
            sheet = book.add_worksheet(title)
            sheet.set_column(0, len(headers[title]) - 1, 18)
            told = "填表说明：所有内容均为文本；发票流水号是每张发票的唯一标识，请勿改动，开具后靠它导回结果。"
            sheet.write_string(0, 0, told, styles.quiet)
            for column, header in enumerate(headers[title]):
                sheet.write_string(1, column, "必填" if header in rows_filled(rows) else "非必填", styles.quiet)
            for column, header in enumerate(headers[title]):
                sheet.write_string(2, column, header, styles.header)
            for number, row in enumerate(rows, start=3):
                for column, header in enumerate(headers[title]):
                    if row.get(header):
                        sheet.write_string(number, column, row[header], styles.text)
            sheet.freeze_panes(3, 0)


def rows_filled(rows: Sequence[Mapping[str, str]]) -> frozenset[str]:
    """The headers under which every row has something."""
    return frozenset(header for row in rows[:1] for header in row if all(one.get(header) for one in rows))


def read_invoices(path: Path, mapping: Mapping[str, str] | None = None) -> SheetRows[IssuedInvoiceRow]:
    """The tax site's list of invoices, or its answer to a batch. Raises as `read_cells` and `find_header`."""
    return rows_of_sheets(path, INVOICES, mapping, ("number", "serial", "buyer_name"), _issued)


def _basic(line: InvoiceLine) -> dict[str, str]:
    return {
        SERIAL: line.serial,
        "发票类型": line.kind,
        "是否含税": "是",
        "受票方自然人标识": "否",
        "购买方名称": line.buyer_name,
        "购买方纳税人识别号": line.buyer_code,
        "备注": line.note[:_MOST],
    }


def _item(line: InvoiceLine) -> dict[str, str]:
    found = {
        SERIAL: line.serial,
        "项目名称": line.item,
        "商品和服务税收编码": line.tax_code,
        "金额": format_yuan(line.amount_fen, grouped=False),
        "税率": line.tax_rate,
    }
    if line.heads and line.heads * line.unit_fen == line.amount_fen:
        found |= {"单位": "人", "数量": str(line.heads), "单价": format_yuan(line.unit_fen, grouped=False)}
    return found


def _fill(path: Path, sheets: Mapping[str, Sequence[Mapping[str, str]]], template: bytes) -> None:
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        book = load_workbook(io.BytesIO(template))
    except (InvalidFileException, zipfile.BadZipFile, KeyError, ValueError, SyntaxError) as unreadable:
        raise RuleViolation("invoices.template", "模板打不开，请从电子税务局重新下载（xlsx）。") from unreadable
    for title, rows in sheets.items():
        found = next((sheet for sheet in book.worksheets if sheet.title.strip() == title), None)
        top = None if found is None else _header_row(found)
        if found is None or top is None:
            raise RuleViolation(
                "invoices.template", f"模板里没有“{title}”工作表或它的表头，请用电子税务局“批量开票”的模板。"
            )
        columns = {normalise_header(cell.value): cell.column for cell in found[top] if isinstance(cell.value, str)}
        missing = [header for header in rows_filled(rows) if normalise_header(header) not in columns]
        if missing:
            message = f"模板的“{title}”里没有“{'、'.join(sorted(missing))}”列，请用电子税务局最新的“批量开票”模板。"
            raise RuleViolation("invoices.template", message)
        for number, row in enumerate(rows, start=top + 1):
            for header, words in row.items():
                column = columns.get(normalise_header(header))
                if column is not None:
                    cell = found.cell(number, column)
                    cell.value, cell.data_type, cell.number_format = words, "s", "@"
    with replacing(path, make_folder=False) as draft:
        book.save(draft)


def _header_row(sheet: object) -> int | None:
    rows = sheet.iter_rows(min_row=1, max_row=_SEARCHED)  # type: ignore[attr-defined]
    return next((number for number, row in enumerate(rows, start=1) if any(cell.value == SERIAL for cell in row)), None)


def _issued(row: RowReader) -> IssuedInvoiceRow:
    amount = row.parsed("amount", _amount)
    positive = row.text("positive")
    return IssuedInvoiceRow(
        sheet_name=row.sheet_name,
        row_no=row.row_no,
        serial=row.text("serial"),
        number=row.identifier("number", "发票号码"),
        buyer_name=row.text("buyer_name"),
        buyer_code=normalise_credit_code(row.text("buyer_code")),
        amount_fen=amount,
        issued_on=row.parsed("issued_on", parse_day),
        red=positive == "否" or (amount or 0) < 0,
        succeeded=row.parsed("outcome", _outcome),
        reason=row.text("reason"),
        note=row.text("note"),
        problems=row.problems,
    )


def _amount(cell: Cell) -> int | None:
    words = text_of(cell)
    return parse_yuan(words) if words else None


def _outcome(cell: Cell) -> bool | None:
    """开票成功, 开具失败: the site words it in several ways; what says neither is no answer."""
    words = text_of(cell)
    if re.search(r"失败|未开|异常|错误|不通过", words):
        return False
    return True if re.search(r"成功|已开|正常", words) else None
