"""How long after its start the window takes typing, beside a bare window of one field in the same run.

    .venv/bin/python -m benchmarks.start [runs]

Each run is a new process; measured is the time from just before its launch until a typed letter stands in the field. The budget is 1.5 s.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from school_desk.composition import found_school
from school_desk.kernel.paths import DataFolder

BUDGET_S = 1.5
_TYPED = """
from PySide6.QtTest import QTest
while field.text() != "s":
    app.processEvents()
    if field.isVisible() and not field.text():
        field.setFocus()
        QTest.keyClicks(field, "s")
import time
print(time.time())
"""
BARE = """
from PySide6.QtWidgets import QApplication, QLineEdit
app = QApplication([])
field = QLineEdit()
field.show()
"""
DESK = """
import sys
from pathlib import Path
from school_desk.desk.main import Program, make_application
from school_desk.kernel.paths import DataFolder
app = make_application()
program = Program(DataFolder(Path(sys.argv[1])))
program.start()
field = program.window.centralWidget().field("login_name")
"""


def seconds(script: str, *arguments: str) -> float:
    """From launch to the typed letter."""
    launched = time.time()
    command = [sys.executable, "-c", script + _TYPED + "import os; os._exit(0)", *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=os.environ)
    # Flushing is up to us: the program is left without waiting for its threads.
    if not done.stdout.strip():
        raise SystemExit(done.stderr)
    return float(done.stdout.split()[-1]) - launched


def main() -> None:
    """Prints the medians, their spread and the ratio."""
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 7
    os.environ |= {"QT_QPA_PLATFORM": "offscreen", "SCHOOL_DESK_KEY_IN_FILE": "1", "PYTHONUNBUFFERED": "1"}
    with tempfile.TemporaryDirectory() as scratch:
        folder = DataFolder(Path(scratch) / "data")
        found_school(folder, name="学校", admin_login="admin", admin_name="管理员", password="Tai-Hu-2026").close()
        taken: dict[str, list[float]] = {"bare window": [], "School Desk": []}
        for _ in range(runs):
            taken["bare window"].append(seconds(BARE))
            taken["School Desk"].append(seconds(DESK, str(folder.root)))
    for name, times in taken.items():
        spread = f"{min(times):.2f}–{max(times):.2f}"
        print(f"{name}: {statistics.median(times):.2f} s until typing is taken ({spread}, {runs} runs)")
    medians = [statistics.median(times) for times in taken.values()]
    print(f"ratio {medians[1] / medians[0]:.1f}; budget {BUDGET_S} s: {'kept' if medians[1] < BUDGET_S else 'missed'}")


if __name__ == "__main__":
    main()
