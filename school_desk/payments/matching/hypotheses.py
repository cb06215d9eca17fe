"""Explanations of one line: who paid, for which receivables, what speaks for it and what forbids to take it unseen."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from school_desk.payments.matching.amounts import Shape, shapes
from school_desk.payments.matching.books import Batch, Books
from school_desk.payments.matching.clues import OWN_NAME, Clues, find_clues
from school_desk.payments.matching.facts import CreditLine
from school_desk.payments.matching.memos import Memo, read_memo
from school_desk.payments.matching.scorecard import Evidence, Sign, points
from school_desk.payments.matching.wording import is_person, other_purposes

_LONG_AGO_DAYS = 180
_AMOUNT_ALONE = 3
"""An amount that more batches share is worth no proposal."""


@dataclass(slots=True)
class Hypothesis:
    line: CreditLine
    shape: Shape
    payer: str
    """The enterprise's name; several are joined."""
    evidence: list[Evidence]
    vetoes: list[str]
    anchored: bool
    """Rests on the code of every batch it pays, or on an account confirmed for this enterprise only."""

    @property
    def points(self) -> float:
        return points(self.evidence)

    @property
    def knows_payer(self) -> bool:
        """Anything but the amount speaks for it."""
        return any(item.points > 0 for item in self.evidence if item is not self.shape.evidence)

    @property
    def certain(self) -> bool:
        return self.anchored and self.shape.settles and self.shape.solutions == 1 and not self.vetoes


def hypotheses(line: CreditLine, books: Books, taken: Mapping[str, int]) -> list[Hypothesis]:
    """Every explanation of `line`, best first, by what is open when other lines have `taken` their parts of receivables."""
    memo = read_memo(line.memo, line.payer_name, books)
    clues = find_clues(line, memo, books)
    found = [
        _hypothesis(line, shape, memo, clues, books)
        for batches in _payers(memo, clues, books)
        for shape in shapes(line.amount_fen, _left(batches, taken), frozenset(memo.cited), memo.trainees)
    ]
    return sorted(found or list(_by_amount_alone(line, memo, clues, books, taken)), key=lambda one: -one.points)


def _left(batches: Iterable[Batch], taken: Mapping[str, int]) -> list[Batch]:
    return [left for batch in batches if (left := batch.without(taken))]


def _payers(memo: Memo, clues: Clues, books: Books) -> Iterator[Sequence[Batch]]:
    """The batches of each enterprise that may have paid; when codes of several are cited, those together."""
    cited = [books.batches[batch] for batch in memo.cited]
    if len({batch.enterprise_id for batch in cited}) > 1:
        yield cited
    for enterprise in clues.enterprises:
        yield books.enterprises[enterprise].batches


def _by_amount_alone(
    line: CreditLine, memo: Memo, clues: Clues, books: Books, taken: Mapping[str, int]
) -> Iterator[Hypothesis]:
    batches = [
        batch for batch in _left(books.by_amount.get(line.amount_fen, ()), taken) if batch.open_fen == line.amount_fen
    ]
    for batch in batches if len(batches) <= _AMOUNT_ALONE else ():
        for shape in shapes(line.amount_fen, [batch], frozenset(), {}):
            yield _hypothesis(line, shape, memo, clues, books)


def _hypothesis(line: CreditLine, shape: Shape, memo: Memo, clues: Clues, books: Books) -> Hypothesis:
    enterprises = list(dict.fromkeys(batch.enterprise_id for batch in shape.batches))
    evidence = [item for enterprise in enterprises for item in clues.enterprises.get(enterprise, ())]
    for batch in shape.batches:
        evidence += clues.batches.get(batch.id, ())
    evidence += [
        *_trainees(shape, memo),
        *_heads(shape, memo),
        *_timing(line, shape),
        *_passed_over(shape, memo, books),
        *_named_another(enterprises, memo, books),
    ]
    coded = set(memo.cited) >= {batch.id for batch in shape.batches}
    known = [clues.shares.get(enterprise) for enterprise in enterprises] == [1.0]
    return Hypothesis(
        line=line,
        shape=shape,
        payer="、".join(books.enterprises[enterprise].name for enterprise in enterprises),
        evidence=[*evidence, shape.evidence],
        vetoes=[
            *_vetoes(line, shape, memo, evidence, coded=coded),
            *([] if coded else _named_otherwise(enterprises, evidence, clues, books)),
        ],
        anchored=coded or known,
    )


def _trainees(shape: Shape, memo: Memo) -> Iterator[Evidence]:
    paid = {receivable for receivable, _ in shape.parts}
    names = list(
        dict.fromkeys(name for receivable, named in memo.trainees.items() if receivable in paid for name in named)
    )
    if names:
        # One name may be chance, the more so a short one; three are a list.
        strength = min(1.0, 0.33 * len(names)) if len(names) > 1 or len(names[0]) > 2 else 0.2
        shown = "、".join(names[:3]) + ("等" if len(names) > 3 else "")
        yield Evidence(Sign.TRAINEES, f"附言里有 {len(names)} 名学员：{shown}", strength)


