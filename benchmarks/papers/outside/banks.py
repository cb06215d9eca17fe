"""The banks of the family `outside`, with branches, account numbers and serial numbers of their own shape; transfers to the school."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from benchmarks.papers.banks import CHINA, Bank, Transfer, draw_account, shaped
from benchmarks.papers.firms import Firm
from benchmarks.papers.outside.firms import draw_person
from benchmarks.papers.outside.words import PAYEES, PURPOSES
from school_desk.kernel.money import Fen

BANKS = (
    Bank("icbc", "中国工商银行", "中国工商银行股份有限公司", (200, 16, 40),
         ("工行湖州吴兴支行", "工行长兴煤山支行", "中国工商银行股份有限公司海宁支行", "中国工商银行昆山玉山支行"),
         ("1205", "1204", "1102"), (19,), ("99999999999", "9999999999999", "999999999999999")),
    Bank("ccb", "中国建设银行", "中国建设银行股份有限公司", (0, 70, 150),
         ("中国建设银行股份有限公司长兴支行", "中国建设银行股份有限公司湖州分行营业部", "建设银行诸暨店口支行"),
         ("33050164", "33050163", "32250198"), (20,), ("9999999999999999", "999999999A9AAA99A9A")),
    Bank("abc", "中国农业银行", "中国农业银行股份有限公司", (0, 140, 110),
         ("中国农业银行股份有限公司安吉县支行", "中国农业银行湖州八里店支行", "农行溧阳市支行营业部"),
         ("1911", "1013", "1060"), (17,), ("99999999", "9999999999999")),
    Bank("boc", "中国银行", "中国银行股份有限公司", (176, 20, 44),
         ("中国银行湖州市分行", "中国银行股份有限公司乐清支行", "中国银行吴江盛泽支行"),
         ("35", "38", "48"), (12,), ("999999999", "9999999999999")),
    Bank("bocom", "交通银行", "交通银行股份有限公司", (0, 56, 120),
         ("交通银行股份有限公司湖州分行", "交通银行合肥包河支行"), ("3350", "3410"), (21,), ("AAA99999999999", "EEZ9A9999999999")),
    Bank("psbc", "中国邮政储蓄银行", "中国邮政储蓄银行股份有限公司", (0, 110, 60),
         ("中国邮政储蓄银行股份有限公司德清县支行", "邮储银行广德市支行"), ("9330", "9340"), (18,), ("99999999999999999999", "999999999999")),
    Bank("cmb", "招商银行", "招商银行股份有限公司", (190, 20, 40),
         ("招商银行股份有限公司湖州分行", "招商银行杭州余杭支行"), ("5729", "5719"), (15,), ("A9999A99999AAA", "99999AA99999999")),
    Bank("spdb", "浦发银行", "上海浦东发展银行股份有限公司", (20, 60, 130),
         ("浦发银行湖州支行", "上海浦东发展银行股份有限公司武进支行"), ("9516", "3030"), (20,), ("999999999999", "9999AA99999999")),
    Bank("citic", "中信银行", "中信银行股份有限公司", (200, 20, 30),
         ("中信银行股份有限公司湖州分行营业部", "中信银行温州龙湾支行"), ("8110", "7334"), (19,), ("AAAAA99999999999", "999999999999")),
    Bank("cib", "兴业银行", "兴业银行股份有限公司", (0, 70, 140),
         ("兴业银行股份有限公司湖州分行", "兴业银行北仑支行"), ("3535", "3560"), (18,), ("99999999999999999", "9999999999")),
    Bank("cmbc", "中国民生银行", "中国民生银行股份有限公司", (0, 120, 90),
         ("中国民生银行股份有限公司杭州西湖支行", "民生银行扬州邗江支行"), ("6", "1"), (9,), ("99999999999999999999999", "9999999999999999")),
    Bank("pab", "平安银行", "平安银行股份有限公司", (236, 90, 20),
         ("平安银行股份有限公司湖州分行", "平安银行义乌分行"), ("1501", "1102"), (14,), ("999999999999999999", "A999999999999")),
    Bank("hzb", "杭州银行", "杭州银行股份有限公司", (0, 130, 190),
         ("杭州银行股份有限公司湖州分行", "杭州银行余杭科技支行"), ("3301", "3305"), (19,), ("9999999999999999", "99999999")),
    Bank("hzccb", "湖州银行", "湖州银行股份有限公司", (210, 30, 40),
         ("湖州银行股份有限公司南浔支行", "湖州银行长兴支行", "湖州银行织里支行"), ("8000", "8010"), (15,), ("99999999999999", "AA9999999999")),
    Bank("rural", "浙江农商银行", "浙江安吉农村商业银行股份有限公司", (0, 110, 70),
         ("浙江安吉农村商业银行股份有限公司梅溪支行", "浙江长兴农村商业银行股份有限公司泗安支行", "湖州吴兴农村商业银行埭溪支行"),
         ("2010",), (15,), ("999999999999", "99999999999999999")),
    Bank("czcb", "浙江稠州商业银行", "浙江稠州商业银行股份有限公司", (20, 90, 160),
         ("浙江稠州商业银行股份有限公司湖州分行", "浙江稠州商业银行金华婺城支行"), ("1440", "1880"), (20,), ("99999999999A999", "999999999999")),
    Bank("suzhou", "苏州银行", "苏州银行股份有限公司", (200, 150, 60),
         ("苏州银行股份有限公司昆山支行", "苏州银行吴江支行"), ("5160", "7066"), (14,), ("9999999999999999", "999999999999")),
)  # fmt: skip


@dataclass(frozen=True)
class Payments:
    """How a family's transfers come out: to `payees` by `weights`, in the `days` since `since`, before `closing` o'clock.

    `odd` of the amounts are any number of fen in `fen`; the others are one of `prices` (yuan) for fewer than `heads` people.
    """

    payees: Sequence[tuple[str, str, str]]
    weights: Sequence[int]
    purposes: Sequence[str]
    numbers: Sequence[str]
    since: datetime
    days: int
    closing: int
    odd: float
    fen: tuple[int, int]
    heads: int
    prices: Sequence[int]
    person: Callable[[Random], str]

    def draw(self, rng: Random, firm: Firm, bank: Bank) -> Transfer:
        """A transfer that `firm` (now and then one of its people) made from an account at `bank`."""
        payee, account, payee_bank = rng.choices(self.payees, self.weights)[0]
        at = self.since + timedelta(minutes=rng.randrange(60 * 24 * self.days))
        at = at.replace(hour=rng.randrange(8, self.closing), second=rng.randrange(60))
        return Transfer(
            bank,
            self.person(rng) if rng.random() < 0.04 else firm.name,
            draw_account(rng, bank),
            rng.choice(bank.branches),
            payee,
            account,
            payee_bank,
            self._amount(rng),
            rng.choice(self.purposes),
            shaped(rng, rng.choice(bank.serials)),
            shaped(rng, rng.choice(self.numbers)),
            at,
        )

    def _amount(self, rng: Random) -> Fen:
        if rng.random() < self.odd:
            return Fen(rng.randrange(*self.fen))
        return Fen(rng.randrange(1, self.heads) * rng.choice(self.prices) * 100)


draw_transfer = Payments(
    payees=PAYEES,
    weights=(30, 26, 20, 14, 10),
    purposes=PURPOSES,
    numbers=("99999999999999", "9999-9999-9999-9999", "9999999999999999999", "A99999999999", "99999999AA9999"),
    since=datetime(2025, 2, 10, 8, 30, tzinfo=CHINA),
    days=640,
    closing=19,
    odd=0.12,
    fen=(20_000, 8_000_000),
    heads=45,
    prices=(600, 600, 800, 800, 1000, 1000, 1200, 450),
    person=draw_person,
).draw
