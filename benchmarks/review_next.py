"""How long a clerk waits for the next enterprise in the review: from the key until its fields and photo are painted.

Run: python -m benchmarks.review_next [ENTERPRISES]. Each hands in three JPEGs of 12 megapixels. Between two keys the person looks until
nothing is under way; the last lines are a jump to a record that nothing was made ready for, and the same photo decoded alone.
"""

from __future__ import annotations

import io
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from random import Random

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PIL import Image, ImageDraw
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from school_desk.adapters.sample_school.companies import credit_code
from school_desk.composition import School, found_school
from school_desk.desk.screens.enterprises import review_ahead
from school_desk.desk.screens.enterprises.photo_shelf import decode
from school_desk.desk.screens.enterprises.review import ReviewScreen
from school_desk.desk.services import Desk
from school_desk.desk.tasks import Tasks
from school_desk.desk.theme import apply_theme
from school_desk.documents.commands import StoredFile
from school_desk.documents.reading.paper import FIELDS, FieldReading, FieldState, PaperReading, Value
from school_desk.enterprises.commands import Paper, RegisterEnterprise
from school_desk.intake.papers import keep_paper_reading
from school_desk.kernel.clock import SystemClock
from school_desk.kernel.commands import Actor
from school_desk.kernel.paths import DataFolder
from school_desk.terms.roles import Role
from school_desk.terms.uploads import ENTERPRISE_KINDS

CLERK = Actor("clerk", "沈文员", frozenset({Role.CLERK}))
ENGINE = "benchmark 1"
WIDTH, HEIGHT = 4000, 3000


def engine_name() -> str:
    """In place of the readers: nothing is read here."""
    return ENGINE


def main(arguments: Sequence[str]) -> None:
    """Prints the milliseconds."""
    number = int(arguments[0]) if arguments else 12
    app = QApplication([])
    apply_theme(app, dark=False)
    review_ahead.ENGINE = "benchmarks.review_next:engine_name"
    with tempfile.TemporaryDirectory() as folder:
        school = found_school(
            DataFolder(Path(folder) / "data"),
            name="湖州市吴兴区城建职业技能培训学校",
            admin_login="admin",
            admin_name="管理员",
            password="Huzhou-2026",
            clock=SystemClock(),
        )
        noise = Image.effect_noise((WIDTH, HEIGHT), 24).convert("RGB")
        for place in range(number):
            _register(school, place, noise)
        desk = Desk(school, CLERK, Tasks())
        try:
            _measure(app, desk)
        finally:
            desk.tasks.close()
            school.close()


def _measure(app: QApplication, desk: Desk) -> None:
    screen = ReviewScreen(desk)
    screen.resize(1366, 820)
    screen.show()
    screen.entered()
    _rest(app, desk)
    screen.queue.setFocus()
    taken = [_pressed(app, screen, Qt.Key.Key_J) for _ in range(len(screen.queue.table.rows()) - 2)]
    _tell("next by J", taken)
    QTest.keyClick(screen.queue.table.view, Qt.Key.Key_Home)
    _rest(app, desk)
    chord = Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier
    _tell("approve and next", [_pressed(app, screen, *chord) for _ in range(len(screen.queue.table.rows()) // 2)])
    _rest(app, desk)
    screen.deck.shelf._kept.clear()
    _tell("nothing made ready", [_pressed(app, screen, Qt.Key.Key_End)])
    assert screen.case is not None
    content = desk.school.blobs.get(screen.case.sheet.papers[0].sha256)
    began = time.perf_counter()
    decode(content)
    print(f"{'the photo decoded':20} {1000 * (time.perf_counter() - began):.0f} ms")


def _tell(what: str, taken: Sequence[tuple[float, float]]) -> None:
    waited, worked = ([one[at] for one in taken] for at in (0, 1))
    print(
        f"{what:20} median {statistics.median(waited):.0f} ms, worst {max(waited):.0f} ms of {len(taken)}; "
        f"the window's thread worked {statistics.median(worked):.0f} ms"
    )


def _pressed(
    app: QApplication, screen: ReviewScreen, key: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
) -> tuple[float, float]:
    """Milliseconds from the key until another record is painted, and those that this thread worked."""
    before = screen.case.id if screen.case else ""
    _rest(app, screen.desk)
    began, worked = time.perf_counter(), time.thread_time()
    QTest.keyClick(screen.queue.table.view, key, held)
    while screen.case is None or screen.case.id == before or screen.deck.paper() is None:
        app.processEvents()
    screen.repaint()
    screen.deck.photo.view.viewport().repaint()
    took = 1000 * (time.perf_counter() - began), 1000 * (time.thread_time() - worked)
    _rest(app, screen.desk)
    return took


def _rest(app: QApplication, desk: Desk) -> None:
    while not desk.tasks.idle:
        app.processEvents()
        time.sleep(0.002)
    for _ in range(3):
        app.processEvents()


def _register(school: School, place: int, noise: Image.Image) -> None:
    name, code = f"湖州第{place}建筑工程有限公司", credit_code(Random(place), "330502", new=True)
    papers = []
    for kind in ENTERPRISE_KINDS:
        content = _photo(noise, f"{kind.value} {place}")
        sha256 = school.blobs.put(content)
        papers.append(Paper(kind, StoredFile(f"{kind.value}.jpg", sha256, len(content), "image/jpeg", "x.jpg", sha256)))
        keep_paper_reading(school, sha256, kind.value, _reading(kind.value, name, code))
    command = RegisterEnterprise(
        credit_code=code,
        name=name,
        address="浙江省湖州市吴兴区埭溪镇创业路849号",
        region_code="330502",
        province_affiliated=False,
        principal_mobile="13800005893",
        contact_name="陈静",
        contact_mobile="15000007357",
        legal_person="姚锡庆",
        papers=tuple(papers),
    )
    school.execute(command, CLERK)


def _photo(noise: Image.Image, words: str) -> bytes:
    picture = noise.copy()
    ImageDraw.Draw(picture).text((WIDTH // 4, HEIGHT // 3), words, fill=(20, 20, 20), font_size=400)
    packed = io.BytesIO()
    picture.save(packed, "JPEG", quality=60)
    return packed.getvalue()


def _reading(kind: str, name: str, code: str) -> PaperReading:
    said: dict[str, Value] = {
        "name": name,
        "uscc": code,
        "legal_person": "姚锡庆",
        "seal_present": True,
        "seal_name": name,
        "cert_no": "D233063958",
        "valid_until": "2099-09-24",
        "term_to": "长期",
    }
    fields = {
        field: FieldReading(said.get(field, "浙江省"), 0.99, (400, 200 * row, 1200, 90), FieldState.ACCEPTED)
        for row, field in enumerate(FIELDS[kind])
    }
    return PaperReading(kind, fields, width=WIDTH, height=HEIGHT, engine=ENGINE, seen=kind)


if __name__ == "__main__":
    main(sys.argv[1:])
