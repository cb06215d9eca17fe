"""What payers' words mean: training or another purpose, a person or a company. It knows no enterprise and no trainee."""

from __future__ import annotations

import re
import unicodedata
from datetime import date

_TRAINING = re.compile(
    r"职业技能|技能|提升|培训|学费|学习|报名|报考|考核|考试|鉴定|取证|考证|办证|上岗证|证书|证件|岗位|复审|复训|年审|继续教育|教育|学员|学历|学时|课时"
    r"|认定|评价|等级|考评|补考|实操|理论|继教|岗前|上岗|工匠|职工|经费|民工|持证"
    r"|特种作业|操作证|建筑工人|农民工|技工|工人|员工|人员|[初中高]级工?|技师|[一-鿿]{1,4}工(?=种|培|学|报|费|考|\d|$)|工种|安全员|八大员|三类人员"
)
# Words of banks and of the act of paying: they say nothing about the purpose.
_FILLER = re.compile(
    r"网银|超级|互联|清算|网上银行|手机银行|银企|跨行|行内|同行|对公|转账|转帐|汇款|电汇|来账|往账|汇入|汇兑|收款|付款|支付|缴费|缴纳|交纳|缴付|代付|代缴|代交|代"
    r"|审批|审核|凭证|单据|编号|办理|结算|部分|剩余|后补|补[差缴交]|现金管理"
    r"|第?[一二三四五六七八九十\d]+[笔期批次轮]|尾款|首款|余款|全款|扣除?手续费|手续费|费用|费|款项|款|其他|其它|附言|用途|摘要|备注"
    r"|公司|企业|单位|学校|城建|等|共|计|合计|[人名位个元的及和与为替付缴交]|[年月日号]|普通|贷记|借记|实时|小额|大额|电子|汇划|他行|贷|往|来|账|转|汇"
)
_OTHER_PURPOSE = re.compile(
    r"货款|往来款|往来|材料款|工程款|借款|还款|归还|贷款|保证金|押金|房租|租金|租赁|工资|奖金|劳务费|教材|场地|水电|社保|公积金|补贴|补助"
    r"|退款|退费|税|保险|投标|标书|罚|捐|赞助|报销|备用金|投资|分红|订金|定金|采购|维修|设备|办公|会费|会议|服务费|书籍|资料|车辆|食堂|伙食|餐|住宿|咨询"
    r"|保安|体检|物业|广告|样品|违约|质保|印刷|快递|软件|检测|车位|电费|水费|油费|返还|利息|结息"
)
_EVERYDAY = frozenset({"货款", "往来款", "往来"})
"""What accountants pick from their bank's list whatever they pay for: it means nothing."""
_HABITUAL = frozenset({"材料款", "工程款"})
"""Nearly so: beside a valid code, or a word of training, it means nothing either."""
_BANKING = re.compile(
    r"(网银|银行|企业|对公|账户|批量|存款|活期|季度|转账|汇款)*(结息|利息|付息|手续费|工本费|管理费|年费|短信费|回单费)"
    r"(收入|支出|转入|扣收)?[（(]?[\d./年月日至-]*[)）]?"
)
_TAKEN_BACK = re.compile(r"冲正|冲账|冲销|抹账|退汇|退票|跨行退回|退回")
_COMPANY = re.compile(r"公司|集团|中心|学校|学院|企业|工作室|经营|[银支分工农建中]行|[厂店部局所院队站社会处库办]$")
_PERSON = re.compile(r"[一-鿿㐀-䶿\U00020000-\U0003ffff]{2,4}|[一-鿿]{1,8}·[一-鿿·]{1,12}")
_HEADS = re.compile(r"(?<!\d)(\d{1,3})\s*[人名位]")


def plain(text: str) -> str:
    """Full-width letters and digits as usual ones, letters in capitals."""
    return unicodedata.normalize("NFKC", text).upper()


def is_person(name: str) -> bool:
    """A name of two to four characters, or with a ·, and nothing that only an organisation is called."""
    return bool(_PERSON.fullmatch(name)) and not _COMPANY.search(name)


def is_banking(payer_name: str, memo: str) -> bool:
    """Interest or a bank's charge: every word says so, and no company stands behind it."""
    words = [word for word in (*memo.split(), payer_name) if word]
    return bool(words) and "公司" not in payer_name and all(map(_BANKING.fullmatch, words))


def takes_back(memo: str) -> bool:
    """冲正, 退汇 and the like."""
    return bool(_TAKEN_BACK.search(memo))


def heads(memo: str) -> int | None:
    """How many people the memo says it pays for ("等6人", "10人培训费"); None when it does not say, or says two figures."""
    found = {int(count) for count in _HEADS.findall(plain(memo))}
    return found.pop() if len(found) == 1 else None


def other_purposes(memo: str, *, coded: bool) -> tuple[str, ...]:
    """Words for something else than training. `coded`: a valid payment code stands beside them, then habitual words are excused."""
    words = dict.fromkeys(_OTHER_PURPOSE.findall(memo))
    excused = _EVERYDAY | _HABITUAL if coded or is_training(memo) else _EVERYDAY
    return tuple(word for word in words if word not in excused)


def unexplained(memo: str) -> str:
    """What remains of a memo, from which known names and codes are already gone, when all usual words are taken out."""
    rest = _FILLER.sub(" ", _TRAINING.sub(" ", memo))
    left = [word for word in re.findall(r"[一-鿿㐀-䶿]{2,}", rest) if not _OTHER_PURPOSE.fullmatch(word)]
    return " ".join(left)


def is_training(memo: str) -> bool:
    """Whether the memo says that it is about training."""
    return bool(_TRAINING.search(memo))


def is_everyday(memo: str) -> bool:
    """Whether a word stands there that accountants pick for everything."""
    return any(word in memo for word in _EVERYDAY)


def day(on: date) -> str:
    return f"{on.month}月{on.day}日"
