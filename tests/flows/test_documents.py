"""材料 and 通知: papers of a record, remembered columns, readings kept beside, notices queued and told."""

from __future__ import annotations

from typing import Any

import pytest
import sqlalchemy as sa

from school_desk.documents import queries
from school_desk.documents.commands import (
    QueueNotice,
    RecordNoticesSent,
    RememberMapping,
    StoredFile,
    TurnPaper,
    add_document,
    add_papers,
    current_documents,
)
from school_desk.documents.ledger import ROW_STATES, LedgerRow, SkippedEntry, count, in_order
from school_desk.documents.readings import keep_reading
from school_desk.documents.tables import DocumentRow, ReadingRow
from school_desk.kernel import commands
from school_desk.kernel.commands import Context, Handler, Registration, Undo
from school_desk.terms.statuses import DocumentStatus, NoticeStatus
from school_desk.terms.uploads import ENTERPRISE_KINDS, DocumentKind
from tests.papers import registration
from tests.school import Office
from tests.unit.kernel.bench import Try

MAPPING = {"A": "姓名", "B": "身份证号"}


def ask(office: Office, question: Any, *what: Any, **how: Any) -> Any:
    with office.school.reading() as session:
        return question(session, office.school.id, *what, **how)


def enterprise_with_papers(office: Office) -> str:
    enterprise_id: str = office.do(registration(office))["enterprise_id"]
    return enterprise_id


def test_the_papers_of_a_record(office: Office) -> None:
    enterprise_id = enterprise_with_papers(office)
    papers = ask(office, queries.papers, enterprise_id)
    content = {paper.kind.value: office.school.blobs.get(paper.sha256) for paper in papers}
    assert content == {"yyzz": b"yyzz0", "cns": b"cns0", "zzzs": b"zzzs0"}
    assert all(paper.status is DocumentStatus.CURRENT and paper.owner_id == enterprise_id for paper in papers)
    assert ask(office, queries.paper, papers[0].id) == papers[0]
    assert ask(office, queries.paper, "f" * 32) is None
    assert ask(office, queries.papers, "f" * 32) == ()


@pytest.mark.parametrize(("turned", "kept"), [(90, 90), (-90, 270), (450, 90), (0, 0)])
def test_a_picture_stays_turned_as_a_person_turned_it(office: Office, turned: int, kept: int) -> None:
    first = ask(office, queries.papers, enterprise_with_papers(office))[0]
    office.do(TurnPaper(first.id, turned))
    paper = ask(office, queries.paper, first.id)
    assert (paper.rotation, paper.sha256) == (kept, first.sha256)


def test_a_picture_turns_by_right_angles_only(office: Office) -> None:
    first = ask(office, queries.papers, enterprise_with_papers(office))[0]
    assert office.refused(TurnPaper(first.id, 45)).code == "document.rotation"
    assert office.refused(TurnPaper("f" * 32, 90)).code == "document.unknown"


