"""What a party's name, account and bank look like on a slip, and how to part them where they stand in one cell."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from school_desk.documents.reading.layout import Span
from school_desk.documents.reading.names import whole_company
from school_desk.documents.reading.slip_tables import boxes_in
from school_desk.terms.regions import regions

_HAN = re.compile(r"[\u3400-\u9fff]")
_MONEY = re.compile(r"[¥$]|CNY|RMB|\d[.,]\d{2}(?!\d)")
# Nothing but words of the form: 及开户行, 账号/户名.
_FORM = re.compile(
    r"(?:开户|银行|行|户名|账号|账户|名称|全称|付款|收款|对方|本方|客户|[人方称及和或与/、：（）]|单位|地址|机构|网点)+"
)
_TAIL = re.compile(r"[及和或与/、称]")
_ACCOUNT = re.compile(r"\d(?:[\d \-]*\d)?")
_BANK = re.compile(r"银行|支行|分行|信用社|信用联社|农商行|农信|营业部|分理处|[工农中建交招]行|财务公司")
_NO_PARTY = re.compile(r"(?:银行|支行|分行|信用社|分理处)$")
# A note of the form, not a name: more than one clause, and no enterprise.
_CLAUSES = re.compile(r"[\u4e00-\u9fff）][,，。；;！？!?][\u4e00-\u9fff]")
_TOLD = re.compile(r"请|依据|凭据|核对|查询|登录|验证|不作为|仅供|勿|确认")
# Banks as they begin, in full and as they are also called; what begins like one from its second character on has lost its first.
_BANKS = (
    *("中国工商银行", "中国农业银行", "中国建设银行", "中国银行", "中国邮政储蓄银行", "中国民生银行", "中国光大银行"),
    *(
        "交通银行",
        "招商银行",
        "中信银行",
        "兴业银行",
        "平安银行",
        "华夏银行",
        "广发银行",
        "浙商银行",
        "恒丰银行",
        "渤海银行",
    ),
    *(
        "上海浦东发展银行",
        "浦发银行",
        "邮储银行",
        "稠州银行",
        "稠州商业银行",
        "杭州银行",
        "湖州银行",
        "宁波银行",
        "江苏银行",
    ),
)
_ALSO = ("工商银行", "农业银行", "建设银行", "邮政储蓄银行", "民生银行", "光大银行", "浦东发展银行", "发展银行")
_BRANCH_END = re.compile(r"(?:支行|分行|部|处|社|所|中心|营业室)$")
_BANK_END = re.compile(r"[行部处社司心所]$")
_BRANCH = re.compile(r"[\u4e00-\u9fff（）]*(?:分公司|分院|办事处|）)$")


def is_name(text: str) -> bool:
    """Whether `text` can be whose account it is: not the rest of a label, no amount, no bank."""
    return _is_words(text) and len(_HAN.findall(text)) > 1 and not _NO_PARTY.search(text) and not _is_sentence(text)


def is_bank(text: str) -> bool:
    """Whether `text` can be a bank's name."""
    return (
        _is_words(text) and len(_HAN.findall(text)) > 2 and bool(_BANK.search(text)) and not re.search(r"\d{5}", text)
    )


def is_torso(bank: str) -> bool:
    """Whether the bank's name has lost its beginning: 国工商银行…, 江长兴农村…."""
    if any(bank.startswith(whole) for whole in (*_BANKS, *_ALSO)):
        return False
    if any(bank.startswith(whole[lost:]) for whole in _BANKS for lost in range(1, len(whole) - 1)):
        return True
    # 浙江 before a county of it: no place is called 江长兴.
    return bank.startswith("江") and any(bank.startswith(place, 1) for place in _counties())


@cache
def _counties() -> frozenset[str]:
    """Zhejiang's places as banks call themselves after them: 长兴, not 长兴县."""
    return frozenset(
        short for region in regions() if len(short := re.sub(r"[市县区]$", "", region.name)) > 1 and short != "浙江省"
    )


def bank_of(value: Span) -> Span:
    """The bank at the beginning of `value` without lines below it that are something else."""
    found = Span(())
    for cells in boxes_in(value):
        more = Span(tuple(cells))
        whole = _BRANCH_END.search(found.text) or (_BANK_END.search(found.text) and not _BRANCH_END.search(more.text))
        if whole:
            break
        found += more
    return found


def _is_sentence(text: str) -> bool:
    """Whether `text` is a note in small print: 交易确认的最终依据，可登录网上银行查询验证."""
    return bool(_CLAUSES.search(text) or _TOLD.search(text)) and whole_company(text) < len(text)


def _is_words(text: str) -> bool:
    return not (_FORM.fullmatch(text) or _TAIL.match(text) or _MONEY.search(text))


def split_parts(value: Span) -> dict[str, Span]:
    """Name, account and bank of one party that stand in one cell, each told by its shape."""
    found: dict[str, Span] = {}
    last = ""
    for chunk in _chunks(value):
        part = _part_of(chunk, found, last)
        if part and (part == last or part not in found):
            found[part] = found[part] + chunk if part in found else chunk
        last = part
    return found


def _part_of(chunk: Span, found: dict[str, Span], last: str) -> str:
    """What the chunk is, or goes on; "" when it is nothing."""
    if _ACCOUNT.fullmatch(chunk.text):
        return "account" if len(re.sub(r"\D", "", chunk.text)) >= 8 else ""
    if not _HAN.search(chunk.text) or (_FORM.fullmatch(chunk.text) and not last):
        return ""
    if last == "bank" and not _BANK_END.search(found["bank"].text):
        return "bank"
    goes_on = last == "name" and (not whole_company(found["name"].text) or _BRANCH.fullmatch(chunk.text))
    # A person's name is as long as it ever gets.
    if goes_on and (not _BANK.search(chunk.text) or len(found["name"].text) > 4):
        return "name"
    return "bank" if _BANK.search(chunk.text) else "name"


def _chunks(value: Span) -> Iterator[Span]:
    """The cell line by line, each cut where an account begins or ends and at strokes."""
    for cells in boxes_in(value):
        line = Span(tuple(cells))
        start = 0
        for match in re.finditer(r"[/／|，；;]|\d[\d \-]{7,}", line.text):
            if match.start() > start:
                yield line.part(start, match.start())
            if match.group()[0].isdigit():
                yield line.part(match.start(), match.end())
            start = match.end()
        if start < len(line.cells):
            yield line.part(start, len(line.cells))
