"""`school-desk doctor`: what is installed, and whether the data and their backups are sound."""

from __future__ import annotations

import argparse
from typing import Any

from school_desk.cli.opening import data_folder
from school_desk.cli.parser import Verbs
from school_desk.cli.words import say, say_json

_CHECKS = {
    "python": "Python",
    "versions": "程序库",
    "ocr": "文字识别",
    "fonts": "字体",
    "key": "密钥",
    "data": "数据",
    "health": "数据库",
    "journal": "操作日志",
    "files": "材料",
    "contents": "材料内容",
    "backups": "备份",
    "disk": "磁盘",
}
_FACTS = {
    "version": "版本",
    "system": "系统",
    "interpreter": "解释器",
    "engine": "引擎",
    "models": "模型",
    "files": "文件",
    "characters_checked": "已核对字数",
    "kept_in": "存放在",
    "vault": "凭据库",
    "folder": "文件夹",
    "founded": "已建学校",
    "revision": "结构版本",
    "newest_revision": "最新结构",
    "bytes": "字节",
    "decisions": "操作",
    "named": "登记在用",
    "kept": "共存（含退回和已撤销的）",
    "read": "逐份打开",
    "count": "份数",
    "newest": "最近一份",
    "free_bytes": "剩余字节",
}


def add_to(verbs: Verbs) -> None:
    """Declares the verb."""
    verbs.add("doctor", "检查安装、字体、识别引擎、密钥、数据库、材料和备份", _doctor)


def _doctor(options: argparse.Namespace) -> int:
    from school_desk.cli.examination import examine

    found, problems = {}, {}
    for name, finding, problem in examine(data_folder(options)):
        found[name] = finding
        if problem:
            problems[name] = problem
        if not options.json:
            _tell(name, finding, problem)
    if options.json:
        say_json({"ok": not problems, **found, "problems": problems})
    elif not problems:
        founded = found.get("data", {}).get("founded")
        say("一切正常。" if founded else f"程序正常。{data_folder(options).root} 里没有学校数据。")
    return 1 if problems else 0


def _tell(check: str, finding: Any, problem: str) -> None:
    if problem:
        say(f"[有问题] {_CHECKS[check]}：{problem}")
        return
    said = finding.items() if isinstance(finding, dict) else [("", finding)]
    facts = (f"{_FACTS.get(name, name)} {_shown(value)}".strip() for name, value in said)
    say(f"[正常] {_CHECKS[check]}：{'，'.join(facts)}")


def _shown(value: Any) -> str:
    if isinstance(value, list):
        return "、".join(map(str, value))
    if value is None or isinstance(value, bool):
        return {None: "无", True: "是", False: "否"}[value]
    return str(value)
