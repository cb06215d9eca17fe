"""Who may have paid a line: evidence by enterprise and by batch, each kind kept apart. It never looks at what an amount fits."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

from school_desk.kernel.money import format_yuan
from school_desk.payments.matching.books import Books
from school_desk.payments.matching.facts import CreditLine
from school_desk.payments.matching.memos import Memo
from school_desk.payments.matching.scorecard import Evidence, Sign
from school_desk.payments.matching.wording import day, is_person
from school_desk.terms.names import normalise_company_name, normalise_person_name

_LEAST_NAME = 6
"""A shorter beginning of a name is no company's name yet."""
_LEAST_CUT = 8
_NEAR = 80.0
_SLIP_DAYS = 3
OWN_NAME = frozenset({Sign.EXACT_NAME, Sign.ALIAS, Sign.BRANCH_NAME, Sign.CUT_NAME})


@dataclass(frozen=True, slots=True)
class Clues:
    enterprises: defaultdict[str, list[Evidence]] = field(default_factory=lambda: defaultdict(list))
    batches: defaultdict[str, list[Evidence]] = field(default_factory=lambda: defaultdict(list))
    shares: dict[str, float] = field(default_factory=dict)
    """Of the confirmations from this account, each enterprise's share."""


def find_clues(line: CreditLine, memo: Memo, books: Books) -> Clues:
    clues = Clues()
    _from_codes(clues, memo, books)
    _from_account(clues, line, books)
    _from_payer_name(clues, line, books)
    _from_memo(clues, memo, books)
    _from_slips(clues, line, books)
    return clues


def _from_codes(clues: Clues, memo: Memo, books: Books) -> None:
    for batch in memo.cited:
        clues.batches[batch].append(Evidence(Sign.CODE, f"附言里有缴费码 {books.batches[batch].code}"))
    for batch, read in memo.damaged.items():
        reason = f"附言里的“{read}”与缴费码 {books.batches[batch].code} 只差一处"
        clues.batches[batch].append(Evidence(Sign.DAMAGED_CODE, reason))
    for batch in (*memo.cited, *memo.damaged):
        clues.enterprises.setdefault(books.batches[batch].enterprise_id, [])
    for enterprise in sorted(memo.coded_enterprises):
        reason = f"附言里有“{books.enterprises[enterprise].name}”的统一社会信用代码"
        clues.enterprises[enterprise].append(Evidence(Sign.CREDIT_CODE, reason))


def _from_account(clues: Clues, line: CreditLine, books: Books) -> None:
    for enterprise, share in books.known_payers.get(line.payer_account, {}).items():
        clues.shares[enterprise] = share
        if enterprise in books.enterprises:
            tail = f"尾号 {line.payer_account[-4:]}"
            often = "" if share == 1 else f"（以往 {share:.0%} 是替它付的）"
            reason = f"付款账号（{tail}）确认过属于“{books.enterprises[enterprise].name}”{often}"
            clues.enterprises[enterprise].append(Evidence(Sign.KNOWN_ACCOUNT, reason, share))


def _from_payer_name(clues: Clues, line: CreditLine, books: Books) -> None:
    name = normalise_company_name(line.payer_name)
    if is_person(name):
        person = normalise_person_name(line.payer_name)
        for enterprise in sorted(books.by_legal_person.get(person, ())):
            reason = f"付款人“{person}”是“{books.enterprises[enterprise].name}”的法定代表人"
            clues.enterprises[enterprise].append(Evidence(Sign.LEGAL_PERSON, reason))
        return
    for enterprise, evidence in _by_name(name, books) if name else ():
        clues.enterprises[enterprise].append(evidence)


def _by_name(name: str, books: Books) -> list[tuple[str, Evidence]]:
    """The closest kind of likeness that any enterprise has with the payer's name."""
    exact = [
        (enterprise, Evidence(Sign.EXACT_NAME, f"付款人名称与“{name}”完全一致"))
        for enterprise in _sorted(books.by_name, name)
    ]
    if exact:
        return exact
    alias = f"付款人“{name}”是企业登记过的曾用名或别名"
    also = [(enterprise, Evidence(Sign.ALIAS, alias)) for enterprise in _sorted(books.by_alias, name)]
    return also or _branches(name, books) or _cut(name, books) or _near(name, books)


def _sorted(index: dict[str, set[str]], name: str) -> list[str]:
    return sorted(index.get(name, ()))


def _branches(name: str, books: Books) -> list[tuple[str, Evidence]]:
    for length in range(len(name) - 1, _LEAST_NAME - 1, -1):
        owners = sorted(books.names_of(name[:length]))
        if owners:
            reason = f"付款人“{name}”以“{name[:length]}”开头，像是它的分支、项目部或专户"
            return [(enterprise, Evidence(Sign.BRANCH_NAME, reason)) for enterprise in owners]
    return []


def _cut(name: str, books: Books) -> list[tuple[str, Evidence]]:
    if len(name) < _LEAST_CUT:
        return []
    longer = sorted(spelling for spelling in books.spellings_like(name) if spelling.startswith(name))
    return [
        (enterprise, Evidence(Sign.CUT_NAME, f"付款人“{name}”像是被银行截短的“{spelling}”", 1 / len(longer)))
        for spelling in longer
        for enterprise in sorted(books.names_of(spelling))
    ]


def _near(name: str, books: Books) -> list[tuple[str, Evidence]]:
    from rapidfuzz import fuzz

    ratios = sorted(((fuzz.ratio(name, spelling), spelling) for spelling in books.spellings_like(name)), reverse=True)
    return [
        (enterprise, Evidence(Sign.NEAR_NAME, f"付款人“{name}”与“{spelling}”相近", (ratio - 60) / 40))
        for ratio, spelling in ratios[:3]
        if ratio >= _NEAR
        for enterprise in sorted(books.names_of(spelling))
    ]


def _from_memo(clues: Clues, memo: Memo, books: Books) -> None:
    for spelling in memo.spellings:
        for enterprise in sorted(books.names_of(spelling)):
            clues.enterprises[enterprise].append(Evidence(Sign.NAMED_IN_MEMO, f"附言里写着“{spelling}”"))
    for enterprise in sorted({books.receivables[receivable].enterprise_id for receivable in memo.trainees}):
        clues.enterprises.setdefault(enterprise, [])


def _from_slips(clues: Clues, line: CreditLine, books: Books) -> None:
    payer = normalise_company_name(line.payer_name)
    for slip in books.slips.get(line.amount_fen, ()):
        same_payer = (slip.payer_account and slip.payer_account == line.payer_account) or (
            payer and normalise_company_name(slip.payer_name) == payer
        )
        if slip.batch_id in books.batches and same_payer and abs((slip.paid_on - line.booked_on).days) <= _SLIP_DAYS:
            reason = f"企业交来的回单（{day(slip.paid_on)} {format_yuan(slip.amount_fen)} 元）与这笔到账相符"
            clues.batches[slip.batch_id].append(Evidence(Sign.SLIP, reason))
            clues.enterprises.setdefault(books.batches[slip.batch_id].enterprise_id, [])
