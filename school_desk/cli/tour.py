"""`school-desk tour`: drives the real windows through the whole chain and takes a picture of every step."""

from __future__ import annotations

import argparse
from pathlib import Path

from school_desk.cli.parser import Verbs


def add_to(verbs: Verbs) -> None:
    """Declares the verb."""
    parser = verbs.add("tour", "在真实窗口里走完九步，每步一张截图", _tour, json=False)
    parser.add_argument("--out", type=Path, required=True, metavar="文件夹", help="截图和 report.json 放在哪里")
    parser.add_argument("--input", type=Path, metavar="文件夹", help="用这里的材料（默认用程序自己画的样例）")


def _tour(options: argparse.Namespace) -> int:
    from school_desk.desk.tour import run

    return run(options.out, options.input)
