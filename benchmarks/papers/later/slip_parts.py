"""What slips of the family `later` share: accounts in groups, days and times as systems print them, lines of label and value."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from random import Random

from benchmarks.papers.banks import Transfer
from benchmarks.papers.drawn import chinese_day
from benchmarks.papers.ink import Colour, Sheet
from benchmarks.papers.slip_parts import Part

FAINT: Colour = (122, 124, 130)


def account_of(rng: Random, account: str) -> str:
    """The account as printed: in one run, or in fours, as some systems do."""
    return account if rng.random() < 0.7 else " ".join(account[at : at + 4] for at in range(0, len(account), 4))


def sides(rng: Random, transfer: Transfer, payer: Sequence[str], payee: Sequence[str]) -> tuple[list[Part], list[Part]]:
    """Name, account and bank of payer and payee under these labels; both accounts printed alike."""
    shape = rng.getrandbits(32)
    ours = (transfer.payer_name, account_of(Random(shape), transfer.payer_account), transfer.payer_bank)
    theirs = (transfer.payee_name, account_of(Random(shape), transfer.payee_account), transfer.payee_bank)
    names = ("name", "account", "bank")
    return (
        [(f"payer_{name}", label, value) for name, label, value in zip(names, payer, ours, strict=True)],
        [(f"payee_{name}", label, value) for name, label, value in zip(names, payee, theirs, strict=True)],
    )


def day_of(rng: Random, at: datetime) -> str:
    """The day alone."""
    return rng.choice(
        (f"{at:%Y%m%d}", f"{at:%Y-%m-%d}", f"{at:%Y/%m/%d}", f"{at:%Y.%m.%d}", chinese_day(at.date(), rng))
    )


def moment_of(rng: Random, at: datetime) -> str:
    """Day and time of day."""
    return rng.choice(
        (
            f"{at:%Y-%m-%d %H:%M:%S}",
            f"{at:%Y/%m/%d %H:%M}",
            f"{at:%Y%m%d %H:%M:%S}",
            f"{at:%Y年%m月%d日 %H:%M:%S}",
            f"{at:%Y年%m月%d日%H时%M分%S秒}",
            f"{at:%Y-%m-%d %H.%M.%S}",
        )
    )


def later_moment(rng: Random, at: datetime) -> datetime:
    """When the slip was printed: the same day or some weeks later."""
    return at + timedelta(days=rng.choice((0, 0, 1, 3, 9, 32)), minutes=rng.randrange(1, 90))


def line(sheet: Sheet, x: float, y: float, part: Part, size: float, *, colon: str = "：", value_x: float = 0.0, label: Colour | None = None,
         room: float = 1e9) -> float:  # fmt: skip
    """Label and value in a line at x, y; the value at `value_x` if that lies behind, in two lines beyond `room`. Returns the y below."""
    field, name, value = part
    end = max(sheet.text(x, y, f"{name}{colon}", size, colour=label) + size * 0.1, value_x)
    for piece in sheet.wrap(value, max(room - (end - x), size * 4), size):
        sheet.text(end, y, piece, size, field=field)
        y += size * 1.35
    return y
