"""How long the daily questions take in a school of 100,000 enrolments, against a plain COUNT(*). Run: python -m benchmarks.workbench [COUNT]

The workbench and its numbers in the side bar (asked after every decision), the proposals for the open bank lines, the lists of money and
the first page of the journal.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.orm import Session

from benchmarks.trainee_search import A_BATCH, AN_EXAM, NOW, TODAY, Filler, Row, fastest, key
from school_desk.composition import School, found_school
from school_desk.enrollments.queries import batch, batches
from school_desk.enrollments.tables import EnrollmentRow
from school_desk.exams.applications import application_queue
from school_desk.exams.tables import ExamRoomRow, ExamSessionRow
from school_desk.kernel import journal
from school_desk.kernel.journal import Payload, RowImages
from school_desk.kernel.paths import DataFolder
from school_desk.kernel.tables import JournalRow
from school_desk.overview.journal_list import journal_list
from school_desk.overview.workbench import counts_by_screen, workbench
from school_desk.payments.queries import proposals, receivables, review_queue
from school_desk.payments.tables import AllocationRow, StatementImportRow, StatementLineRow
from school_desk.terms.roles import Role
from school_desk.terms.statuses import (
    AllocationKind,
    CertificateStatus,
    ExamPlanStatus,
    LineStatus,
    ReceivableStatus,
    Subject,
    SubmissionStatus,
)

SIDE_BAR_MS = 150
LINES, OPEN_LINES, OPEN_BATCHES, DECISIONS = 10_000, 300, 200, 5_000
UNDER_WAY = 0.08
"""The newest part of the enrolments: the others have their certificates."""


class OfficeFiller(Filler):
    """The school years on: most have finished, the newest batches owe their fees, the statement is mostly claimed."""

    def __init__(self, school: School, count: int) -> None:
        super().__init__(school, count)
        self.open_from = max(count - OPEN_BATCHES * A_BATCH, 0)
        self.under_way_from = int(count * (1 - UNDER_WAY))
        for number in range(count):
            if number < self.under_way_from:
                self.stage[number] = 1.0
            elif number >= self.open_from:
                self.stage[number] = 0.0

    def fill(self) -> None:
        """Writes every table, money and journal too."""
        super().fill()
        self._insert(StatementImportRow, [self._import()])
        self._insert(StatementLineRow, map(self._line, range(LINES)))
        self._insert(AllocationRow, map(self._allocation, range(min(LINES - OPEN_LINES, self.open_from // A_BATCH))))
        exams = range(self.count // AN_EXAM + 1)
        self._insert(ExamRoomRow, [self._room()])
        self._insert(ExamSessionRow, (self._session(n, subject) for n in exams for subject in Subject))
        self._write_journal()

    def _receivable(self, n: int) -> Row:
        row = super()._receivable(n)
        if n * A_BATCH < self.open_from:
            return row
        return row | {"allocated_fen": 0, "status": ReceivableStatus.OPEN, "number": f"YJ{n}"}

    def _exam(self, n: int) -> Row:
        return super()._exam(n) | {"status": ExamPlanStatus.REPORTED if self._waits(n) else ExamPlanStatus.APPROVED}

    def _submission(self, n: int) -> Row:
        status = SubmissionStatus.ACCEPTED if self._waits(n + 1) else SubmissionStatus.APPROVED
        return super()._submission(n) | {"status": status}

    def _score(self, n: int, subject: Subject) -> Row:
        passed = n < self.under_way_from or n % 7
        return super()._score(n, subject) | {"mark_tenths": 850 if passed else 590}

    def _certificate(self, n: int) -> Row:
        pushed = n < self.under_way_from or n % 2
        status = CertificateStatus.PUSHED if pushed else CertificateStatus.GENERATED
        return super()._certificate(n) | {"status": status}

    def _waits(self, exam: int) -> bool:
        """One in seven of the exams of those who have not finished."""
        return exam * AN_EXAM >= self.under_way_from and exam % 7 == 0

    def _room(self) -> Row:
        return self._row("room", 0, name="一号考场", place="学校", address="湖州", seats=AN_EXAM, active=True)

    def _session(self, n: int, subject: Subject) -> Row:
        begins = NOW - timedelta(days=3)
        return self._row(
            f"session/{subject}", n, plan_id=key("exam", n), room_id=key("room", 0), subject=subject,
            starts_at=begins, ends_at=begins + timedelta(hours=1),
        )  # fmt: skip

    def _import(self) -> Row:
        return self._row(
            "import", 0, bank="icbc", layout="a", own_account="1205220109200069722", file_name="流水.xlsx",
            file_sha256="0" * 64, imported_at=NOW, row_count=LINES, line_count=LINES, known_count=0, leftovers=[], breaks=[],
        )  # fmt: skip

    def _line(self, n: int) -> Row:
        claimed = n < LINES - OPEN_LINES
        owner = self._payer(n)
        account = f"62220{owner:014d}"
        return self._row(
            "line", n, import_id=key("import", 0), own_account="1205220109200069722", identity=str(n), row_no=n + 1,
            booked_at=NOW - timedelta(minutes=LINES - n), incoming=True, amount_fen=2_000_000, voucher_no="",
            used_fen=2_000_000 if claimed else 0, memo="培训费", takes_back=False,
            counterparty_name=self._enterprise(owner)["name"], counterparty_account=account,
            counterparty_account_key=account, status=LineStatus.CLAIMED if claimed else LineStatus.UNCLAIMED,
        )  # fmt: skip

    def _payer(self, n: int) -> int:
        """The enterprise behind a line: an open one is about an open batch, three in four times."""
        open_no = n - (LINES - OPEN_LINES)
        batch_no = (
            n if open_no < 0 else self.open_from // A_BATCH + open_no % OPEN_BATCHES + open_no // OPEN_BATCHES * 977
        )
        return batch_no % (self.count // 40)

    def _allocation(self, n: int) -> Row:
        return self._row(
            "allocation", n, line_id=key("line", n), receivable_id=key("receivable", n), kind=AllocationKind.TRANSFER,
            amount_fen=2_000_000, reasons=[], allocated_by="钱会计", allocated_at=NOW,
        )  # fmt: skip

    def _write_journal(self) -> None:
        with self.school.database.writing() as session:
            for n in range(DECISIONS):
                row = JournalRow(
                    school_id=self.school.id, id=key("decision", n), name="AllocateTransfer" if n % 2 else "PutOnHold",
                    version=1, actor_id="cashier", actor_name="钱会计", made_at=NOW, subject="20,000.00 元" if n % 2 else "",
                )  # fmt: skip
                touched = RowImages("statement_line", key("line", n), {"status": "unclaimed"}, {"status": "claimed"})
                payload = Payload({}, None, (), (touched,))
                journal.append(session, self.school.database.cipher, row, payload)


Question = Callable[[Session, str], object]
EVERY_ROLE = frozenset(Role)
QUESTIONS: dict[str, Question] = {
    "the side bar's numbers, all roles": lambda s, i: counts_by_screen(s, i, TODAY, EVERY_ROLE),
    **{
        f"the side bar's numbers, {role}": lambda s, i, role=role: counts_by_screen(s, i, TODAY, {role})  # type: ignore[misc]
        for role in (Role.CLERK, Role.FINANCE, Role.EXAM)
    },
    "the workbench": lambda s, i: workbench(s, i, TODAY, EVERY_ROLE),
    "proposals for the open lines": proposals,
    "the open 应缴单": lambda s, i: receivables(s, i, statuses=[ReceivableStatus.OPEN]),
    "the queue of 费用审核": review_queue,
    "one 报名批次": lambda s, i: batch(s, i, key("batch", 7)),
    "all 报名批次": batches,
    "the queue of 申请考试": lambda s, i: application_queue(s, i, TODAY),
    "the journal's first page": journal_list,
}


def baseline(session: Session, school_id: str) -> object:
    """The yardstick: counting all enrolments."""
    return session.scalar(
        sa.select(sa.func.count()).select_from(EnrollmentRow).where(EnrollmentRow.school_id == school_id)
    )


def measure(school: School) -> bool:
    """Prints the time of each question; True when the side bar keeps its budget."""
    with school.reading() as session:
        yardstick = fastest(lambda: baseline(session, school.id))
        print(f"a plain COUNT(*) of the enrolments: {yardstick:.1f} ms")
    kept = True
    for words, question in QUESTIONS.items():
        taken = min(_asked(school, question))
        kept = kept and (taken < SIDE_BAR_MS or "side bar" not in words)
        print(f"{words:<36} {taken:8.1f} ms = {taken / yardstick:7.1f} × COUNT(*)")
    return kept


def _asked(school: School, question: Question, times: int = 3) -> Iterator[float]:
    """Each time in a session of its own, as the desk asks."""
    for _ in range(times):
        with school.reading() as session:
            yield fastest(lambda: question(session, school.id), 1)


def main() -> int:
    """0 when the side bar's numbers keep their budget."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    with tempfile.TemporaryDirectory() as folder:
        school = found_school(
            DataFolder(Path(folder)), name="学校", admin_login="admin", admin_name="管理员", password="Huzhou-2026"
        )
        begun = time.perf_counter()
        OfficeFiller(school, count).fill()
        print(
            f"{count} enrolments, {LINES} bank lines, {OPEN_BATCHES} open batches: filled in {time.perf_counter() - begun:.0f} s"
        )
        kept = measure(school)
        school.close()
    return 0 if kept else 1


if __name__ == "__main__":
    raise SystemExit(main())
