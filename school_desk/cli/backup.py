"""`school-desk backup`, `restore` and `move`: one file out, one file in."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from school_desk.cli.opening import data_folder, opened_school
from school_desk.cli.parser import Verbs
from school_desk.cli.secret import add_secret_option, ask_secret
from school_desk.cli.words import called, complain, say, say_json
from school_desk.kernel.clock import SystemClock, local_text
from school_desk.kernel.errors import EnvironmentFault, RuleViolation
from school_desk.kernel.folder_lock import alone_in

if TYPE_CHECKING:
    from school_desk.kernel.backup import BackupFacts
    from school_desk.kernel.paths import DataFolder
    from school_desk.kernel.restore import Restored


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
    parser.add_argument("--dry-run", action="store_true", help="只看备份里有什么、恢复会失去什么")
    moving = verbs.add_group("move", "换电脑")
    for name, summary, run in (
        ("out", "把整所学校（数据库、材料、密钥）写成一个带口令的文件", _move_out),
        ("in", "用那个文件在新电脑上接着用", _move_in),
    ):
        parser = moving.add(name, summary, run)
        parser.add_argument("file", type=Path, metavar="文件", help="换电脑的 zip")
        add_secret_option(parser, "口令")
    parser.add_argument("--replace", action="store_true", help="这里已有学校的数据也换掉（原有数据另存，不删除）")


def _backup(options: argparse.Namespace) -> int:
    from school_desk.kernel.backup import Reason, make_backup

    with opened_school(options) as school:
        cipher = school.database.cipher
        facts = make_backup(school.folder, cipher, reason=Reason.PERSON, clock=school.clock, target=options.file)
    if options.json:
        say_json(_made(facts))
    else:
        say(f"已备份到 {facts.path}（{_held(facts)}）。")
        if not facts.whole:
            say(f"材料只在数据文件夹里。要连同材料备份，请写上文件名，如 {called('backup', '学校备份.zip')}。")
    return 0


def _restore(options: argparse.Namespace) -> int:
    from school_desk.adapters.safekeeping import restore_backup

    folder = data_folder(options)
    if options.dry_run:
        return _preview(options)
    with alone_in(folder.root):
        restored = restore_backup(options.file, folder, SystemClock())
    return _tell(options, restored, f"已恢复到 {local_text(restored.facts.made_at)} 的备份")


def _preview(options: argparse.Namespace) -> int:
    from school_desk.adapters.safekeeping import preview

    seen = preview(options.file, data_folder(options))
    lost = None if seen.lost is None else len(seen.lost)
    if options.json:
        told = {"made_at": seen.facts.made_at.isoformat(), "school": seen.facts.school_name, "whole": seen.facts.whole}
        counts = {"commands": seen.facts.commands, "files": seen.facts.files}
        say_json(told | counts | {"lost": lost, "missing_files": seen.missing_files})
        return 0
    say(f"{local_text(seen.facts.made_at)} 的备份（{_held(seen.facts)}）。")
    say("本机的数据读不了，不知道恢复会失去什么。" if lost is None else f"恢复会失去之后的 {lost} 步操作。")
    if seen.missing_files:
        say(f"有 {seen.missing_files} 份材料不在备份里，本机也没有。")
    return 0


def _move_out(options: argparse.Namespace) -> int:
    from school_desk.adapters.secrets import load_key
    from school_desk.kernel.backup import check_target
    from school_desk.kernel.moving import move_out

    check_target(options.file, data_folder(options))  # before anybody thinks up a passphrase
    passphrase = ask_secret(options, "口令", twice=True)
    with opened_school(options) as school:
        key = load_key(school.id, school.folder.key_file)
        facts = move_out(school.folder, key, passphrase, school.clock, options.file)
    if options.json:
        say_json(_made(facts))
    else:
        say(f"已写成 {facts.path}（{_held(facts)}）。")
        say("在新电脑上打开后，请不要再用这台电脑登记：这里再登记的不会到新电脑上。")
    return 0


def _move_in(options: argparse.Namespace) -> int:
    from school_desk.adapters.safekeeping import move_in

    folder = data_folder(options)
    with alone_in(folder.root):
        if not options.replace and _holds_a_school(folder):
            message = (
                f"“{folder.root}”里已有学校的数据，没有搬。要换到别处请写 --data 文件夹；"
                "要用文件里的换掉现在的，请加 --replace（现在的移到它的 replaced 文件夹里）。"
            )
            raise RuleViolation("move.founded", message, field="data")
        restored = move_in(options.file, folder, ask_secret(options, "口令"), SystemClock())
    return _tell(options, restored, f"已搬来 {restored.facts.school_name}")


def _holds_a_school(folder: DataFolder) -> bool:
    """Also a damaged one, which a file of moving out may be meant to replace."""
    from school_desk.composition import is_founded

    try:
        return is_founded(folder)
    except EnvironmentFault:
        return True


def _made(facts: BackupFacts) -> dict[str, Any]:
    told = {"file": str(facts.path), "size_bytes": facts.size_bytes, "whole": facts.whole}
    return told | {"commands": facts.commands, "files": facts.files}


def _held(facts: BackupFacts) -> str:
    """What lies in the archive: the files that one of the database only names do not."""
    if facts.whole:
        return f"数据库和材料：{facts.commands} 步操作，{facts.files} 份材料"
    return f"只有数据库，不含照片等材料：{facts.commands} 步操作"


def _tell(options: argparse.Namespace, restored: Restored, sentence: str) -> int:
    missing = len(restored.missing_files)
    aside = None if restored.set_aside is None else str(restored.set_aside)
    if options.json:
        say_json({"commands": restored.facts.commands, "missing_files": missing, "set_aside": aside})
    else:
        say(f"{sentence}（{restored.facts.commands} 步操作）。")
        if aside:
            say(f"原有数据在 {aside}")
    if missing:
        complain(f"有 {missing} 份材料不在备份里，本机也没有。请用连同材料的备份再恢复一次。")
    return 1 if missing else 0
