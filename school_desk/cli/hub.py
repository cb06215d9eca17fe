"""`school-desk hub`: makes a Hub of a school's data, serves it, and says which desks belong to it."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from school_desk.cli import hub_demo
from school_desk.cli.hub_demo import add_port_option
from school_desk.cli.opening import data_folder
from school_desk.cli.parser import Parser, Verbs
from school_desk.cli.secret import add_secret_option, ask_secret
from school_desk.cli.words import called, complain, let_read, say, say_json, say_table
from school_desk.kernel.clock import local_text
from school_desk.kernel.folder_lock import alone_in
from school_desk.kernel.paths import DataFolder, default_data_folder

if TYPE_CHECKING:
    from school_desk.composition import School
    from school_desk.hub.opening import HubSchool
    from school_desk.kernel.sync_tables import DeskRow

_IN_THE_CLEAR = (
    "没有证书：同一网络上的人看得到密码和证件号。请写 --certificate 和 --key，或放在有证书的反向代理后面并写 --proxy。"
)


def add_to(verbs: Verbs) -> None:
    """Declares the verbs."""
    group = verbs.add_group("hub", "总台：各台电脑同步到这里，企业在这里报名")
    parser = group.add("init", "用学校的备份或数据文件夹建立总台", _init)
    parser.add_argument(
        "--from", dest="source", type=Path, required=True, metavar="备份", help="备份、换电脑的文件，或数据文件夹"
    )
    parser.add_argument(
        "--key-from", type=Path, metavar="文件夹", help="备份的密钥在哪个数据文件夹里（默认用本机的那一个）"
    )
    add_secret_option(parser, "口令")
    _add_database_option(parser)
    parser = group.add("serve", "运行总台", _serve, json=False)
    parser.add_argument("--host", default="127.0.0.1", metavar="地址", help="在哪个网络地址上等候（默认只在本机）")
    add_port_option(parser)
    parser.add_argument("--certificate", type=Path, metavar="文件", help="证书（PEM），与 --key 一起用")
    parser.add_argument("--key", type=Path, metavar="文件", help="证书的私钥（PEM）")
    parser.add_argument(
        "--proxy", default="", metavar="地址", help="前面有反向代理时，代理的网络地址（按访问者的地址限速）"
    )
    _add_database_option(parser)
    parser = group.add("invite", "生成邀请码，让一台电脑加入（10 分钟内有效，用一次）", _invite)
    parser.add_argument("--certificate", type=Path, metavar="文件", help="总台自己签的证书（PEM）：一并写出它的指纹")
    _add_database_option(parser)
    _add_database_option(group.add("desks", "已加入的电脑", _desks))
    parser = group.add("revoke", "停用一台电脑", _revoke)
    _add_database_option(parser)
    parser.add_argument("no", type=int, metavar="几号机")
    parser = group.add("account", "开通主管部门的网站账号；已有的账号则重设密码", _account)
    _add_database_option(parser)
    parser.add_argument("--authority", required=True, metavar="代码", help="市的行政区划代码，如 330500；省级写 330000")
    parser.add_argument("--login", required=True, metavar="账号", help="4–40 位小写字母、数字、点或短横")
    add_secret_option(parser, "密码")
    parser = group.add("sign-ins", "网站的登录记录，最新的在前", _sign_ins)
    _add_database_option(parser)
    parser.add_argument("--last", type=int, default=50, metavar="条数", help="最近多少条（默认 50）")
    hub_demo.add_to(group)
    parser = group.add("backup", "备份总台，并当场恢复一遍来证明", _backup)
    parser.add_argument("file", type=Path, metavar="文件", help="备份的 zip")
    parser = group.add("restore", "用备份恢复总台（先停下总台；原有数据另存，不删除）", _restore)
    parser.add_argument("file", type=Path, metavar="文件", help="备份的 zip")


def _add_database_option(parser: Parser) -> None:
    parser.add_argument(
        "--database",
        metavar="URL",
        help="PostgreSQL 数据库，如 postgresql://hub@/school（不写则在数据文件夹里）；密钥和材料总在数据文件夹里",
    )


@contextmanager
def opened_hub(options: argparse.Namespace) -> Iterator[HubSchool]:
    """The Hub in the data folder."""
    from school_desk.hub.opening import open_hub

    hub = open_hub(data_folder(options), url=options.database)
    try:
        yield hub
    finally:
        hub.close()


def _init(options: argparse.Namespace) -> int:
    from school_desk.hub.founding import found_hub

    folder = data_folder(options)
    with _source(options) as school:
        files = found_hub(folder, school, options.database)
        name = school.name
    if options.json:
        say_json({"school": name, "data": str(folder.root), "files": files})
    else:
        say(f"已建立 {name} 的总台，数据在 {folder.root}（材料 {files} 份）。")
        say(f"接着运行：{called('--data', str(folder.root), 'hub', 'serve')}")
    return 0


@contextmanager
def _source(options: argparse.Namespace) -> Iterator[School]:
    """The school that the Hub is made of: a data folder as it lies there, or what a file holds, laid out for a moment."""
    from school_desk.composition import open_school

    if options.source.is_dir():
        with _opened(open_school(DataFolder(options.source))) as school:
            yield school
        return
    with TemporaryDirectory() as scratch:
        folder = DataFolder(Path(scratch) / "data")
        _lay_out(options, folder)
        with _opened(open_school(folder)) as school:
            yield school


@contextmanager
def _opened(school: School) -> Iterator[School]:
    try:
        yield school
    finally:
        school.close()


def _lay_out(options: argparse.Namespace, folder: DataFolder) -> None:
    from school_desk.adapters.safekeeping import restore_backup
    from school_desk.adapters.secrets import keep_key_in_file, load_key
    from school_desk.kernel.backup import read_facts
    from school_desk.kernel.clock import SystemClock
    from school_desk.kernel.moving import holds_a_key, move_in

    if holds_a_key(options.source):

        def keep(_school_id: str, key: bytes) -> None:
            keep_key_in_file(key, folder.key_file)

        move_in(options.source, folder, ask_secret(options, "口令"), SystemClock(), keep)
    else:
        # A backup has no key in it: it is where the school keeps it, in this computer's vault or data folder.
        home = DataFolder(options.key_from) if options.key_from else default_data_folder()
        key = load_key(read_facts(options.source).school_id, home.key_file)
        folder.prepare()
        keep_key_in_file(key, folder.key_file)
        restore_backup(options.source, folder, SystemClock())


def _serve(options: argparse.Namespace) -> int:
    from school_desk.hub.serving import Place, check_place, serve
    from school_desk.kernel import logs

    place = Place(options.host, options.port, options.certificate, options.key, options.proxy)
    folder = data_folder(options)
    check_place(place)
    pin = place.pin
    with opened_hub(options) as hub, alone_in(folder.root), logs.kept_in(folder.logs):
        say(f"{hub.name}的总台在 {place.address}，按 Ctrl+C 停止。")
        if pin:
            say(f"证书指纹 {pin}（不是公认机构签的证书，各台电脑加入时要写 --pin 指纹）")
        if place.only_here:
            say("只有这台机器能连。要让别的电脑和企业连上，请加 --host 本机的网络地址，并写 --certificate 和 --key。")
        if place.in_the_clear:
            complain(_IN_THE_CLEAR)
        let_read()
        serve(hub, place)
    return 0


def _invite(options: argparse.Namespace) -> int:
    from school_desk.hub.invitations import invite
    from school_desk.hub.serving import pin_in

    pin = pin_in(options.certificate) if options.certificate else ""
    with opened_hub(options) as hub:
        code = invite(hub)
    if options.json:
        say_json({"code": code, "pin": pin})
    else:
        say(f"邀请码 {code}，10 分钟内有效，只能用一次。")
        say(f"在要加入的电脑上运行：{called('join', '总台地址', '--code', code)}" + (f" --pin {pin}" if pin else ""))
    return 0


def _desks(options: argparse.Namespace) -> int:
    from school_desk.hub.service import renewed_from

    with opened_hub(options) as hub:
        desks = hub.desks()
    origin = {desk_id: first.no for desk_id, first in renewed_from(desks).items()}
    if options.json:
        say_json({"desks": [_told(desk) | {"renewed_from": origin.get(desk.id)} for desk in desks]})
        return 0
    for desk in desks:
        seen = f"最近联系 {local_text(desk.seen_at)}" if desk.seen_at else "还没有联系过"
        renewed = f"（由 {origin[desk.id]} 号机换来）" if desk.id in origin else ""
        say(f"{desk.no} 号机  {desk.name}{renewed}{'' if desk.joined else '（已停用）'}  {seen}")
    if not desks:
        say(f"还没有电脑加入。用 {called('hub', 'invite')} 生成邀请码。")
    return 0


def _told(desk: DeskRow) -> dict[str, object]:
    seen = desk.seen_at.isoformat() if desk.seen_at else None
    return {"no": desk.no, "name": desk.name, "state": desk.state.value, "seen_at": seen}


def _revoke(options: argparse.Namespace) -> int:
    with opened_hub(options) as hub:
        desk, *renewed = hub.revoke(options.no)
    if options.json:
        say_json(_told(desk) | {"renewed": [one.no for one in renewed]})
        return 0
    say(f"已停用 {desk.no} 号机（{desk.name}），它不能再同步。")
    if renewed:
        numbers = "、".join(str(one.no) for one in renewed)
        say(f"由它换来的 {numbers} 号机也已停用；其中还要用的，请用新的邀请码再加入一次，没有发送的操作不会丢。")
    return 0


def _account(options: argparse.Namespace) -> int:
    from school_desk.hub.reviewers import open_reviewer
    from school_desk.terms.regions import find_region

    password = ask_secret(options, "密码", twice=True)
    with opened_hub(options) as hub:
        opened = open_reviewer(hub, options.authority, options.login, password)
    region, login = find_region(options.authority), options.login.strip().lower()
    name = region.authority if region else None
    if options.json:
        say_json({"login": login, "authority": options.authority, "opened": opened})
    else:
        done = "已开通" if opened else "已重设密码"
        say(f"{done}：{name or options.authority} 的网站账号 {login}。密码请当面或电话告知。")
    return 0


def _sign_ins(options: argparse.Namespace) -> int:
    from school_desk.overview.sign_ins import sign_ins
    from school_desk.terms.sign_ins import DOORS, STEPS

    with opened_hub(options) as hub, hub.reading() as session:
        lines = sign_ins(session, hub.id, limit=max(1, options.last))
    if options.json:
        told = [{"at": line.at.isoformat(), "door": line.door.value, "step": line.step.value} for line in lines]
        say_json(
            [
                one | {"who": line.who, "login": line.login, "place": line.place}
                for one, line in zip(told, lines, strict=True)
            ]
        )
        return 0
    rows = [
        (local_text(line.at), DOORS[line.door], line.login or "—", line.who or "—", STEPS[line.step], line.place)
        for line in lines
    ]
    say_table(("时间", "类别", "账号", "谁", "事项", "地址"), rows)
    return 0


def _backup(options: argparse.Namespace) -> int:
    from school_desk.hub.keeping import back_up, check_in_folder
    from school_desk.hub.opening import open_hub

    folder = data_folder(options)
    check_in_folder(folder)  # before it is missed in the folder
    hub = open_hub(folder)
    try:
        proven = back_up(hub, options.file)
    finally:
        hub.close()
    facts, awaited = proven.facts, proven.awaited
    if options.json:
        said = {"path": str(facts.path), "commands": facts.commands, "files": facts.files}
        say_json({**said, "awaited_files": awaited, "proven": True})
        return 0
    say(f"已备份到 {facts.path}：{facts.commands} 步，材料 {facts.files} 份，已恢复一遍证明完好。")
    if awaited:
        say(f"另有 {awaited} 份材料总台还没有，备份里也就没有：请让各台电脑同步一次，再备份。")
    return 0


def _restore(options: argparse.Namespace) -> int:
    from school_desk.hub.keeping import put_back
    from school_desk.kernel.clock import SystemClock, local_text

    folder = data_folder(options)
    folder.prepare()
    with alone_in(folder.root):
        restored = put_back(options.file, folder, SystemClock())
        doubted = [] if restored.revoked is not None else _joined(folder)
    aside = None if restored.set_aside is None else str(restored.set_aside)
    if options.json:
        told = {"made_at": restored.facts.made_at.isoformat(), "set_aside": aside}
        say_json(told | {"revoke_again": [_told(desk) for desk in doubted]})
        return 0
    say(f"已恢复到 {local_text(restored.facts.made_at)} 的备份。" + (f"原来的数据在 {aside}。" if aside else ""))
    say("各台电脑下次同步时，会把备份之后的操作送回来；企业在网站上刚办、还没有电脑同步过的，要请企业再办一次。")
    if doubted:
        say("备份以后停用过哪些电脑，已无从得知：这些电脑现在都能同步，停用过的请用 school-desk hub revoke 号 再停用。")
    for desk in doubted:
        say(f"{desk.no} 号机  {desk.name}")
    return 0


def _joined(folder: DataFolder) -> list[DeskRow]:
    from school_desk.hub.opening import open_hub

    hub = open_hub(folder)
    try:
        return [desk for desk in hub.desks() if desk.joined]
    finally:
        hub.close()
