"""`school-desk backup` and `restore`: one file out, one file in."""

from __future__ import annotations

import argparse
from functools import partial
from pathlib import Path

from school_desk.cli.opening import data_folder, opened_school
from school_desk.cli.parser import Verbs
from school_desk.cli.words import complain, say, say_json
from school_desk.kernel.clock import local_text


def add_to(verbs: Verbs) -> None:
    """Declares the verbs."""
    parser = verbs.add("backup", "备份", _backup)
    parser.add_argument(
        "file",
        nargs="?",
        type=Path,
        metavar="文件",
        help="连同全部材料备份到这个 zip（不写则只备份数据库，放在数据文件夹里）",
    )
    parser = verbs.add("restore", "用备份恢复（原有数据另存，不删除）", _restore)
    parser.add_argument("file", type=Path, metavar="文件", help="备份的 zip")


def _backup(options: argparse.Namespace) -> int:
    from school_desk.kernel.backup import Reason, make_backup

    with opened_school(options) as school:
        cipher = school.database.cipher
        facts = make_backup(school.folder, cipher, reason=Reason.PERSON, clock=school.clock, target=options.file)
    if options.json:
        told = {"file": str(facts.path), "size_bytes": facts.size_bytes, "whole": facts.whole}
        say_json(told | {"commands": facts.commands, "files": facts.files})
    else:
        say(f"已备份到 {facts.path}（{facts.commands} 步操作，{facts.files} 份材料）。")
    return 0


def _restore(options: argparse.Namespace) -> int:
    from school_desk.adapters.secrets import load_key
    from school_desk.kernel.clock import SystemClock
    from school_desk.kernel.restore import restore

    folder = data_folder(options)
    restored = restore(options.file, folder, partial(load_key, key_file=folder.key_file), SystemClock())
    missing = len(restored.missing_files)
    aside = None if restored.set_aside is None else str(restored.set_aside)
    if options.json:
        say_json({"commands": restored.facts.commands, "missing_files": missing, "set_aside": aside})
    else:
        say(f"已恢复到 {local_text(restored.facts.made_at)} 的备份（{restored.facts.commands} 步操作）。")
        if aside:
            say(f"原有数据在 {aside}")
    if missing:
        complain(f"有 {missing} 份材料不在备份里，本机也没有。请用连同材料的备份再恢复一次。")
    return 1 if missing else 0
