"""Fifty enterprises registered with photos at one desk are reviewed at another that has no line, then both agree: nothing is lost.

The photos are drawn, their readings pretended; the review is the screen's own, by its key.
"""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from random import Random
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from school_desk.adapters.sample_school.companies import credit_code
from school_desk.desk.screens.enterprises import paper_reader
from school_desk.desk.screens.enterprises.review import ReviewScreen
from school_desk.desk.sync_state import Reach
from school_desk.desk.syncing import Syncing
from school_desk.desk.theme import apply_theme
from school_desk.enterprises.commands import Paper, PreApproveEnterprise, RegisterEnterprise
from school_desk.enterprises.queries import enterprises
from school_desk.intake.papers import keep_paper_reading
from school_desk.sync.remote import RemoteHub
from school_desk.terms.statuses import EnterpriseStatus as Status
from school_desk.terms.uploads import ENTERPRISE_KINDS, DocumentKind
from tests.desk.desk_fixtures import settle, show
from tests.desk.screens.handed_in import ADDRESS, PERSON
from tests.desk.screens.joined import Joined, joined, synced
from tests.desk.screens.paper_fakes import READ, photo, read
from tests.hub.serving import RemoteDesk

MANY = 50
CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def scene(founded: Path, tmp_path: Path, qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> Iterator[Joined]:
    apply_theme(qapp, dark=False)
    monkeypatch.setattr(paper_reader, "READ", READ)
    with joined(founded, tmp_path) as made:
        yield made


def registered(scene: Joined) -> dict[str, dict[str, bytes]]:
    """What was registered at the colleague's desk: enterprise id → slot → photo."""
    lots, made = Random(50), dict[str, dict[str, bytes]]()
    for number in range(MANY):
        code, name = credit_code(lots, "330502", new=True), f"湖州第{number:02}建设有限公司"
        shared: dict[str, Any] = {"name": name, "uscc": code, "legal_person": PERSON}
        photos = {
            "yyzz": photo("yyzz", **shared, address=ADDRESS, term_to="长期"),
            "cns": photo("cns", **shared, seal_present=True, seal_name=name),
            "zzzs": photo("zzzs", **shared, cert_no=f"D2330639{number:02}", valid_until="2029-09-24"),
        }
        office = scene.office(scene.there)
        papers = [Paper(DocumentKind(slot), office.store(content, f"{slot}.jpg")) for slot, content in photos.items()]
        papers.sort(key=lambda paper: ENTERPRISE_KINDS.index(paper.kind))
        command = RegisterEnterprise(
            code, name, ADDRESS, "330502", False, "13800005893", "陈静", "15000007357", PERSON, tuple(papers)
        )
        made[str(scene.do(scene.there, command).result["enterprise_id"])] = photos
    return made


def statuses(place: RemoteDesk) -> dict[str, Status]:
    with place.school.reading() as session:
        return {row.id: row.status for row in enterprises(session, place.school.id)}


@pytest.mark.timeout(300)
@pytest.mark.long
def test_reviewed_without_a_line_and_nothing_lost(qtbot: QtBot, scene: Joined, monkeypatch: pytest.MonkeyPatch) -> None:
    scene.do(scene.there, PreApproveEnterprise(scene.enterprise_id))
    handed_in = registered(scene)
    scene.there.sync()
    syncing = Syncing(scene.desk, scene.desk, reach=scene.wire.reach)
    synced(qtbot, scene.desk, syncing)
    photos = {sha256(content).hexdigest() for taken in handed_in.values() for content in taken.values()}
    assert len(photos) == 3 * MANY
    assert photos <= set(scene.here.school.blobs.all()), "they are here before anybody asks for them"
    scene.wire.cut()
    monkeypatch.setattr(RemoteHub, "fetch", None)
    review_all(qtbot, scene, handed_in)
    assert {statuses(scene.here)[one] for one in handed_in} == {Status.PRE_APPROVED}
    assert {statuses(scene.there)[one] for one in handed_in} == {Status.SUBMITTED}
    scene.desk.sync_requested.emit()
    synced(qtbot, scene.desk, syncing)
    assert syncing.state is not None
    assert (syncing.state.reach, syncing.state.standing.waiting) == (Reach.AWAY, MANY)
    scene.wire.mend()
    scene.desk.sync_requested.emit()
    synced(qtbot, scene.desk, syncing)
    assert syncing.state.standing.waiting == syncing.state.standing.refused == 0
    scene.there.sync()
    assert statuses(scene.there) == statuses(scene.here)
    assert {statuses(scene.there)[one] for one in handed_in} == {Status.PRE_APPROVED}
    assert scene.there.school.row_counts() == scene.here.school.row_counts()


def review_all(qtbot: QtBot, scene: Joined, handed_in: dict[str, dict[str, bytes]]) -> None:
    """Ctrl+Enter for each: their photos were read while they waited."""
    for photos in handed_in.values():
        for slot, content in photos.items():
            keep_paper_reading(scene.here.school, scene.here.school.blobs.put(content), slot, read(content, slot))
    screen = ReviewScreen(scene.desk)
    show(qtbot, screen)
    settle(qtbot, scene.desk, 30_000)
    screen.queue.setFocus()
    while screen.case is not None and screen.case.id in handed_in:
        before = screen.case.id
        QTest.keyClick(screen.queue, Qt.Key.Key_Return, CTRL)
        settle(qtbot, scene.desk, 30_000)
        assert before not in {row.id for row in screen.queue.table.rows()}, screen.card.notice.words()
