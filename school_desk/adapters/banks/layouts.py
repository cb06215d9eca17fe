"""The vocabulary of the banks' headers, and which header belongs to which bank.

Sources: domain.md §5 (layouts seen in public code, 2026); 工行 A, B and 农行 also in the makers' own sample exports; 交行, 浙商, 泰隆, 宁波,
嘉兴, 农商 as public readers of their files name the columns (2026). A new layout is one more row in `LAYOUTS`, or one more word in `WORDS`
when a bank calls a known column by another name.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

# Best word first: where a file has two of them, the first is the column.
WORDS: Mapping[str, tuple[str, ...]] = {
    "account": ("本方账号", "账号", "查询账号", "账户账号", "交易账号"),
    "time": ("交易时间", "时间戳", "交易日期时间", "入账时间", "记账时间"),
    "day": ("交易日期", "交易日", "记账日期", "入账日期", "日期"),
    "credit": ("贷方发生额", "转入金额", "收入金额", "贷方金额", "收入", "贷方", "存入金额", "存入", "入账金额"),
    "debit": ("借方发生额", "转出金额", "支出金额", "借方金额", "支出", "借方", "取出金额", "取出", "出账金额"),
    "amount": ("发生额", "交易金额", "金额"),
    "flag": ("借/贷", "借贷标志", "借贷方向", "借贷", "收支标志", "收付标志", "来往账标志", "交易类型"),
    "balance": ("余额", "账户余额", "交易后余额", "本次余额"),
    "party_name": ("对方单位名称", "对方单位", "对方户名", "对方账户名称", "对方名称", "收方名称", "收付方名称"),
    "party_account": ("对方账号", "对方账户", "收方账号", "收付方账号", "对方账号/卡号"),
    "payer_name": ("付款人名称", "付方账户名称", "付款方户名", "付款人户名", "付款方名称"),
    "payer_account": ("付款人账号", "付方账号", "付款方账号", "付款账号", "付款人账户"),
    "payee_name": ("收款人名称", "收方账户名称", "收款方户名", "收款人户名", "收款方名称"),
    "payee_account": ("收款人账号", "收方账号", "收款方账号", "收款账号", "收款人账户"),
    "summary": ("摘要", "业务摘要", "交易摘要", "摘要说明"),
    "voucher": ("凭证号", "凭证号码", "票据号", "电子回单号码"),
    "reference": ("账户明细编号-交易流水号", "核心流水号", "交易流水号", "银行流水号", "交易参考号", "流水号"),
    "reversal": ("冲账标志", "冲正标志", "冲销标志"),
}
# Payers write wherever their own bank lets them: every one of these columns is read, in this order.
MEMO_WORDS = (
    *WORDS["summary"],
    *("用途", "交易用途", "附言", "交易附言", "备注", "其他摘要", "个性化信息", "回单个性化信息", "扩展摘要"),
)
RECEIPT_HEADER = (
    *("电子回单号码", "付方账号", "付方账户名称", "付方开户银行名称", "收方账号", "收方账户名称", "收方开户银行名称"),
    *("金额", "币种", "摘要", "用途", "交易流水号", "时间戳", "备注"),
    *("验证码", "记账网点", "记账柜员", "记账日期", "补打次数", "业务种类"),
)
"""The 20 fields of 工行's receipt text, which often comes without them as a first line."""

IN_FLAGS = frozenset({"贷", "贷方", "收", "收入", "入", "进", "转入", "来账", "存入", "C", "CR", "+"})
OUT_FLAGS = frozenset({"借", "借方", "付", "支", "支出", "出", "转出", "往账", "取出", "D", "DR", "-"})


@dataclass(frozen=True, slots=True)
class Layout:
    bank: str
    name: str
    marks: frozenset[str] = frozenset()
    """Header words that are all there in this layout; of several that fit, the one with most marks is meant."""
    titles: tuple[str, ...] = ()
    """Words above the header that name the bank, for headers that several banks share."""
    in_flags: frozenset[str] = IN_FLAGS
    out_flags: frozenset[str] = OUT_FLAGS
    signed: bool | None = False
    """The one amount is negative for money out, also beside a flag that says so. None: this file does not tell (`signs`)."""


def _marked(bank: str, name: str, marks: str, *, signed: bool = False) -> Layout:
    return Layout(bank, name, marks=frozenset(marks.split()), signed=signed)


LAYOUTS = (
    _marked("icbc", "icbc-a", "本方账号 对方单位名称 借/贷 借方发生额 贷方发生额"),
    _marked("icbc", "icbc-b", "对方单位 借贷标志 转入金额 转出金额"),
    _marked("icbc", "icbc-c", "对方单位 借贷标志 发生额"),
    _marked("icbc", "icbc-d", "对方单位 转入金额 转出金额"),
    _marked("icbc", "icbc-f", "电子回单号码 付方账号 收方账号 金额"),
    _marked("abc", "abc", "收入金额 支出金额 账户余额 交易行名 对方户名"),
    _marked("ccb", "ccb", "借方发生额 贷方发生额 对方户名 账户明细编号-交易流水号"),
    _marked("boc", "boc", "付款人名称 收款人名称 交易金额", signed=True),
    _marked("cmb", "cmb", "借方金额 贷方金额 收方名称"),
    _marked("cmb", "cmb", "借方 贷方 收方名称"),
    Layout(
        "czbank",
        "czbank",
        marks=frozenset(("付款账号", "付款人户名", "收款账号", "收款人户名", "交易金额", "借贷标志")),
        in_flags=IN_FLAGS | {"1"},
        out_flags=OUT_FLAGS | {"2"},
    ),
    _marked("jxbank", "jxbank", "本方账号 对方账号 对方户名 借/贷 借方发生额 贷方发生额 账户余额"),
    _marked("tailong", "tailong", "对方户名 对方开户行 支出金额 收入金额 账户余额 附言"),
    _marked("nbcb", "nbcb", "交易账号 借方金额 贷方金额"),
    _marked("rcb", "rcb", "核心流水号 对方户名 收入金额 支出金额"),
    Layout("icbc", "icbc", titles=("工商银行",)),
    Layout("abc", "abc", titles=("农业银行",)),
    Layout("ccb", "ccb", titles=("建设银行",)),
    Layout("cmb", "cmb", titles=("招商银行",)),
    Layout("bocom", "bocom", titles=("交通银行",)),
    Layout("czbank", "czbank", titles=("浙商银行",), in_flags=IN_FLAGS | {"1"}, out_flags=OUT_FLAGS | {"2"}),
    Layout("tailong", "tailong", titles=("泰隆",)),
    Layout("nbcb", "nbcb", titles=("宁波银行",)),
    Layout("jxbank", "jxbank", titles=("嘉兴银行",)),
    Layout("rcb", "rcb", titles=("农村商业银行", "农商银行", "农商行", "农信")),
    Layout("boc", "boc", titles=("中国银行",), signed=True),
)
OTHER = Layout("other", "other")

_ASIDE = re.compile(r"[\[(][^\])]*[\])]|/元$|\s")
_ENGLISH = re.compile(r"(?<=[\u4e00-\u9fff])[A-Za-z][A-Za-z'’.,&/-]*$|^[A-Za-z][A-Za-z'’.,&/-]*(?=[\u4e00-\u9fff])")


@lru_cache(maxsize=4096)
def heading(text: str) -> str:
    """A header cell as `WORDS` spells it: without padding, units, English and what brackets add (贷方发生额（收入）, 余额/元)."""
    return _ENGLISH.sub("", _ASIDE.sub("", unicodedata.normalize("NFKC", text[:200]).replace("帐", "账")))
