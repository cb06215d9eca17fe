"""月结 of one own account for `MONTH_BOOK`: the balances, where the money went, and each line."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from school_desk.adapters.sheets.month_book import BookLine, MonthBook, MonthFact
from school_desk.kernel.errors import RuleViolation
from school_desk.kernel.money import format_yuan
from school_desk.payments.queries import MonthEnd, MonthLine, month_end, month_lines, own_accounts_with_lines
from school_desk.terms.labels import line_status

if TYPE_CHECKING:
    from school_desk.composition import School

MONTH_BOOK = "school_desk.adapters.sheets.month_book:write_month_book"


def month_book(school: School, account: str | None, month: date) -> MonthBook:
    """What `MONTH_BOOK` takes; `account` None: the first of which there are lines. Raises RuleViolation `month.no_lines`."""
    with school.reading() as session:
        accounts = own_accounts_with_lines(session, school.id)
        if not accounts:
            raise RuleViolation("month.no_lines", "还没有流水。导入银行流水后，再导出月结。")
        chosen = account if account in accounts else accounts[0]
        told = month_end(session, school.id, chosen, month)
        lines = month_lines(session, school.id, chosen, month)
    return MonthBook(
        school=school.name,
        account=chosen,
        first=told.first,
        balances=month_balances(told),
        uses=month_uses(told),
        verdict=_verdict(told),
        lines=tuple(map(_line, lines)),
    )


def month_balances(month: MonthEnd) -> tuple[MonthFact, ...]:
    """opening + in − out = closing."""
    return (
        MonthFact("期初余额", month.opening_fen),
        MonthFact("＋ 本月收入", month.in_fen),
        MonthFact("－ 本月支出", month.out_fen),
        MonthFact("＝ 期末余额", month.closing_fen, "sum"),
        MonthFact("差额（应为 0）", month.gap_fen),
    )


def month_uses(month: MonthEnd) -> tuple[MonthFact, ...]:
    """Σ 已认领（含预收余额）+ 未认领（含暂挂）+ 非学费 + 已退回 = in."""
    return (
        MonthFact("已认领（含预收余额）", month.allocated_fen + month.credit_fen),
        MonthFact("其中缴培训费", month.allocated_fen, "part"),
        MonthFact("其中预收余额", month.credit_fen, "part"),
        MonthFact("＋ 未认领（含暂挂）", month.unclaimed_fen),
        MonthFact("其中暂挂", month.on_hold_fen, "part"),
        MonthFact("＋ 非学费", month.not_tuition_fen),
        MonthFact("＋ 已退回", month.returned_fen),
        MonthFact("其中退费", month.refunded_fen, "part"),
        MonthFact("其中被冲正退回", month.taken_back_fen, "part"),
        MonthFact("＝ 本月收入", month.in_fen - month.untold_fen, "sum"),
        MonthFact("差额（应为 0）", month.untold_fen),
    )


def _verdict(month: MonthEnd) -> str:
    if month.gap_fen is None:
        told = "流水里没有印余额，余额请对照银行对账单核对。"
    elif month.gap_fen:
        told = f"期末余额与流水相差 {format_yuan(month.gap_fen)} 元：可能漏导了流水。"
    else:
        told = "期初余额＋收入－支出＝期末余额，对得上。"
    if month.at_risk_fen:
        told += f"有 {format_yuan(month.at_risk_fen)} 元已审核的缴费被银行冲正或退回，尚未冲销。"
    return told


def _line(line: MonthLine) -> BookLine:
    reason = f"（{line.status_reason}）" if line.status_reason else ""
    return BookLine(
        booked_at=line.booked_at,
        party=line.party,
        memo=line.memo,
        in_fen=line.in_fen,
        out_fen=line.out_fen,
        balance_fen=line.balance_fen,
        allocated_fen=line.allocated_fen,
        credit_fen=line.credit_fen,
        unclaimed_fen=line.unclaimed_fen,
        not_tuition_fen=line.not_tuition_fen,
        returned_fen=line.returned_fen,
        status=f"{line_status(line.status)}{reason}" if line.in_fen or line.status_reason else "",
    )
