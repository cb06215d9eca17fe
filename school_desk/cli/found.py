"""`school-desk found`: a new school with its first administrator, without a window."""

from __future__ import annotations

import argparse

from school_desk.cli.opening import data_folder
from school_desk.cli.parser import Verbs
from school_desk.cli.secret import add_secret_option, ask_secret
from school_desk.cli.words import say, say_json


def add_to(verbs: Verbs) -> None:
    """Declares the verb."""
    parser = verbs.add("found", "新建学校和第一位管理员", _found)
    parser.add_argument("--name", required=True, metavar="学校名称")
    parser.add_argument("--login", required=True, metavar="登录名", help="管理员的登录名")
    parser.add_argument("--person", required=True, metavar="姓名", help="管理员的姓名")
    add_secret_option(parser, "密码")


def _found(options: argparse.Namespace) -> int:
    from school_desk.composition import found_school

    school = found_school(
        data_folder(options),
        name=options.name,
        admin_login=options.login,
        admin_name=options.person,
        password=ask_secret(options, "管理员密码"),
    )
    root, school_id = school.folder.root, school.id
    school.close()
    if options.json:
        say_json({"school_id": school_id, "data": str(root)})
    else:
        say(f"已新建学校，数据在 {root}")
    return 0
