"""The files of 数电发票: the workbook that issues many on the tax site at once, and the site's list of what was issued."""

from __future__ import annotations

from collections.abc import Collection
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QFileDialog, QWidget

from school_desk.desk import saving
from school_desk.desk.import_page import ImportKind
from school_desk.desk.services import Desk
from school_desk.documents.ledger import count

_BATCH = "school_desk.adapters.sheets.invoices:write_invoice_batch"


class InvoiceFiles:
    """Writes files for `owner`, the screen."""

    def __init__(self, desk: Desk, owner: QWidget) -> None:
        self._desk, self._owner = desk, owner

    def export(self, invoice_ids: Collection[str], template: Path | None = None) -> None:
        """Asks where to write the chosen invoices (none chosen: all that wait), into the tax site's `template` when there is one."""
        name = f"数电发票批量开具-{self._desk.today:%Y%m%d}.xlsx"
        write = partial(self.export_to, invoice_ids, template)
        saving.ask_where(self._owner, self._desk, "导出开票表", name, write)

    def export_into_template(self, invoice_ids: Collection[str]) -> None:
        """The same in the workbook that the tax site gives out: it takes only its own newest version."""
        title = "选择从电子税务局下载的批量开票模板"
        chosen, _ = QFileDialog.getOpenFileName(self._owner, title, "", "Excel 工作簿 (*.xlsx)")
        if chosen:
            self.export(invoice_ids, Path(chosen))

    def export_to(self, invoice_ids: Collection[str], template: Path | None, target: Path) -> None:
        """Writes them to `target`; nobody's invoice is issued by it."""
        from school_desk.intake.files import read_file
        from school_desk.output.invoices import invoice_lines

        def gather() -> tuple[Any, bytes | None]:
            return invoice_lines(self._desk.school, invoice_ids), None if template is None else read_file(template)

        def write(found: tuple[Any, bytes | None]) -> None:
            lines, content = found
            told = f"已导出 {len(lines)} 张；在电子税务局批量开具后，用“导入开票结果”登记号码：{target}"
            saving.write(self._desk, self._owner, _BATCH, target, lines, content, told=told)

        self._desk.look_up(self._owner, gather, write, key="invoice-batch")


def issued_kind() -> ImportKind:
    """导入开票结果: what the tax site says it issued."""
    from school_desk.intake.invoices import invoices_command

    return ImportKind(
        title="导入开票结果",
        read="school_desk.intake.invoices:read_issued",
        command=lambda _school, preview: invoices_command(preview),
        ledger=lambda _preview, rows: rows,
        done=lambda rows: (
            f"已登记 {count(rows, 'imported')} 张发票、{count(rows, 'updated')} 张红冲，短信已放入“通知”。"
        ),
        name_word="购买方",
    )
