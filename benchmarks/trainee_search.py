"""How long 报名人员查询 takes among 100,000 enrolments, against a plain LIKE over names. Run: python -m benchmarks.trainee_search [COUNT]"""

from __future__ import annotations

import random
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from school_desk.certificates.tables import CertificateRow
from school_desk.composition import School, found_school
from school_desk.enrollments.tables import EnrollmentBatchRow, EnrollmentRow, TraineeRow
from school_desk.enterprises.tables import EnterpriseRow
from school_desk.exams.tables import CandidateRow, ExamApplicationRow, ExamPlanRow
from school_desk.kernel.ids import derived_id
from school_desk.kernel.paths import DataFolder
from school_desk.kernel.tables import Base, table_of
from school_desk.learning.tables import StudyAccountRow, StudyTimeRow
from school_desk.overview.progress import PAGE, progress_count, trainee_progress
from school_desk.overview.search import Wanted
from school_desk.payments.tables import ReceivableRow
from school_desk.plans.tables import TrainingPlanRow
from school_desk.scores.tables import ScoreRow, ScoreSubmissionRow
from school_desk.terms.identity import IdType
from school_desk.terms.search import search_text
from school_desk.terms.statuses import (
    CertificateStatus,
    CourseKind,
    EnrollmentStatus,
    EnterpriseStatus,
    ExamPlanStatus,
    ReceivableStatus,
    StudyAccountStatus,
    Subject,
    SubmissionStatus,
)

TODAY = date(2026, 11, 23)
NOW = datetime(2026, 11, 23, tzinfo=UTC)
BUDGET_MS = 150
A_BATCH, AN_EXAM = 25, 50
SURNAMES, GIVEN = (
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜单曾",
    "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀兰霞平刚桂英",
)
Row = dict[str, Any]


