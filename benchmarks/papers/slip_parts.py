"""What slips share: the parties' cells, amounts in words, a bank's sign, its seal, words that stand upright in narrow cells."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

from benchmarks.papers.banks import Transfer
from benchmarks.papers.ink import Colour, Sheet
from benchmarks.papers.seals import oval_seal, round_seal
from school_desk.kernel.money import capitals

NOTE: Colour = (110, 110, 110)
Part = tuple[str, str, str]
"""Field ("" when it is none), label, value."""
SIDES = (("付款人", "payer"), ("收款人", "payee"))


def party(transfer: Transfer, side: str, labels: Sequence[str]) -> list[Part]:
    """Name, account and bank of payer or payee under `labels`."""
    values = (
        (transfer.payer_name, transfer.payer_account, transfer.payer_bank)
        if side == "payer"
        else (transfer.payee_name, transfer.payee_account, transfer.payee_bank)
    )
    parts = zip(("name", "account", "bank"), labels, values, strict=True)
    return [(f"{side}_{part}", label, value) for part, label, value in parts]


def words_of(rng: Random, transfer: Transfer) -> str:
    """The amount in capitals as banks print it: 圆 or 元, 整 or 正."""
    words = capitals(transfer.amount)
    return rng.choice((words, words, words.replace("元", "圆"), words.replace("整", "正")))


def pale(colour: Colour, ground: int) -> Colour:
    """A tint of `colour` not darker than `ground`."""
    red, green, blue = (ground + part * (255 - ground) // 255 for part in colour)
    return red, green, blue


def bank_mark(sheet: Sheet, x: float, y: float, size: float, colour: Colour) -> None:
    """A ring with a square: stands for a bank's sign."""
    sheet.ring((x, y, x + size, y + size), colour=colour, width=size / 8)
    sheet.frame((x + size * 0.36, y + size * 0.34, x + size * 0.64, y + size * 0.66), colour=colour, width=size / 12)


def receipt_seal(rng: Random, sheet: Sheet, transfer: Transfer, x: float, y: float) -> None:
    """The bank's seal for electronic receipts, oval or round, in its ink."""
    face, owner = sheet.faces.seal, transfer.bank.full
    middle = rng.choice(("电子回单\n专用章", "电子回单专用章", "业务专用章"))
    if rng.random() < 0.6:
        seal = oval_seal(rng, owner, face, sheet.px(rng.uniform(270, 340)), middle=middle)
    else:
        diameter, middle = sheet.px(rng.uniform(220, 270)), middle.replace("\n", "")
        seal = round_seal(rng, owner, face, diameter, middle=middle, star=rng.random() < 0.4)
    sheet.stamp(seal, x, y)


def title(sheet: Sheet, x: float, y: float, text: str, size: float, *, colour: Colour | None = None) -> None:
    """A heading around `x`."""
    sheet.text(x, y, text, size, face=sheet.faces.title, colour=colour, align="m")


def named(sheet: Sheet, x: float, y: float, label: str, value: str, size: float, *, field: str = "") -> None:
    """A label with its value right behind."""
    sheet.text(sheet.text(x, y, label, size), y, value, size, field=field)


def fitted(
    sheet: Sheet, x: float, y: float, width: float, height: float, text: str, size: float, *, field: str = ""
) -> None:
    """`text` in a cell, in the middle of its height, in two lines when it is too wide."""
    lines = sheet.wrap(text, width, size)
    if len(lines) > 1:
        size *= 0.9
        lines = sheet.wrap(text, width, size)
    top = y + (height - len(lines) * size * 1.2) / 2 + size * 0.05
    for line in lines:
        sheet.text(x, top, line, size, field=field)
        top += size * 1.2


def vertical(sheet: Sheet, x: float, y: float, height: float, text: str, size: float) -> None:
    """`text` one character below the other, in the middle of `height`."""
    step = min(size * 1.9, height / (len(text) + 0.4))
    top = y + (height - step * len(text)) / 2 + (step - size) / 2
    for place, char in enumerate(text):
        sheet.text(x, top + place * step, char, size, align="m")


def party_cells(
    sheet: Sheet, edges: Sequence[float], y: float, step: float, word: str, parts: Sequence[Part], size: float
) -> None:
    """Three rows of `step` at `edges` (left, end of the narrow cell with `word`, end of the labels, right)."""
    left, narrow, labels, right = edges
    vertical(sheet, (left + narrow) / 2, y, 3 * step, word, size)
    for place, (field, label, value) in enumerate(parts):
        top = y + place * step
        if place:
            sheet.rule((narrow, top), (right, top))
        sheet.text((narrow + labels) / 2, top + step / 2 - size * 0.56, label, size, align="m")
        fitted(sheet, labels + 14, top, right - labels - 24, step, value, size, field=field)


def pair_cells(
    sheet: Sheet, edges: Sequence[float], y: float, step: float, pair: tuple[Part, Part], size: float
) -> None:
    """Label, value, label, value in one ruled row at five `edges`."""
    sheet.grid(edges, (y, y + step))
    for (field, label, value), place in zip(pair, (0, 2), strict=True):
        start, middle, end = edges[place : place + 3]
        sheet.text((start + middle) / 2, y + step / 2 - size * 0.56, label, size - 1, align="m")
        fitted(sheet, middle + 20, y, end - middle - 34, step, value, size, field=field)
