"""What an enterprise sends appears on a desk by sync, and what the desk decides appears on the website."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from school_desk.accounts.commands import ChangeAccountPassword, OpenAccount
from school_desk.accounts.queries import accounts
from school_desk.accounts.tables import WebSessionRow
from school_desk.documents import queries as documents
from school_desk.enrollments.commands import WithdrawEnrollment
from school_desk.enrollments.queries import batches_of, enrolled
from school_desk.enterprises.commands import (
    ConfirmRecheck,
    PreApproveEnterprise,
    RecordAuthorityDecision,
    RecordOnSiteReview,
    ReturnEnterprise,
)
from school_desk.enterprises.queries import EnterpriseDetail, enterprise, enterprises
from school_desk.kernel.clock import ScriptedClock
from school_desk.kernel.commands import Command
from school_desk.kernel.errors import RuleViolation
from school_desk.kernel.paths import DataFolder
from school_desk.kernel.tables import JournalRow
from school_desk.kernel.undo import opposite
from school_desk.payments.queries import receivables
from school_desk.plans.commands import CreatePlan
from school_desk.staff.passwords import hash_password
from school_desk.sync.wire import VerdictKind
from school_desk.terms.levels import SkillLevel
from school_desk.terms.roles import WebRole
from school_desk.terms.statuses import EnterpriseStatus
from tests.hub.portal.browser import KINDS, MOBILE, PASSWORD, Browser, Website, jpeg
from tests.hub.portal.schools import as_authority
from tests.hub.serving import RemoteDesk, served
from tests.learners import PEOPLE
from tests.school import START


@dataclass
class Scene:
    """A website, a browser on it, and a desk of the same school."""

    site: Website
    browser: Browser
    desk: RemoteDesk

    def decide(self, *commands: Command) -> None:
        """Decides at the desk and tells the Hub, which must agree."""
        given = [self.desk.school.execute(command, self.desk.who("admin")).command_id for command in commands]
        done, _ = self.desk.sync()
        assert [done.verdicts[command_id].kind for command_id in given] == [VerdictKind.ACCEPTED] * len(given)

    def on_the_desk(self) -> EnterpriseDetail:
        """The one enterprise as the desk knows it, after a round."""
        self.desk.sync()
        school = self.desk.school
        with school.reading() as session:
            (row,) = enterprises(session, school.id)
            found = enterprise(session, school.id, row.id)
        assert found is not None
        return found


@pytest.fixture
def scene(hub_folder: Path, tmp_path: Path) -> Iterator[Scene]:
    shutil.copytree(hub_folder, tmp_path / "hub")
    clock = ScriptedClock(START)
    with served(DataFolder(tmp_path / "hub"), clock) as (hub, address):
        desk = RemoteDesk(tmp_path / "desk", hub, address, clock)
        site = Website(hub, clock)
        yield Scene(site, site.browser(), desk)
        desk.school.close()
        hub.close()


def approval(enterprise_id: str) -> tuple[Command, ...]:
    originals: dict[str, Any] = dict.fromkeys(KINDS, "seen")
    return (
        PreApproveEnterprise(enterprise_id),
        RecordOnSiteReview(enterprise_id, date(2026, 8, 3), "企业办公室", "沈文员", originals, "DA-1"),
        RecordAuthorityDecision(enterprise_id, True, date(2026, 8, 3), "湖建人〔2026〕1号"),
    )


def test_a_registration_waits_on_the_desk_with_its_photos(scene: Scene) -> None:
    scene.browser.register()
    found, school = scene.on_the_desk(), scene.desk.school
    assert (found.status, found.principal_mobile) == (EnterpriseStatus.SUBMITTED, MOBILE)
    with school.reading() as session:
        papers = documents.papers(session, school.id, found.id)
        (account,) = accounts(session, school.id, WebRole.ENTERPRISE)
        assert session.scalars(sa.select(WebSessionRow)).all() == [], "who is signed in is the Hub's alone"
    assert account.enterprise_id == found.id
    assert {paper.kind.value: school.blobs.get(paper.sha256) for paper in papers} == {k: jpeg(k) for k in KINDS}


def test_a_password_reset_at_a_desk_ends_what_was_begun_with_the_old_one(scene: Scene) -> None:
    browser = scene.browser
    opened = OpenAccount(WebRole.AUTHORITY, "huzhou", hash_password(PASSWORD), authority_code="330500")
    account_id = scene.site.do(opened)["account_id"]
    browser.sign_in("huzhou", **{"as": "authority"})
    assert browser.get("/home").url.path == "/home"
    scene.desk.sync()
    scene.decide(ChangeAccountPassword(account_id, hash_password("Anji-Longxi-88")))
    assert browser.get("/home").url.path == "/login"
    browser.sign_in("huzhou", "Anji-Longxi-88", **{"as": "authority"})
    assert browser.get("/home").url.path == "/home"


def test_what_the_desk_decides_stands_on_the_website(scene: Scene) -> None:
    scene.browser.register()
    scene.decide(ReturnEnterprise(scene.on_the_desk().id, (), "承诺书公章不清晰"))
    assert "承诺书公章不清晰" in scene.browser.get("/enterprise").text
    scene.browser.get("/enterprise/papers")
    scene.browser.post("/enterprise/papers", files={"cns": ("cns.jpg", jpeg("sealed"), "image/jpeg")})
    scene.decide(*approval(scene.on_the_desk().id))
    assert "审核已通过，可以报名" in scene.browser.get("/home").text


def test_who_enrols_on_the_website_stands_on_the_desk(scene: Scene) -> None:
    scene.browser.register()
    scene.decide(*approval(scene.on_the_desk().id))
    scene.decide(CreatePlan("钢筋工", SkillLevel.INTERMEDIATE, date(2026, 8, 1), date(2026, 9, 30), 80_000))
    page = scene.browser.get("/enterprise/enroll/person").text
    fields = dict(zip(("name", "id_number", "mobile"), PEOPLE[0], strict=True))
    plan_number = re.findall(r'<option value="([^"]+)">钢筋工', page)[0]
    done = scene.browser.post("/enterprise/enroll/person", plan=plan_number, **fields)
    assert "报名成功" in done.text
    own, school = scene.on_the_desk().id, scene.desk.school
    with school.reading() as session:
        (batch,) = batches_of(session, school.id, own)
        (person,) = enrolled(session, school.id, batch_id=batch.id)
        (owed,) = receivables(session, school.id, batch_id=batch.id)
    assert (person.name, owed.due_fen) == (PEOPLE[0][0], 80_000)
    assert batch.payment_code in done.text
    scene.decide(WithdrawEnrollment(person.id, "本人不来"))
    assert "已取消" in scene.browser.get(f"/enterprise/payments/{batch.number}").text


def test_a_changed_place_waits_on_the_desk_to_be_checked_again(scene: Scene) -> None:
    scene.browser.register()
    scene.decide(*approval(scene.on_the_desk().id))
    scene.browser.get("/enterprise/edit")
    fields = {"contact_name": "王芳", "contact_mobile": "", "address": "新路1号", "region_code": "330402"}
    scene.browser.post("/enterprise/edit", **fields)
    changed = scene.on_the_desk()
    assert changed.recheck is not None
    assert changed.contact_name == "王芳"
    scene.decide(ConfirmRecheck(changed.id))
    assert "变更待复核" not in scene.browser.get("/enterprise").text


def test_what_an_authority_decides_on_the_website_reaches_the_desk(scene: Scene) -> None:
    scene.browser.register()
    scene.decide(*approval(scene.on_the_desk().id)[:2])
    reviewer, address = as_authority(scene.site), f"/authority/enterprises/{scene.on_the_desk().id}"
    seen = reviewer.get(address).text.split('name="seen" value="')[1].split('"')[0]
    reviewer.post(address, seen=seen, verdict="approve", decided_on="2026-08-03", document_no="", reason="")
    found = scene.on_the_desk()
    assert (found.status, found.decisions[-1].document_no) == (EnterpriseStatus.APPROVED, "网上审核")
    assert "审核通过" in scene.browser.get("/enterprise").text
    desk = scene.desk.school
    with desk.reading() as session:
        made = session.scalars(sa.select(JournalRow).where(JournalRow.name == RecordAuthorityDecision.__name__)).one()
        undo = opposite(session, desk.id, made.id)
    with pytest.raises(RuleViolation) as refusal:
        desk.execute(undo, scene.desk.who("admin"))
    assert (refusal.value.code, "联系主管部门" in refusal.value.message) == ("account.authoritys_word", True)
