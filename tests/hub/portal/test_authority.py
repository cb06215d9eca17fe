"""主管部门 on the website: it finds what falls under it, decides with its own account, and reaches nothing of another authority."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from starlette.routing import Route

from school_desk.accounts.queries import accounts
from school_desk.documents import queries as documents
from school_desk.enterprises.commands import EditEnterprise, RecordAuthorityDecision, RenameEnterprise
from school_desk.enterprises.queries import EnterpriseDetail, enterprise
from school_desk.exams.commands import RecordPlanAccepted, RecordPlanDecision, ReportPlan, WithdrawReport
from school_desk.exams.queries import ExamPlanDetail, exam_plan
from school_desk.kernel.commands import Actor
from school_desk.kernel.errors import RuleViolation
from school_desk.kernel.tables import JournalRow
from school_desk.kernel.undo import opposite
from school_desk.scores.commands import RecordSubmissionAccepted, RecordSubmissionDecision
from school_desk.scores.queries import SubmissionRow, submissions
from school_desk.terms.regions import PROVINCE
from school_desk.terms.roles import WebRole
from school_desk.terms.statuses import EnterpriseStatus, ExamPlanStatus, SubmissionStatus
from tests.examinations import full_plan
from tests.hub.portal.browser import STAFF, Browser, Website
from tests.hub.portal.schools import as_authority, hub_of, website
from tests.learners import given, ready
from tests.papers import CODES, reviewed_enterprise
from tests.results import entry, examined, import_scores, submit
from tests.school import Office

JIAXING = "330400"
NUMBER = "湖建人〔2026〕9号"


def _plan_reported(office: Office) -> tuple[str, str]:
    """An enterprise before its authority and a plan that was reported."""
    waiting = reviewed_enterprise(office, 2)
    people = ready(office, 2)
    plan_id = full_plan(office, *people)
    given(office, ReportPlan(plan_id), office.examiner)
    return waiting, plan_id


def _scores_submitted(office: Office) -> tuple[str, str]:
    plan_id, people = examined(office, 2)
    import_scores(office, plan_id, *(entry(office, plan_id, person, row) for row, person in enumerate(people)))
    return plan_id, submit(office, plan_id)


@pytest.fixture(scope="module")
def reported(founded: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Any]:
    return hub_of(founded, tmp_path_factory.mktemp("reported"), _plan_reported)


@pytest.fixture(scope="module")
def submitted(founded: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Any]:
    return hub_of(founded, tmp_path_factory.mktemp("submitted"), _scores_submitted)


@pytest.fixture
def site(reported: tuple[Path, Any], tmp_path: Path) -> Iterator[Website]:
    """An enterprise waits, and a plan."""
    opened = website(reported[0], tmp_path / "hub", 2026, 10, 9, 9)
    yield opened
    opened.school.close()


@pytest.fixture
def scored(submitted: tuple[Path, Any], tmp_path: Path) -> Iterator[Website]:
    """Scores wait."""
    opened = website(submitted[0], tmp_path / "scored", 2026, 10, 22, 9)
    yield opened
    opened.school.close()


@pytest.fixture
def waiting(reported: tuple[Path, Any]) -> str:
    enterprise_id: str = reported[1][0]
    return enterprise_id


@pytest.fixture
def plan_id(reported: tuple[Path, Any]) -> str:
    found: str = reported[1][1]
    return found


@pytest.fixture
def scored_plan(submitted: tuple[Path, Any]) -> str:
    found: str = submitted[1][0]
    return found


def the_enterprise(site: Website, enterprise_id: str) -> EnterpriseDetail:
    with site.school.reading() as session:
        found = enterprise(session, site.school.id, enterprise_id)
    assert found is not None
    return found


def the_plan(site: Website, plan_id: str) -> ExamPlanDetail:
    with site.school.reading() as session:
        found = exam_plan(session, site.school.id, plan_id)
    assert found is not None
    return found


def the_submission(site: Website, plan_id: str) -> SubmissionRow:
    with site.school.reading() as session:
        return submissions(session, site.school.id, plan_id)[-1]


def journal(site: Website) -> list[JournalRow]:
    with site.school.reading() as session:
        return list(session.query(JournalRow).order_by(JournalRow.seq))


def seen(page: str) -> str:
    return page.split('name="seen" value="')[1].split('"')[0]


def decided(browser: Browser, address: str, verdict: str = "approve", **changes: str) -> str:
    page = browser.get(address).text
    fields = {"seen": seen(page), "verdict": verdict, "decided_on": "2026-10-09", "document_no": NUMBER, "reason": ""}
    return browser.post(address, **(fields | changes)).text


def test_the_first_page_counts_what_waits(site: Website, scored: Website) -> None:
    page = as_authority(site).get("/home").text
    assert [part.split("</b>")[0][-1] for part in page.split('<ul class="waiting">')[1].split("<li>")[1:]] == [
        "1",
        "1",
        "0",
    ]
    page = as_authority(scored).get("/home").text
    assert [part.split("</b>")[0][-1] for part in page.split('<ul class="waiting">')[1].split("<li>")[1:]] == [
        "0",
        "0",
        "1",
    ]


def test_an_enterprise_is_approved_by_its_authority(site: Website, waiting: str) -> None:
    browser = as_authority(site)
    assert CODES[2] in browser.get("/authority/enterprises").text
    address = f"/authority/enterprises/{waiting}"
    page = browser.get(address).text
    for kind in ("yyzz", "cns", "zzzs"):
        assert f'{address}/papers/{kind}"' in page
        answer = browser.get(f"{address}/papers/{kind}")
        assert answer.headers["content-type"] == "image/jpeg"
        assert answer.content == f"{kind}2".encode()
    assert "13800005893" not in page
    assert "结论已提交" in decided(browser, address)
    found = the_enterprise(site, waiting)
    assert found.status is EnterpriseStatus.APPROVED
    (decision,) = found.decisions
    assert decision.document_no == f"{NUMBER}（网上审核）", "the record says what its evidence is"
    assert decision.decided_on == date(2026, 10, 9)
    last = journal(site)[-1]
    assert (last.name, last.actor_name) == ("RecordAuthorityDecision", "湖州市住房和城乡建设局")


def test_an_enterprise_is_refused_with_a_reason(site: Website, waiting: str) -> None:
    browser, address = as_authority(site), f"/authority/enterprises/{waiting}"
    assert "请填写原因" in decided(browser, address, "refuse")
    assert the_enterprise(site, waiting).status is EnterpriseStatus.AT_AUTHORITY
    decided(browser, address, "refuse", reason="资质证书过期", document_no="")
    found = the_enterprise(site, waiting)
    assert (found.status, found.return_reason) == (EnterpriseStatus.REFUSED, "资质证书过期")
    assert found.decisions[0].document_no == "网上审核"


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"verdict": "perhaps"}, "请选择结论"),
        ({"decided_on": "2026-10-10"}, "日期不能晚于今天"),
        ({"decided_on": "明天"}, "请填写日期"),
        ({"document_no": "一" * 81}, "文号最多"),
        ({"seen": "something else"}, "刚刚有变化"),
    ],
)
def test_what_will_not_do_is_told_and_decides_nothing(
    site: Website, waiting: str, plan_id: str, changes: dict[str, str], told: str
) -> None:
    browser = as_authority(site)
    before = len(journal(site))
    for address in (f"/authority/enterprises/{waiting}", f"/authority/plans/{plan_id}"):
        assert told in decided(browser, address, **changes), address
    assert len(journal(site)) == before


def test_a_moved_enterprise_is_checked_again_by_its_new_authority(site: Website, waiting: str) -> None:
    old, new = as_authority(site), as_authority(site, JIAXING)
    decided(old, f"/authority/enterprises/{waiting}")
    site.do(EditEnterprise(waiting, "陈静", None, "嘉兴市新路1号", "330402", "13800005893"))
    assert old.get(f"/authority/enterprises/{waiting}").status_code == 404
    address = f"/authority/enterprises/{waiting}"
    page = new.get(address).text
    assert "变更待复核" in page
    assert "结论已提交" in new.post(address, seen=seen(page)).text
    assert the_enterprise(site, waiting).recheck is None


@pytest.mark.parametrize("field", ["name", "credit_code", "address", "contact_name"])
def test_what_is_another_enterprise_by_now_is_looked_at_first(site: Website, waiting: str, field: str) -> None:
    browser, address = as_authority(site), f"/authority/enterprises/{waiting}"
    page = browser.get(address).text
    now = {"name": "湖州改名建设有限公司", "credit_code": CODES[1], "address": "湖州市新路2号", "contact_name": "王新"}[
        field
    ]
    if field in ("name", "credit_code"):
        found = the_enterprise(site, waiting)
        renamed = {"name": found.name, "credit_code": found.credit_code} | {field: now}
        site.do(RenameEnterprise(waiting, reason="变更登记", **renamed))
    else:
        changed = {"contact_name": "陈静", "address": "湖州市吴兴区埭溪镇创业路849号"} | {field: now}
        site.do(EditEnterprise(waiting, changed["contact_name"], None, changed["address"], "330502", "13800005893"))
    told = browser.post(address, seen=seen(page), verdict="approve", decided_on="2026-10-09").text
    assert "刚刚有变化" in told
    assert now in told
    assert the_enterprise(site, waiting).status is EnterpriseStatus.AT_AUTHORITY


def test_a_refusal_is_a_refusal_where_a_recheck_is_left_behind(site: Website, waiting: str) -> None:
    """An approval the office had recorded was undone after the enterprise moved: the page asks for a decision, and takes it as one."""
    new, address = as_authority(site, JIAXING), f"/authority/enterprises/{waiting}"
    site.do(RecordAuthorityDecision(waiting, True, date(2026, 10, 9), NUMBER))
    with site.school.reading() as session:
        undo = opposite(session, site.school.id, journal(site)[-1].id)
    site.do(EditEnterprise(waiting, "陈静", None, "嘉兴市新路1号", "330402", "13800005893"))
    site.school.bus.execute(undo, STAFF)
    found = the_enterprise(site, waiting)
    assert (found.status, bool(found.recheck)) == (EnterpriseStatus.AT_AUTHORITY, True)
    decided(new, address, "refuse", reason="资质证书过期")
    assert the_enterprise(site, waiting).status is EnterpriseStatus.REFUSED


def test_a_plan_is_taken_in_and_approved(site: Website, plan_id: str) -> None:
    browser, address = as_authority(site), f"/authority/plans/{plan_id}"
    assert address in browser.get("/authority/plans").text
    page = decided(browser, address, "accept")
    assert "已受理" in page
    assert the_plan(site, plan_id).plan.status is ExamPlanStatus.ACCEPTED
    decided(browser, address)
    found = the_plan(site, plan_id)
    assert found.plan.status is ExamPlanStatus.APPROVED
    assert found.versions[-1].document_no == f"{NUMBER}（网上审核）"
    assert "提交结论" not in browser.get(address).text


def test_a_plan_is_sent_back_with_the_reason(site: Website, plan_id: str) -> None:
    browser, address = as_authority(site), f"/authority/plans/{plan_id}"
    decided(browser, address, "refuse", reason="考场与另一计划冲突")
    found = the_plan(site, plan_id)
    assert (found.plan.status, found.plan.returned_reason) == (ExamPlanStatus.DRAFT, "考场与另一计划冲突")
    assert browser.get(address).status_code == 404, "it is with the school again"


def test_a_version_that_was_reported_meanwhile_is_looked_at_first(site: Website, plan_id: str) -> None:
    browser, address = as_authority(site), f"/authority/plans/{plan_id}"
    before = seen(browser.get(address).text)
    site.do(WithdrawReport(plan_id, "换考场"))
    site.do(ReportPlan(plan_id))
    assert "刚刚有变化" in decided(browser, address, seen=before)
    assert the_plan(site, plan_id).plan.status is ExamPlanStatus.REPORTED


def test_scores_are_taken_in_and_decided(scored: Website, scored_plan: str) -> None:
    browser, address = as_authority(scored), f"/authority/scores/{scored_plan}"
    assert address in browser.get("/authority/scores").text
    page = decided(browser, address, "accept", decided_on="2026-10-22")
    assert "已受理" in page
    assert "88" in page
    assert "结论已提交" in decided(browser, address, decided_on="2026-10-22")
    found = the_submission(scored, scored_plan)
    assert (found.status, found.document_no) == (SubmissionStatus.APPROVED, f"{NUMBER}（网上审核）")


def test_scores_are_refused_with_a_reason(scored: Website, scored_plan: str) -> None:
    browser, address = as_authority(scored), f"/authority/scores/{scored_plan}"
    decided(browser, address, "refuse", reason="第 2 行存疑", decided_on="2026-10-22")
    found = the_submission(scored, scored_plan)
    assert (found.status, found.reason) == (SubmissionStatus.REJECTED, "第 2 行存疑")
    assert "第 2 行存疑" in browser.get(address).text


def addresses(site: Website, method: str, key: str, kind: str = "yyzz") -> list[str]:
    """Every address of the authorities' pages that names a record."""
    routes = [r for r in site.app.routes if isinstance(r, Route) and r.path.startswith("/authority/")]
    return [r.path.format(id=key, kind=kind) for r in routes if "{id}" in r.path and method in (r.methods or ())]


