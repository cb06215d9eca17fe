"""待处理冲突: both sides in words, withdrawn, done again, handed over, by keys; what will be refused is told ahead."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
import sqlalchemy as sa
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from school_desk.desk.main_window import MainWindow
from school_desk.desk.screens.sync.refusal_acts import RefusalActs
from school_desk.desk.screens.sync.refusals import RefusalsScreen
from school_desk.desk.theme import apply_theme
from school_desk.enterprises.commands import ReturnEnterprise
from school_desk.enterprises.queries import enterprise
from school_desk.kernel.bus import Outcome
from school_desk.kernel.journal import end_of
from school_desk.kernel.refusals import RefusalRow, RefusalState
from school_desk.kernel.tables import JournalRow
from school_desk.payments.settings import DAYS_TO_PAY
from school_desk.staff.commands import ChangeSetting
from school_desk.sync.rebase import rebase
from school_desk.sync.turn import _pull_all
from tests.desk.desk_fixtures import Told, settle
from tests.desk.screens.hands import CTRL, enter, fill, form_of, keys, opened, panel_text, press, text_of
from tests.desk.screens.joined import Joined, joined
from tests.desk.widgets.contract import focusable, spoken, too_small
from tests.desk.widgets.gallery import clipped

pytestmark = pytest.mark.long


@pytest.fixture
def scene(founded: Path, tmp_path: Path, qapp: QApplication) -> Iterator[Joined]:
    apply_theme(qapp, dark=False)
    with joined(founded, tmp_path) as made:
        yield made


@pytest.fixture
def told(scene: Joined) -> Told:
    sentences: Told = []
    scene.desk.told.connect(lambda sentence, tone, _command_id: sentences.append((sentence, tone)))
    return sentences


def contact(scene: Joined) -> str | None:
    with scene.here.school.reading() as session:
        found = enterprise(session, scene.here.school.id, scene.enterprise_id)
    assert found is not None
    return found.contact_name


def row(scene: Joined, refusal_id: str) -> RefusalRow:
    with scene.here.school.reading() as session:
        found = session.get(RefusalRow, (scene.here.school.id, refusal_id))
    assert found is not None
    return found


def shown(qtbot: QtBot, scene: Joined) -> RefusalsScreen:
    """The page with its first refusal open."""
    screen = opened(qtbot, scene.desk, RefusalsScreen)
    enter(qtbot, screen, screen.table)
    return screen


def tabs(screen: RefusalsScreen) -> list[str]:
    return [spoken(one) for one in screen.tabs.children() if isinstance(one, QWidget)]


def test_an_empty_page_says_what_would_be_here(qtbot: QtBot, scene: Joined) -> None:
    screen = opened(qtbot, scene.desk, RefusalsScreen)
    assert "没有待处理冲突" in text_of(screen)


def test_both_sides_stand_beside_each_other(qtbot: QtBot, scene: Joined) -> None:
    scene.refuse_one()
    screen = shown(qtbot, scene)
    (line,) = screen.table.rows()
    assert (line.actor, line.label, line.subject) == ("沈文员", "修改企业信息", "湖州石凤钢结构工程有限公司")
    words = panel_text(screen)
    assert "有人先改了相关的记录" in words
    assert "企业联系人\n陈静\n李强\n王芳" in words
    assert "周老师  2026-08-03 09:00\n修改企业信息 湖州石凤钢结构工程有限公司" in words
    spoken_sides = {spoken(one) for one in screen.panel.findChildren(QWidget)}
    assert {"企业联系人现在是：王芳", "已被改动", "已是这样"} <= spoken_sides
    heard: list[tuple[str, str]] = []
    scene.desk.screen_requested.connect(lambda key, focus: heard.append((key, focus)))
    press(qtbot, screen.panel, "打开")
    assert heard == [("enterprises", scene.enterprise_id)]


def test_withdrawn_what_stands_stays(qtbot: QtBot, scene: Joined, told: Told) -> None:
    refusal_id = scene.refuse_one()
    screen = shown(qtbot, scene)
    keys(qtbot, screen, Qt.Key.Key_D)
    assert (contact(scene), row(scene, refusal_id).state) == ("王芳", RefusalState.WITHDRAWN)
    assert told == [("已撤回“修改企业信息”，保持现在的内容。", "good")]
    assert screen.table.rows() == []
    assert not screen.panel.isVisible()
    scene.desk.undo()
    settle(qtbot, scene.desk)
    assert row(scene, refusal_id).state is RefusalState.OPEN
    assert len(screen.table.rows()) == 1


def test_done_again_on_what_stands_now_and_accepted(qtbot: QtBot, scene: Joined, told: Told) -> None:
    refusal_id = scene.refuse_one()
    screen = shown(qtbot, scene)
    keys(qtbot, screen, Qt.Key.Key_Return)
    assert (contact(scene), row(scene, refusal_id).state) == ("李强", RefusalState.REDONE)
    assert told == [("已重新办理“修改企业信息”。", "good")]
    scene.here.sync()
    scene.there.sync()
    with scene.there.school.reading() as session:
        found = enterprise(session, scene.there.school.id, scene.enterprise_id)
    assert found is not None
    assert found.contact_name == "李强"
    QTest.keyClick(screen.table.view, Qt.Key.Key_3, CTRL)
    settle(qtbot, scene.desk)
    (line,) = screen.table.rows()
    assert (line.state, line.settled_by) == (RefusalState.REDONE, "沈文员")


def test_a_desk_that_stopped_before_it_was_settled_does_it_once(
    qtbot: QtBot, scene: Joined, told: Told, monkeypatch: pytest.MonkeyPatch
) -> None:
    refusal_id = scene.refuse_one()
    screen = shown(qtbot, scene)
    with monkeypatch.context() as killed:
        killed.setattr(RefusalActs, "_settle", lambda *_: None)
        keys(qtbot, screen, Qt.Key.Key_Return)
    assert (contact(scene), row(scene, refusal_id).state) == ("李强", RefusalState.OPEN)
    end = last(scene)
    keys(qtbot, screen, Qt.Key.Key_Return)
    assert (last(scene), row(scene, refusal_id).state) == (end + 1, RefusalState.REDONE), "settled, and no more"
    assert told == [("已重新办理“修改企业信息”。", "good")] * 2


def last(scene: Joined) -> int:
    with scene.here.school.reading() as session:
        return session.scalars(sa.select(sa.func.max(JournalRow.seq))).one()


def test_what_cannot_be_done_again_says_why_and_stays_open(qtbot: QtBot, scene: Joined) -> None:
    on = date(2026, 9, 1)
    scene.do(scene.there, ChangeSetting(DAYS_TO_PAY.key, 9, on, DAYS_TO_PAY.default))
    scene.there.sync()
    refused = scene.do(scene.here, ChangeSetting(DAYS_TO_PAY.key, 5, on, DAYS_TO_PAY.default), "shen")
    scene.here.sync()
    screen = shown(qtbot, scene)
    keys(qtbot, screen, Qt.Key.Key_Return)
    assert "刚被别人改过" in panel_text(screen)
    assert row(scene, refused.command_id).state is RefusalState.OPEN


def test_one_that_a_colleague_dealt_with_is_not_done_again(qtbot: QtBot, scene: Joined, told: Told) -> None:
    refusal_id = scene.refuse_one()
    screen = shown(qtbot, scene)
    line = screen.table.rows()[0]
    keys(qtbot, screen, Qt.Key.Key_D)
    screen.acts.do_again(line)
    settle(qtbot, scene.desk)
    assert (contact(scene), row(scene, refusal_id).state) == ("王芳", RefusalState.WITHDRAWN)


def test_handed_to_a_colleague_with_a_word(qtbot: QtBot, scene: Joined, told: Told) -> None:
    refusal_id = scene.refuse_one()
    screen = shown(qtbot, scene)
    assert tabs(screen)[:2] == ["待处理，1 条", "我的，1 条"]
    keys(qtbot, screen, Qt.Key.Key_T)
    form = fill(form_of(screen.panel), to="周老师", note="以您的为准")
    QTest.keyClick(form.input("note"), Qt.Key.Key_Return, CTRL)
    settle(qtbot, scene.desk)
    assert (row(scene, refusal_id).handed_to, row(scene, refusal_id).note) == (scene.here.who("zhou").id, "以您的为准")
    assert told == [("已转交给周老师。", "good")]
    assert tabs(screen)[:2] == ["待处理，1 条", "我的，0 条"]
    QTest.keyClick(screen.table.view, Qt.Key.Key_2, CTRL)
    assert screen.table.rows() == []


def test_the_next_comes_when_one_is_dealt_with(qtbot: QtBot, scene: Joined) -> None:
    scene.refuse_one()
    scene.do(scene.there, ReturnEnterprise(scene.enterprise_id, (), "材料过期"))
    scene.there.sync()
    scene.do(scene.here, ReturnEnterprise(scene.enterprise_id, (), "公章模糊"), "shen")
    scene.here.sync()
    screen = shown(qtbot, scene)
    _, second = (one.id for one in screen.table.rows())
    keys(qtbot, screen, Qt.Key.Key_D)
    assert [one.id for one in screen.table.rows()] == [second]
    assert "材料过期" in panel_text(screen)


def test_what_will_be_refused_is_told_ahead(qtbot: QtBot, scene: Joined) -> None:
    doomed = without_push(scene)
    screen = opened(qtbot, scene.desk, RefusalsScreen)
    words = screen.forecast.words()
    assert "有 1 步，按总台的新内容已办不成" in words
    assert "沈文员 修改企业信息 湖州石凤钢结构工程有限公司：" in words
    scene.here.sync()
    scene.desk.changed.emit({})
    settle(qtbot, scene.desk)
    assert not screen.forecast.isVisible()
    assert [one.id for one in screen.table.rows()] == [doomed.command_id]


def without_push(scene: Joined) -> Outcome:
    """A contradiction that came in before one's own was told: the line broke in between."""
    scene.do(scene.there, scene.contact("王芳"))
    scene.there.sync()
    doomed = scene.do(scene.here, scene.contact("李强"), "shen")
    school = scene.here.school
    with scene.here.hub() as hub:
        with school.reading() as session:
            end = end_of(session, school.id)
        entries = list(_pull_all(hub, hub.pull(end.seq, end.mark).hub_id, end))
    with school.database.writing() as session:
        rebase(session, school.bus, lambda _session, _actor: scene.here.who("shen").roles, entries)
    return doomed


@pytest.mark.parametrize("size", [(1024, 640), (1366, 820)])
def test_the_page_keeps_every_page_contract(qtbot: QtBot, scene: Joined, size: tuple[int, int]) -> None:
    without_push(scene)
    scene.here.sync()
    scene.refuse_one("赵六")
    window = MainWindow()
    qtbot.addWidget(window)
    window.show_desk(scene.desk)
    window.resize(*size)
    with qtbot.waitExposed(window):
        window.show()
    window.open_page("refusals")
    settle(qtbot, scene.desk)
    screen = window.screen_of("refusals")
    assert isinstance(screen, RefusalsScreen)
    enter(qtbot, screen, screen.table)
    assert clipped(window) == []
    assert too_small(screen) == []
    assert [str(one.geometry()) for one in focusable(window) if not spoken(one)] == []
