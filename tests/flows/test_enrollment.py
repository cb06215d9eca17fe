"""网上报名: plans take enrolments only while 报名中, rosters are judged row by row."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from school_desk.documents.ledger import SkippedEntry
from school_desk.documents.queries import paper
from school_desk.enrollments import queries
from school_desk.enrollments.commands import (
    AttachPhoto,
    CorrectTrainee,
    ImportRoster,
    ReplaceTrainee,
    RosterEntry,
    RosterOutcome,
    WithdrawEnrollment,
)
from school_desk.overview.progress import all_progress
from school_desk.overview.search import Wanted
from school_desk.plans.commands import CreatePlan, EditPlan, ExtendPlan
from school_desk.plans.queries import extensions
from school_desk.terms.levels import SkillLevel
from tests.papers import approved_enterprise, reviewed_enterprise
from tests.school import Office

PEOPLE = (
    ("康霞", "33052319791002976X", "15000007357"),
    ("孙绍", "330521199410040838", "15800000809"),
    ("高乐思", "330502198511248327", "13800005893"),
)


def make_plan(office: Office, trade: str = "钢筋工", level: SkillLevel = SkillLevel.INTERMEDIATE) -> str:
    plan_id: str = office.do(CreatePlan(trade, level, date(2026, 8, 1), date(2026, 9, 30), 80_000))["plan_id"]
    return plan_id


def entry(number: int, row_no: int | None = None, **changes: Any) -> RosterEntry:
    name, id_number, mobile = PEOPLE[number]
    arguments: dict[str, Any] = {
        "name": name,
        "sex": "",
        "id_number": id_number,
        "mobile": mobile,
        "trade": "钢筋工",
        "level": "中级",
    }
    return RosterEntry(row_no=row_no or number + 3, **(arguments | changes))


def roster(office: Office, enterprise_id: str, *entries: RosterEntry, into: str | None = None) -> RosterOutcome:
    command = ImportRoster(enterprise_id, "名单.xlsx", "0" * 64, entries, (SkippedEntry(99, "合计行"),), into)
    outcome: RosterOutcome = office.do(command)
    assert sum(outcome.count(state) for state in ("imported", "updated", "skipped", "failed")) == len(entries) + 1
    return outcome


def test_good_rows_enrol_and_bad_rows_come_back_with_reasons(office: Office) -> None:
    enterprise_id = approved_enterprise(office)
    make_plan(office)
    outcome = roster(office, enterprise_id, entry(0), entry(1, mobile="1500000334"), entry(2, trade="飞行员"))
    assert (outcome.count("imported"), outcome.count("failed"), outcome.count("skipped")) == (1, 2, 1)
    reasons = {row.row_no: row.reasons for row in outcome.rows}
    assert "11 位" in reasons[4][0]
    assert "飞行员" in reasons[5][0]


def test_the_same_roster_twice_changes_nothing(office: Office) -> None:
    enterprise_id = approved_enterprise(office)
    make_plan(office)
    first = roster(office, enterprise_id, entry(0), entry(1))
    before = office.dump()
    second = roster(office, enterprise_id, entry(0), entry(1))
    assert second.batch_id is None
    assert second.count("skipped") == 3
    assert office.dump() == before
    assert first.payment_code is not None


def test_the_same_roster_after_sign_up_changes_nothing_either(office: Office) -> None:
    """Nobody is told to open a plan for people who are enrolled; somebody new is."""
    make_plan(office)
    enterprise_id = approved_enterprise(office)
    given = ImportRoster(enterprise_id, "名单.xlsx", "0" * 64, (entry(0, 2), entry(1, 3)))
    office.do(given)
    office.move_to(2026, 10, 8, 9)
    again: RosterOutcome = office.do(replace(given, entries=(*given.entries, entry(2, 4))))
    assert [row.state for row in again.rows] == ["skipped", "skipped", "failed"]
    assert "没有变化" in again.rows[0].reasons[0]
    assert "没有正在报名的“钢筋工中级工”" in again.rows[2].reasons[0]


def test_a_corrected_roster_touches_only_what_failed(office: Office) -> None:
    enterprise_id = approved_enterprise(office)
    make_plan(office)
    first = roster(office, enterprise_id, entry(0), entry(1, mobile="1500000334"))
    again = roster(office, enterprise_id, entry(0), entry(1), into=first.batch_id)
    assert (again.batch_id, again.count("imported")) == (first.batch_id, 1)


def test_a_person_twice_in_one_roster_enrols_once(office: Office) -> None:
    enterprise_id = approved_enterprise(office)
    make_plan(office)
    outcome = roster(office, enterprise_id, entry(0, 3), entry(0, 4))
    assert [row.state for row in outcome.rows] == ["imported", "skipped", "skipped"]


def test_no_enrolment_before_the_authority_approves(office: Office) -> None:
    enterprise_id = reviewed_enterprise(office)
    make_plan(office)
    refusal = office.refused(ImportRoster(enterprise_id, "名单.xlsx", "0" * 64, (entry(0),)))
    assert "审核通过之后" in refusal.message


def test_no_enrolment_when_sign_up_has_ended_until_it_is_extended(office: Office) -> None:
    enterprise_id = approved_enterprise(office)
    plan_id = make_plan(office)
    office.move_to(2026, 10, 8)
    assert roster(office, enterprise_id, entry(0)).count("failed") == 1
    office.do(ExtendPlan(plan_id, date(2026, 10, 31), "企业要求"))
    assert roster(office, enterprise_id, entry(0)).count("imported") == 1


def test_a_plan_with_a_wrong_last_day_ends_earlier(office: Office) -> None:
    """Who has enrolled stays; from the day after nobody comes in."""
    enterprise_id = approved_enterprise(office)
    made = CreatePlan("钢筋工", SkillLevel.INTERMEDIATE, date(2026, 8, 1), date(2027, 9, 30), 80_000)
    plan_id = office.do(made)["plan_id"]
    roster(office, enterprise_id, entry(0))
    office.do(ExtendPlan(plan_id, date(2026, 8, 2), "年份录错"))
    assert roster(office, enterprise_id, entry(1)).count("failed") == 1
    with office.school.reading() as session:
        (person,) = queries.enrolled(session, office.school.id, plan_id=plan_id, active_only=True)
        (change,) = extensions(session, office.school.id, plan_id)
    assert person.name == PEOPLE[0][0]
    assert (change.old_to, change.new_to) == (date(2027, 9, 30), date(2026, 8, 2))


def test_rosters_go_into_the_plan_that_was_made_last(office: Office) -> None:
    """A fee on which people enrolled stays; the way out that the refusal names is another plan beside it."""
    enterprise_id = approved_enterprise(office)
    first = make_plan(office)
    assert roster(office, enterprise_id, entry(0)).rows[0].reasons == ("没有照片，制准考证前请补交。",)
    assert "此后导入的名单都进入新建的计划" in office.refused(EditPlan(first, "", 90_000, None)).message
    for last_day in (date(2026, 12, 31), date(2026, 9, 1)):
        command = CreatePlan("钢筋工", SkillLevel.INTERMEDIATE, date(2026, 8, 1), last_day, 90_000)
        second = office.do(command)
        outcome = roster(office, enterprise_id, entry(1))
        assert f"报入最后新建的计划 {second['number']}，培训费 900.00 元。" in outcome.rows[0].reasons
        with office.school.reading() as session:
            (person,) = queries.enrolled(session, office.school.id, plan_id=second["plan_id"], active_only=True)
        office.do(WithdrawEnrollment(person.id, "再试"))


def test_another_employer_cannot_enrol_the_same_person_for_the_same(office: Office) -> None:
    first, second = approved_enterprise(office), approved_enterprise(office, 1)
    make_plan(office)
    roster(office, first, entry(0))
    outcome = roster(office, second, entry(0))
    assert "湖州石凤钢结构工程有限公司" in outcome.rows[0].reasons[0]


def test_one_id_number_has_one_name(office: Office) -> None:
    enterprise_id = approved_enterprise(office)
    make_plan(office)
    make_plan(office, "砌筑工")
    roster(office, enterprise_id, entry(0))
    outcome = roster(office, enterprise_id, entry(0, trade="砌筑工", name="康下"))
    assert "康霞" in outcome.rows[0].reasons[0]


def test_withdraw_replace_correct_and_photo(office: Office) -> None:
    enterprise_id = approved_enterprise(office)
    plan_id = make_plan(office)
    roster(office, enterprise_id, entry(0), entry(1))
    with office.school.reading() as session:
        first, second = queries.enrolled(session, office.school.id, plan_id=plan_id)
    office.do(AttachPhoto(first.id, office.store(b"face", "照片.jpg")))
    office.do(CorrectTrainee(first.trainee_id, "name", "康 夏", "身份证登记错字"))
    office.do(CorrectTrainee(first.trainee_id, "mobile", "138 0000 5893", "换号"))
    assert (
        office.refused(CorrectTrainee(first.trainee_id, "id_number", second.id_number, "更正")).code == "trainee.known"
    )
    office.do(ReplaceTrainee(first.id, entry(2), "康夏离职"))
    office.do(WithdrawEnrollment(second.id, "企业申请撤回"))
    with office.school.reading() as session:
        standing = queries.enrolled(session, office.school.id, plan_id=plan_id, active_only=True)
        found, by_tail = (
            [row.trainee_id for row in all_progress(session, office.school.id, date(2026, 8, 3), Wanted(words))]
            for words in ("kx", "02976x")
        )
    assert [row.name for row in standing] == ["高乐思"]
    assert found == by_tail == [first.trainee_id]


def mobiles(office: Office) -> dict[str, str]:
    with office.school.reading() as session:
        return {row.name: row.mobile for row in queries.enrolled(session, office.school.id, active_only=True)}


def put_right(office: Office, mobile: str) -> None:
    """The mobile of the first person is corrected."""
    with office.school.reading() as session:
        person = next(row for row in queries.enrolled(session, office.school.id) if row.name == PEOPLE[0][0])
    office.do(CorrectTrainee(person.trainee_id, "mobile", mobile, "本人来电"))


def test_no_roster_overwrites_a_mobile_that_a_person_put_right(office: Office) -> None:
    """Neither the same file again nor that of another enterprise."""
    first, second = approved_enterprise(office), approved_enterprise(office, 1)
    make_plan(office)
    make_plan(office, "架子工")
    roster(office, first, entry(0))
    put_right(office, "13900003287")
    again = roster(office, first, entry(0)).rows[0]
    assert (again.state, "没有变化" in again.reasons[0]) == ("skipped", True)
    elsewhere = roster(office, second, entry(0, trade="架子工")).rows[0]
    assert elsewhere.state == "imported"
    for row in (again, elsewhere):
        assert "手机号与更正过的不同，没有更改。要改请与本人核实后点“更正…”。" in row.reasons
    assert mobiles(office)[PEOPLE[0][0]] == "13900003287"


def test_a_mobile_that_a_roster_changes_is_told(office: Office) -> None:
    first, second = approved_enterprise(office), approved_enterprise(office, 1)
    make_plan(office)
    make_plan(office, "架子工")
    roster(office, first, entry(0))
    newer = roster(office, first, entry(0, mobile="13900003287")).rows[0]
    assert (newer.state, "手机号已更新（原为 150****7357）" in newer.reasons[0]) == ("updated", True)
    elsewhere = roster(office, second, entry(0, trade="架子工", mobile="13800004889")).rows[0]
    assert "手机号已更新（原为 139****3287）。" in elsewhere.reasons
    assert mobiles(office)[PEOPLE[0][0]] == "13800004889"


def test_two_rows_of_one_person_keep_the_first_mobile(office: Office) -> None:
    enterprise_id = approved_enterprise(office)
    make_plan(office)
    make_plan(office, "架子工")
    rows = roster(office, enterprise_id, entry(0, 3), entry(0, 4, trade="架子工", mobile="13900003287")).rows
    assert [row.state for row in rows[:2]] == ["imported", "imported"]
    assert "手机号与第 3 行不同，按第 3 行登记。" in rows[1].reasons
    assert mobiles(office)[PEOPLE[0][0]] == PEOPLE[0][2]


def test_the_mobile_typed_for_who_takes_a_place_is_kept_as_a_correction(office: Office) -> None:
    enterprise_id = approved_enterprise(office)
    plan_id = make_plan(office)
    make_plan(office, "架子工")
    roster(office, enterprise_id, entry(0, trade="架子工"), entry(1))
    with office.school.reading() as session:
        (leaving,) = queries.enrolled(session, office.school.id, plan_id=plan_id)
    office.do(ReplaceTrainee(leaving.id, entry(0, mobile="139 0000 3287"), "离职"))
    assert mobiles(office)[PEOPLE[0][0]] == "13900003287"
    with office.school.reading() as session:
        person = next(row for row in queries.enrolled(session, office.school.id) if row.name == PEOPLE[0][0])
        (kept,) = queries.corrections(session, office.school.id, person.trainee_id)
    assert (kept.old_value, kept.new_value, kept.reason) == (PEOPLE[0][2], "13900003287", "换人：离职")


def test_a_plan_people_enrolled_in_keeps_its_fee(office: Office) -> None:
    enterprise_id = approved_enterprise(office)
    plan_id = make_plan(office)
    office.do(EditPlan(plan_id, "", 90_000, None))
    roster(office, enterprise_id, entry(0))
    assert office.refused(EditPlan(plan_id, "", 80_000, None)).code == "plan.in_use"


def test_a_corrected_roster_brings_the_photos_that_lacked(office: Office) -> None:
    enterprise_id = approved_enterprise(office)
    plan_id = make_plan(office)
    roster(office, enterprise_id, entry(0), entry(1, photo=office.store(b"early")))
    late = entry(0, photo=office.store(b"late")), entry(1, photo=office.store(b"another"))
    outcome = roster(office, enterprise_id, *late)
    reasons = {row.row_no: (row.state, *row.reasons) for row in outcome.rows}
    assert (reasons[3][0], reasons[4][0], outcome.batch_id) == ("updated", "skipped", None)
    assert "照片已补上" in reasons[3][1]
    with office.school.reading() as session:
        first, second = queries.enrolled(session, office.school.id, plan_id=plan_id)
        shown = [paper(session, office.school.id, str(p.photo_document_id)) for p in (first, second)]
    assert [one and one.sha256 for one in shown] == [office.store(b"late").sha256, office.store(b"early").sha256]


def test_a_number_known_to_have_lost_its_digits_is_not_judged_again(office: Office) -> None:
    enterprise_id = approved_enterprise(office)
    make_plan(office)
    lost = entry(0, id_number="330523197910029000", id_problem="身份证号存成了数字，末尾几位已经丢失。")
    (row,) = (row for row in roster(office, enterprise_id, lost).rows if row.row_no == 3)
    assert (row.state, row.reasons) == ("failed", ("身份证号存成了数字，末尾几位已经丢失。",))


def test_a_corrected_number_brings_the_day_of_birth_and_the_sex(office: Office) -> None:
    enterprise_id = approved_enterprise(office)
    plan_id = make_plan(office)
    roster(office, enterprise_id, entry(0))
    with office.school.reading() as session:
        (person,) = queries.enrolled(session, office.school.id, plan_id=plan_id)
    office.do(CorrectTrainee(person.trainee_id, "id_number", PEOPLE[1][1], "填错了"))
    with office.school.reading() as session:
        (person,) = queries.enrolled(session, office.school.id, plan_id=plan_id)
    assert (person.birth_date, person.sex) == (date(1994, 10, 4), "男")
