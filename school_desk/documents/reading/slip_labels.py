"""The words that slips print before their values, put together from what they mean: who, whose thing, and several things in one cell.

No bank's wording is listed as a whole: 会计流水号 is some 流水号, 转出账户名称 is the 账户名称 of the 转出 side.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import product

from school_desk.documents.reading.labels import Label, Wordings
from school_desk.documents.reading.layout import Sheet

SIDES = {
    "payer": (
        *("付款人", "付款方", "付方", "汇款人", "汇款方", "付款单位", "付款账户", "付款账号", "付款户", "付款"),
        *("转出方", "转出账户", "转出", "汇出方", "汇出", "申请人", "委托人", "出账", "借方"),
    ),
    "payee": (
        *("收款人", "收款方", "收方", "收款单位", "收款账户", "收款账号", "收款户", "收款"),
        *("转入方", "转入账户", "转入", "汇入方", "汇入", "入账", "贷方", "接收方", "接收"),
    ),
}
# What a bank calls them in its books: on the same slip the plain words go before.
BOOKED = ("借方", "贷方", "接收")
# A bank's customer and who stands on the other side: which of them pays says the direction, outgoing unless it is printed.
OWN = {
    "payer": ("本方", "我方", "客户", "本单位"),
    "payee": ("对方", "交易对方", "对手方", "交易对手", "对手"),
}
# Who it is, with the name right behind.
_PARTY = {
    "payer": ("付款人", "付款方", "付款单位", "汇款人", "汇款单位"),
    "payee": ("收款人", "收款方", "收款单位"),
}
PARTIES = frozenset(word for words in _PARTY.values() for word in words)
"""What names a party as a whole: name, account and bank may all stand behind it."""
PARTS = {
    "name": ("账户名称", "账户名", "户主姓名", "单位名称", "单位全称", "户名", "全称", "名称", "姓名"),
    "account": (
        *(
            "账户号码",
            "账（卡）号",
            "卡（账）号",
            "银行账号",
            "结算账户",
            "结算账号",
            "账号",
            "帐号",
            "账户",
            "帐户",
            "卡号",
        ),
    ),
    "bank": (
        *(
            "开户银行名称",
            "开户行名称",
            "开户银行",
            "开户机构",
            "所属机构",
            "开户网点",
            "开户行名",
            "开户行",
            "账户开户行",
        ),
        *("银行名称", "行名称", "银行", "行名"),
    ),
}
# 付款行, 汇出机构: short for whose bank it is, but only behind what a side does.
_BANK_OF = {
    "payer": ("付款", "转出", "汇出", "汇款"),
    "payee": ("收款", "转入", "汇入", "接收"),
}
_WHAT = ("流水号", "流水编号", "流水号码", "流水序号", "流水", "参考号", "参考编号")
_OF_WHAT = (
    *(
        "",
        "交易",
        "核心",
        "业务",
        "银行",
        "电子",
        "平台",
        "系统",
        "柜员",
        "主机",
        "会计",
        "记账",
        "账务",
        "转账",
        "网银",
        "全局",
    ),
    *("付款", "支付", "汇款", "前置", "后台", "渠道", "清算", "中心", "银行交易", "核心交易", "业务交易"),
)
_DAY_OF = (
    *("交易", "记账", "入账", "转账", "付款", "支付", "到账", "汇款", "业务", "完成", "处理", "办理", "转出", "扣款"),
    *("委托", "申请", "受理", "出账", "清算", "会计", "账务", "成功", "发生", "提交"),
)
_PURPOSES = {
    "purpose": (
        *("用途", "资金用途", "用途说明", "转账用途", "汇款用途", "款项用途", "付款用途", "交易用途", "用途信息"),
        *("款项说明", "款项内容", "转账说明", "付款说明", "交易说明"),
    ),
    "postscript": ("附言", "客户附言", "转账附言", "汇款附言", "付款附言", "交易附言", "附加信息", "留言"),
    "summary": ("摘要", "交易摘要"),
    "remark": ("备注", "转账备注", "付款备注", "交易备注"),
}
_OTHERS: Mapping[str, Sequence[str]] = {
    "amount": (
        *("交易金额", "转账金额", "付款金额", "汇款金额", "支付金额", "借方金额", "金额", "发生额", "借方发生额"),
        *("（小写）", "小写金额", "小写"),
    ),
    "amount_cn": ("大写金额", "金额大写", "借方金额大写", "人民币大写", "中文大写", "（大写）", "大写"),
    **_PURPOSES,
    "serial_no": (*map("".join, product(_OF_WHAT, _WHAT)), "交易序号", "支付交易序号"),
    "slip_no": ("电子回单号码", "电子回单号", "回单编号", "回单编码", "回单号码", "回单号", "回执编号", "凭证号码"),
    "date": (*map("".join, product(_DAY_OF, ("日期", "时间"))), "交易日", "记账日", "日期"),
    "stamp": ("时间戳",),
    "printed": ("打印日期", "打印时间"),
    # What is none of ours ends the value before it; the numbers among them must never pass for the serial number.
    "": (
        *(
            "币种",
            "业务（产品）种类",
            "业务种类",
            "业务类型",
            "业务名称",
            "票据种类",
            "凭证种类",
            "验证码",
            "查询码",
            "批次号",
        ),
        *(
            "记账网点",
            "记账柜员",
            "记账机构",
            "复核",
            "记账",
            "报文种类",
            "回单类型",
            "渠道",
            "手续费",
            "支付密码",
            "密码",
        ),
        *(
            "报文标识号",
            "指令编号",
            "指令序号",
            "业务编号",
            "凭证序号",
            "凭证编号",
            "凭证种类",
            "客户号",
        ),
        *(
            "导出编号",
            "起止日期",
            "导出时间",
            "账户余额",
            "余额",
            "打印次数",
            "打印柜员",
            "打印机构",
            "银行打印",
            "交易状态",
        ),
        *("借贷标志", "网点", "柜员", "用户编号", "授权编号", "验证编号", "订单号", "商户单号"),
    ),
}
PURPOSES = tuple(_PURPOSES)
SERIAL_RANKS = (
    "(?<!支付)交易(?!参考)",
    "核心|主机|会计|记账|账务|业务流水|转账|银行",
    "",
    "柜员|系统|平台|前置|后台|渠道|网银|客户|中心|参考|全局",
    "支付交易序号",
)
"""Where several serial numbers are printed, the transfer's is the one that is called so."""
DAY_RANKS = ("交易|转账|付款|支付|汇款", "", "申请|委托|提交|受理")
_SERIAL = re.compile(r"[\u4e00-\u9fff]{0,6}(?:流水(?:编号|序号|号码|号|码)?|参考编?号)")
_NO_SERIAL = re.compile(r"回单|凭证|指令|报文|打印|导出")
_TOGETHER = re.compile(r"[/／、|及和或与]")
# 收、付款方: both in one breath, in a note that tells of them.
_BOTH = re.compile(r"(?:[收付]|[收付]款|转[入出]|汇[入出])(?:人|方)?[、和与及或/]$")