@pytest.mark.parametrize("code", [JIAXING, PROVINCE])
def test_another_authority_reaches_no_record_on_any_address(
    site: Website, scored: Website, waiting: str, plan_id: str, scored_plan: str, code: str
) -> None:
    for hub, keys in ((site, (waiting, plan_id)), (scored, (scored_plan,))):
        browser = as_authority(hub, code)
        before = len(journal(hub))
        for listed in ("/home", "/authority/enterprises", "/authority/plans", "/authority/scores"):
            page = browser.get(f"{listed}?id={keys[0]}").text
            assert "石凤" not in page, listed
            assert not any(key in page for key in keys), listed
        for key in keys:
            for address in addresses(hub, "GET", key):
                assert browser.get(address).status_code == 404, address
            for address in addresses(hub, "POST", key):
                browser.get("/home")
                fields = {"verdict": "approve", "decided_on": "2026-10-09", "seen": ""}
                assert browser.post(address, **fields).status_code == 404, address
        assert len(journal(hub)) == before


def test_its_own_account_is_asked_for_beneath_the_pages_too(
    site: Website, scored: Website, waiting: str, plan_id: str, submitted: tuple[Path, Any]
) -> None:
    """Whatever a page forgets to check, the command itself does not."""
    day = date(2026, 10, 9)
    given_here = (
        (site, RecordAuthorityDecision(waiting, True, day, "1")),
        (site, RecordPlanAccepted(plan_id, day)),
        (site, RecordPlanDecision(plan_id, True, day, "1")),
        (scored, RecordSubmissionAccepted(submitted[1][1], date(2026, 10, 21))),
        (scored, RecordSubmissionDecision(submitted[1][1], True, date(2026, 10, 21), "1")),
    )
    for hub in (site, scored):
        as_authority(hub, JIAXING)
    for hub, command in given_here:
        with hub.school.reading() as session:
            (account,) = accounts(session, hub.school.id, WebRole.AUTHORITY)
        stranger = Actor(account.id, "嘉兴", frozenset({WebRole.AUTHORITY}))
        with pytest.raises(RuleViolation) as refusal:
            hub.school.bus.execute(command, stranger)
        assert refusal.value.code == "account.other_authority", command


def test_photos_are_of_enterprises_only(site: Website, waiting: str) -> None:
    browser = as_authority(site)
    with site.school.reading() as session:
        (paper, *_) = documents.papers(session, site.school.id, waiting)
    for kind in (paper.id, paper.sha256, "evidence", "..%2F.."):
        assert browser.get(f"/authority/enterprises/{waiting}/papers/{kind}").status_code == 404, kind
