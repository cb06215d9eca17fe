"""The rules of money: what may be given to whom, when an 应缴单 is paid, who may decide, which lines are one. Amounts are fen."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from fractions import Fraction
from typing import Protocol

from school_desk.kernel.clock import SHANGHAI
from school_desk.kernel.errors import RuleViolation
from school_desk.kernel.money import format_yuan
from school_desk.payments.matching.wording import is_person
from school_desk.terms.names import normalise_company_name
from school_desk.terms.statuses import InvoiceStatus, LineStatus, ReceivableStatus

# As long as its fee was neither proposed nor reviewed, what an 应缴单 asks for follows the enrolments.
FLUID = frozenset(
    {ReceivableStatus.OPEN, ReceivableStatus.PART_PAID, ReceivableStatus.PAID, ReceivableStatus.CANCELLED}
)
# What the notices about money are called in the queue of notices.
INVOICE_NOTICE, REMINDER = "数电发票", "催缴"
_STAMPS_APART = timedelta(minutes=5)
"""How far the stamp of a receipt may be from the time of its line in the statement."""
INVOICE_STANDS = (InvoiceStatus.ISSUED, InvoiceStatus.RED_REQUESTED, InvoiceStatus.RED_CONFIRMED)
"""Issued and not turned red yet: it counts, whatever has been asked of the tax site."""
CLAIMABLE = frozenset({LineStatus.UNCLAIMED, LineStatus.PART_CLAIMED})


@dataclass(frozen=True, slots=True)
class Movement:
    """What tells a line of a statement from another: `identity` within one layout, the rest when two layouts print it differently.

    The party and the layout only serve where a balance is missing.
    """

    identity: str
    booked_at: datetime
    incoming: bool
    amount_fen: int
    balance_fen: int | None
    party_account: str = ""
    party_name: str = ""
    layout: str = ""


def paid_status(due_fen: int, allocated_fen: int) -> ReceivableStatus:
    """What an 应缴单 is, review aside. Nothing due is CANCELLED."""
    if due_fen == 0:
        return ReceivableStatus.CANCELLED
    if allocated_fen < due_fen:
        return ReceivableStatus.PART_PAID if allocated_fen else ReceivableStatus.OPEN
    return ReceivableStatus.PAID


def claimed_status(amount_fen: int, used_fen: int) -> LineStatus:
    """What an incoming line is that nobody has set aside."""
    if used_fen < amount_fen:
        return LineStatus.PART_CLAIMED if used_fen else LineStatus.UNCLAIMED
    return LineStatus.CLAIMED


def spread(amount_fen: int, holdings: Sequence[int]) -> list[int]:
    """How much of `amount_fen` each of `holdings` gives, the first ones first. ValueError when they hold less."""
    parts = []
    for held in holdings:
        parts.append(min(held, amount_fen))
        amount_fen -= parts[-1]
    if amount_fen:
        raise ValueError("the holdings do not reach")
    return parts


def left_of_fee(fee_fen: int, refunds: Iterable[tuple[int, int]]) -> Fraction:
    """What of one person's fee no refund takes: each of `refunds` is an amount that a number of people share equally. Below 0: too much."""
    return fee_fen - sum((Fraction(fen, heads) for fen, heads in refunds), Fraction())


def check_seen(word: str, seen_fen: int, found_fen: int) -> None:
    """Raises RuleViolation `payment.changed` when the amount is no longer the one on which the person decided."""
    if seen_fen != found_fen:
        message = f"{word}已变为 {format_yuan(found_fen)} 元（您看到的是 {format_yuan(seen_fen)} 元），请刷新后再办理。"
        raise RuleViolation("payment.changed", message)


def check_amount(amount_fen: int, limit_fen: int, word: str) -> None:
    """Raises RuleViolation `payment.amount` unless 0 < amount ≤ limit; `word` names the limit."""
    if not 0 < amount_fen <= limit_fen:
        message = f"金额应大于 0 元、不超过{word} {format_yuan(limit_fen)} 元。"
        raise RuleViolation("payment.amount", message, field="amount_fen")


