"""`school-desk join` and `sync`: a computer becomes one of the school's desks, and agrees with the Hub."""

from __future__ import annotations

import argparse
import socket
import time
from typing import TYPE_CHECKING, Any

from school_desk.cli.opening import data_folder, opened_school
from school_desk.cli.parser import Verbs
from school_desk.cli.words import say, say_json
from school_desk.kernel.errors import EnvironmentFault, RuleViolation
from school_desk.kernel.folder_lock import alone_in

if TYPE_CHECKING:
    from school_desk.composition import School
    from school_desk.sync.files import Moved
    from school_desk.sync.turn import Round

_AGAIN_S = 5.0


def add_to(verbs: Verbs) -> None:
    """Declares the verbs."""
    parser = verbs.add("join", "让这台电脑加入学校的总台", _join)
    parser.add_argument("address", metavar="总台地址", help="如 https://hub.example.cn")
    parser.add_argument("--code", required=True, metavar="邀请码", help="在总台上用 hub invite 生成")
    parser.add_argument("--name", default=socket.gethostname(), metavar="名称", help="这台电脑叫什么（默认用电脑名）")
    parser.add_argument("--pin", default="", metavar="指纹", help="总台用自己签的证书时要写，由 hub serve 显示")
    parser = verbs.add("sync", "与总台同步", _sync)
    parser.add_argument("--once", action="store_true", help="只同步一轮（不写则一直同步，直到 Ctrl+C）")


def _join(options: argparse.Namespace) -> int:
    from school_desk.adapters.hub_client import HubClient
    from school_desk.adapters.pins import read_pin
    from school_desk.sync.enrolment import join_hub

    folder, pin = data_folder(options), read_pin(options.pin)
    folder.prepare()
    with alone_in(folder.root):
        client = HubClient(options.address, "", pin)
        try:
            begun = join_hub(folder, client, options.code, options.name, pin)
        except EnvironmentFault as fault:
            if fault.code != "hub.away":
                raise
            message = f"没有加入：在“{options.address}”没有找到总台。请核对地址和端口、总台是否在运行，再试一次。"
            raise EnvironmentFault(fault.code, message) from fault
        finally:
            client.close()
    if options.json:
        say_json({"entries": begun.cursor, "carried": list(begun.carried), "doubtful": list(begun.doubtful)})
        return 0
    say(f"已加入总台，数据在 {folder.root}。")
    if begun.carried:
        say(f"本机有 {len(begun.carried)} 步操作总台还没有，下次同步时发送。")
    return 0


def _sync(options: argparse.Namespace) -> int:
    with opened_school(options) as school:
        if options.once:
            return _once(options, school)
        while True:
            try:
                _once(options, school)
            except EnvironmentFault as fault:
                say(fault.message)
            time.sleep(_AGAIN_S)


def _once(options: argparse.Namespace, school: School) -> int:
    from school_desk.composition import roles_at
    from school_desk.sync.enrolment import hub_of
    from school_desk.sync.files import Moved, exchange
    from school_desk.sync.turn import take_turn

    found = hub_of(school)
    if found is None:
        raise EnvironmentFault("sync.alone", "这台电脑还没有加入总台，不用同步。")
    hub, let_go = found
    try:
        done = take_turn(school.bus, roles_at(school.id), hub)
        moved, fault = Moved(0, 0, 0), done.fault
        try:
            moved = exchange(school, hub) if fault is None else moved
        except (EnvironmentFault, RuleViolation) as broken_off:
            fault = broken_off
    finally:
        let_go()
    _tell(options, done, moved)
    if fault is not None:
        raise fault
    return 0


def _tell(options: argparse.Namespace, done: Round, moved: Moved) -> None:
    refused = [one for one in done.verdicts.values() if one.kind.value in ("refused", "alarm")]
    if options.json:
        say_json(_as_json(done, moved))
        return
    say(f"已同步：发送 {done.pushed} 步，取回 {done.pulled} 步，文件发送 {moved.sent} 份、取回 {moved.fetched} 份。")
    if refused:
        say(f"有 {len(refused)} 步总台没有接受，请在“待处理冲突”里处理：")
    for one in refused:
        say(f"  {one.message}")


def _as_json(done: Round, moved: Moved) -> dict[str, Any]:
    verdicts = {
        one.id: {"verdict": one.kind.value, "code": one.code, "message": one.message} for one in done.verdicts.values()
    }
    rebased = done.rebased
    return {
        "pushed": done.pushed,
        "pulled": done.pulled,
        "verdicts": verdicts,
        "changes": {} if rebased is None else {name: list(ids) for name, ids in rebased.changes.items()},
        "doubtful": [] if rebased is None else list(rebased.doubtful),
        "begun_anew": done.begun is not None,
        "files": {"sent": moved.sent, "fetched": moved.fetched, "awaited": moved.awaited},
    }
