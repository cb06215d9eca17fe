"""Whole personal numbers: looking at them and taking them away leaves a line in the journal, and nothing else anywhere."""

from __future__ import annotations

import pytest

from school_desk.documents.commands import QueueNotice, RevealNoticeMobile
from school_desk.enrollments.commands import RecordExport, RecordWholeExport, RevealPersonal
from school_desk.enterprises.commands import RevealMobiles
from school_desk.kernel.commands import Command
from school_desk.kernel.errors import RuleViolation
from school_desk.overview.journal_list import JournalWanted, journal_list
from school_desk.overview.trace import TimelineRow
from tests.learners import enrol
from tests.papers import registration
from tests.school import Office


def last_line(office: Office) -> TimelineRow:
    with office.school.reading() as session:
        return journal_list(session, office.school.id, JournalWanted(), limit=1)[0]


def test_a_look_is_journalled_with_whose_and_by_whom(office: Office) -> None:
    (person,) = enrol(office, 1)
    before = office.dump()
    office.do(RevealPersonal(person.id, person.name), office.cashier)
    assert office.dump() == before
    line = last_line(office)
    assert (line.actor, line.label, line.subject) == ("钱会计", "查看完整证件号和手机号", "康霞")


def test_a_look_names_the_right_person_or_is_refused(office: Office) -> None:
    (person,) = enrol(office, 1)
    assert office.refused(RevealPersonal(person.id, "高乐思")).code == "trainee.other_name"
    assert office.refused(RevealPersonal("0" * 32, "康霞")).code == "enrollment.unknown"


def test_a_look_at_an_enterprises_mobiles_is_journalled_too(office: Office) -> None:
    enterprise_id: str = office.do(registration(office))["enterprise_id"]
    name = registration(office).name
    before = office.dump()
    office.do(RevealMobiles(enterprise_id, name), office.cashier)
    assert office.dump() == before
    line = last_line(office)
    assert (line.actor, line.label, line.subject) == ("钱会计", "查看企业的完整手机号", name)
    assert office.refused(RevealMobiles(enterprise_id, "别家公司")).code == "enterprise.other_name"
    assert office.refused(RevealMobiles("0" * 32, name)).code == "enterprise.unknown"


def test_a_look_at_the_mobile_of_a_notice_is_journalled_too(office: Office) -> None:
    command = QueueNotice("开课", "wechat", "a" * 32, "石凤 陈静", "13800005893", "请通知学员上课。")
    notice_id: str = office.do(command)["notice_id"]
    office.do(RevealNoticeMobile(notice_id, "石凤 陈静"), office.cashier)
    line = last_line(office)
    assert (line.actor, line.label, line.subject) == ("钱会计", "查看收件人的完整手机号", "石凤 陈静")
    assert office.refused(RevealNoticeMobile(notice_id, "别人")).code == "notice.other_recipient"
    assert office.refused(RevealNoticeMobile("0" * 32, "石凤 陈静")).code == "notice.unknown"
    seen = office.school.execute(RevealNoticeMobile(notice_id, "石凤 陈静"), office.clerk)
    with pytest.raises(RuleViolation, match="不能撤销"):
        office.undo(seen.command_id)


def test_what_was_seen_or_taken_away_cannot_be_taken_back(office: Office) -> None:
    (person,) = enrol(office, 1)
    commands: tuple[Command, ...] = (
        RevealPersonal(person.id, person.name),
        RevealMobiles(person.enterprise_id, person.enterprise),
        RecordExport(1, "", "名单.xlsx"),
        RecordWholeExport(1, "", "名单.xlsx", "报送主管部门"),
    )
    for command in commands:
        done = office.school.execute(command, office.clerk)
        with pytest.raises(RuleViolation, match="不能撤销"):
            office.undo(done.command_id)


def test_an_export_is_journalled_without_any_whole_number(office: Office) -> None:
    office.do(RecordExport(3, "33052319791002976X", "名单.xlsx"), office.cashier)
    assert last_line(office).subject == "3 条 · 330523********976X"
    office.do(RecordWholeExport(12, "", "名单.xlsx", "报送 15000007357"), office.clerk)
    assert last_line(office).subject == "12 条 · 全部 · 报送 150****7357"
    assert last_line(office).label == "导出报名人员（完整证件号和手机号）"


def test_whole_numbers_need_the_right_role_and_a_reason(office: Office) -> None:
    wanted = RecordWholeExport(3, "", "名单.xlsx", "报送主管部门")
    assert office.refused(wanted, office.cashier).code == "command.not_allowed"
    for silent in ("", "  "):
        refusal = office.refused(RecordWholeExport(3, "", "名单.xlsx", silent))
        assert (refusal.code, refusal.field) == ("enrollment.reason", "reason")
    assert office.refused(RecordExport(0, "", "名单.xlsx")).code == "export.empty"