def check_payer(payer_name: str, reason: str) -> None:
    """Raises RuleViolation `payment.personal` when a person paid and nobody says why (操作说明: 公对公转账)."""
    if is_person(payer_name) and not reason.strip():
        message = f"付款人“{payer_name}”是个人。培训费应由企业公对公转账，确需认领的请填写原因。"
        raise RuleViolation("payment.personal", message, field="personal_reason")


def check_second_person(first_id: str, actor_id: str, one_person_office: bool, word: str) -> None:
    """Raises RuleViolation `payment.same_person` when who asked would also decide."""
    if first_id == actor_id and not one_person_office:
        message = f"{word}要由另一位同事办理，提交人不能自己办理。只有一名财务时，可在设置里开启“财务只有一人”。"
        raise RuleViolation("payment.same_person", message)


def required(text: str, word: str, field: str = "reason") -> str:
    """`text` without padding, which must not be empty. Raises RuleViolation `payment.required`."""
    if not text.strip():
        raise RuleViolation("payment.required", f"请填写{word}。", field=field)
    return text.strip()


def check_day(day: date, today: date, word: str, field: str) -> None:
    """Raises RuleViolation `payment.future` when `day` is still to come."""
    if day > today:
        raise RuleViolation("payment.future", f"{word}不能晚于今天。", field=field)


def invoice_number(text: str, field: str) -> str:
    """The 20 digits of a 数电发票 (it has no 发票代码). Raises RuleViolation `invoice.number`."""
    number = "".join(unicodedata.normalize("NFKC", text).split())
    if not re.fullmatch(r"[0-9]{20}", number):
        message = f"数电发票号码是 20 位数字，现在是 {len(number)} 位。请从电子税务局复制完整号码。"
        raise RuleViolation("invoice.number", message, field=field)
    return number


@dataclass(frozen=True, slots=True)
class RedNote:
    """What a red invoice says in its 备注 of the one that it takes back; "" where it does not."""

    number: str
    confirmation: str


def red_note(note: str) -> RedNote:
    """The 20 digits of the invoice taken back and the number of the 红字确认单, as the tax site prints both in a red invoice's 备注."""
    plain = "".join(unicodedata.normalize("NFKC", note).split())
    number = re.search(r"被红冲蓝字[^0-9]{0,12}([0-9]{20})(?![0-9])", plain)
    confirmation = re.search(r"红字[^0-9]{0,10}确认单[^0-9]{0,4}编号[^0-9]{0,2}([0-9]{8,40})(?![0-9])", plain)
    return RedNote(number[1] if number else "", confirmation[1] if confirmation else "")


def invoice_serial(receivable_number: str, place: int) -> str:
    """发票流水号 of the `place`-th invoice (from 1) of an 应缴单: tells the tax site's answer which one it is about. At most 20 characters."""
    return f"{receivable_number}-{place}"


def serials_in(text: str) -> list[str]:
    """What may be 发票流水号 of ours in a cell, a 备注 among others."""
    return re.findall(r"YJ[0-9A-Z]+-[0-9]+-[0-9]+", unicodedata.normalize("NFKC", text).upper())


def same_party(account_key: str | None, name: str, other_key: str | None, other_name: str) -> bool:
    """Whether two lines have one counterparty: by its account where both print one, else by its name."""
    if account_key is not None and other_key is not None:
        return account_key == other_key
    return normalise_company_name(name) == normalise_company_name(other_name)


def time_of_day(booked_at: datetime) -> time | None:
    """In Shanghai. None where the bank prints only the day, which stands for midnight."""
    moment = booked_at.astimezone(SHANGHAI).time()
    return None if moment == time() else moment


def is_own_account(printed: str, own_accounts: Collection[str]) -> bool:
    """Whether an account as printed, perhaps masked, is one of the school's."""
    pattern = _printed(printed)
    return any(pattern.fullmatch(account) for account in own_accounts)


def _printed(account: str) -> re.Pattern[str]:
    """What an account may be of which some digits are masked."""
    return re.compile(re.sub(r"\*+", r"\\d*", re.escape(plain_account(account)).replace(r"\*", "*")))


