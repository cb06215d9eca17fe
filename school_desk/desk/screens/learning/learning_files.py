"""The files of learning: the list of accounts for the platform, its answers, the 学习账号通知 as paper."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QWidget

from school_desk.desk import saving
from school_desk.desk.import_page import ImportKind
from school_desk.desk.services import Desk
from school_desk.documents.ledger import LedgerRow, count
from school_desk.enrollments.queries import EnrolledRow
from school_desk.learning.commands import ExportAccounts
from school_desk.learning.queries import AccountRow
from school_desk.terms.labels import FEE_GONE

_LIST = "school_desk.adapters.sheets.outgoing:write_account_list"


class LearningFiles:
    """Writes files for `owner`, the screen."""

    def __init__(self, desk: Desk, owner: QWidget) -> None:
        self._desk, self._owner = desk, owner

    def export_accounts(self, rows: Sequence[AccountRow]) -> None:
        """Asks where to write the list of accounts to open; whose money the bank took back is left out."""
        frozen = sum(row.fee_gone for row in rows)
        if frozen:
            self._desk.tell(f"有 {frozen} 人的{FEE_GONE}，没有列入名单。", "warn")
        rows = [row for row in rows if not row.fee_gone]
        if not rows:
            return
        name = f"学习账号开通名单-{self._desk.today:%Y%m%d}.xlsx"
        saving.ask_where(self._owner, self._desk, "导出开通名单", name, partial(self.export_accounts_to, rows))

    def export_accounts_to(self, rows: Sequence[AccountRow], target: Path) -> None:
        """Writes the list, then records that it was written: nobody's account is open by it."""
        from school_desk.adapters.sheets.outgoing import AccountLine

        people = [(row.person, row.due_on) for row in rows if not row.fee_gone]
        lines = [
            AccountLine(p.name, p.id_number, p.mobile, p.enterprise, p.trade, p.level.label, due_on)
            for p, due_on in people
        ]
        command = ExportAccounts(tuple(person.id for person, _ in people))
        done = f"已导出 {len(people)} 人的开通名单；平台回执导入后才算开通。"
        saving.write(
            self._desk,
            self._owner,
            _LIST,
            target,
            lines,
            then=lambda: self._desk.decide(self._owner, command, done=done),
        )

    def print_notice(self, person: EnrolledRow) -> None:
        """Asks where to put the 学习账号通知 to the person's enterprise."""
        name = f"{person.enterprise}-学习账号通知.pdf"
        draw = partial(self.print_notice_to, person.enterprise_id)
        saving.ask_where(self._owner, self._desk, "打印学习通知", name, draw)

    def print_notice_to(self, enterprise_id: str, target: Path) -> None:
        """Draws the notice: everybody of the enterprise whose account is open, and no password."""
        from school_desk.output.learning import STUDY_NOTICE, study_notice

        def papers(notice: Any) -> Iterator[saving.Pdf]:
            if notice is None:
                self._desk.tell("这家企业还没有已开通的学习账号。", "warn")
            else:
                told = f"已生成学习账号通知（{len(notice.accounts)} 人）：{target}"
                then = saving.recorded(self._desk, self._owner, "学习账号通知", len(notice.accounts), target)
                yield saving.Pdf(target, STUDY_NOTICE, (notice,), told, then)

        saving.draw(self._desk, self._owner, lambda: study_notice(self._desk.school, enterprise_id), papers)


def results_kind() -> ImportKind:
    """导入开通结果: the platform's answer."""
    from school_desk.intake.accounts import accounts_command

    return ImportKind(
        title="导入开通结果",
        read="school_desk.intake.accounts:read_accounts",
        command=accounts_command,
        ledger=lambda _preview, rows: rows,
        done=lambda rows: f"已登记 {good(rows)} 个账号的开通结果。",
    )


def good(rows: tuple[LedgerRow, ...]) -> int:
    """How many rows were kept."""
    return count(rows, "imported") + count(rows, "updated")
