"""Settings are declared once, in the feature that uses them; their values are dated rows, changed by a command."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any, Generic, TypeVar

import msgspec
import sqlalchemy as sa
from sqlalchemy.orm import Session

from school_desk.kernel.errors import RuleViolation
from school_desk.kernel.tables import SettingRow

T = TypeVar("T")

# What a person is asked for, by a setting's type.
_WORDS: dict[Any, str] = {int: "整数", str: "文字", bool: "是或否", date: "日期，如 2026-10-01"}
_declared: dict[str, Setting[Any]] = {}


@dataclass(frozen=True)
class Setting(Generic[T]):
    """One setting: its key, the clerk's word and hint, its type and default; `check` returns a sentence when a value will not do.

    `unit` tells screens how to show the value: "fen" an amount of money, else a word to put behind it ("天", "学时"). `digits`: text made of
    digits, or several such: full-width ones and those of other scripts are the same digits, also in values that were kept as typed.
    """

    key: str
    label: str
    kind: type[T]
    default: T
    hint: str = ""
    unit: str = ""
    check: Callable[[T], str | None] = lambda _value: None
    digits: bool = False

    def parse(self, value: Any) -> T:
        """`value` (as JSON carries it) as this setting's type. Raises RuleViolation `setting.invalid`."""
        try:
            parsed = msgspec.convert(value, self.kind, strict=False)
        except msgspec.ValidationError as fault:
            wanted = _WORDS.get(self.kind, "和原来同样的内容")
            raise RuleViolation(
                "setting.invalid", f"“{self.label}”的值不对，请填写{wanted}。", field=self.key
            ) from fault
        parsed = _in_ascii(parsed) if self.digits else parsed
        told = self.check(parsed)
        if told:
            raise RuleViolation("setting.invalid", f"“{self.label}”：{told}", field=self.key)
        return parsed


def _in_ascii(value: Any) -> Any:
    if isinstance(value, tuple):
        return tuple(map(_in_ascii, value))
    return "".join(str(unicodedata.decimal(character, character)) for character in value)


def declare(setting: Setting[T]) -> Setting[T]:
    """Makes a setting known to the settings screen and the command line."""
    if _declared.setdefault(setting.key, setting) is not setting:
        raise AssertionError(f"setting {setting.key} is declared twice")
    return setting


def declared() -> tuple[Setting[Any], ...]:
    """All settings, in the order of declaration."""
    return tuple(_declared.values())


def find(key: str) -> Setting[Any]:
    """The setting `key`. Raises RuleViolation `setting.unknown`."""
    if key not in _declared:
        raise RuleViolation("setting.unknown", f"没有名为“{key}”的设置。")
    return _declared[key]


def read(session: Session, school_id: str, setting: Setting[T], on: date) -> T:
    """The value of `setting` that holds on the date `on`."""
    newest = (
        sa.select(SettingRow.value)
        .where(SettingRow.school_id == school_id, SettingRow.key == setting.key, SettingRow.valid_from <= on)
        .order_by(SettingRow.valid_from.desc())
        .limit(1)
    )
    found = session.execute(newest).first()
    return setting.default if found is None else setting.parse(found[0])
