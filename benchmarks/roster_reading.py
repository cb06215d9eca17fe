"""How long a roster of 5,000 people takes to read, with and without photos. Run: python -m benchmarks.roster_reading"""

from __future__ import annotations

import io
import random
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import xlsxwriter
from PIL import Image

from school_desk.adapters.sheets.annotate import annotate
from school_desk.adapters.sheets.rosters import read_roster

PEOPLE = 5_000
BUDGET_SECONDS = 10.0
HEADER = ("序号", "姓名", "性别", "身份证号", "手机号码", "工种", "等级", "照片", "备注")


def main() -> int:
    random.seed(20261123)
    with tempfile.TemporaryDirectory() as folder:
        plain, illustrated = Path(folder, "plain.xlsx"), Path(folder, "photos.xlsx")
        _write(plain, photos=False)
        _write(illustrated, photos=True)
        spent = [
            _timed("5,000 people", lambda: len(read_roster(plain).rows)),
            _timed("5,000 people with in-cell photos", lambda: len(read_roster(illustrated).rows)),
        ]
        place = read_roster(illustrated).place
        reasons = dict.fromkeys(range(2, PEOPLE + 2, 17), "身份证号校验位不对")
        _timed(
            "the same returned with 295 reasons",
            lambda: annotate(illustrated, Path(folder, "back.xlsx"), place, reasons),
        )
    return 0 if max(spent) < BUDGET_SECONDS else 1


def _timed(label: str, act: Callable[[], object]) -> float:
    start = time.perf_counter()
    result = act()
    spent = time.perf_counter() - start
    print(f"{label}: {spent:.2f} s ({result if isinstance(result, int) else 'done'})")
    return spent


def _write(path: Path, *, photos: bool) -> None:
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, HEADER)
        for number in range(1, PEOPLE + 1):
            birth = f"19{random.randrange(60, 100)}{random.randrange(1, 13):02d}{random.randrange(1, 29):02d}"
            id_number = f"330502{birth}{number % 1000:03d}{random.choice('0123456789X')}"
            name = random.choice("赵钱孙李周吴郑王") + random.choice("建国志强秀英") + random.choice("明华军勇芳")
            sheet.write_row(number, 0, [number, name, "男", id_number, f"199{number:08d}", "钢筋工", "中级工"])
            if photos:
                sheet.embed_image(number, 7, f"{number}.jpg", {"image_data": io.BytesIO(_photo(number))})


def _photo(number: int) -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", (295, 413), (number % 256, number // 256, 128)).save(buffer, "JPEG")
    return buffer.getvalue()


if __name__ == "__main__":
    sys.exit(main())
