"""How long it takes to break off reading. Run: python -m benchmarks.reading_cancel [TIMES]

A worker that is in the middle of a page is cancelled, as the desk does it, and the next job's start is timed too; then the command line,
reading a folder of pages, gets Ctrl+C. Prints the median and the longest of each.
"""

from __future__ import annotations

import io
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw

from school_desk.kernel.errors import Cancelled
from school_desk.kernel.jobs import JobPool

_READ = "school_desk.intake.papers:read_paper_content"
_SCRIPT = (
    "import signal, sys; signal.signal(signal.SIGINT, signal.default_int_handler); "
    "from school_desk.cli.main import main; sys.exit(main(sys.argv[1:]))"
)


def page(number: int) -> bytes:
    """A page with so many lines that it takes seconds."""
    image = Image.fromarray(np.full((2200, 1600, 3), 245, np.uint8))
    draw = ImageDraw.Draw(image)
    for row in range(60):
        draw.text((60, 30 + 36 * row), f"{number} {row} " * 20, fill=(20, 20, 20))
    target = io.BytesIO()
    image.save(target, "JPEG")
    return target.getvalue()


def cancelled(pool: JobPool) -> float:
    """Seconds from the wish to the end of a job that is at work."""
    job = pool.submit(_READ, page(0))
    time.sleep(0.5)
    asked = time.perf_counter()
    job.cancel()
    try:
        job.future.result()
    except Cancelled:
        return time.perf_counter() - asked
    raise RuntimeError("the page was read before it could be cancelled: make it longer")


def interrupted(folder: Path) -> float:
    """Seconds from Ctrl+C to the end of the command line."""
    command = [sys.executable, "-c", _SCRIPT, "--data", str(folder / "data"), "read", str(folder / "in"), "--again"]
    run = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    time.sleep(8)
    asked = time.perf_counter()
    run.send_signal(signal.SIGINT)
    if run.wait() != 130:
        raise RuntimeError("it had ended before")
    return time.perf_counter() - asked


def main() -> None:
    """Measures and prints."""
    times = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    pool = JobPool()
    pool.run("school_desk.adapters.ocr:engine_name")
    _tell("a job at work cancelled", [cancelled(pool) for _ in range(times)])
    pool.close()
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        (folder / "in").mkdir()
        for number in range(40):
            (folder / "in" / f"{number:02d}.jpg").write_bytes(page(number))
        _tell("Ctrl+C on the command line", [interrupted(folder) for _ in range(times)])


def _tell(what: str, spent: list[float]) -> None:
    print(
        f"{what}: median {statistics.median(spent) * 1000:.0f} ms, longest {max(spent) * 1000:.0f} ms, {len(spent)} times"
    )


if __name__ == "__main__":
    main()
