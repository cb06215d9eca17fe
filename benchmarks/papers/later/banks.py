"""The banks of the family `later`, big ones with other forms than elsewhere and smaller ones of the neighbouring provinces; transfers."""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random

from benchmarks.papers.banks import CHINA, Bank, Transfer, draw_account, shaped
from benchmarks.papers.firms import Firm
from benchmarks.papers.later.firms import draw_person
from benchmarks.papers.later.words import LATER
from school_desk.kernel.money import Fen

BANKS = (
    Bank("icbc", "中国工商银行", "中国工商银行股份有限公司", (200, 30, 36),
         ("中国工商银行慈溪支行营业部", "工行杭州萧山分行", "中国工商银行股份有限公司宁国支行"),
         ("3901", "1202", "1317"), (19,), ("999999999", "99999999999999")),
    Bank("ccb", "中国建设银行", "中国建设银行股份有限公司", (0, 62, 140), ("中国建设银行股份有限公司瑞安支行", "建行平湖乍浦支行"),
         ("3300", "3325"), (20,), ("999999999A999A9AAA99", "A999999999999")),
    Bank("abc", "中国农业银行", "中国农业银行股份有限公司", (0, 130, 100), ("中国农业银行温岭市支行", "农行义乌稠江支行",
                                                          "中国农业银行股份有限公司江阴周庄支行"),
         ("19", "10"), (15, 17), ("999999999", "99999999999999999")),
    Bank("boc", "中国银行", "中国银行股份有限公司", (170, 20, 40), ("中国银行上虞支行", "中国银行股份有限公司南通通州支行"),
         ("3536", "4790", "3893"), (12,), ("999999999", "99999999999999")),
    Bank("bocom", "交通银行", "交通银行股份有限公司", (20, 40, 110), ("交通银行上海松江支行", "交通银行股份有限公司义乌分行营业部"),
         ("3310", "3100"), (21, 18), ("AAA99999999999", "99999999999999999")),
    Bank("cgb", "广发银行", "广发银行股份有限公司", (200, 10, 30), ("广发银行股份有限公司宁波慈溪支行", "广发银行杭州萧山支行"),
         ("9550", "1340"), (18, 19), ("9999999999999999", "9999999999")),
    Bank("jsb", "江苏银行", "江苏银行股份有限公司", (0, 80, 160), ("江苏银行江阴支行", "江苏银行股份有限公司张家港支行"),
         ("2818", "3016"), (17,), ("99999999999999999999", "A999999999")),
    Bank("njcb", "南京银行", "南京银行股份有限公司", (190, 30, 50), ("南京银行股份有限公司南通通州支行", "南京银行杭州萧山小微综合支行"),
         ("0612", "1401"), (16,), ("9999999999999", "99999999AA99999999")),
    Bank("bosc", "上海银行", "上海银行股份有限公司", (0, 100, 180), ("上海银行松江支行", "上海银行股份有限公司奉贤支行"),
         ("3160", "0300"), (11,), ("999999999999", "AA99999999999")),
    Bank("srcb", "上海农商银行", "上海农村商业银行股份有限公司", (0, 110, 80), ("上海农商银行九亭支行", "上海农村商业银行股份有限公司奉贤支行"),
         ("5013", "3240"), (14,), ("99999999", "A99999999999")),
    Bank("hsb", "徽商银行", "徽商银行股份有限公司", (210, 20, 30), ("徽商银行芜湖鸠江支行", "徽商银行股份有限公司宁国支行"),
         ("2250", "1101"), (19,), ("9999999999999", "99999999999999999999")),
    Bank("wzb", "温州银行", "温州银行股份有限公司", (220, 70, 30), ("温州银行股份有限公司瑞安支行", "温州银行台州温岭支行"),
         ("7310", "9030"), (15, 18), ("999999999999", "99AA9999999")),
    Bank("jxb", "江西银行", "江西银行股份有限公司", (180, 40, 40), ("江西银行股份有限公司九江武宁支行", "江西银行抚州分行营业部"),
         ("7929", "7949"), (15,), ("9999999999", "AAAA9999999999999")),
    Bank("ruifeng", "瑞丰银行", "浙江绍兴瑞丰农村商业银行股份有限公司", (0, 90, 90), ("浙江绍兴瑞丰农村商业银行股份有限公司百官支行",
                                                                "瑞丰银行义乌支行"),
         ("2010", "2020"), (15,), ("999999999999999", "9999999999")),
)  # fmt: skip


def draw_transfer(rng: Random, firm: Firm, bank: Bank) -> Transfer:
    """A transfer that `firm` (now and then one of its people) made from an account at `bank`."""
    payee, account, payee_bank = rng.choices(LATER.payees, (32, 30, 28, 10))[0]
    at = datetime(2025, 1, 6, 9, 0, tzinfo=CHINA) + timedelta(minutes=rng.randrange(60 * 24 * 680))
    at = at.replace(hour=rng.randrange(8, 20), second=rng.randrange(60))
    return Transfer(
        bank,
        draw_person(rng) if rng.random() < 0.05 else firm.name,
        draw_account(rng, bank),
        rng.choice(bank.branches),
        payee,
        account,
        payee_bank,
        _amount(rng),
        rng.choice(LATER.purposes),
        shaped(rng, rng.choice(bank.serials)),
        shaped(rng, rng.choice(("99999999999999999", "A9999999999999", "9999 9999 9999", "999999999-999"))),
        at,
    )


def _amount(rng: Random) -> Fen:
    if rng.random() < 0.15:
        return Fen(rng.randrange(15_000, 10_000_000))
    return Fen(rng.randrange(1, 60) * rng.choice((580, 600, 700, 850, 900, 1100, 1350)) * 100)