class SlipFacts(Protocol):
    """What tells one slip from another; what it does not print is None."""

    @property
    def payer_name(self) -> str: ...
    @property
    def payer_account(self) -> str | None: ...
    @property
    def amount_fen(self) -> int: ...
    @property
    def paid_on(self) -> date | None: ...


def slips_alike(one: SlipFacts, other: SlipFacts) -> bool:
    """Whether payer, amount and day agree as far as both slips print them."""
    same_day = one.paid_on is None or other.paid_on is None or one.paid_on == other.paid_on
    payer = same_party(one.payer_account, one.payer_name, other.payer_account, other.payer_name)
    return one.amount_fen == other.amount_fen and same_day and payer


def plain_account(text: str) -> str:
    """An account number without spaces and dashes; banks mask digits as *."""
    return re.sub(r"[\s-]", "", text)


def find_own_account(printed: str | None, own_accounts: Collection[str]) -> str:
    """The school's account that a file shows, masked digits allowed. None: the file shows none, then there must be only one.

    Raises RuleViolation `statement.foreign_account` or `statement.which_account`.
    """
    if printed is None:
        fitting = list(own_accounts)
    else:
        pattern = _printed(printed)
        fitting = [account for account in own_accounts if pattern.fullmatch(account)]
    if len(fitting) == 1:
        return fitting[0]
    if printed is not None and not fitting:
        message = f"账号 {printed} 不是学校的账号，这份流水不能导入。若是学校的账号，请先在设置里添加。"
        raise RuleViolation("statement.foreign_account", message)
    message = "看不出这份流水属于学校的哪个账号，请选择账号后再导入。"
    raise RuleViolation("statement.which_account", message, field="own_account")


def known_lines(lines: Iterable[Movement], known: Iterable[Movement]) -> dict[str, str]:
    """Which of `lines` are known already: its identity → the identity it is known by.

    Layouts of one bank differ in what they print (no time, a masked account) and so in identities. Then the same direction, amount and
    balance after it at the same instant, or on the same day where one of the two has no time, are one movement; each known one stands for
    one line. A receipt's text prints no balance: then the party must be the same and the time within minutes, and only lines of another
    layout can be it, because within one layout two that look alike are two.
    """
    waiting = {movement.identity: movement for movement in known}
    found: dict[str, str] = {}
    unknown = []
    for line in lines:
        if waiting.pop(line.identity, None):
            found[line.identity] = line.identity
        else:
            unknown.append(line)
    for face, fits in ((_face, _same_balance), (_day, _same_party)):
        twins: defaultdict[tuple[object, ...], list[Movement]] = defaultdict(list)
        for movement in waiting.values():
            twins[face(movement)].append(movement)
        unknown, asked = [], unknown
        for line in asked:
            twin = next((twin for twin in twins[face(line)] if fits(line, twin)), None)
            if twin is None:
                unknown.append(line)
            else:
                found[line.identity] = twin.identity
                twins[face(line)].remove(twin)
                del waiting[twin.identity]
    return found


def _face(movement: Movement) -> tuple[object, ...]:
    return (*_day(movement), movement.balance_fen)


def _day(movement: Movement) -> tuple[object, ...]:
    return (movement.booked_at.astimezone(SHANGHAI).date(), movement.incoming, movement.amount_fen)


def _same_balance(line: Movement, twin: Movement) -> bool:
    return line.balance_fen is not None and _same_instant(line.booked_at, twin.booked_at)


def _same_party(line: Movement, twin: Movement) -> bool:
    """Of two layouts, of which at least one prints no balance."""
    if line.layout == twin.layout or (line.balance_fen is not None and twin.balance_fen is not None):
        return False
    near = abs(line.booked_at - twin.booked_at) <= _STAMPS_APART
    accounts = line.party_account or None, twin.party_account or None
    party = same_party(accounts[0], line.party_name, accounts[1], twin.party_name)
    return party and (near or _same_instant(line.booked_at, twin.booked_at))


def _same_instant(one: datetime, other: datetime) -> bool:
    return one == other or time() in (one.astimezone(SHANGHAI).time(), other.astimezone(SHANGHAI).time())
