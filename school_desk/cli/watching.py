"""`school-desk read --watch`: reads what arrives in a folder, one file after the other, until Ctrl+C."""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from school_desk.cli.words import complain
from school_desk.kernel.errors import RuleViolation
from school_desk.kernel.files import printable

if TYPE_CHECKING:
    from school_desk.intake.inbox import FoundFile
    from school_desk.intake.paper_files import ReadFile
    from school_desk.kernel.jobs import JobPool

Report = Callable[["FoundFile", Sequence["ReadFile"]], None]
_LOOK_EVERY_S = 1.0


def watch(options: argparse.Namespace, report: Report) -> int:
    """Looks at the folder every second. Raises RuleViolation when it is no folder."""
    from school_desk.intake.arrivals import Arrivals
    from school_desk.kernel.jobs import JobPool

    folder = Path(options.files[0])
    if len(options.files) != 1 or not folder.is_dir():
        raise RuleViolation("read.watch", "--watch 要写一个已有的文件夹，请核对。", field="watch")
    arrivals, pool = Arrivals(str(folder)), JobPool()
    complain(f"正在守着“{printable(folder)}”，放进去的照片和 PDF 会自动识别；按 Ctrl+C 结束。")
    try:
        while True:
            _take(options, arrivals.look(), pool, report)
            time.sleep(_LOOK_EVERY_S)
    except KeyboardInterrupt:
        complain("已结束，读完的都留着；再执行同一条命令会接着守。")
        return 0
    finally:
        pool.close(at_once=True)


def _take(options: argparse.Namespace, files: Sequence[FoundFile], pool: JobPool, report: Report) -> None:
    from school_desk.cli.reading import read_by

    if not files:
        return
    for found, papers in read_by(pool, options, files):
        if Path(found.path).exists():
            report(found, papers)
        else:
            complain(f"“{printable(found.key)}”在识别之前被移走了，没有识别。")