def as_handler(office: Office, handler: Handler) -> Any:
    """The result of `handler`, run as the handler of a command."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(commands._registered, "Try", Registration(Try, handler, Undo()))
        return office.school.execute(Try(), office.clerk).result


def keep_papers(office: Office, owner_id: str, *papers: tuple[DocumentKind, StoredFile]) -> list[str]:
    """As a handler downstream keeps them; the ids of those that count afterwards."""

    def handler(context: Context, _: Try) -> list[str]:
        for place, (kind, stored) in enumerate(papers):
            if kind in ENTERPRISE_KINDS:
                add_papers(context, owner_id, {kind: stored})
            else:
                add_document(context, owner_id, kind, stored, label=f"paper-{place}")
        return [row.id for row in current_documents(context, owner_id)]

    kept: list[str] = as_handler(office, handler)
    return kept


def test_a_better_paper_takes_the_slot_and_the_old_one_stays_on_file(office: Office) -> None:
    first, second = office.store(b"blurred", "yyzz.jpg"), office.store(b"sharp", "yyzz.jpg")
    keep_papers(office, "o1", (DocumentKind.YYZZ, first), (DocumentKind.CNS, first))
    current = keep_papers(office, "o1", (DocumentKind.YYZZ, second))
    assert [paper.id for paper in ask(office, queries.papers, "o1")] == current
    papers = ask(office, queries.papers, "o1", replaced=True)
    assert [(paper.sha256, paper.status) for paper in papers if paper.kind is DocumentKind.YYZZ] == [
        (first.sha256, DocumentStatus.REPLACED),
        (second.sha256, DocumentStatus.CURRENT),
    ]


@pytest.mark.parametrize("kind", [DocumentKind.PHOTO, DocumentKind.EVIDENCE, DocumentKind.SLIP])
def test_photos_and_evidence_are_many_to_a_record(office: Office, kind: DocumentKind) -> None:
    keep_papers(office, "o1", (kind, office.store(b"one")), (kind, office.store(b"two")))
    assert len(ask(office, queries.papers, "o1")) == 2


def test_current_papers_may_be_asked_by_kind(office: Office) -> None:
    keep_papers(office, "o1", (DocumentKind.YYZZ, office.store(b"1")), (DocumentKind.CNS, office.store(b"2")))

    cns = as_handler(
        office, lambda context, _: [row.kind for row in current_documents(context, "o1", DocumentKind.CNS)]
    )
    assert cns == ["cns"]


def test_what_was_handed_in_is_kept_beside_what_was_made_of_it(office: Office) -> None:
    stored = StoredFile("yyzz.jpg", "a" * 64, 10, "image/jpeg", "mmexport1.png", "b" * 64, rotation=-90)
    keep_papers(office, "o1", (DocumentKind.YYZZ, stored))
    (paper,) = ask(office, queries.papers, "o1")
    assert (paper.file_name, paper.original_name) == ("yyzz.jpg", "mmexport1.png")
    assert (paper.sha256, paper.original_sha256, paper.rotation) == ("a" * 64, "b" * 64, 270)


def test_columns_are_remembered_by_sender_and_header(office: Office) -> None:
    known = ("roster", "e1", "sig1")
    office.do(RememberMapping(*known, MAPPING))
    assert ask(office, queries.mapping, *known) == MAPPING
    office.do(RememberMapping(*known, {"A": "姓名"}))
    assert ask(office, queries.mapping, *known) == {"A": "姓名"}
    for other in (("scores", "e1", "sig1"), ("roster", "e2", "sig1"), ("roster", "e1", "sig2")):
        assert ask(office, queries.mapping, *other) is None


def queue(office: Office, recipient: str = "陈静", mobile: str | None = "13800005893") -> str:
    notice_id: str = office.do(QueueNotice("fee", "sms", "b1", recipient, mobile, "请缴费"))["notice_id"]
    return notice_id


def test_queued_is_not_sent(office: Office) -> None:
    first, second = queue(office), queue(office, "王", None)
    newest, oldest = ask(office, queries.notices)
    assert (newest.id, newest.mobile, oldest.id, oldest.mobile) == (second, None, first, "13800005893")
    assert (oldest.status, oldest.sent_at, oldest.sent_by) == (NoticeStatus.QUEUED, None, None)
    assert QueueNotice("fee", "sms", "b1", "陈静", "13800005893", "请缴费").subject == "陈静", (
        "the journal shows no number"
    )


def test_sent_is_told_once_and_failed_may_be_sent_again(office: Office) -> None:
    first, second = queue(office), queue(office)
    assert office.do(RecordNoticesSent((first,), sent=False)) == {"marked": 1, "skipped": 0}
    assert [row.id for row in ask(office, queries.notices, NoticeStatus.FAILED)] == [first]
    assert office.do(RecordNoticesSent((first, second)), office.cashier) == {"marked": 2, "skipped": 0}
    before = ask(office, queries.notices)
    assert {row.sent_by for row in before} == {"钱会计"}
    assert office.do(RecordNoticesSent((first, second))) == {"marked": 0, "skipped": 2}
    assert ask(office, queries.notices) == before
    assert ask(office, queries.notices, NoticeStatus.QUEUED) == ()


def test_one_unknown_notice_refuses_all(office: Office) -> None:
    assert office.refused(RecordNoticesSent((queue(office), "f" * 32))).code == "notice.unknown"


def read(office: Office, engine: str, result: str) -> None:
    where = office.school
    keep_reading(
        where.database, where.id, sha256="a" * 64, kind="yyzz", engine=engine, result=result, now=office.clock.now()
    )


def test_the_newest_reading_counts_and_an_engine_replaces_only_its_own(office: Office) -> None:
    assert ask(office, queries.reading, "a" * 64, "yyzz") is None
    read(office, "rapidocr", '{"name": "石风"}')
    read(office, "easyocr", '{"name": "石凤"}')
    assert ask(office, queries.reading, "a" * 64, "yyzz") == ("easyocr", '{"name": "石凤"}')
    read(office, "rapidocr", '{"name": "石凤钢"}')
    assert ask(office, queries.reading, "a" * 64, "yyzz") == ("rapidocr", '{"name": "石凤钢"}')
    assert ask(office, queries.reading, "a" * 64, "cns") is None
    with office.school.reading() as session:
        assert session.scalar(sa.select(sa.func.count()).select_from(ReadingRow)) == 2
        assert session.scalar(sa.select(sa.func.count()).select_from(DocumentRow)) == 0


def test_a_ledger_counts_every_row_of_the_file_once() -> None:
    rows = [
        LedgerRow(4, "康霞", "imported"),
        LedgerRow(2, "孙绍", "failed", ("手机号应为 11 位。",)),
        LedgerRow(7, "高", "updated"),
    ]
    ledger = in_order(rows, [SkippedEntry(1, "标题行"), SkippedEntry(9, "合计行")])
    assert [row.row_no for row in ledger] == [1, 2, 4, 7, 9]
    assert ledger[0] == LedgerRow(1, "", "skipped", ("标题行",))
    assert sum(count(ledger, state) for state in ROW_STATES) == len(rows) + 2
    assert [count(ledger, state) for state in ROW_STATES] == [1, 1, 2, 1]
