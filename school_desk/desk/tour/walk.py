"""Walks a whole school through the real windows, by keys and clicks, and leaves a picture of every step and a report.

The clock is scripted (August to November 2026); the papers are a folder laid out like the sample school. No truth file is ever opened.
"""

from __future__ import annotations

import json
import shutil
import sys
import time
import traceback
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEventLoop, QPoint, Qt, QTimer
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit, QWidget

from school_desk.desk.main import Program, make_application
from school_desk.desk.widgets.form import Form
from school_desk.desk.widgets.inputs import ChoiceInput
from school_desk.kernel.clock import ScriptedClock
from school_desk.kernel.paths import DataFolder

START = datetime(2026, 8, 3, 9, 0)  # noqa: DTZ001 - the scripted clock reads it as Shanghai wall time
_PATIENCE_S = 90
_BEAT_MS = 10
_PAINT_EVERY = 2


@dataclass
class StepReport:
    """One step as the report tells it."""

    name: str
    ok: bool
    ms: int
    screenshot: str
    error: str = ""


@dataclass
class Report:
    """The whole walk. `max_gap_ms`: the longest time the window did not answer while photos were read; `idle_gap_ms`: the same at rest.

    Both are measured on a window that repaints itself all the time, as under a person's hands, beside workers that are busy.
    """

    steps: list[StepReport] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)
    max_gap_ms: int = 0
    idle_gap_ms: int = 0


class Heartbeat:
    """A timer that should beat every 10 ms: how late it comes is how long the window stood still."""

    def __init__(self, window: QWidget) -> None:
        self._window = window
        self._beats = 0
        self._last = self._max_ms = 0.0
        self._timer = QTimer(interval=_BEAT_MS)
        self._timer.timeout.connect(self._beat)

    @contextmanager
    def listening(self) -> Iterator[Callable[[], int]]:
        """Listens; what it gives tells the longest gap so far, in ms."""
        self._last, self._max_ms = time.perf_counter(), 0.0
        self._timer.start()
        try:
            yield lambda: round(self._max_ms)
        finally:
            self._timer.stop()

    def _beat(self) -> None:
        now = time.perf_counter()
        self._max_ms = max(self._max_ms, (now - self._last) * 1000 - _BEAT_MS)
        self._last = now
        self._beats += 1
        if self._beats % _PAINT_EVERY == 0:
            self._window.update()


