"""Mainland mobile numbers: normalised and checked for shape. Whether a number range is in use changes every year and is not asked here."""

from __future__ import annotations

import re
import unicodedata

_COUNTRY_CODE = re.compile(r"^(?:\+|00)?86(?=1\d{10}$)")
_SHAPE = re.compile(r"1[3-9]\d{9}")


def normalise_mobile(text: str) -> str:
    """`text` as numbers are compared and stored: half-width, without spaces, dashes, brackets and the country code 86."""
    plain = unicodedata.normalize("NFKC", text)
    return _COUNTRY_CODE.sub("", re.sub(r"[^0-9A-Za-z+*]", "", plain))


def mobile_problems(number: str) -> tuple[str, ...]:
    """What makes a normalised `number` impossible, as sentences; empty when it can be called."""
    if not number:
        return ("请填写手机号。",)
    if not (number.isascii() and number.isdigit()):
        return ("手机号只能是数字，请核对。",)
    if len(number) != 11:
        return (f"手机号应为 11 位，现在是 {len(number)} 位，请核对。",)
    if not _SHAPE.fullmatch(number):
        return ("手机号应以 13 至 19 开头，请核对。",)
    return ()
