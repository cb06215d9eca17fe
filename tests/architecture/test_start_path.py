"""The window must accept typing within 1.5 s: what is heavy and not needed for the first paint is not imported on the way to it."""

from __future__ import annotations

import json
import subprocess
import sys

HEAVY = {
    "alembic", "cv2", "easyocr", "holidays", "numpy", "onnxruntime", "openpyxl", "pypdfium2", "pypinyin", "python_calamine",
    "rapidfuzz", "rapidocr", "reportlab", "requests", "sqlalchemy", "xlsxwriter",
}  # fmt: skip


def test_opening_the_desk_imports_nothing_heavy() -> None:
    report = "import json, sys, school_desk.desk.main; print(json.dumps(sorted(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", report], capture_output=True, text=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr
    imported = set(json.loads(done.stdout))
    assert "PySide6.QtWidgets" in imported, "the desk's own start must be what was measured"
    assert HEAVY & imported == set()