class Filler:
    """Fills a school's database with plain inserts; nothing of it went through commands."""

    def __init__(self, school: School, count: int) -> None:
        self.school, self.count, self.random = school, count, random.Random(2)
        # Names repeat, as in life, and pinyin is slow.
        names = {f"{s}{a}{b}" for s in SURNAMES for a in GIVEN for b in ("", *GIVEN[::4])}
        self.names = [(name, search_text(name)) for name in sorted(names)]
        self.stage = [self.random.random() for _ in range(count)]

    def fill(self) -> None:
        """Writes every table."""
        batches, exams = self.count // A_BATCH + 1, self.count // AN_EXAM + 1
        for table, rows in (
            (EnterpriseRow, map(self._enterprise, range(self.count // 40 + 1))),
            (TrainingPlanRow, map(self._plan, range(60))),
            (TraineeRow, map(self._trainee, range(self.count))),
            (EnrollmentBatchRow, map(self._batch, range(batches))),
            (EnrollmentRow, map(self._enrollment, range(self.count))),
            (ReceivableRow, map(self._receivable, range(batches))),
            (StudyAccountRow, map(self._account, self._beyond(0.05))),
            (StudyTimeRow, (self._time(n, kind) for n in self._beyond(0.1) for kind in ("安全", "理论"))),
            (ExamApplicationRow, map(self._application, self._beyond(0.2))),
            (ExamPlanRow, map(self._exam, range(exams))),
            (CandidateRow, map(self._candidate, self._beyond(0.25))),
            (ScoreSubmissionRow, map(self._submission, range(exams))),
            (ScoreRow, (self._score(n, subject) for n in self._beyond(0.3) for subject in Subject)),
            (CertificateRow, map(self._certificate, self._beyond(0.4))),
        ):
            self._insert(table, rows)

    def _beyond(self, stage: float) -> Iterator[int]:
        return (number for number in range(self.count) if self.stage[number] > stage)

    def _insert(self, kind: type[Base], rows: Iterable[Row]) -> None:
        rows = iter(rows)
        with self.school.database.writing() as session:
            while part := list(islice(rows, 5_000)):
                session.connection().execute(sa.insert(table_of(kind)), part)

    def _row(self, label: str, place: int, /, **values: Any) -> Row:
        return {"school_id": self.school.id, "id": key(label, place), **values}

    def _enterprise(self, n: int) -> Row:
        name = f"湖州{SURNAMES[n % len(SURNAMES)]}{GIVEN[n % len(GIVEN)]}建设{n}有限公司"
        return self._row(
            "enterprise", n, credit_code=f"9133050{n:011d}", name=name, name_key=name, search_text=search_text(name),
            address="", region_code="330502", province_affiliated=False, authority_code="330500",
            principal_mobile="", principal_mobile_key="", status=EnterpriseStatus.APPROVED,
            submitted_at=NOW, status_since=NOW,
        )  # fmt: skip

    def _plan(self, n: int) -> Row:
        first = date(2025, 1, 1) + timedelta(days=12 * n)
        return self._row(
            "plan", n, number=f"PX{n}", name=f"钢筋工 {n}", trade_code="020", level=4, sign_up_from=first,
            sign_up_to=first + timedelta(days=30), fee_fen=80_000,
        )  # fmt: skip

    def _trainee(self, n: int) -> Row:
        name, found_by = self.random.choice(self.names)
        id_number, mobile = f"33050219{n:09d}X", f"199{n:08d}"
        return self._row(
            "trainee", n, name=name, search_text=found_by, id_type=IdType.RESIDENT_ID, sex="男",
            id_number=id_number, id_number_key=id_number, id_tail_key=f"id/{id_number[-6:]}",
            mobile=mobile, mobile_key=mobile, mobile_tail_key=f"mobile/{mobile[-4:]}",
        )  # fmt: skip

    def _batch(self, n: int) -> Row:
        return self._row(
            "batch", n, enterprise_id=key("enterprise", n % (self.count // 40)), number=f"BM{n}", payment_code=str(n),
            roster_name="名单.xlsx", roster_sha256="0" * 64, enrolled_at=NOW, ledger=[],
        )  # fmt: skip

    def _enrollment(self, n: int) -> Row:
        batch = n // A_BATCH
        return self._row(
            "enrollment", n, trainee_id=key("trainee", n), enterprise_id=key("enterprise", batch % (self.count // 40)),
            batch_id=key("batch", batch), plan_id=key("plan", batch % 60), trade_code="020", level=4,
            status=EnrollmentStatus.ACTIVE, status_since=NOW,
        )  # fmt: skip

    def _receivable(self, n: int) -> Row:
        return self._row(
            "receivable", n, batch_id=key("batch", n), plan_id=key("plan", n % 60), number=str(n), head_count=A_BATCH,
            enterprise_id=key("enterprise", n % (self.count // 40)), unit_fee_fen=80_000, due_fen=2_000_000,
            allocated_fen=2_000_000, status=ReceivableStatus.REVIEWED, created_on=TODAY, status_since=NOW,
        )  # fmt: skip

    def _account(self, n: int) -> Row:
        status = StudyAccountStatus.OPENED if self.stage[n] > 0.1 else StudyAccountStatus.TO_OPEN
        return self._row("account", n, enrollment_id=key("enrollment", n), status=status, due_on=TODAY, opened_on=TODAY)

    def _time(self, n: int, course: str) -> Row:
        kind = CourseKind.SAFETY if course == "安全" else CourseKind.THEORY
        minutes = 600 if self.stage[n] > 0.15 else 300
        return self._row(
            f"time/{course}", n, enrollment_id=key("enrollment", n), course=course, kind=kind, minutes=minutes,
            finished_at=NOW,
        )  # fmt: skip

    def _application(self, n: int) -> Row:
        return self._row(
            "application",
            n,
            enrollment_id=key("enrollment", n),
            subjects=list(Subject),
            applied_on=TODAY,
            applied_by="",
        )

    def _exam(self, n: int) -> Row:
        status = ExamPlanStatus.APPROVED if n % 20 else ExamPlanStatus.REPORTED
        return self._row(
            "exam", n, number=f"KH{n}", name=f"考核 {n}", trade_code="020", level=4, institution="", status=status,
            status_since=NOW, edited_at=NOW,
        )  # fmt: skip

    def _candidate(self, n: int) -> Row:
        return self._row(
            "candidate", n, plan_id=key("exam", n // AN_EXAM), application_id=key("application", n),
            enrollment_id=key("enrollment", n), ticket_no=f"{n:011d}", subjects=list(Subject),
        )  # fmt: skip

    def _submission(self, n: int) -> Row:
        status = SubmissionStatus.APPROVED if n % 30 else SubmissionStatus.ACCEPTED
        return self._row("submission", n, plan_id=key("exam", n), version=1, status=status, submitted_on=TODAY)

    def _score(self, n: int, subject: Subject) -> Row:
        return self._row(
            f"score/{subject}", n, candidate_id=key("candidate", n), enrollment_id=key("enrollment", n), entered_at=NOW,
            subject=subject, mark_tenths=590 + n % 7 * 10, submission_id=key("submission", n // AN_EXAM),
        )  # fmt: skip

    def _certificate(self, n: int) -> Row:
        status = CertificateStatus.PUSHED if n % 10 else CertificateStatus.GENERATED
        return self._row(
            "certificate", n, enrollment_id=key("enrollment", n), number=f"{n:015d}", issued_on=TODAY, status=status
        )


def key(label: str, number: int) -> str:
    """The id of the `number`-th row of a table; later rows sort later, as the product's do."""
    return derived_id(f"{0x19FC5000000 + number // 1000:012x}", f"{label}/{number}", number % 1000)


def fastest(question: Callable[[], object], times: int = 5) -> float:
    """The shortest of several runs, in milliseconds."""
    taken = []
    for _ in range(times):
        begun = time.perf_counter()
        question()
        taken.append(time.perf_counter() - begun)
    return min(taken) * 1000


def plain_like(session: Session, school_id: str) -> object:
    """The yardstick: what a LIKE over the unindexed names costs here."""
    wanted = sa.select(TraineeRow.id).where(TraineeRow.school_id == school_id, TraineeRow.name.contains("霞平"))
    return session.scalars(wanted).all()


def measure(school: School, count: int) -> bool:
    """Prints the times of each question; True when every first page keeps the budget."""
    kept = True
    with school.reading() as session:
        yardstick = fastest(lambda: plain_like(session, school.id))
        print(f"{count} enrolments; a LIKE over unindexed names: {yardstick:.0f} ms")
        for words, wanted in QUESTIONS.items():
            page = fastest(lambda w=wanted: trainee_progress(session, school.id, TODAY, w))  # type: ignore[misc]
            found = progress_count(session, school.id, TODAY, wanted)
            counting = fastest(lambda w=wanted: progress_count(session, school.id, TODAY, w), 2)  # type: ignore[misc]
            kept = kept and page < BUDGET_MS
            first = f"first {min(PAGE, found):>3} of {found:>6}: {page:6.1f} ms = {page / yardstick:4.1f} × LIKE"
            print(f"{words:<24} {first}; count {counting:6.1f} ms")
    return kept


QUESTIONS = {
    "everybody": Wanted(),
    "a common initial: z": Wanted("z"),
    "initials: zxp": Wanted("zxp"),
    "a name: 赵霞": Wanted("赵霞"),
    "nobody: 欧阳": Wanted("欧阳"),
    "an id number": Wanted("33050219000050000X"),
    "last six of an id": Wanted("50000X"),
    "a mobile": Wanted("19900050000"),
    "an enterprise": Wanted("湖州李伟建设3"),
    "a name and an enterprise": Wanted("z 湖州李"),
    "考核计划 未上报": Wanted(exam_plan="未上报"),
    "考核计划 未审核": Wanted(exam_plan="未审核"),
    "成绩报审 已受理": Wanted(score_submission="已受理"),
    "成绩报审 已审核": Wanted(score_submission="已审核"),
    "证书未生成": Wanted(certificate="证书未生成"),
    "证书已推送": Wanted(certificate="证书已推送"),
    "all four labels": Wanted(
        training_plan="培训结束", exam_plan="已审核", score_submission="已审核", certificate="证书已生成未推送"
    ),
}


def main() -> int:
    """0 when every first page kept the budget."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    with tempfile.TemporaryDirectory() as folder:
        school = found_school(
            DataFolder(Path(folder)), name="学校", admin_login="admin", admin_name="管理员", password="Huzhou-2026"
        )
        begun = time.perf_counter()
        Filler(school, count).fill()
        print(f"filled in {time.perf_counter() - begun:.0f} s")
        kept = measure(school, count)
        school.close()
    return 0 if kept else 1


if __name__ == "__main__":
    raise SystemExit(main())