def _heads(shape: Shape, memo: Memo) -> Iterator[Evidence]:
    if memo.heads is None or shape.evidence.sign not in (Sign.WHOLE_AMOUNT, Sign.RECEIVABLE_AMOUNT, Sign.SUM_OF_SOME):
        return
    paid = {receivable for receivable, _ in shape.parts}
    heads = sum(len(item.trainee_names) for batch in shape.batches for item in batch.receivables if item.id in paid)
    if heads == memo.heads:
        yield Evidence(Sign.HEAD_COUNT, f"附言写明 {heads} 人，与应缴单人数一致")
    elif heads:
        yield Evidence(Sign.OTHER_HEAD_COUNT, f"附言写明 {memo.heads} 人，应缴单是 {heads} 人")


def _timing(line: CreditLine, shape: Shape) -> Iterator[Evidence]:
    age = min((line.booked_on - batch.created_on).days for batch in shape.batches)
    if age < 0:
        yield Evidence(Sign.PAID_BEFORE_ENROLMENT, "到账早于报名")
    elif age > _LONG_AGO_DAYS:
        yield Evidence(Sign.LONG_AGO, f"报名已过去 {age} 天")


def _passed_over(shape: Shape, memo: Memo, books: Books) -> Iterator[Evidence]:
    missed = set(memo.cited) - {batch.id for batch in shape.batches}
    if missed:
        codes = "、".join(sorted(books.batches[batch].code for batch in missed))
        yield Evidence(Sign.PASSED_OVER_CODE, f"附言里的缴费码 {codes} 没有付到")


def _named_another(enterprises: Sequence[str], memo: Memo, books: Books) -> Iterator[Evidence]:
    """Who pays "代付德清县天昌建筑" does not pay for himself."""
    named = [spelling for spelling in memo.spellings if not books.names_of(spelling) & set(enterprises)]
    if named and not any(books.names_of(spelling) & set(enterprises) for spelling in memo.spellings):
        yield Evidence(Sign.NAMED_ANOTHER, f"附言里写的是“{named[0]}”")


def _vetoes(line: CreditLine, shape: Shape, memo: Memo, evidence: Sequence[Evidence], *, coded: bool) -> Iterator[str]:
    signs = {item.sign for item in evidence}
    if is_person(line.payer_name.strip()):
        yield f"付款人“{line.payer_name.strip()}”是个人，缴费应公对公，需财务写明原因"
    if memo.not_open:
        yield f"附言里的缴费码 {'、'.join(memo.not_open)} 不在待缴批次里，可能已缴清或已撤销"
    purposes = other_purposes(line.memo, coded=coded)
    if purposes:
        yield f"用途写的是“{'、'.join(purposes)}”，不像培训费"
    if memo.unexplained and not coded:
        yield f"附言里有看不懂的字样“{memo.unexplained}”"
    if not coded and not signs & (OWN_NAME | {Sign.KNOWN_ACCOUNT}):
        yield _stranger(signs)
    if Sign.NAMED_ANOTHER in signs and not coded:
        yield "附言里写着另一家企业的名字"
    if Sign.PASSED_OVER_CODE in signs:
        yield "附言写明的批次没有全部付到"
    if Sign.PAID_BEFORE_ENROLMENT in signs and not coded:
        yield "到账早于报名，可能是为别的批次付的"
    if shape.solutions > 1:
        yield f"有 {shape.solutions} 种组合都正好等于这笔金额"


def _named_otherwise(
    enterprises: Sequence[str], evidence: Sequence[Evidence], clues: Clues, books: Books
) -> Iterator[str]:
    """The account is known for one enterprise, the payer's name is another's."""
    if not {item.sign for item in evidence} & OWN_NAME:
        for other, items in clues.enterprises.items():
            if other not in enterprises and any(item.sign in (Sign.EXACT_NAME, Sign.ALIAS) for item in items):
                yield f"付款人名称是另一家企业“{books.enterprises[other].name}”"


def _stranger(signs: set[Sign]) -> str:
    if Sign.NEAR_NAME in signs:
        return "付款人名称只是相近，不能当作同一家"
    if signs & {Sign.NAMED_IN_MEMO, Sign.TRAINEES, Sign.SLIP, Sign.CREDIT_CODE, Sign.DAMAGED_CODE, Sign.LEGAL_PERSON}:
        return "付款人不是这家企业，也没有完整的缴费码"
    return "只有金额相同，看不出是谁付的"
