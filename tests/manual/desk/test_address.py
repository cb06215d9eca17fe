"""网站地址 (操作说明 第一章): the school sets it, and enterprises are told it where they are told to follow their people."""

from __future__ import annotations

from datetime import date

from pytestqt.qtbot import QtBot

from school_desk.desk.screens.staff.settings import SettingsScreen
from school_desk.desk.services import Desk
from school_desk.learning.notices import opening_notices
from tests.desk.desk_fixtures import settle
from tests.desk.screens.hands import form_of, opened, panel_text, press, retype
from tests.learners import enrol, open_accounts
from tests.manual.requirements import requirement
from tests.school import Office

KEY, TODAY = "enterprises.website_address", date(2026, 8, 3)


@requirement("R1")
def test_the_address_is_a_setting_that_texts_to_enterprises_tell(qtbot: QtBot, desk: Desk, office: Office) -> None:
    people = enrol(office, 1)
    open_accounts(office, people)

    def text() -> str:
        with office.school.reading() as session:
            return opening_notices(session, office.school.id, TODAY, [people[0].id])[0].text

    assert "可登录 https://jngrm.zjjsrc.cn/ 在“报名人员查询”里查看" in text()
    screen = opened(qtbot, desk, SettingsScreen, KEY)
    assert "企业网站网址" in panel_text(screen)
    assert "https://jngrm.zjjsrc.cn/" in panel_text(screen)
    press(qtbot, screen.panel, "修改…")
    form = form_of(screen.panel)
    retype(form.input(KEY), "https://jn.example/")
    press(qtbot, screen.panel, "保存")
    settle(qtbot, desk)
    assert "可登录 https://jn.example/ 在“报名人员查询”里查看" in text()
