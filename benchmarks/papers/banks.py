"""Banks, accounts and transfers: what a slip (转账回单) claims, in both families' banks and number shapes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from random import Random

from benchmarks.papers.drawn import Fields
from benchmarks.papers.firms import Firm, draw_person
from benchmarks.papers.ink import Colour
from benchmarks.papers.words import WORDS
from school_desk.kernel.money import Fen, capitals, format_yuan

CHINA = timezone(timedelta(hours=8))
_LETTERS = "ABCDEFGHJKLMNPQRTUWXY"


@dataclass(frozen=True)
class Bank:
    """`branches` as slips name them; accounts begin with one of `prefixes` and have one of `lengths` digits; `serial` is its shape.

    In `serial` 9 stands for a digit and A for a letter.
    """

    key: str
    name: str
    full: str
    colour: Colour
    branches: tuple[str, ...]
    prefixes: tuple[str, ...]
    lengths: tuple[int, ...]
    serials: tuple[str, ...]


@dataclass(frozen=True)
class Transfer:
    """One transfer as its slip prints it. `slip_no` is the slip's own number, not the transfer's."""

    bank: Bank
    payer_name: str
    payer_account: str
    payer_bank: str
    payee_name: str
    payee_account: str
    payee_bank: str
    amount: Fen
    purpose: str
    serial: str
    slip_no: str
    at: datetime

    @property
    def fields(self) -> Fields:
        return {
            "payer_name": self.payer_name,
            "payer_account": self.payer_account,
            "payer_bank": self.payer_bank,
            "payee_name": self.payee_name,
            "payee_account": self.payee_account,
            "payee_bank": self.payee_bank,
            "amount": format_yuan(self.amount, grouped=False),
            "amount_cn": capitals(self.amount),
            "purpose": self.purpose,
            "serial_no": self.serial,
            "date": self.at.date().isoformat(),
        }

    @property
    def text(self) -> str:
        """Every character it prints, to choose fonts by."""
        return "".join(
            (self.payer_name, self.payer_bank, self.payee_name, self.payee_bank, self.purpose, self.bank.full)
        )


_ICBC = ("中国工商银行", "中国工商银行股份有限公司", (196, 18, 48))

BANKS: dict[str, tuple[Bank, ...]] = {
    "develop": (
        Bank("icbc", *_ICBC, ("工行湖州分行营业部", "工行德清支行", "中国工商银行安吉县支行"),
             ("1205",), (19,), ("9999999999", "99999999999")),
        Bank("ccb", "中国建设银行", "中国建设银行股份有限公司", (0, 74, 150),
             ("中国建设银行股份有限公司湖州吴兴支行", "建行南浔支行"),
             ("330501", "330502"), (20,), ("99999999999999999", "9999999AAA9999999999")),
        Bank("abc", "中国农业银行", "中国农业银行股份有限公司", (0, 130, 110),
             ("中国农业银行股份有限公司湖州南浔支行", "农业银行德清县支行营业部"),
             ("1910", "1935"), (17,), ("999999999", "9999999999999999")),
        Bank("tailong", "浙江泰隆商业银行", "浙江泰隆商业银行股份有限公司", (200, 80, 20),
             ("浙江泰隆商业银行湖州织里支行", "浙江泰隆商业银行股份有限公司湖州分行"),
             ("3305",), (18, 19), ("AA99999999999999",)),
        Bank("rural", "浙江农商银行", "浙江德清农村商业银行股份有限公司", (0, 110, 70),
             ("浙江德清农村商业银行股份有限公司", "湖州吴兴农村商业银行织里支行"),
             ("2010",), (15,), ("99999999999999", "A999999999999")),
    ),
    "report": (
        Bank("icbc", *_ICBC, ("工商银行长兴支行", "工行宁波鄞州支行", "中国工商银行股份有限公司东阳支行"),
             ("1208", "3901", "1211"), (19,), ("99999999999", "9999999999999999")),
        Bank("boc", "中国银行", "中国银行股份有限公司", (170, 20, 40),
             ("中国银行长兴支行", "中国银行股份有限公司台州黄岩支行"),
             ("3", "4"), (12,), ("9999999999999", "999999999999")),
        Bank("cmb", "招商银行", "招商银行股份有限公司", (190, 24, 40),
             ("招商银行股份有限公司宁波分行营业部", "招商银行绍兴越城支行"),
             ("5719", "5749"), (15,), ("A9999A99999AAAA", "99999999AAAA99")),
        Bank("bocom", "交通银行", "交通银行股份有限公司", (0, 60, 130),
             ("交通银行湖州长兴支行", "交通银行股份有限公司金华东阳支行"),
             ("3320", "3370"), (21, 18), ("AAA999999999999999", "99999999999999999999")),
        Bank("czb", "浙商银行", "浙商银行股份有限公司", (210, 130, 0),
             ("浙商银行股份有限公司绍兴分行", "浙商银行杭州钱塘支行"),
             ("3310", "3370"), (23, 19), ("9999999999999",)),
        Bank("nbcb", "宁波银行", "宁波银行股份有限公司", (220, 120, 20),
             ("宁波银行股份有限公司鄞州支行", "宁波银行明州支行"),
             ("2401", "5201"), (17,), ("99AA9999999999", "999999999999")),
        Bank("union", "杭州联合银行", "杭州联合农村商业银行股份有限公司", (0, 100, 160),
             ("杭州联合农村商业银行股份有限公司钱塘支行", "长兴农商银行和平支行"),
             ("2010", "2017"), (15,), ("AA999999999999", "9999999999")),
    ),
}  # fmt: skip


def draw_transfer(rng: Random, firm: Firm, family: str, bank: Bank) -> Transfer:
    """A transfer that `firm` (now and then one of its people) made from an account at `bank`."""
    words = WORDS[family]
    payee, account, payee_bank = rng.choices(words.payees, (32, 30, 28, 10))[0]
    at = datetime(2025, 1, 2, 8, 30, tzinfo=CHINA) + timedelta(minutes=rng.randrange(60 * 24 * 680))
    at = at.replace(hour=rng.randrange(8, 18), second=rng.randrange(60))
    return Transfer(
        bank,
        draw_person(rng, words) if rng.random() < 0.05 else firm.name,
        draw_account(rng, bank),
        rng.choice(bank.branches),
        payee,
        account,
        payee_bank,
        _amount(rng),
        rng.choice(words.purposes),
        shaped(rng, rng.choice(bank.serials)).replace("-", ""),
        "-".join(f"{rng.randrange(10_000):04d}" for _ in range(4)) if rng.random() < 0.5 else shaped(rng, "9" * 18),
        at,
    )


def shaped(rng: Random, shape: str) -> str:
    """A number like `shape`: 9 any digit (the first not nought), A any letter."""
    made = ""
    for place, char in enumerate(shape):
        digits = "123456789" if place == 0 else "0123456789"
        made += rng.choice(digits) if char == "9" else rng.choice(_LETTERS) if char == "A" else char
    return made


def draw_account(rng: Random, bank: Bank) -> str:
    """An account number as `bank` gives them."""
    prefix = rng.choice(bank.prefixes)
    return prefix + "".join(rng.choices("0123456789", k=rng.choice(bank.lengths) - len(prefix)))


def _amount(rng: Random) -> Fen:
    if rng.random() < 0.15:
        return Fen(rng.randrange(10_000, 9_000_000))
    heads = rng.choice((1, 2, 3, 5, 8, 10, 12, 16, 20, 35, 60))
    return Fen(heads * rng.choice((600, 650, 800, 880, 1000)) * 100)