class Walk:
    """One program under a walker's hands: steps, waiting, pictures."""

    def __init__(self, out: Path) -> None:
        self.out = out
        self.report = Report()
        self.application: QApplication = make_application()
        self.clock = ScriptedClock(START)
        self.folder = DataFolder(out / "data")
        self.program = Program(self.folder, self.clock)
        self.heartbeat = Heartbeat(self.program.window)

    @property
    def window(self) -> Any:
        """The main window."""
        return self.program.window

    @property
    def desk(self) -> Any:
        """The signed-in person's desk."""
        return self.program.desk

    def step(self, name: str, action: Callable[[], object]) -> None:
        """Carries out one step, takes its picture, and notes how it went. Raises what went wrong after noting it."""
        before, number = time.perf_counter(), len(self.report.steps) + 1
        error = ""
        try:
            action()
            self.settle()
            self._ask_for_faults()
        except Exception:
            error = traceback.format_exc()
            raise
        finally:
            picture = f"{number:02d}-{name}.png"
            self.window.grab().save(str(self.out / picture))
            elapsed = round((time.perf_counter() - before) * 1000)
            self.report.steps.append(StepReport(name, not error, elapsed, picture, error))
            sys.stderr.write(f"{number:02d} {name} {elapsed} ms{' FAILED' if error else ''}\n")

    def move_to(self, *when: int) -> None:
        """Sets the clock: year, month, day, hour, minute in Shanghai."""
        self.clock.move_to(datetime(*when))  # type: ignore[arg-type]  # noqa: DTZ001

    def wait_for(self, condition: Callable[[], object], what: str) -> None:
        """Lets the window work until `condition` holds. Raises TimeoutError naming `what` when it never does."""
        deadline = time.monotonic() + _PATIENCE_S
        while not condition():
            self._ask_for_faults()
            if time.monotonic() > deadline:
                raise TimeoutError(f"waited in vain for {what}")
            self.application.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents, 20)
        self.application.processEvents()

    def _ask_for_faults(self) -> None:
        """A fault of ours is told in a window that nobody reads here: its report ends the walk."""
        for report in self.folder.logs.glob("fault-*.txt"):
            raise RuntimeError(report.read_text("utf-8"))

    def settle(self) -> None:
        """Waits until nothing is under way."""
        self.wait_for(lambda: self.program.tasks.idle, "the desk to come to rest")
        QTest.qWait(30)
        self.wait_for(lambda: self.program.tasks.idle, "the desk to come to rest")

    def page(self, key: str) -> Any:
        """Opens a page as its side-bar entry does and returns its screen."""
        self.window.open_page(key)
        self.settle()
        return self.window.screen_of(key)

    def fill(self, field: QWidget, text: str) -> None:
        """Types `text` into a field as a person does: keys for what a keyboard has, an input method's commit for the rest."""
        field.setFocus()
        if isinstance(field, QLineEdit):
            field.selectAll()
        if text.isascii():
            QTest.keyClicks(field, text)
        else:
            commit = QInputMethodEvent()
            commit.setCommitString(text)
            QApplication.sendEvent(field, commit)

    def choose(self, field: ChoiceInput, value: object) -> None:
        """Chooses `value` (or the option with these words) in a drop-down, by its keys."""
        places = [place for place in range(field.count()) if value in (field.itemData(place), field.itemText(place))]
        if not places:
            raise LookupError(f"{value!r} is not offered")
        field.setFocus()
        QTest.keyClick(field, Qt.Key.Key_Home)
        for _ in range(places[0]):
            QTest.keyClick(field, Qt.Key.Key_Down)
        if field.currentIndex() != places[0]:
            raise LookupError(f"{value!r} could not be reached by keys")
        field.activated.emit(places[0])

    def click(self, within: QWidget, words: str) -> None:
        """Clicks the visible button that begins with `words`."""
        self.settle()
        for button in within.findChildren(QAbstractButton):
            if button.isVisible() and button.text().replace("&", "").startswith(words):
                if not button.isEnabled():
                    raise LookupError(f"the button {words} is greyed out")
                QTest.mouseClick(button, Qt.MouseButton.LeftButton)
                return
        raise LookupError(f"no button {words} in sight")

    def fill_form(self, panel: QWidget, values: Mapping[str, object]) -> None:
        """Fills the form a panel shows, field by field."""
        form = next(form for form in panel.findChildren(Form) if form.isVisible())
        for key, value in values.items():
            field = form.input(key)
            if isinstance(field, ChoiceInput):
                self.choose(field, value)
            elif isinstance(field, QAbstractButton):
                if field.isChecked() != bool(value):
                    QTest.mouseClick(field, Qt.MouseButton.LeftButton, pos=QPoint(8, field.height() // 2))
            else:
                self.fill(field, str(value))

    def import_file(self, screen: Any, start: Callable[[], object]) -> None:
        """Starts an import on `screen`, looks at its ledger, and imports."""
        start()
        self.wait_for(lambda: screen.host.page is not None and screen.host.page.ready, "the file to be read")
        self.settle()
        self.click(screen.host.page, "导入 ")
        self.wait_for(lambda: screen.host.page is None, "the file to be imported")
        self.settle()

    def close(self) -> None:
        """Ends the program."""
        self.program.close()
        self.window.close()


def run(out: Path, papers: Path | None = None) -> int:
    """Walks the chain on `papers` (None: a school drawn for it) into `out`; 0 when every step went well."""
    if out.exists():
        shutil.rmtree(out)
    out.mkdir(parents=True)
    if papers is None:
        from school_desk.adapters.sample_school.school import draw_school

        papers = out / "papers"
        draw_school(papers)
    from school_desk.desk.tour.chain import walk_the_chain

    walk = Walk(out)
    failed = False
    try:
        walk_the_chain(walk, papers)
    except Exception:  # noqa: BLE001 - the outer door of the walk: the report tells what went wrong
        failed = True
        traceback.print_exc()
    finally:
        walk.close()
        text = json.dumps(asdict(walk.report), ensure_ascii=False, indent=2)
        (out / "report.json").write_text(text, "utf-8")
    return int(failed or any(not step.ok for step in walk.report.steps))
