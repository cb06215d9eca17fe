"""缴费对账 with a statement of thousands of lines: how long the window stands still, and how long a cashier waits for the next line.

Run: python -m benchmarks.reconcile_screen [LINES]. A timer beats every 10 ms; the gap is how late it comes. First at rest, with a window that
repaints itself: that is the machine's own share. Half of the lines quote their 缴费码, a quarter has only the payer's name, a quarter is
somebody else's money.
"""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from datetime import timedelta
from functools import partial
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from benchmarks.trainee_search import A_BATCH, NOW, Filler, Row, key
from school_desk.composition import School, found_school
from school_desk.desk.screens.payments.reconcile import ReconcileScreen
from school_desk.desk.services import Desk
from school_desk.desk.tasks import Tasks
from school_desk.desk.theme import apply_theme
from school_desk.desk.tour.walk import Heartbeat
from school_desk.kernel.commands import Actor
from school_desk.kernel.paths import DataFolder
from school_desk.payments.tables import StatementImportRow, StatementLineRow
from school_desk.terms.roles import Role
from school_desk.terms.statuses import LineStatus, ReceivableStatus

CASHIER = Actor("cashier", "钱会计", frozenset({Role.FINANCE}))
OWN_ACCOUNT = "1205220109200069722"
LINES, CLAIMS = 5_000, 15
Hands = Callable[[], object]


