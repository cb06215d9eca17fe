"""The same rows as several banks export them."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path
from random import Random

import xlsxwriter

from benchmarks.strangers.family import Family
from benchmarks.strangers.model import Row

Table = list[list[str]]
OPENING = 18_000_000_00


def money(fen: int) -> str:
    return f"{fen // 100:,}.{fen % 100:02d}" if fen else ""


def balances(rows: list[Row]) -> list[int]:
    now, found = OPENING, []
    for row in rows:
        now += row.credit - row.debit
        found.append(now)
    return found


def icbc_history(rows: list[Row], family: Family) -> Table:
    header = (
        "凭证号 本方账号 对方账号 交易时间 借/贷 借方发生额 贷方发生额 对方行号 摘要 用途 对方单位名称 余额 个性化信息"
    )
    table = [["[HISTORYDETAIL]"], header.split()]
    for row, balance in zip(rows, balances(rows), strict=True):
        use, extra = (row.memo, "") if row.when.second % 5 else ("", row.memo)
        table.append(
            [
                "000000000",
                f"{family.own_account}\t",
                f"{row.account}\t",
                row.when.strftime("%Y-%m-%d-%H.%M.%S"),
                "贷" if row.credit else "借",
                money(row.debit),
                money(row.credit),
                "",
                row.summary,
                use,
                row.name,
                money(balance),
                extra,
            ]
        )
    return table


def icbc_detail(rows: list[Row], family: Family) -> Table:
    header = "凭证号 对方账号 交易时间 借贷标志 对方单位 对方行号 用途 摘要 附言 回单个性化信息 转入金额 转出金额 支付凭证种类 余额"
    table = [
        ["中国工商银行 账户历史明细"],
        [f"账号：{family.own_account}", "", f"户名：{family.own_name}"],
        header.split(),
    ]
    for row, balance in zip(rows, balances(rows), strict=True):
        use, remark = (row.memo, "") if row.when.second % 2 else ("", row.memo)
        table.append(
            [
                "0",
                row.account,
                row.when.strftime("%Y-%m-%d %H:%M:%S"),
                "贷" if row.credit else "借",
                row.name,
                "",
                use,
                row.summary,
                remark,
                "",
                money(row.credit),
                money(row.debit),
                "",
                money(balance),
            ]
        )
    return table


def ccb(rows: list[Row], family: Family) -> Table:
    header = (
        "账号 账户名称 交易时间 借方发生额（支取） 贷方发生额（收入） 余额 币种 对方户名 对方账号 对方开户机构 记账日期 摘要 备注"
        " 账户明细编号-交易流水号 企业流水号 凭证种类 凭证号"
    )
    table = [header.split()]
    for number, (row, balance) in enumerate(zip(rows, balances(rows), strict=True), 1):
        table.append(
            [
                family.own_account,
                family.own_name,
                row.when.strftime("%Y%m%d %H:%M:%S"),
                money(row.debit) or "0.00",
                money(row.credit) or "0.00",
                money(balance),
                "人民币元",
                row.name,
                row.account,
                "",
                row.when.strftime("%Y%m%d"),
                row.summary,
                row.memo,
                f"{number}-330{number:09d}",
                "",
                "",
                "",
            ]
        )
    return table


def abc(rows: list[Row], family: Family) -> Table:
    table = [
        ["账户明细"],
        [f"账号:{family.own_account}"],
        ["交易时间", "收入金额", "支出金额", "账户余额", "交易行名", "对方省市", "对方账号", "对方户名", "交易用途"],
    ]
    for row, balance in zip(rows, balances(rows), strict=True):
        table.append(
            [
                row.when.strftime("%Y-%m-%d %H:%M:%S"),
                money(row.credit),
                money(row.debit),
                money(balance),
                "",
                "",
                row.account,
                row.name,
                row.memo or row.summary,
            ]
        )
    income = sum(row.credit for row in rows)
    table.append(["合计", f"{sum(row.credit > 0 for row in rows)} 收 {money(income)}"])
    return table


LAYOUTS: dict[str, tuple[str, Callable[[list[Row], Family], Table]]] = {
    "icbc": ("csv", icbc_history),
    "icbc-detail": ("xlsx", icbc_detail),
    "ccb": ("csv", ccb),
    "abc": ("xlsx", abc),
}


def write_statement(out: Path, layout: str, rows: list[Row], family: Family) -> Path:
    suffix, build = LAYOUTS[layout]
    table = build(rows, family)
    path = out / f"statement.{suffix}"
    if suffix == "csv":
        with path.open("w", encoding="gb18030", newline="") as file:
            csv.writer(file).writerows(table)
        return path
    book = xlsxwriter.Workbook(str(path), {"constant_memory": True})
    sheet = book.add_worksheet("明细")
    for at, cells in enumerate(table):
        for column, cell in enumerate(cells):
            if cell:
                sheet.write_string(at, column, cell)
    book.close()
    return path


def in_order(rows: list[Row], rng: Random) -> list[Row]:
    """By time; a bank books several transfers in one second now and then."""
    for row in rng.sample(rows, len(rows) // 200):
        row.when = row.when.replace(second=0)
    return sorted(rows, key=lambda row: row.when)
