"""A seeded account and the exports that each bank would make of it: the truth is known, the layouts are domain.md §5's."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from io import StringIO
from pathlib import Path
from random import Random

from school_desk.adapters.banks import StatementLine
from school_desk.kernel.money import capitals, format_yuan

OWN_ACCOUNT = "1205220109200069722"
OWN_NAME = "湖州市吴兴区城建职业技能培训学校"
Row = Sequence[str]

_BRANDS = "鼎立 恒信 䶮兴 瑞埭 石凤 铭煜 信锦 龙溪".split()  # noqa: SIM905 - a row of names reads better so
_MEMOS = "培训费 建筑工人培训费 报名费 AB23C7培训费 培训费，3人 往来款".split()  # noqa: SIM905


@dataclass(frozen=True, slots=True)
class Movement:
    booked_at: datetime
    fen: int
    """Below zero for money out."""
    balance: int
    name: str
    account: str
    summary: str
    memo: str

    def cells(self, number: int) -> dict[str, str]:
        """Every spelling in which one bank or another prints this movement."""
        at, yuan, incoming = self.booked_at, format_yuan(abs(self.fen)), self.fen > 0
        other, own = (self.account, self.name), (OWN_ACCOUNT, OWN_NAME)
        payer, payee = (other, own) if incoming else (own, other)
        return {
            "": "",
            "0": "0",
            "zeros": "000000000",
            "dash": "-",
            "own": OWN_ACCOUNT,
            "own name": OWN_NAME,
            "account": self.account,
            "account+tab": f"{self.account}\t",
            "name": self.name,
            "in": yuan if incoming else "",
            "out": "" if incoming else yuan,
            "in or -": yuan if incoming else "-",
            "out or -": "-" if incoming else yuan,
            "in or 0": yuan if incoming else "0.00",
            "out or 0": "0.00" if incoming else yuan,
            "amount": yuan,
            "signed": format_yuan(self.fen, grouped=False),
            "capitals": f"{capitals(abs(self.fen))},￥{yuan}元",
            "balance": format_yuan(self.balance),
            "flag": "贷" if incoming else "借",
            "1 or 2": "1" if incoming else "2",
            "来往": "来账" if incoming else "往账",
            "payer account": payer[0],
            "payer name": payer[1],
            "payee account": payee[0],
            "payee name": payee[1],
            "summary": self.summary,
            "memo": self.memo,
            "reversal": "Y" if self.summary == "冲正" else "",
            "reference": f"3300-N{self.balance:012d}{at:%d%H%M%S}",
            "receipt": f"0918-3117-0241-{number:04d}",
            "yuan": "人民币元",
            "time": f"{at:%Y-%m-%d %H:%M:%S}",
            "dotted": f"{at:%Y-%m-%d-%H.%M.%S}",
            "stamp": f"{at:%Y-%m-%d-%H.%M.%S}.000000",
            "tight time": f"{at:%Y%m%d %H:%M:%S}",
            "day": f"{at:%Y%m%d}",
            "slashed day": f"{at:%Y/%m/%d}",
            "clock": f"{at:%H:%M:%S}",
            "tight clock": f"{at:%H%M%S}",
        }


@dataclass(frozen=True, slots=True)
class Layout:
    """How one bank prints: rows above the header, then header=cell pairs divided by |."""

    above: Sequence[Row]
    columns: str
    totals: bool = False
    padded_header: bool = False
    timeless: bool = False
    """Prints days only."""
    balanceless: bool = False
    wordless: bool = False
    """Prints neither summary nor memo."""

    def truth(self, movement: Movement) -> tuple[object, ...]:
        """What of the movement this bank says, for comparing with `said`."""
        at, fen, balance, *party = truth(movement)
        day = movement.booked_at.replace(hour=0, minute=0, second=0)
        return (day if self.timeless else at, fen, None if self.balanceless else balance, *party)

    def export(self, moves: Sequence[Movement]) -> list[Row]:
        pairs = [column.strip().split("=") for column in self.columns.split("|")]
        header = [f"  {word}  " if self.padded_header else word for word, _ in pairs]
        rows = [[cells[key] for _, key in pairs] for cells in (move.cells(n) for n, move in enumerate(moves))]
        paid = [move.fen for move in moves if move.fen > 0]
        foot = [[f"{len(paid)} 收 {format_yuan(sum(paid))}"]] if self.totals else []
        return [*self.above, *([header] if any(word for word, _ in pairs) else []), *rows, *foot]


def ledger(seed: int, count: int, *, opening: int = 15_320_000) -> list[Movement]:
    """Payments, charges, interest, reversals, and now and then the same payment twice within one second."""
    random, balance = Random(seed), opening
    movements: list[Movement] = []
    at = datetime(2026, 9, 1, 8, 30, 11)
    while len(movements) < count:
        at += timedelta(seconds=random.randint(60, 40_000))
        name = f"湖州{random.choice(_BRANDS)}建设有限公司"
        account = f"12052201{random.randint(10**10, 10**11 - 1)}"
        fen = random.choice((60_000, 80_000, 100_000)) * random.randint(1, 20)
        kind = random.random()
        if kind < 0.1:
            entries = [(-1_000, "网银手续费", "", "手续费", "手续费")]
        elif kind < 0.15:
            entries = [(random.randint(1, 9_999), "利息", "", "结息", "结息")]
        elif kind < 0.25:
            entries = [(fen, name, account, "转账", "培训费"), (-fen, name, account, "冲正", "冲正")]
        else:
            memo = random.choice(_MEMOS)
            entries = [(fen, name, account, "转账", memo)] * (2 if random.random() < 0.2 else 1)
        for change, party, number, summary, memo in entries:
            balance += change
            movements.append(Movement(at, change, balance, party, number, summary, memo))
    return movements[:count]


def said(line: StatementLine) -> tuple[object, ...]:
    """What a line says of the movement, for comparing with `truth`."""
    return (line.booked_at, line.signed_fen, line.balance_fen, line.counterparty_name, line.counterparty_account)


def truth(movement: Movement) -> tuple[object, ...]:
    return (movement.booked_at, movement.fen, movement.balance, movement.name, movement.account)


_NAMED = [f"账号：{OWN_ACCOUNT}", "", f"户名：{OWN_NAME}"]
LAYOUTS = {
    "icbc-a": Layout(
        [["[HISTORYDETAIL]"]],
        "凭证号=zeros|本方账号=own|对方账号=account+tab|交易时间=dotted|借/贷=flag|借方发生额=out|贷方发生额=in|"
        "对方行号=|摘要=summary|用途=memo|对方单位名称=name|余额=balance|个性化信息=",
    ),
    "icbc-b": Layout(
        [["中国工商银行 账户历史明细"], _NAMED],
        "凭证号=0|对方账号=account|交易时间=time|借贷标志=flag|对方单位=name|对方行号=|用途=|摘要=summary|附言=memo|"
        "回单个性化信息=|转入金额=in|转出金额=out|支付凭证种类=|余额=balance",
    ),
    "icbc-c": Layout(
        [],
        "对方账号=account|交易时间=time|借贷标志=flag|对方单位=name|对方行号=|用途=memo|摘要=summary|附言=|发生额=amount|"
        "余额=balance|币种=yuan",
    ),
    "icbc-d": Layout(
        [],
        "对方账号=account|交易时间=time|对方单位=name|用途=memo|摘要=summary|附言=|回单个性化信息=|余额=balance|"
        "转出金额=out or -|转入金额=in or -",
    ),
    "abc": Layout(
        [["账户明细"], [f"账号:{OWN_ACCOUNT}"]],
        "交易时间=time|收入金额=in|支出金额=out|账户余额=balance|交易行名=|对方省市=|对方账号=account|对方户名=name|交易用途=memo",
        totals=True,
    ),
    "ccb": Layout(
        [],
        "账号=own|账户名称=own name|交易时间=tight time|借方发生额（支取）=out or 0|贷方发生额（收入）=in or 0|余额=balance|"
        "币种=yuan|对方户名=name|对方账号=account|对方开户机构=|记账日期=day|摘要=summary|备注=memo|"
        "账户明细编号-交易流水号=reference|企业流水号=|凭证种类=|凭证号=|交易介质编号=",
        padded_header=True,
    ),
    "boc": Layout(
        [["中国银行 交易明细"], ["查询账号[ Inquirer account number ]", OWN_ACCOUNT], *[["说明"]] * 6],
        "交易类型[ Transaction Type ]=来往|业务类型[ Business type ]=|付款人账号[ Debit Account No. ]=payer account|"
        "付款人名称[ Payer's Name ]=payer name|收款人账号[ Payee's Account Number ]=payee account|"
        "收款人名称[ Payee's Name ]=payee name|交易日期[ Transaction Date ]=day|交易时间[ Transaction time ]=clock|"
        "交易货币[ Trade Currency ]=yuan|交易金额[ Trade Amount ]=signed|"
        "交易后余额[ After-transaction balance ]=balance|摘要[ Reference ]=summary|用途[ Purpose ]=memo",
    ),
    "cmb": Layout(
        [["招商银行企业银行"], *[["#"]] * 3],
        "账号=own|账号名称=own name|币种=yuan|交易日=day|交易时间=tight clock|起息日=day|交易类型=|借方金额=out|贷方金额=in|"
        "余额=balance|用途=memo|业务摘要=summary|其他摘要=|收(付)方名称=name|收(付)方账号=account|收(付)方开户行名=|"
        "母(子)公司账号=|母(子)公司名称=|冲账标志=reversal|扩展摘要=|票据号=",
    ),
    "bocom": Layout(
        [["查询账号", OWN_ACCOUNT, "开户行", "交通银行湖州分行"]],
        "交易时间=time|借方发生额=out|贷方发生额=in|余额=balance|对方账号=account|对方户名=name|摘要=summary|备注=memo",
    ),
    "czbank": Layout(
        [],
        "流水号=reference|付款账号=payer account|付款人户名=payer name|收款账号=payee account|收款人户名=payee name|"
        "交易日期=day|交易金额=amount|借贷标志(1收2付)=1 or 2|备注=memo",
        timeless=True,
        balanceless=True,
    ),
    "tailong": Layout(
        [["浙江泰隆商业银行账户明细"]],
        "序号=0|交易时间=time|对方账号=account|对方户名=name|对方开户行=|支出金额=out|收入金额=in|账户余额=balance|摘要=summary|附言=memo",
        totals=True,
    ),
    "nbcb": Layout(
        [["宁波银行"], _NAMED, []],
        "流水号=reference|交易账号=own|交易日期=slashed day|交易时间=clock|对方账号=account|对方户名=name|借方金额=out|"
        "贷方金额=in|余额=balance|摘要=summary|用途=memo",
    ),
    "jxbank": Layout(
        [],
        "本方账号=own|对方账号=account|对方户名=name|交易时间=time|借/贷=flag|借方发生额=out or 0|贷方发生额=in or 0|账户余额=balance",
        wordless=True,
    ),
    "rcb": Layout(
        [["浙江湖州农村商业银行账户明细"], ["账号", OWN_ACCOUNT], [], ["户名", OWN_NAME]],
        "交易日期=day|对方户名=name|收入金额=in|支出金额=out|余额=balance|账号=own|币种=yuan|对方账号=account|用途=summary|附言=memo|"
        "核心流水号=reference",
        timeless=True,
    ),
}
PRINTS_ITS_ACCOUNT = LAYOUTS.keys() - {"icbc-c", "icbc-d", "tailong"}
RECEIPTS = Layout(
    [],
    "=receipt|=payer account|=payer name|=|=payee account|=payee name|=|=capitals|=yuan|=summary|=memo|=reference|=stamp|"
    "=|=|=|=|=day|=0|=",
)
"""工行's receipt text without its header line; it knows no balance."""


def write_text(path: Path, rows: Sequence[Row], encoding: str = "gb18030", delimiter: str = ",") -> Path:
    text = StringIO()
    csv.writer(text, delimiter=delimiter, lineterminator="\r\n").writerows(rows)
    path.write_bytes(text.getvalue().encode(encoding))
    return path


def write_xlsx(path: Path, *sheets: Sequence[Row]) -> Path:
    import xlsxwriter

    with xlsxwriter.Workbook(path) as book:
        for rows in sheets:
            sheet = book.add_worksheet()
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row)
    return path
