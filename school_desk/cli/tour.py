"""`school-desk tour`: drives the real windows through the whole chain and takes a picture of every step."""

from __future__ import annotations

import argparse
from pathlib import Path

from school_desk.cli.display import draw_unseen_without_display
from school_desk.cli.parser import Verbs
from school_desk.cli.words import say
from school_desk.kernel.errors import RuleViolation
from school_desk.kernel.files import telling_file_faults

REPORT = "report.json"


def add_to(verbs: Verbs) -> None:
    """Declares the verb."""
    parser = verbs.add("tour", "在真实窗口里走完九步，每步一张截图", _tour, json=False)
    parser.add_argument("--out", type=Path, required=True, metavar="文件夹", help="截图和 report.json 放在哪里")
    parser.add_argument("--input", type=Path, metavar="文件夹", help="用这里的材料（默认用程序自己画的样例）")


def _tour(options: argparse.Namespace) -> int:
    if options.input is not None and not (options.input / "enterprises").is_dir():
        message = f"“{options.input}”不是巡览用的材料文件夹（里面要有 enterprises 等文件夹），请核对 --input。"
        raise RuleViolation("tour.input", message, field="input")
    return walk(options.out, options.input)


def walk(out: Path, papers: Path | None) -> int:
    """Runs the tour into `out`, which an earlier tour may hold; says where the pictures are. Raises RuleViolation `tour.out`."""
    if out.exists() and any(out.iterdir()) and not (out / REPORT).exists():
        message = f"“{out}”里有别的文件，巡览会清空它。请换一个空文件夹。"
        raise RuleViolation("tour.out", message, field="out")
    with telling_file_faults(out):
        out.mkdir(parents=True, exist_ok=True)
    draw_unseen_without_display()
    from school_desk.desk.tour import run

    code = run(out, papers)
    say(f"截图和 {REPORT} 在 {out.resolve()}")
    return code
