"""`school-desk hub demo`: a Hub with a school that has walked all nine steps, its website and accounts to try, on this computer."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from school_desk.cli.parser import Parser, Verbs
from school_desk.cli.words import called, let_read, say
from school_desk.kernel.clock import local_date
from school_desk.kernel.folder_lock import alone_in
from school_desk.kernel.paths import DataFolder, default_data_folder

if TYPE_CHECKING:
    from school_desk.accounts.commands import OpenAccount
    from school_desk.hub.opening import HubSchool
    from school_desk.kernel.database import ReadSession

# A sample Hub's password is no secret: it is printed, and everybody there is made up.
PASSWORD = "Yangli-2026"
PORT = 8620
AUTHORITIES = (("huzhou", "330500", "湖州市行政主管部门"), ("zhejiang", "330000", "浙江省行政主管部门"))


def add_to(group: Verbs) -> None:
    """Declares the verb among those of `hub`."""
    parser = group.add("demo", "样例总台：企业网站和账号，供试用", _demo, json=False)
    parser.add_argument("--dir", type=Path, metavar="文件夹", help="样例放在哪里（默认在本机数据文件夹旁边）")
    add_port_option(parser)


def add_port_option(parser: Parser) -> None:
    """`--port`."""
    parser.add_argument("--port", type=_port, default=PORT, metavar="端口", help=f"1–65535，默认 {PORT}")


def _port(text: str) -> int:
    port = int(text)
    if not 0 < port < 1 << 16:
        raise ValueError(text)
    return port


def _demo(options: argparse.Namespace) -> int:
    from school_desk.hub.opening import open_hub
    from school_desk.hub.serving import Place, check_place, serve
    from school_desk.kernel.schema import stored_revision

    place = Place("127.0.0.1", options.port)
    check_place(place)
    root: Path = options.dir or default_data_folder().root.with_name("SchoolDesk-hub-demo")
    folder = DataFolder(root / "hub")
    if stored_revision(folder.database) is None:
        code = _make(root, folder)
        if code:
            return code
    with alone_in(folder.root), closing(open_hub(folder)) as hub:
        _open_accounts(hub)
        _open_plans(hub)
        _leave_out_the_real_address(hub)
        _tell(hub, place.address, folder)
        let_read()
        serve(hub, place)
    return 0


def _make(root: Path, folder: DataFolder) -> int:
    """A Hub of the school that the tour leaves behind."""
    from school_desk.cli.tour import walk
    from school_desk.composition import open_school
    from school_desk.hub.founding import found_hub

    walked = DataFolder(root / "tour" / "data")
    if not walked.database.exists():
        say("第一次运行：先让样例学校走完九步，约两到四分钟……")
        code = walk(root / "tour", None)
        if code:
            return code
    school = open_school(walked)
    try:
        found_hub(folder, school)
    finally:
        school.close()
    return 0


def _open_accounts(hub: HubSchool) -> None:
    """Every enterprise and both authorities can sign in; those that have an account keep it."""
    from school_desk.accounts.queries import find_account
    from school_desk.staff.queries import actor

    with hub.database.reading() as session:
        admin = actor(session, hub.id, "admin")
        accounts = list(_accounts(session, hub.id))
        wanted = [one for one in accounts if find_account(session, hub.id, one.kind, one.login) is None]
    if admin is None:
        raise AssertionError("the sample school has an administrator")
    for command in wanted:
        hub.bus.execute(command, admin)


def _open_plans(hub: HubSchool) -> None:
    """The walk was in its own year: today's plans are open to whoever tries the website."""
    from school_desk.plans.commands import CreatePlan
    from school_desk.plans.queries import plans
    from school_desk.staff.queries import actor
    from school_desk.terms.levels import SkillLevel

    today = local_date(hub.clock.now())
    with hub.database.reading() as session:
        clerk = actor(session, hub.id, "admin")
        open_now = any(plan.sign_up_from <= today <= plan.sign_up_to for plan in plans(session, hub.id, today))
    if open_now or clerk is None:
        return
    for trade, fee_fen in (("木工", 80_000), ("钢筋工", 80_000), ("砌筑工", 80_000)):
        level = SkillLevel.INTERMEDIATE
        hub.bus.execute(CreatePlan(trade, level, today, today + timedelta(days=60), fee_fen), clerk)


def _leave_out_the_real_address(hub: HubSchool) -> None:
    """The sample's website is here, not where the manual's is."""
    from school_desk.enterprises.settings import WEBSITE_ADDRESS
    from school_desk.kernel.settings import read
    from school_desk.staff.commands import ChangeSetting
    from school_desk.staff.queries import actor

    today = local_date(hub.clock.now())
    with hub.database.reading() as session:
        admin = actor(session, hub.id, "admin")
        named = read(session, hub.id, WEBSITE_ADDRESS, today)
    if admin is not None and named:
        hub.bus.execute(ChangeSetting(WEBSITE_ADDRESS.key, "", today), admin)


def _accounts(session: ReadSession, school_id: str) -> Iterator[OpenAccount]:
    from school_desk.accounts.commands import OpenAccount
    from school_desk.enterprises.queries import enterprises
    from school_desk.staff.passwords import hash_password
    from school_desk.terms.roles import WebRole

    hashed = hash_password(PASSWORD)
    for row in enterprises(session, school_id):
        yield OpenAccount(WebRole.ENTERPRISE, row.credit_code, hashed, enterprise_id=row.id)
    for login, code, _ in AUTHORITIES:
        yield OpenAccount(WebRole.AUTHORITY, login, hashed, authority_code=code)


def _tell(hub: HubSchool, address: str, folder: DataFolder) -> None:
    from school_desk.desk.tour import office
    from school_desk.enterprises.queries import enterprises
    from school_desk.hub.invitations import invite

    say(f"{hub.name}的样例总台，数据在 {folder.root}")
    say(f"企业网站：{address}/    密码都是 {PASSWORD}")
    with hub.database.reading() as session:
        for row in enterprises(session, hub.id):
            say(f"  企业      {row.credit_code}  {row.name}")
    for login, _, name in AUTHORITIES:
        say(f"  主管部门  {login:<18}  {name}")
    say(f"短信验证码写在 {folder.root / 'sms-outbox.jsonl'}")
    join = called("--data", "新文件夹", "join", address, "--code", invite(hub))
    say(f"让一台电脑加入：{join}（10 分钟内有效）")
    say(
        f"  员工：管理员 admin（{office.PASSWORD}），沈文员 shen、钱会计 qian、周会计 zhou、吴考务 wu（{office.OWN_PASSWORD}）"
    )
    say("按 Ctrl+C 停止总台。")