def _names() -> dict[str, Sequence[str]]:
    """Every wording: 付款人户名 names a field by itself, a plain 户名 only with its place."""
    names: dict[str, Sequence[str]] = dict(_OTHERS)
    for part, words in PARTS.items():
        names[part] = words
        for side, prefixes in SIDES.items():
            names[f"{side}_{part}"] = tuple(map("".join, product((*prefixes, *OWN[side]), words)))
    for side, words in _PARTY.items():
        names[f"{side}_name"] = (*names[f"{side}_name"], *words)
    for side, prefixes in _BANK_OF.items():
        names[f"{side}_bank"] = (*names[f"{side}_bank"], *map("".join, product(prefixes, ("行", "机构", "网点"))))
    return names


LABELS: Mapping[str, Sequence[str]] = _names()
_WORDINGS = Wordings(LABELS)
_PARTS_OF = {word: part for part, words in PARTS.items() for word in words}
_JOINED = _PARTS_OF | {word: field for field in (*PURPOSES, "date", "amount") for word in _OTHERS[field]}
# What stands beside ours in one cell and is not asked for.
_JOINED |= dict.fromkeys(("地址", "住址", "币种"), "")
_NEXT = re.compile("|".join(sorted(_JOINED, key=len, reverse=True)))


# 账号（卡号）: what it is called too.
_ALSO_CALLED = re.compile(rf"（(?:{'|'.join(sorted(_PARTS_OF, key=len, reverse=True))})）")


