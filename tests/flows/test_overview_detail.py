"""详情 with its four sections and the timeline; 操作日志 with what changed from what to what, personal numbers masked."""

from __future__ import annotations

from datetime import date

from school_desk.certificates.commands import RecordRegistryLookUp
from school_desk.certificates.queries import certificates
from school_desk.enrollments.commands import CorrectTrainee
from school_desk.kernel.recording import tables_by_name
from school_desk.kernel.tables import JournalRow, table_of
from school_desk.overview.detail import TraineeDetail, trainee_detail
from school_desk.overview.journal_columns import COLUMN_WORDS, TECHNICAL, is_shown
from school_desk.overview.journal_detail import JournalDetail, journal_detail
from school_desk.overview.journal_list import JournalWanted, journal_actors, journal_list
from school_desk.overview.trace import TimelineRow, timeline
from school_desk.scores.domain import ResultKind
from school_desk.terms.statuses import Subject, SubmissionStatus
from tests.learners import enrol
from tests.results import approved_scores, import_numbers, number_entry
from tests.school import Office

TODAY = date(2026, 10, 21)


def detail(office: Office, enrollment_id: str) -> TraineeDetail:
    with office.school.reading() as session:
        found = trainee_detail(session, office.school.id, enrollment_id, TODAY)
    assert found is not None
    return found


def opened(office: Office, command_id: str) -> JournalDetail:
    with office.school.reading() as session:
        found = journal_detail(session, office.school.database.cipher, office.school.id, command_id)
    assert found is not None
    return found


def log(office: Office, **wanted: object) -> tuple[TimelineRow, ...]:
    with office.school.reading() as session:
        return journal_list(session, office.school.id, JournalWanted(**wanted))  # type: ignore[arg-type]


def test_the_four_sections_unfold(office: Office) -> None:
    _, (person,) = approved_scores(office, 1)
    import_numbers(office, number_entry(person, "N1"))
    with office.school.reading() as session:
        (held,) = certificates(session, office.school.id)
    office.do(RecordRegistryLookUp(held.id, TODAY, True, "已查到"), office.examiner)
    found = detail(office, person.id)
    assert found.person == person
    assert found.batch is not None
    assert found.batch.number.startswith("BM2026")
    assert found.account is not None
    assert [course.minutes for course in found.courses] == [360, 720]
    assert (found.hours.reached, found.hours.met) == (24, True)
    (exam,) = found.exams
    assert exam.plan is not None
    assert exam.ticket_no == "20260010001"
    assert [(s.subject, s.room, s.seat_no) for s in exam.sittings] == [(s, "第一考场", 1) for s in Subject]
    assert exam.result is not None
    assert exam.result.kind is ResultKind.PASSED
    assert exam.submission is not None
    assert exam.submission.status is SubmissionStatus.APPROVED
    (section,) = found.certificates
    assert (section.certificate.number, [look_up.note for look_up in section.look_ups]) == ("N1", ["已查到"])
    assert found.registry_address == "https://rcgz.mohurd.gov.cn/"
    assert found.others == ()


def test_before_anything_happened_the_sections_are_empty(office: Office) -> None:
    (person,) = enrol(office, 1)
    found = detail(office, person.id)
    assert (found.account, found.courses, found.exams, found.certificates) == (None, (), (), ())
    with office.school.reading() as session:
        assert trainee_detail(session, office.school.id, "0" * 32, TODAY) is None
        assert timeline(session, office.school.id, "0" * 32) == ()


def test_the_timeline_tells_who_did_what_in_order(office: Office) -> None:
    _, (person, other) = approved_scores(office, 2)
    import_numbers(office, number_entry(person, "N1"))
    with office.school.reading() as session:
        mine = timeline(session, office.school.id, person.id)
        theirs = timeline(session, office.school.id, other.id)
    told = [row.label for row in mine if not row.undone and row.label != "撤销"]
    assert [row.seq for row in mine] == sorted(row.seq for row in mine)
    for label in ("导入报名名单", "导入学时", "申请考试", "上报考核计划", "导入成绩", "成绩报审", "导入证书编号"):
        assert label in told
    assert "导入证书编号" not in [row.label for row in theirs]
    assert {row.actor for row in mine} >= {"沈文员", "考务吴"}


