"""The files of certificates: the certificates themselves, the package for the ministry's register, lists that come back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QWidget

from school_desk.certificates.commands import ExportPush, PushOutcome, RecordPrinted
from school_desk.certificates.queries import CertificateListRow
from school_desk.desk import saving
from school_desk.desk.import_page import ImportKind
from school_desk.desk.services import Desk
from school_desk.desk.widgets.dialogs import CountSheet
from school_desk.documents.ledger import LedgerRow, count
from school_desk.kernel.errors import RuleViolation

_NAMED = 5


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
                    self._desk, saving.PDF, [target], *arguments, command=command, agrees=agrees, done=done
                )

            gather = partial(certificates, self._desk.school, command.certificate_ids, numbers)
            self._desk.look_up(self._owner, gather, draw, key="print")

        self._desk.try_out(self._owner, lambda _school: command, allowed, self._desk.tell_fault)

    def export_push(self, rows: Sequence[CertificateListRow]) -> None:
        """Personal numbers and photos leave the house: the person is told who cannot go and why, and types how many do."""

        def ask(package: _Package) -> None:
            sentence = (
                f"导出 {len(package.ids)} 张证书的推送文件：一个表格和一个照片压缩包，含姓名、证件号和照片，报给住建部的系统。"
                f"导出不等于已推送，收到结果后请导入。{package.left_out}{package.remarks}"
            )
            sheet = CountSheet(self._owner.window(), "导出推送", sentence, len(package.ids), "证书", primary="导出…")

            def go() -> None:
                sheet.accept()
                name = f"证书推送-{self._desk.today:%Y%m%d}.xlsx"
                saving.ask_where(self._owner, self._desk, "导出推送", name, partial(self._write_push, package))

            sheet.accept_requested.connect(go)
            sheet.finished.connect(sheet.deleteLater)
            sheet.open()

        self._sift(rows, ask)

    def export_push_to(self, rows: Sequence[CertificateListRow], target: Path) -> None:
        """Writes workbook and photo zip of those that may go, and records that they went out: sent is not pushed."""
        self._sift(rows, lambda package: self._write_push(package, target))

    def _sift(self, rows: Sequence[CertificateListRow], then: Callable[[_Package], None]) -> None:
        """Asks which of them may go before anything is written: the list may be older than what was decided since."""
        ids = tuple(row.id for row in rows)

        def tried(outcome: PushOutcome) -> None:
            package = _package(ids, outcome.rows)
            if package.ids:
                then(package)
            else:
                self._desk.tell(f"没有导出：这里没有可以推送的证书。{package.left_out}", "warn")

        self._desk.try_out(self._owner, lambda _school: ExportPush(ids), tried, self._desk.tell_fault)

    def _write_push(self, package: _Package, target: Path) -> None:
        from school_desk.output.certificates import PUSH, push_lines

        def agrees(outcome: PushOutcome) -> None:
            left_out = _package(package.ids, outcome.rows).left_out
            if left_out:
                raise RuleViolation("push.changed", f"准备文件时情况变了，没有导出。{left_out}请重新导出。")

        def gathered(lines: tuple[Any, ...]) -> None:
            saving.write_recorded(
                self._desk,
                PUSH,
                [target, target.with_name(f"{target.stem}-照片.zip")],
                lines,
                command=ExportPush(package.ids),
                agrees=agrees,
                done=f"已导出 {len(package.ids)} 张证书的推送文件；收到结果后请导入。{package.left_out}",
            )

        self._desk.look_up(self._owner, lambda: push_lines(self._desk.school, package.ids), gathered, key="push")


@dataclass(frozen=True)
class _Package:
    """Which certificates may go out, and in words who may not, and what is missing of those who do."""

    ids: tuple[str, ...]
    left_out: str
    remarks: str


def _package(ids: Sequence[str], rows: Sequence[LedgerRow]) -> _Package:
    going = [row for row in rows if row.state == "imported"]
    left = [row for row in rows if row.state != "imported"]
    left_out = f"另有 {len(left)} 张不能导出：{_by_reason(left)}" if left else ""
    remarked = [row for row in going if row.reasons]
    remarks = f"请留意：{_by_reason(remarked)}" if remarked else ""
    return _Package(tuple(ids[row.row_no - 1] for row in going), left_out, remarks)


def _by_reason(rows: Sequence[LedgerRow]) -> str:
    """Sentences such as 康霞、孙绍：没有照片。 Of many people with one reason the first are named."""
    people: dict[str, list[str]] = {}
    for row in rows:
        people.setdefault("".join(row.reasons), []).append(row.name)
    return "".join(f"{_some(names)}——{reason}" for reason, names in people.items())


def _some(names: Sequence[str]) -> str:
    named = "、".join(names[:_NAMED])
    return named if len(names) <= _NAMED else f"{named}等 {len(names)} 人"


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