class StatementFiller(Filler):
    """Two open batches for every three lines, all unpaid; the statement waits as a whole."""

    def __init__(self, school: School, lines: int) -> None:
        super().__init__(school, lines * 2 // 3 * A_BATCH)
        self.lines = lines
        self.stage = [0.0] * self.count

    def fill(self) -> None:
        """Writes every table and the statement."""
        super().fill()
        self._insert(StatementImportRow, [self._import()])
        self._insert(StatementLineRow, map(self._line, range(self.lines)))

    def _batch(self, n: int) -> Row:
        return super()._batch(n) | {"payment_code": _code(n)}

    def _receivable(self, n: int) -> Row:
        open_now = {"allocated_fen": 0, "status": ReceivableStatus.OPEN, "number": f"YJ{n}"}
        return super()._receivable(n) | open_now | {"due_fen": _due(n)}

    def _import(self) -> Row:
        return self._row(
            "import", 0, bank="icbc", layout="a", own_account=OWN_ACCOUNT, file_name="流水.xlsx", file_sha256="0" * 64,
            imported_at=NOW, row_count=self.lines, line_count=self.lines, known_count=0, leftovers=[], breaks=[],
        )  # fmt: skip

    def _line(self, n: int) -> Row:
        batch = n * 2 // 3
        owner, stranger = batch % (self.count // 40), n % 4 == 3
        name = f"杭州{n}贸易有限公司" if stranger else self._enterprise(owner)["name"]
        account = f"62220{n if stranger else owner:014d}"
        return self._row(
            "line", n, import_id=key("import", 0), own_account=OWN_ACCOUNT, identity=str(n), row_no=n + 1,
            booked_at=NOW + timedelta(minutes=n), incoming=True, amount_fen=_due(batch) + (7_700 if stranger else 0),
            voucher_no="", used_fen=0, memo=f"培训费 {_code(batch)}" if n % 2 == 0 else "培训费", takes_back=False,
            counterparty_name=name, counterparty_account=account, counterparty_account_key=account,
            status=LineStatus.UNCLAIMED,
        )  # fmt: skip


def main(arguments: Sequence[str]) -> None:
    """Prints the milliseconds."""
    lines = int(arguments[0]) if arguments else LINES
    app = QApplication([])
    apply_theme(app, dark=False)
    with tempfile.TemporaryDirectory() as folder:
        school = found_school(
            DataFolder(Path(folder) / "data"),
            name="湖州市吴兴区城建职业技能培训学校",
            admin_login="admin",
            admin_name="管理员",
            password="Huzhou-2026",
        )
        begun = time.perf_counter()
        StatementFiller(school, lines).fill()
        print(f"{lines:,} lines, {lines * 2 // 3:,} open batches: filled in {time.perf_counter() - begun:.0f} s")
        desk = Desk(school, CASHIER, Tasks())
        try:
            _measure(app, desk)
        finally:
            desk.tasks.close()
            school.close()


def _measure(app: QApplication, desk: Desk) -> None:
    screen = ReconcileScreen(desk)
    screen.resize(1158, 780)
    screen.show()
    heartbeat = Heartbeat(screen)
    _watched("at rest", heartbeat, lambda: _turn(app, 1.0))
    screen.entered()
    _watched("the first rows", heartbeat, lambda: _until(app, lambda: screen.table.row_count()))
    _watched("until all is matched", heartbeat, lambda: _all_matched(app, screen))
    view = screen.table.view
    _watched("50 pages", heartbeat, lambda: _pressed(app, view, [Qt.Key.Key_PageDown] * 50))
    _watched("End and Home", heartbeat, lambda: _pressed(app, view, [Qt.Key.Key_End, Qt.Key.Key_Home]))
    _watched("50 lines down", heartbeat, lambda: _pressed(app, view, [Qt.Key.Key_Down] * 50))
    _rest(app, desk)
    _watched("a filter typed", heartbeat, lambda: _type(app, desk, screen, "湖州赵"))
    _watched("the filter cleared", heartbeat, lambda: _type(app, desk, screen, ""))
    screen.table.setFocus()
    waited: list[float] = []
    _watched(f"{CLAIMS} lines claimed", heartbeat, lambda: waited.extend(_claims(app, screen)))
    print(f"from the key to the next line: median {statistics.median(waited):.0f} ms, worst {max(waited):.0f} ms")
    _watched("until all is matched again", heartbeat, lambda: _all_matched(app, screen))


def _watched(what: str, heartbeat: Heartbeat, hands: Hands) -> None:
    begun = time.perf_counter()
    with heartbeat.listening() as gap:
        hands()
        print(f"{what:28} longest gap {gap():4} ms, in all {1000 * (time.perf_counter() - begun):6.0f} ms")


def _claims(app: QApplication, screen: ReconcileScreen) -> list[float]:
    """Milliseconds from Space until the next line stands ready; lines without a proposal are passed over."""
    waited: list[float] = []
    while len(waited) < CLAIMS:
        facts = screen.panel.facts
        assert facts is not None
        before, began = facts.line.id, time.perf_counter()
        takes = bool(facts.proposals)
        QTest.keyClick(screen.table.view, Qt.Key.Key_Space if takes else Qt.Key.Key_Down)
        _until(app, partial(_shows_another, screen, before))
        if takes:
            waited.append(1000 * (time.perf_counter() - began))
    return waited


def _type(app: QApplication, desk: Desk, screen: ReconcileScreen, words: str) -> None:
    for length in range(1, len(words) + 1) if words else (0,):
        screen.search.setText(words[:length])
        _turn(app, 0.12)
    _turn(app, 0.3)
    _rest(app, desk)


def _shows_another(screen: ReconcileScreen, line_id: str) -> bool:
    return screen.panel.facts is not None and screen.panel.facts.line.id != line_id


def _all_matched(app: QApplication, screen: ReconcileScreen) -> None:
    _until(app, lambda: screen.lines.is_current, 600)
    _rest(app, screen.desk)


def _pressed(app: QApplication, view: QWidget, keys: Sequence[Qt.Key]) -> None:
    for one in keys:
        QTest.keyClick(view, one)
        _turn(app, 0.02)


def _until(app: QApplication, is_so: Callable[[], object], longest_s: float = 120) -> None:
    begun = time.perf_counter()
    while not is_so():
        if time.perf_counter() - begun > longest_s:
            raise TimeoutError
        app.processEvents()
        time.sleep(0.001)


def _turn(app: QApplication, seconds: float) -> None:
    begun = time.perf_counter()
    _until(app, lambda: time.perf_counter() - begun > seconds)


def _rest(app: QApplication, desk: Desk) -> None:
    _until(app, lambda: desk.tasks.idle, 600)
    _turn(app, 0.05)


def _due(n: int) -> int:
    return 60_000 * (4 + n * 7 % 97) + 20_000 * (n % 13)


def _code(n: int) -> str:
    """Six letters that a payment code may have."""
    letters, number, found = "ACDEFHJKLMNPRTWXY", n * 7_919 + 1_234_567, ""
    for _ in range(6):
        number, place = divmod(number, len(letters))
        found += letters[place]
    return found


if __name__ == "__main__":
    main(sys.argv[1:])