def test_what_was_taken_back_is_marked_until_it_is_done_again(office: Office) -> None:
    (person,) = enrol(office, 1)
    command = CorrectTrainee(person.trainee_id, "name", "康夏", "登记错字")
    done = office.school.execute(command, office.clerk)
    undone = office.undo(done.command_id)
    by_id = {row.command_id: row for row in log(office)}
    assert (by_id[done.command_id].undone, by_id[undone.command_id].undone) == (True, False)
    office.undo(undone.command_id)
    by_id = {row.command_id: row for row in log(office)}
    assert (by_id[done.command_id].undone, by_id[undone.command_id].undone) == (False, True)


def test_changes_before_and_after_with_masked_numbers(office: Office) -> None:
    (person,) = enrol(office, 1)
    command = CorrectTrainee(person.trainee_id, "mobile", "13800005893", "换号")
    done = office.school.execute(command, office.clerk)
    trainee, correction = sorted(opened(office, done.command_id).records, key=lambda record: record.what == "新增")
    assert (trainee.kind, trainee.name, trainee.what) == ("学员", "康霞", "修改")
    assert [(f.field, f.before, f.after) for f in trainee.fields] == [("手机号", "150****7357", "138****5893")]
    shown = {field.field: field.after for field in correction.fields}
    assert (correction.kind, shown["更正前"], shown["更正后"]) == ("更正记录", "150****7357", "138****5893")


def test_no_whole_personal_number_anywhere_in_the_log(office: Office) -> None:
    _, people = approved_scores(office, 2)
    import_numbers(office, *(number_entry(person, f"N{n}", n) for n, person in enumerate(people)))
    with office.school.reading() as session:
        ids = [row.id for row in session.query(JournalRow)]
    text = str([opened(office, command_id) for command_id in ids])
    for person in people:
        assert person.name in text
        assert person.id_number not in text
        assert person.mobile not in text


def test_the_log_is_narrowed_by_person_day_kind_record_and_words(office: Office) -> None:
    (person,) = enrol(office, 1)
    office.move_to(2026, 8, 5, 0, 30)
    done = office.school.execute(CorrectTrainee(person.trainee_id, "name", "康夏", "登记错字"), office.clerk)
    (row,) = log(office, first_day=date(2026, 8, 5), last_day=date(2026, 8, 5))
    assert (row.command_id, row.actor, row.label) == (done.command_id, "沈文员", "更正学员信息")
    assert log(office, command="CorrectTrainee") == (row,)
    assert row in log(office, record=("trainee", person.trainee_id))
    assert row not in log(office, last_day=date(2026, 8, 4))
    assert {line.actor for line in log(office, actor_id="examiner")} == {"考务吴"}
    assert all("名单" in line.subject for line in log(office, words="名单"))
    with office.school.reading() as session:
        newest = journal_list(session, office.school.id, limit=2)
        after = journal_list(session, office.school.id, before_seq=newest[-1].seq, limit=2)
        actors = dict(journal_actors(session, office.school.id))
    assert [line.seq for line in (*newest, *after)] == sorted((line.seq for line in (*newest, *after)), reverse=True)
    assert actors["clerk"] == "沈文员"


def test_every_column_of_every_table_has_a_word_or_is_technical(office: Office) -> None:
    columns = [column for kind in tables_by_name().values() for column in table_of(kind).columns]
    shown = {column.name for column in columns if is_shown(column)}
    assert shown - COLUMN_WORDS.keys() == set()
    assert COLUMN_WORDS.keys() - shown == set(), "a word for a column that is gone"
    assert TECHNICAL - {column.name for column in columns} == set()
