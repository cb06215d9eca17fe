"""What slips of the family `outside` share: parties under given labels, days and clocks as systems print them, rows of facts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from random import Random

from benchmarks.papers.banks import Transfer, shaped
from benchmarks.papers.ink import Colour, Sheet
from benchmarks.papers.slip_parts import Part, fitted, party
from school_desk.kernel.money import format_yuan

GREY: Colour = (118, 120, 126)


def both(
    transfer: Transfer, payer: Sequence[str], payee: Sequence[str] = (), *, order: str = "name account bank"
) -> tuple[list[Part], list[Part]]:
    """Payer's and payee's parts in `order`, labels given as name, account, bank; the payee's default to the payer's."""
    sides = party(transfer, "payer", payer), party(transfer, "payee", payee or payer)
    places = [("name", "account", "bank").index(word) for word in order.split()]
    first, second = ([parts[place] for place in places] for parts in sides)
    return first, second


def day(rng: Random, at: datetime) -> str:
    """The day alone."""
    return rng.choice((f"{at:%Y-%m-%d}", f"{at:%Y年%m月%d日}", f"{at:%Y%m%d}", f"{at:%Y/%m/%d}"))


def clock(rng: Random, at: datetime) -> str:
    """Day and time of day."""
    return rng.choice(
        (f"{at:%Y-%m-%d %H:%M:%S}", f"{at:%Y/%m/%d %H:%M:%S}", f"{at:%Y年%m月%d日 %H:%M:%S}", f"{at:%Y-%m-%d %H:%M}")
    )


def printed_on(rng: Random, at: datetime) -> datetime:
    """When somebody printed the slip."""
    return at + timedelta(days=rng.choice((0, 0, 0, 1, 2, 5, 20)), minutes=rng.randrange(2, 200))


def figures(
    rng: Random, sheet: Sheet, transfer: Transfer, signs: Sequence[str] = ("",), *, grouped: bool | None = None
) -> str:
    """The amount in figures behind one of `signs`."""
    sign = rng.choice(signs)
    # Fandol draws a dollar where the wide yuan should be.
    sign = sign.replace("￥", "¥") if "fandol" in sheet.faces.body.path else sign
    return sign + format_yuan(transfer.amount, grouped=rng.random() < 0.85 if grouped is None else grouped)


def check_code(rng: Random) -> str:
    """A slip's 验证码."""
    return shaped(rng, rng.choice(("A9A99AA9", "999999999999", "AAAA-9999-AA99", "9AA9AA99AA9AA9A=")))


def fact(
    sheet: Sheet, x: float, y: float, part: Part, size: float, *, room: float, value_x: float = 0.0, colon: str = "：",
    ink: Colour | None = None,
) -> float:  # fmt: skip
    """Label and value from x, y within `room`; the value at `value_x` when that is further. Returns the y below."""
    name, label, value = part
    end = max(sheet.text(x, y, f"{label}{colon}", size, colour=ink) + size * 0.15, value_x)
    for piece in sheet.wrap(value, max(x + room - end, size * 5), size):
        sheet.text(end, y, piece, size, field=name)
        y += size * 1.32
    return y


def facts(
    sheet: Sheet, columns: Sequence[float], y: float, rows: Sequence[Sequence[Part]], size: float, *, right: float, gap: float,
    hang: float = 0.0,
) -> float:  # fmt: skip
    """Rows of one or more facts that begin at `columns`; with `hang` values begin so far behind. Returns the y below."""
    for row in rows:
        ends = []
        for place, part in enumerate(row):
            x = columns[place]
            edge = columns[place + 1] if place + 1 < len(row) else right
            ends.append(fact(sheet, x, y, part, size, room=edge - x - 16, value_x=x + hang if hang else 0.0))
        y = max(ends) + gap
    return y


def label_cell(
    sheet: Sheet,
    left: float,
    right: float,
    y: float,
    height: float,
    text: str,
    size: float,
    *,
    ink: Colour | None = None,
) -> None:
    """`text` in the middle of a cell, set smaller when it is too wide."""
    narrow = min(size, size * (right - left - 10) / max(1.0, sheet.advance(text, size)))
    sheet.text((left + right) / 2, y + height / 2 - narrow * 0.56, text, narrow, align="m", colour=ink)


def cells(
    sheet: Sheet, edges: Sequence[float], y: float, height: float, parts: Sequence[Part], size: float, *, line: Colour | None = None,
    ink: Colour | None = None, width: float = 1.5,
) -> float:  # fmt: skip
    """Label, value, label, value … in one ruled row at `edges`. Returns the y below."""
    sheet.grid(edges, (y, y + height), colour=line, width=width)
    for place, (name, label, value) in enumerate(parts):
        start, middle, end = edges[place * 2 : place * 2 + 3]
        label_cell(sheet, start, middle, y, height, label, size - 1, ink=ink)
        fitted(sheet, middle + 14, y, end - middle - 24, height, value, size, field=name)
    return y + height
