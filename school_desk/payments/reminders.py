"""催缴 texts: to each enterprise one, naming every overdue batch with the code that lets its transfer be found."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from school_desk.kernel.money import format_yuan
from school_desk.kernel.settings import read
from school_desk.payments.queries import OverdueBatch, overdue
from school_desk.payments.settings import PAYEE_ACCOUNT, PAYEE_BANK, PAYEE_NAME


@dataclass(frozen=True)
class Reminding:
    """A text to one enterprise's contact about all its overdue batches, the oldest first; the mobile is in plain text."""

    enterprise_id: str
    enterprise: str
    contact: str
    mobile: str
    open_fen: int
    batches: tuple[OverdueBatch, ...]
    text: str


def remindings(session: Session, school_id: str, today: date) -> tuple[Reminding, ...]:
    """To whom what would be written today, who has waited longest first."""
    late: defaultdict[str, list[OverdueBatch]] = defaultdict(list)
    for row in overdue(session, school_id, today):
        late[row.enterprise_id].append(row)
    payee = tuple(read(session, school_id, setting, today) for setting in (PAYEE_NAME, PAYEE_ACCOUNT, PAYEE_BANK))
    return tuple(_reminding(batches, *payee) for batches in late.values())


def _reminding(batches: Sequence[OverdueBatch], name: str, account: str, bank: str) -> Reminding:
    first, open_fen = batches[0], sum(batch.open_fen for batch in batches)
    lines = "\n".join(
        f"报名批次 {batch.batch_number}（已 {batch.days} 天）：还欠 {format_yuan(batch.open_fen)} 元，"
        f"附言请填缴费码 {batch.payment_code}"
        for batch in batches
    )
    text = (
        f"【缴费提醒】{first.enterprise}：贵单位报名的培训费还有 {format_yuan(open_fen)} 元没有缴清。\n"
        f"{lines}\n"
        f"请用单位账户公对公转账{'，每个批次单独转一笔' if len(batches) > 1 else ''}：\n"
        f"户名：{name}\n账号：{account}\n开户行：{bank}\n"
        "费用审核通过后才能开通学习账号。已经转账的，请告诉我们转账日期和金额，以便核对。"
    )
    return Reminding(first.enterprise_id, first.enterprise, first.contact, first.mobile, open_fen, tuple(batches), text)