def labels_of(sheet: Sheet) -> list[Label]:
    """The labels of a slip. One that names several parts of a party (对方户名及开户行) has them all in its field: payee_name+bank."""
    found: list[Label] = []
    for label in sheet.find_labels(_WORDINGS):
        behind_another = not found or found[-1].row != label.row or found[-1].end <= label.start
        if behind_another and not _BOTH.search(sheet.rows[label.row].text[: label.start]):
            found.append(_whole(sheet, label))
    return sorted((*found, *_other_serials(sheet, found)), key=lambda label: (label.row, label.start))


def _other_serials(sheet: Sheet, labels: Sequence[Label]) -> Iterable[Label]:
    """What begins a box and calls itself some 流水号, whichever."""
    for number, row in enumerate(sheet.rows):
        for match in _SERIAL.finditer(row.text):
            start, end = match.span()
            taken = any(label.row == number and label.start < end and start < label.end for label in labels)
            if not taken and row.cells[start].index == 0 and not _NO_SERIAL.search(match.group()):
                yield Label("serial_no", number, start, end)


def rank_of(words: str, ranks: Sequence[str]) -> int:
    """The place of a label's words among `ranks`: the first that names them; an empty one is for all that none names."""
    named = (place for place, rank in enumerate(ranks) if rank and re.search(rank, words))
    return next(named, ranks.index(""))


def parts_of(label: Label) -> tuple[str, Sequence[str]]:
    """Whose parts the label names ("" when only its place says whose) and which; none for a label of another kind."""
    side, _, parts = label.field.rpartition("_")
    named = [part for part in parts.split("+") if part in PARTS]
    return (side, named) if side in ("", *SIDES) else ("", ())


def is_booked(sheet: Sheet, label: Label) -> bool:
    """Whether the label names its party as a bank's books do."""
    return sheet.rows[label.row].part(label.start, label.end).text.startswith(BOOKED)


def is_own(sheet: Sheet, label: Label) -> bool:
    """Whether the label says 本方 or 对方, not who pays."""
    text = sheet.rows[label.row].part(label.start, label.end).text
    return text.startswith(tuple(word for words in OWN.values() for word in words))


def _whole(sheet: Sheet, label: Label) -> Label:
    """`label` with all that is named in one breath with it: 户名及账号, 账号或地址, 附言及用途, 摘要/用途."""
    text, fields, end = sheet.rows[label.row].text, [label.field], label.end
    if text[end - 1 : end + 1] == "名称":
        end += 1
    if called := _ALSO_CALLED.match(text, end):
        end = called.end()
    while _TOGETHER.match(text, end) and (match := _NEXT.match(text, end + 1)):
        fields.append(_JOINED[match.group()])
        end = match.end()
    return replace(label, field=_one_field(fields), end=end)


def _one_field(fields: Iterable[str]) -> str:
    """payee_name and bank make payee_name+bank; of other words the one that is asked for names them all."""
    first, *more = fields
    side, _, part = first.rpartition("_")
    if part in PARTS and side in ("", *SIDES):
        return "+".join(dict.fromkeys((first, *(other for other in more if other in PARTS and other != part))))
    wanted = sorted((field for field in (first, *more) if field), key=lambda field: field != "purpose")
    return wanted[0] if wanted else ""
