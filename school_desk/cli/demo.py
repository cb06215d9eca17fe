"""`school-desk demo`: a sample school to try everything on, in a folder of its own; without a display the tour shows it instead."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from school_desk.cli.display import has_display
from school_desk.cli.parser import Verbs
from school_desk.cli.words import called, say
from school_desk.kernel.errors import RuleViolation
from school_desk.kernel.paths import DataFolder, default_data_folder

if TYPE_CHECKING:
    from school_desk.composition import School

NAME = "湖州市吴兴区城建职业技能培训学校（样例）"
# A sample school's password is no secret: it is printed, and everybody there is made up.
PASSWORD = "Yangli-2026"
STAFF = (
    ("shen", "沈文员", "clerk"),
    ("qian", "钱会计", "finance"),
    ("zhou", "周会计", "finance"),
    ("wu", "吴考务", "exam"),
)
ADMIN = ("admin", "管理员")


def add_to(verbs: Verbs) -> None:
    """Declares the verb."""
    parser = verbs.add("demo", "打开一所样例学校", _demo, json=False)
    parser.add_argument("--dir", type=Path, metavar="文件夹", help="样例放在哪里（默认在本机数据文件夹旁边）")
    parser.add_argument("--no-window", action="store_true", help="不打开窗口，走一遍全流程并留下截图")


def _demo(options: argparse.Namespace) -> int:
    folder = DataFolder(options.dir or default_data_folder().root.with_name("SchoolDesk-demo"))
    papers = folder.root / "papers"
    _make_ready(folder, papers)
    say(f"样例学校在 {folder.root}，样例材料在 {papers}")
    logins = "、".join(f"{name} {login}" for login, name, *_ in (*STAFF, ADMIN))
    say(f"登录名：{logins}；密码都是 {PASSWORD}")
    if options.no_window or not has_display():
        return _walk(folder.root / "tour", papers)
    from school_desk.desk.main import run

    return run(folder)


def _walk(out: Path, papers: Path) -> int:
    """The tour; the school that an earlier one left is worked in, so it stays."""
    from school_desk.cli.tour import REPORT, walk
    from school_desk.desk.tour import office

    walked = DataFolder(out / "data")
    if (out / REPORT).exists() and walked.database.exists():
        say(f"九步已经走过，截图在 {out}。要从头再走，请先删除这个文件夹（走过的学校也在里面）。")
        code = 0
    else:
        code = walk(out, papers)
    listed = called("--data", str(walked.root), "list", "trainees")
    say(f"走过九步的学校在 {walked.root}，命令里写 --data 和它就办在那里，如 {listed}")
    say(f"那里的密码：{ADMIN[0]} 是 {office.PASSWORD}，其他人是 {office.OWN_PASSWORD}")
    return code


def _make_ready(folder: DataFolder, papers: Path) -> None:
    """Founds the school and draws its papers; what an earlier run has finished stays."""
    from school_desk.composition import found_school, is_founded, open_school

    if is_founded(folder):
        school = open_school(folder)
        if school.name != NAME:
            school.close()
            message = f"“{folder.root}”里是学校“{school.name}”的数据，不是样例，没有动它。请换一个文件夹。"
            raise RuleViolation("demo.other_school", message, field="dir")
    else:
        login, name = ADMIN
        school = found_school(folder, name=NAME, admin_login=login, admin_name=name, password=PASSWORD)
    try:
        _add_staff(school)
    finally:
        school.close()
    if not papers.exists():
        _draw(papers)


def _add_staff(school: School) -> None:
    from school_desk.cli.opening import find_actor
    from school_desk.staff.commands import AddStaff
    from school_desk.staff.passwords import hash_password
    from school_desk.staff.queries import staff_members
    from school_desk.terms.roles import Role

    with school.reading() as session:
        known = {member.login_name for member in staff_members(session, school.id)}
    for login, name, role in STAFF:
        if login not in known:
            command = AddStaff(login, name, (Role(role),), hash_password(PASSWORD), must_change_password=False)
            school.execute(command, find_actor(school, ADMIN[0]))


def _draw(papers: Path) -> None:
    """Draws beside and renames: papers that are there are all there."""
    import shutil

    from school_desk.adapters.sample_school.school import draw_school

    draft = papers.with_name("papers.new")
    shutil.rmtree(draft, ignore_errors=True)
    draw_school(draft)
    draft.rename(papers)
