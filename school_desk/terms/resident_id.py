"""The 18 characters of a 居民身份证 (and the residence permits that share them): normalised and checked. Names of places are only hints here.

Source: GB 11643-1999, check character ISO 7064 MOD 11-2. Errors stop an entry; warnings ask the clerk to look at the paper once more.
Sentences never repeat the number: they end up in logs and in workbooks that leave the school.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from school_desk.terms.provinces import PROVINCES
from school_desk.terms.regions import find_region, in_zhejiang

YOUNGEST, OLDEST = 16, 100

_WEIGHTS = tuple(pow(2, 17 - place, 11) for place in range(17))
_CHECKS = "10X98765432"
# Letters from other keyboards that people type for the last X.
_CROSSES = str.maketrans("×✕ХхΧχ", "XXXXXX")
_SHAPE = re.compile(r"[0-9]{17}[0-9X]")
_OLD_SHAPE = re.compile(r"[0-9]{15}")
_SCIENTIFIC = re.compile(r"[0-9](?:\.[0-9]+)?E\+?[0-9]+")


class Sex(StrEnum):
    MALE = "male"
    FEMALE = "female"

    @property
    def label(self) -> str:
        return "男" if self is Sex.MALE else "女"


@dataclass(frozen=True, slots=True)
class ResidentIdCheck:
    """`errors` and `warnings` are sentences. `birth_date` and `sex` are None where the number does not tell them."""

    errors: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    birth_date: date | None = None
    sex: Sex | None = None


def normalise_resident_id(text: str) -> str:
    """`text` as numbers are compared and stored: half-width, without spaces or a leading apostrophe, the last letter a Latin capital X."""
    plain = unicodedata.normalize("NFKC", text.translate(_CROSSES)).upper()
    return "".join(c for c in plain if not c.isspace() and unicodedata.category(c) != "Cf").lstrip("'‘’`")


def check_resident_id(number: str, today: date) -> ResidentIdCheck:
    """What is wrong or strange about a normalised `number` on the day `today`."""
    if not number:
        return _refused("请填写身份证号码。")
    if _SCIENTIFIC.fullmatch(number) or (_mangled_by_spreadsheet(number) and not _check_character_ok(number)):
        return _refused(
            "身份证号码被表格软件当成数字，末三位已经丢失，无法还原。请把该列设为“文本”格式后，对照身份证重新填写。"
        )
    if _OLD_SHAPE.fullmatch(number):
        return _check_old_number(number, today)
    if len(number) != 18:
        return _refused(f"身份证号码应为 18 位，现在是 {len(number)} 位，请对照身份证核对。")
    if not _SHAPE.fullmatch(number):
        return _refused("身份证号码只能是 17 位数字加 1 位数字或 X，请对照身份证核对。")
    if not _check_character_ok(number):
        return _refused("身份证号码的最后一位校验不符，至少有一位填错了，请对照身份证逐位核对。")
    warnings = _region_warnings(number)
    if number.endswith("000"):
        warnings += ("身份证号码末三位是 000，可能被表格软件截断过，请对照身份证核对。",)
    return _dated(number[6:14], int(number[16]), today, warnings, region=number[:6])


def _refused(sentence: str) -> ResidentIdCheck:
    return ResidentIdCheck(errors=(sentence,))


def _check_character(body: str) -> str:
    return _CHECKS[sum(int(digit) * weight for digit, weight in zip(body, _WEIGHTS, strict=True)) % 11]


def _check_character_ok(number: str) -> bool:
    return bool(_SHAPE.fullmatch(number)) and number[-1] == _check_character(number[:17])


def _mangled_by_spreadsheet(number: str) -> bool:
    """Spreadsheets keep 15 digits of a number; read back as a float of 64ths the rest shows as 000 or within 32 of it."""
    whole = number.removesuffix(".0")
    if not re.fullmatch("[0-9]{18}", whole):
        return False
    return whole.endswith("000") or (int(whole) % 64 == 0 and (int(whole) + 32) % 1000 <= 64)


def _check_old_number(number: str, today: date) -> ResidentIdCheck:
    body = number[:6] + "19" + number[6:]
    warning = f"这是 15 位的旧号码，一代证已经停用，请对照身份证改填 18 位号码（按规则最后一位应是 {_check_character(body)}）。"
    found = _dated(body[6:14], int(number[14]), today, (warning, *_region_warnings(number)), region=number[:6])
    if found.errors and number[6:8] in ("19", "20"):
        # No old number says the century: one of 18 has lost its end.
        return ResidentIdCheck(("身份证号码只有 15 位，少了 3 位，请对照身份证核对。",), _region_warnings(number))
    return found


def _dated(digits: str, sequence: int, today: date, warnings: tuple[str, ...], *, region: str) -> ResidentIdCheck:
    try:
        born = date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return ResidentIdCheck(("身份证号码里的出生日期不存在，请对照身份证核对。",), warnings)
    sex = Sex.MALE if sequence % 2 else Sex.FEMALE
    known = find_region(region)
    if known is not None and known.valid_to is not None and known.valid_to < born:
        warnings += (f"身份证号码的地区 {known.name} 在其出生前已撤销，请对照身份证核对。",)
    return ResidentIdCheck(_age_errors(born, today), warnings, born, sex)


def _age_errors(born: date, today: date) -> tuple[str, ...]:
    if born > today:
        return ("身份证号码里的出生日期在今天之后，请对照身份证核对。",)
    age = today.year - born.year - ((today.month, today.day) < (born.month, born.day))
    if not YOUNGEST <= age <= OLDEST:
        return (f"按身份证号码计算为 {age} 周岁，应在 {YOUNGEST} 至 {OLDEST} 周岁之间，请对照身份证核对。",)
    return ()


def _region_warnings(number: str) -> tuple[str, ...]:
    region = number[:6]
    # Of other provinces only the two first digits are checked: their county codes change too often to keep.
    known = find_region(region) is not None if in_zhejiang(region) else region[:2] in PROVINCES
    return () if known else ("身份证号码前六位不是已知的地区，请对照身份证核对。",)
