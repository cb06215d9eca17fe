"""`school-desk settings`: lists the settings with the values that hold today, and changes one from a date on."""

from __future__ import annotations

import argparse
import json
from datetime import date
from typing import TYPE_CHECKING, Any

from school_desk.cli.opening import find_actor, opened_school
from school_desk.cli.parser import Verbs
from school_desk.cli.words import say, say_json, say_table
from school_desk.kernel.errors import RuleViolation
from school_desk.kernel.money import format_yuan, parse_yuan

if TYPE_CHECKING:
    from school_desk.composition import School
    from school_desk.kernel.settings import Setting


def add_to(verbs: Verbs) -> None:
    """Declares the verbs."""
    group = verbs.add_group("settings", "查看和修改设置")
    group.add("list", "列出设置和今天的值", _list)
    parser = group.add("set", "修改一项设置", _set, writes=True)
    parser.add_argument("key", metavar="设置", help="设置的名字，如 payments.payee_account")
    parser.add_argument("value", metavar="值", help="文字，或 JSON（数、是非、列表）")
    parser.add_argument(
        "--from", dest="valid_from", type=date.fromisoformat, metavar="日期", help="从哪天起（默认今天）"
    )


def _list(options: argparse.Namespace) -> int:
    from school_desk.kernel.settings import declared

    with opened_school(options) as school:
        listed = [(setting, _value(school, setting, _today(school))) for setting in declared()]
    if options.json:
        say_json([{"key": s.key, "label": s.label, "unit": s.unit, "value": value} for s, value in listed])
    else:
        say_table(("设置", "说明", "值"), [(s.key, s.label, _shown(s, value)) for s, value in listed])
    return 0


def _set(options: argparse.Namespace) -> int:
    from school_desk.staff.commands import ChangeSetting

    with opened_school(options) as school:
        setting = _found(options.key)
        valid_from = options.valid_from or _today(school)
        seen = _value(school, setting, valid_from)
        value = _wire(setting.parse(_parsed(setting, options.value)))
        school.execute(ChangeSetting(setting.key, value, valid_from, seen), find_actor(school, options.actor))
    if options.json:
        say_json({"key": setting.key, "value": value, "valid_from": valid_from.isoformat(), "before": seen})
    else:
        say(f"“{setting.label}”从 {valid_from} 起改为 {_shown(setting, value)}。")
    return 0


def _found(text: str) -> Setting[Any]:
    """By its name, or by the words that `list` shows."""
    from school_desk.kernel.settings import declared

    named = next((setting for setting in declared() if text in (setting.key, setting.label)), None)
    if named is None:
        message = f"没有名为“{text}”的设置。school-desk settings list 列出全部设置，用第一列的名字。"
        raise RuleViolation("setting.unknown", message, field="key")
    return named


def _shown(setting: Setting[Any], value: Any) -> str:
    """Money in yuan, as it is typed."""
    return format_yuan(value, grouped=False) if setting.unit == "fen" else json.dumps(value, ensure_ascii=False)


def _parsed(setting: Setting[Any], text: str) -> Any:
    """JSON, but for a setting that is text (an account number is no number) or money, which is typed in yuan."""
    if setting.kind is str:
        return text
    if setting.unit == "fen":
        return parse_yuan(text)
    try:
        return json.loads(text)
    except ValueError:
        return text


def _value(school: School, setting: Setting[Any], on: date) -> Any:
    from school_desk.kernel.settings import read

    with school.reading() as session:
        return _wire(read(session, school.id, setting, on))


def _wire(value: Any) -> Any:
    """The value as JSON carries it."""
    import msgspec

    return msgspec.to_builtins(value)


def _today(school: School) -> date:
    from school_desk.kernel.clock import local_date

    return local_date(school.clock.now())
