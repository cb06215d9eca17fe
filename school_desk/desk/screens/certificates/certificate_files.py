"""The files of certificates: the certificates themselves, the package for the ministry's register, lists that come back."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QWidget

from school_desk.certificates.commands import ExportPush, RecordPrinted
from school_desk.certificates.queries import CertificateListRow
from school_desk.desk import saving
from school_desk.desk.import_page import ImportKind
from school_desk.desk.services import Desk
from school_desk.desk.widgets.dialogs import CountSheet
from school_desk.documents.ledger import count
from school_desk.kernel.errors import RuleViolation


class CertificateFiles:
    """Writes files for `owner`, the screen, and records that they were written."""

    def __init__(self, desk: Desk, owner: QWidget) -> None:
        self._desk, self._owner = desk, owner

    def print(self, rows: Sequence[CertificateListRow]) -> None:
        """Asks where to put the PDF."""
        name = f"证书-{self._desk.today:%Y%m%d}.pdf"
        saving.ask_where(self._owner, self._desk, "打印证书", name, partial(self.print_to, rows))

    def print_to(self, rows: Sequence[CertificateListRow], target: Path) -> None:
        """Draws the certificates and counts the print: every later one is marked as a reprint. What may not be printed is not drawn."""
        from school_desk.output.certificates import CERTIFICATES, certificates

        command = RecordPrinted(tuple(row.id for row in rows))

        def allowed(numbers: dict[str, int]) -> None:
            def agrees(counted: dict[str, int]) -> None:
                if counted != numbers:
                    told = "准备文件时，其中的证书又打印或下载了一次，补打次数变了，文件没有保存。请重新打印。"
                    raise RuleViolation("certificate.printed_meanwhile", told)

            def draw(found: tuple[Any, ...]) -> None:
                done = f"已打印 {len(numbers)} 张证书，保存为“{target.name}”。"
                arguments = (CERTIFICATES, *found)
                saving.write_recorded(
                    self._desk, self._owner, saving.PDF, [target], *arguments, command=command, agrees=agrees, done=done
                )

            gather = partial(certificates, self._desk.school, command.certificate_ids, numbers)
            self._desk.look_up(self._owner, gather, draw, key="print")

        self._desk.try_out(self._owner, lambda _school: command, allowed, self._desk.tell_fault)

    def export_push(self, rows: Sequence[CertificateListRow]) -> None:
        """Personal numbers and photos leave the house: the person types how many."""
        sentence = (
            f"导出 {len(rows)} 张证书的推送文件：一个表格和一个照片压缩包，含姓名、证件号和照片，报给住建部的系统。"
            "导出不等于已推送，收到结果后请导入。"
        )
        sheet = CountSheet(self._owner.window(), "导出推送", sentence, len(rows), "证书", primary="导出…")

        def go() -> None:
            sheet.accept()
            name = f"证书推送-{self._desk.today:%Y%m%d}.xlsx"
            saving.ask_where(self._owner, self._desk, "导出推送", name, partial(self.export_push_to, rows))

        sheet.accept_requested.connect(go)
        sheet.finished.connect(sheet.deleteLater)
        sheet.open()

    def export_push_to(self, rows: Sequence[CertificateListRow], target: Path) -> None:
        """Writes workbook and photo zip, and records that they went out: sent is not pushed."""
        from school_desk.output.certificates import PUSH, push_lines

        ids = tuple(row.id for row in rows)

        def gathered(lines: tuple[Any, ...]) -> None:
            photos = target.with_name(f"{target.stem}-照片.zip")
            done = f"已导出 {len(ids)} 张证书的推送文件；收到结果后请导入。"
            saving.write(
                self._desk,
                self._owner,
                PUSH,
                target,
                photos,
                lines,
                then=lambda: self._desk.decide(self._owner, ExportPush(ids), done=done),
            )

        self._desk.look_up(self._owner, lambda: push_lines(self._desk.school, ids), gathered, key="push")


def numbers_kind() -> ImportKind:
    """导入证书编号: the authorities' list."""
    from school_desk.intake.numbers import numbers_command

    return ImportKind(
        title="导入证书编号",
        read="school_desk.intake.numbers:read_numbers",
        command=numbers_command,
        ledger=lambda _preview, rows: rows,
        done=lambda rows: f"已生成 {count(rows, 'imported')} 张证书。",
    )


def push_kind() -> ImportKind:
    """导入推送结果: the register's answer."""
    from school_desk.intake.push import push_command

    return ImportKind(
        title="导入推送结果",
        read="school_desk.intake.push:read_push_results",
        command=push_command,
        ledger=lambda _preview, rows: rows,
        done=lambda rows: f"已登记 {count(rows, 'imported') + count(rows, 'updated')} 张证书的推送结果。",
    )
