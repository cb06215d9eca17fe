"""The desk keeps in step with the Hub: in the background, told in one line; away, unknown, at once; and alone nothing of all this."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from school_desk.desk import syncing as module
from school_desk.desk.main_window import MainWindow
from school_desk.desk.navigation import pages_for
from school_desk.desk.services import Desk
from school_desk.desk.sync_line import SyncLine
from school_desk.desk.sync_state import Reach, SyncState, facts_of, line_of
from school_desk.desk.syncing import EVERY_MS, LATEST_MS, SOON_MS, Syncing
from school_desk.desk.theme import apply_theme
from school_desk.desk.widgets.side_bar import SideBar
from school_desk.enterprises.queries import enterprise
from school_desk.kernel.errors import EnvironmentFault
from school_desk.overview.hub_standing import HubStanding, hub_standing
from school_desk.sync import files
from tests.desk.desk_fixtures import settle
from tests.desk.screens.hands import text_of
from tests.desk.screens.joined import Joined, joined, synced


@pytest.fixture
def scene(founded: Path, tmp_path: Path, qapp: QApplication) -> Iterator[Joined]:
    apply_theme(qapp, dark=False)
    with joined(founded, tmp_path) as made:
        yield made


def started(qtbot: QtBot, scene: Joined) -> Syncing:
    """After its first round."""
    made = Syncing(scene.desk, scene.desk, reach=scene.wire.reach)
    synced(qtbot, scene.desk, made)
    return made


def again(qtbot: QtBot, scene: Joined, syncing: Syncing) -> SyncState:
    """After one more round, as 立即同步 asks for it."""
    scene.desk.sync_requested.emit()
    synced(qtbot, scene.desk, syncing)
    assert syncing.state is not None
    return syncing.state


def words(scene: Joined, state: SyncState | None) -> str:
    assert state is not None
    return line_of(state, scene.desk.today).words


def test_what_a_colleague_did_comes_and_is_told(qtbot: QtBot, scene: Joined) -> None:
    syncing = started(qtbot, scene)
    assert words(scene, syncing.state) == "已同步 09:00"
    heard: list[Any] = []
    scene.desk.changed.connect(heard.append)
    scene.do(scene.there, scene.contact("王芳"))
    scene.there.sync()
    again(qtbot, scene, syncing)
    assert heard == [{"enterprise": (scene.enterprise_id,)}]
    with scene.desk.school.reading() as session:
        found = enterprise(session, scene.desk.school.id, scene.enterprise_id)
    assert found is not None
    assert found.contact_name == "王芳"


def test_an_own_command_is_sent_soon_and_told_as_the_journals_change(qtbot: QtBot, scene: Joined) -> None:
    syncing = started(qtbot, scene)
    assert syncing._timer.remainingTime() > SOON_MS
    scene.desk.decide(scene.desk, scene.contact("李强"))
    settle(qtbot, scene.desk)
    assert syncing._timer.remainingTime() <= SOON_MS * 1.1  # Qt's coarse timers keep time to 5 %
    assert words(scene, syncing.state) == "等待发送 1 步"
    heard: list[Any] = []
    scene.desk.changed.connect(heard.append)
    state = again(qtbot, scene, syncing)
    assert state.standing.waiting == 0
    assert heard == [{"journal": ()}]
    scene.there.sync()
    with scene.there.school.reading() as session:
        found = enterprise(session, scene.there.school.id, scene.enterprise_id)
    assert found is not None
    assert found.contact_name == "李强"


def test_away_it_says_since_when_and_asks_less_and_less_often(qtbot: QtBot, scene: Joined) -> None:
    syncing = started(qtbot, scene)
    scene.wire.cut()
    scene.desk.decide(scene.desk, scene.contact("李强"))
    settle(qtbot, scene.desk)
    waits = []
    for round_no in range(8):
        if round_no:
            syncing._begin()
            synced(qtbot, scene.desk, syncing)
        else:
            state = again(qtbot, scene, syncing)
            since = state.since
        waits.append(syncing._timer.remainingTime())
        scene.clock.move_to(scene.clock.now() + timedelta(minutes=1))
    assert waits[0] < waits[2] < waits[4]
    assert waits[0] > EVERY_MS
    assert LATEST_MS / 2 < waits[-1] < LATEST_MS * 1.3
    kept = syncing.state
    assert kept is not None
    assert (kept.reach, kept.since, words(scene, kept)) == (Reach.AWAY, since, "连不上总台 · 待发 1 步")
    assert line_of(kept, scene.desk.today).tip.startswith("从 09:00 起连不上总台。")
    before = syncing._timer.remainingTime()
    scene.desk.changed.emit({"journal": ()})
    assert syncing._timer.remainingTime() > before / 2, "a command does not knock at a closed door"
    scene.wire.mend()
    state = again(qtbot, scene, syncing)
    assert (state.reach, state.since, state.standing.waiting) == (Reach.REACHED, None, 0)


def test_a_desk_that_the_hub_does_not_know_says_so(qtbot: QtBot, scene: Joined) -> None:
    scene.hub.revoke(1)
    syncing = started(qtbot, scene)
    assert words(scene, syncing.state) == "总台不认识这台电脑"


def test_a_file_that_cannot_be_moved_keeps_no_rows(
    qtbot: QtBot, scene: Joined, monkeypatch: pytest.MonkeyPatch
) -> None:
    def spoiled(*_: Any, **__: Any) -> Any:
        raise EnvironmentFault("blob.damaged", "材料文件的内容与登记的不一致，请从备份恢复后重试。")

    with monkeypatch.context() as patch:
        patch.setattr(files, "exchange", spoiled)
        syncing = started(qtbot, scene)
        state = again(qtbot, scene, syncing)
        assert (state.reach, words(scene, state)) == (Reach.REACHED, "有材料文件没有传成")
        assert "请从备份恢复" in line_of(state, scene.desk.today).tip
        assert syncing._timer.remainingTime() <= EVERY_MS * 1.3, "no less often than ever"
        scene.do(scene.there, scene.contact("王芳"))
        scene.there.sync()
        heard: list[Any] = []
        scene.desk.changed.connect(heard.append)
        again(qtbot, scene, syncing)
        assert heard == [{"enterprise": (scene.enterprise_id,)}]
    assert words(scene, again(qtbot, scene, syncing)) == "已同步 09:00"


def test_what_else_goes_wrong_is_told_and_tried_again(qtbot: QtBot, scene: Joined) -> None:
    scene.wire.fault = EnvironmentFault("hub.certificate", "总台的证书不对。")
    syncing = started(qtbot, scene)
    assert syncing.state is not None
    assert (words(scene, syncing.state), syncing.state.sentence) == ("暂时不能同步", "总台的证书不对。")
    scene.wire.fault = ZeroDivisionError()
    state = again(qtbot, scene, syncing)
    assert state.sentence == module._BUG
    scene.wire.mend()
    assert words(scene, again(qtbot, scene, syncing)) == "已同步 09:00"


def test_a_conflict_is_told_until_it_is_dealt_with(qtbot: QtBot, scene: Joined) -> None:
    scene.refuse_one()
    assert words(scene, started(qtbot, scene).state) == "有 1 条待处理冲突"


def test_a_refusal_that_comes_while_somebody_sits_there_is_told_at_once(qtbot: QtBot, scene: Joined) -> None:
    syncing = started(qtbot, scene)
    told: list[str] = []
    scene.desk.told.connect(lambda sentence, *_: told.append(sentence))
    scene.do(scene.there, scene.contact("王芳"))
    scene.there.sync()
    scene.desk.decide(scene.desk, scene.contact("李强"))
    settle(qtbot, scene.desk)
    again(qtbot, scene, syncing)
    assert [sentence for sentence in told if "待处理冲突" in sentence] == [
        "又有 1 步操作总台没有接受，双方的内容都留着，见“待处理冲突”。"
    ]


def test_neither_window_nor_writer_wait_for_the_line(qtbot: QtBot, scene: Joined) -> None:
    """A Hub that does not answer: commands are carried out meanwhile, and closing does not wait for it either."""
    asked, answered = threading.Event(), threading.Event()

    class Silent:
        def __getattr__(self, name: str) -> Any:
            def ask(*_: object, **__: object) -> None:
                asked.set()
                answered.wait()
                raise EnvironmentFault("hub.away", "连不上总台。")

            return ask

    syncing = Syncing(scene.desk, scene.desk, reach=lambda _school: (Silent(), lambda: None))
    qtbot.waitUntil(asked.is_set)
    scene.desk.decide(scene.desk, scene.contact("李强"))
    settle(qtbot, scene.desk)
    assert syncing.busy
    with scene.desk.school.reading() as session:
        standing = hub_standing(session, scene.desk.school.id)
    assert standing is not None
    assert standing.waiting == 1
    scene.desk.tasks.close()
    answered.set()


def test_a_computer_alone_shows_nothing_of_it(qtbot: QtBot, desk: Desk) -> None:
    window = shown(qtbot, desk)
    line = window.findChild(SyncLine)
    assert line is not None
    assert not line.isVisible()
    assert "单机使用" in text_of(window)
    assert "refusals" not in {page.key for page in pages_for(desk)}
    side = window.findChild(SideBar)
    assert side is not None
    assert not side._rows["refusals"].isVisible()


def test_the_foot_of_the_side_bar_tells_it_and_syncs_at_a_key(
    qtbot: QtBot, scene: Joined, monkeypatch: pytest.MonkeyPatch
) -> None:
    scene.refuse_one()
    window = shown(qtbot, scene.desk)
    line, syncing = window.findChild(SyncLine), window.findChild(Syncing)
    assert line is not None
    assert syncing is not None
    synced(qtbot, scene.desk, syncing)
    assert (line.isVisible(), line.words) == (True, "有 1 条待处理冲突")
    assert "1 号机 · 数据在本机和总台" in text_of(window)
    side = window.findChild(SideBar)
    assert side is not None
    assert side._rows["refusals"].accessibleName() == "待处理冲突，1 项待办"
    rounds: list[bool] = []
    scene.desk.sync_requested.connect(lambda: rounds.append(True))
    held = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    QTest.keyClick(window, Qt.Key.Key_S, held)
    synced(qtbot, scene.desk, syncing)
    line.setFocus()
    QTest.keyClick(line, Qt.Key.Key_Return)
    assert line.card.isVisible()
    assert "1 号机" in text_of(line.card)
    QTest.mouseClick(line.card.sync_button, Qt.MouseButton.LeftButton)
    synced(qtbot, scene.desk, syncing)
    assert rounds == [True, True]
    QTest.mouseClick(line.card.refusals_button, Qt.MouseButton.LeftButton)
    settle(qtbot, scene.desk)
    assert window.screen_of("refusals").isVisible()
    assert not line.card.isVisible()


def test_a_long_word_of_the_hubs_is_whole_on_the_card(qtbot: QtBot, scene: Joined) -> None:
    """Which grows upwards: what is below it is the line that was pressed."""
    line = SyncLine(scene.desk)
    qtbot.addWidget(line)
    line.move(40, 560)
    with qtbot.waitExposed(line):
        line.show_state(held_state("总台的版本较旧，升级后再办理。"))
    line.open_card()
    settle(qtbot, scene.desk)
    before = line.card.geometry()
    line.show_state(held_state("总台的版本较旧，升级后再办理。" * 5))
    settle(qtbot, scene.desk)
    after = line.card.geometry()
    assert after.height() > before.height()
    assert after.bottom() == before.bottom()
    for label in line.card.findChildren(QLabel):
        assert label.height() >= label.heightForWidth(label.width()), label.text()


def held_state(told: str) -> SyncState:
    standing = HubStanding("https://hub", 1, "", None, waiting=4, doubtful=0, refused=0, held=3, held_told=told)
    return SyncState(standing, Reach.REACHED)


def shown(qtbot: QtBot, desk: Desk) -> MainWindow:
    window = MainWindow()
    qtbot.addWidget(window)
    window.show_desk(desk)
    with qtbot.waitExposed(window):
        window.show()
    window.activateWindow()
    settle(qtbot, desk)
    return window


def test_what_the_hub_took_in_and_has_not_done_yet_is_told() -> None:
    told = "总台的版本较旧，升级后再办理。"
    state = held_state(told)
    line = line_of(state, date(2026, 8, 3))
    assert line.words == "总台有 3 步还没办理"
    assert told in line.tip
    (fact,) = (fact for fact in facts_of(state, date(2026, 8, 3)) if fact.label == "总台还没办理")
    assert told in fact.value
