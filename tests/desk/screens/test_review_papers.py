"""企业审核 and better photos: what passes is what the person saw, and a photo that comes after 初审 is read again."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from school_desk.desk.screens.enterprises import paper_reader, review_ahead
from school_desk.desk.services import Desk
from school_desk.enterprises.commands import Paper, PreApproveEnterprise, ReplacePaper
from school_desk.terms.statuses import EnterpriseStatus as Status
from school_desk.terms.uploads import DocumentKind
from tests.desk.desk_fixtures import Told, drop_files, settle
from tests.desk.screens.handed_in import detail, folder_of, papers, register
from tests.desk.screens.hands import form_of, press
from tests.desk.screens.paper_fakes import ENGINE_NAME, READ
from tests.desk.screens.test_review import CTRL, approve, key, opened
from tests.school import Office


@pytest.fixture(autouse=True)
def pretend_to_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paper_reader, "READ", READ)
    monkeypatch.setattr(review_ahead, "ENGINE", ENGINE_NAME)


def replaced_elsewhere(office: Office, enterprise_id: str) -> None:
    """A colleague's better licence, which this screen has not heard of yet."""
    better = Paper(DocumentKind.YYZZ, office.store(b"another licence", "yyzz.jpg"))
    office.school.execute(ReplacePaper(enterprise_id, better), office.clerk)


def test_a_photo_that_a_colleague_has_just_replaced_does_not_pass(
    qtbot: QtBot, desk: Desk, office: Office, told: Told
) -> None:
    enterprise_id = register(office)
    screen = opened(qtbot, desk)
    replaced_elsewhere(office, enterprise_id)
    approve(qtbot, screen)
    assert detail(office, enterprise_id).status is Status.SUBMITTED
    assert any("材料刚换过，请看过新照片再办理" in sentence for sentence, _ in told)


def test_nor_does_it_go_back(qtbot: QtBot, desk: Desk, office: Office) -> None:
    enterprise_id = register(office)
    screen = opened(qtbot, desk)
    key(qtbot, screen, Qt.Key.Key_R, CTRL)
    form = form_of(screen.panel)
    form.set_values({"reason": "营业执照看不清"})
    replaced_elsewhere(office, enterprise_id)
    press(qtbot, screen.panel, "退回")
    assert detail(office, enterprise_id).status is Status.SUBMITTED


def test_a_better_photo_after_the_review_is_told_to_be_read_again(
    qtbot: QtBot, desk: Desk, office: Office, told: Told, tmp_path: Path
) -> None:
    enterprise_id = register(office)
    office.do(PreApproveEnterprise(enterprise_id))
    screen = opened(qtbot, desk)
    screen.take_focus(enterprise_id)
    settle(qtbot, desk)
    office.clock.move_to(office.clock.now().replace(hour=5))
    better = folder_of(tmp_path / "新", {"cns": papers(cns={"unsure": ("seal_present",)})["cns"]})
    drop_files(screen.deck, f"{better}/cns.jpg")
    settle(qtbot, desk, 30_000)
    assert detail(office, enterprise_id).status is Status.SUBMITTED
    assert any("企业回到“待审核”" in sentence for sentence, _ in told)
