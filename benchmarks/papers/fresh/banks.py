"""Twelve banks that no other family has, and the transfers that their slips claim."""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random

from benchmarks.papers.banks import CHINA, Bank, Transfer, draw_account, shaped
from benchmarks.papers.firms import Firm
from benchmarks.papers.fresh.firms import draw_person
from benchmarks.papers.fresh.words import FRESH
from school_desk.kernel.money import Fen

BANKS = (
    Bank("psbc", "中国邮政储蓄银行", "中国邮政储蓄银行股份有限公司", (0, 104, 62),
         ("中国邮政储蓄银行股份有限公司衢州市分行", "邮储银行乐清市支行", "中国邮政储蓄银行定海支行营业部"),
         ("9330", "1001"), (18,), ("9999999999999999999999", "99999999999999")),
    Bank("citic", "中信银行", "中信银行股份有限公司", (200, 20, 40), ("中信银行嘉兴分行营业部", "中信银行股份有限公司杭州余杭支行"),
         ("8110", "7332"), (19,), ("AAA99999999999999", "9999999999999")),
    Bank("cib", "兴业银行", "兴业银行股份有限公司", (0, 70, 150), ("兴业银行温州乐清支行", "兴业银行股份有限公司舟山分行"),
         ("3561", "3529"), (18,), ("A99999999999999", "999999999999")),
    Bank("spdb", "上海浦东发展银行", "上海浦东发展银行股份有限公司", (0, 60, 120),
         ("浦发银行昆山支行", "上海浦东发展银行股份有限公司绍兴诸暨支行"),
         ("8916", "9406"), (20, 17), ("9999999999", "99999999A99999999")),
    Bank("cmbc", "中国民生银行", "中国民生银行股份有限公司", (0, 120, 110), ("中国民生银行股份有限公司丽水分行", "民生银行杭州城西支行"),
         ("6900", "6312"), (9,), ("9999999999999999", "AA9999999999")),
    Bank("ceb", "中国光大银行", "中国光大银行股份有限公司", (110, 30, 110), ("中国光大银行昆山花桥支行", "光大银行成都龙泉驿支行"),
         ("3757", "7684"), (17,), ("99999999999999999999", "999999999")),
    Bank("hxb", "华夏银行", "华夏银行股份有限公司", (200, 30, 30), ("华夏银行股份有限公司嘉兴分行", "华夏银行温州分行营业部"),
         ("1045", "1285"), (17,), ("9AA9999999999", "99999999999")),
    Bank("pab", "平安银行", "平安银行股份有限公司", (230, 90, 20), ("平安银行杭州余杭支行", "平安银行股份有限公司成都分行营业部"),
         ("1500", "3020"), (14,), ("A99999999999999999", "999999999999999999")),
    Bank("hzb", "湖州银行", "湖州银行股份有限公司", (0, 90, 160), ("湖州银行嘉兴分行", "湖州银行股份有限公司凤凰支行"),
         ("8000", "8001"), (15,), ("9999999999999", "99999999")),
    Bank("bohz", "杭州银行", "杭州银行股份有限公司", (0, 130, 190), ("杭州银行股份有限公司舟山分行", "杭州银行衢州柯城支行"),
         ("3301", "3309"), (20, 16), ("999999999999", "AAAA99999999")),
    Bank("tzb", "台州银行", "台州银行股份有限公司", (210, 60, 40), ("台州银行股份有限公司丽水莲都小微企业专营支行", "台州银行乐清柳市支行"),
         ("5200", "5301"), (15,), ("999999999999999", "A99999999")),
    Bank("rcc", "农村信用社", "万年县农村信用合作联社", (0, 120, 60),
         ("万年县农村信用合作联社石镇信用社", "桐城农村商业银行股份有限公司新渡支行"),
         ("1030", "2011"), (17, 19), ("99999999999999999", "9999999999")),
)  # fmt: skip


def draw_transfer(rng: Random, firm: Firm, bank: Bank) -> Transfer:
    """A transfer that `firm` (now and then one of its people) made from an account at `bank`."""
    payee, account, payee_bank = rng.choices(FRESH.payees, (31, 31, 28, 10))[0]
    at = datetime(2025, 1, 3, 9, 0, tzinfo=CHINA) + timedelta(minutes=rng.randrange(60 * 24 * 680))
    at = at.replace(hour=rng.randrange(8, 19), second=rng.randrange(60))
    return Transfer(
        bank,
        draw_person(rng) if rng.random() < 0.05 else firm.name,
        draw_account(rng, bank),
        rng.choice(bank.branches),
        payee,
        account,
        payee_bank,
        _amount(rng),
        rng.choice(FRESH.purposes),
        shaped(rng, rng.choice(bank.serials)),
        shaped(rng, rng.choice(("9999999999999999", "AA999999999999", "99999-999-9999"))),
        at,
    )


def _amount(rng: Random) -> Fen:
    if rng.random() < 0.15:
        return Fen(rng.randrange(20_000, 12_000_000))
    return Fen(rng.randrange(1, 45) * rng.choice((600, 720, 800, 950, 1000, 1280)) * 100)
