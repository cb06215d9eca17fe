"""What forbids to take an explanation unseen, however high its score. Each veto is a sentence for the clerk."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from rapidfuzz.distance import OSA

from school_desk.payments.matching.context import Context, Reading
from school_desk.payments.matching.figures import kin_of, named_people, still_strange
from school_desk.payments.matching.memos import strange, words_of
from school_desk.payments.matching.payers import Clue
from school_desk.payments.matching.spellings import fold
from school_desk.payments.matching.table import Hypothesis
from school_desk.payments.matching.wording import is_person, other_purposes

_SURE_SLIP = 0.85
_OWN_NAME = frozenset({"exact", "alias", "past", "branch", "cut", "bare"})
_FULL_NAME = frozenset({"exact", "alias"})
_INEXACT = frozenset({"part", "over", "fee_withheld"})
_MOSTLY = 0.6


def vetoes(one: Hypothesis, context: Context) -> tuple[str, ...]:
    """Empty: nothing forbids it but, perhaps, the score."""
    reading = context.readings[one.line]
    coded = set(one.shape.batches) <= set(reading.memo.cited)
    slip = has_slip(one, reading, context)
    return (
        *_of_payer(one, reading, context, coded=coded, slip=slip),
        *_of_memo(one, reading, context, coded=coded, slip=slip),
        *_of_amount(one, reading, context, coded=coded, slip=slip),
    )


def has_slip(one: Hypothesis, reading: Reading, context: Context) -> bool:
    """Whether a slip that agrees well, and better than with a payment that is dealt with, names exactly these batches."""
    wanted = tuple(sorted(one.shape.batches))
    return any(
        grade >= _SURE_SLIP and grade > context.spent.get(place, 0.0) and context.books.slips[place].batches == wanted
        for place, grade in reading.slips
    )


def _of_payer(one: Hypothesis, reading: Reading, context: Context, *, coded: bool, slip: bool) -> Iterator[str]:
    name = reading.line.payer_name.strip()
    if is_person(name):
        yield f"付款人“{name}”是个人，缴费应公对公，需财务写明原因"
    if coded and not slip:
        yield from _slipped(one, reading, context)
    if coded or slip:
        return
    clues = [reading.clues.get(enterprise, Clue()) for enterprise in one.enterprises]
    if not all(_is_known(clue) for clue in clues):
        yield _stranger(clues, reading)
    elif not any(clue.name_kind in _OWN_NAME for clue in clues):
        for other, clue in reading.clues.items():
            if other not in one.enterprises and clue.name_kind in ("exact", "alias"):
                yield f"付款人名称是另一家企业“{context.books.title(other)}”"
    yield from _anothers(one, reading, context)


def _anothers(one: Hypothesis, reading: Reading, context: Context) -> Iterator[str]:
    """What people have confirmed of this payer speaks for an enterprise that may owe nothing now, and pays in advance."""
    books, line = context.books, reading.line
    confirmed = {
        "付款账号": books.account_counts.get(line.payer_account, {}),
        "付款人名称": books.name_counts.get(fold(line.payer_name), {}),
    }
    for word, counts in confirmed.items():
        total = sum(counts.values())
        for other, times in counts.items():
            if other not in one.enterprises and times >= _MOSTLY * total:
                whose = f"“{books.title(other)}”" if other >= 0 else ""
                yield f"{word}以往主要是替另一家企业{whose}付款的"


def _slipped(one: Hypothesis, reading: Reading, context: Context) -> Iterator[str]:
    """A whole number of somebody else's may be the payer's own with a slip in it."""
    books = context.books
    strangers = [owner for owner in one.enterprises if not _is_known(reading.clues.get(owner, Clue()))]
    related = [other for other, clue in reading.clues.items() if clue.name_kind in _FULL_NAME or _is_account(clue)]
    own = dict.fromkeys((*related, *kin_of(reading, books)))
    numbers = {code: books.batch_of_code[code] for code in reading.memo.codes if code in books.batch_of_code}
    quoted = {code: books.batches[number].enterprise for code, number in numbers.items()}
    doubtful = [code for code, owner in quoted.items() if owner in strangers]
    for owner in own if doubtful else ():
        for number in sorted(set(books.batches_of[owner]).difference(one.shape.batches)):
            near = next(
                (code for code in doubtful if quoted[code] != owner and _is_near(code, books.batches[number].codes)), ""
            )
            if near:
                called = books.batches[number].title.strip()
                yield f"付款方“{books.title(owner)}”自己的{called}与附言里的 {near} 只差一处，可能写错了"
                return
    if strangers and one.shape.kind in _INEXACT and not own.keys() & set(one.enterprises):
        yield "付款人不是这家企业，金额也不相符，只有号码对得上"


def _is_account(clue: Clue) -> bool:
    return clue.account >= _MOSTLY or clue.learnt >= _MOSTLY or clue.owner >= _MOSTLY


def _is_known(clue: Clue) -> bool:
    return clue.name_kind in _OWN_NAME or _is_account(clue)


def _stranger(clues: list[Clue], reading: Reading) -> str:
    if any(clue.name_kind == "near" for clue in clues):
        return "付款人名称只是相近，不能当作同一家"
    if any(clue.named or clue.hinted or clue.legal or clue.contact or clue.account or clue.learnt for clue in clues):
        return "付款人不是这家企业，也没有完整的缴费码"
    return "只有金额相同，看不出是谁付的"


def _of_memo(one: Hypothesis, reading: Reading, context: Context, *, coded: bool, slip: bool) -> Iterator[str]:
    memo, books = reading.memo, context.books
    if memo.not_open:
        yield f"附言里的{'缴费码' if len(memo.not_open[0]) < 8 else '订单号'} {'、'.join(memo.not_open)} 不在待缴批次里，可能已缴清或已撤销"
    purposes = other_purposes(memo.text, coded=coded)
    if purposes:
        yield f"用途写的是“{'、'.join(purposes)}”，不像培训费"
    if not coded:
        strange_words = unexplained(one, reading, context, slip=slip)
        if strange_words:
            yield f"附言里有看不懂的字样“{strange_words}”"
    elsewhere = [s for s in memo.spellings if not set(books.spellings.owners(s)) & set(one.enterprises)]
    if elsewhere and len(elsewhere) == len(memo.spellings) and not coded:
        yield "附言里写着另一家企业的名字"
    if set(memo.cited) - set(one.shape.batches):
        yield "附言写明的批次没有全部付到"
    codes = [code for number in one.shape.batches for code in books.batches[number].codes]
    loose = [
        figures
        for figures in memo.loose
        if int(figures) * 100 != reading.line.amount_fen and not any(code.endswith(figures) for code in codes)
    ]
    if loose:
        yield f"附言在号码后面还列着 {'、'.join(loose)}，没有对上批次"
    if slip and not coded:
        yield from _contradicted(one, reading, context)
    elif not coded:
        yield from _as_near(one, reading, context)


def _contradicted(one: Hypothesis, reading: Reading, context: Context) -> Iterator[str]:
    """The slip was handed in for one batch, while the memo points by its number to another of the same enterprise."""
    if any(number in reading.damaged for number in one.shape.batches):
        return
    for number, (_, read) in reading.damaged.items():
        batch = context.books.batches[number]
        if batch.enterprise in one.enterprises:
            yield f"回单不是为{batch.title}交的，附言里的“{read}”却像它的号码"
            return


def _as_near(one: Hypothesis, reading: Reading, context: Context) -> Iterator[str]:
    """A number quoted with a slip may be that of another batch of the same enterprise just as well."""
    books = context.books
    for number in one.shape.batches:
        read = reading.damaged[number][1] if number in reading.damaged else ""
        for other in (
            books.batches_of[books.batches[number].enterprise] if read and read not in reading.memo.tails else ()
        ):
            if other not in one.shape.batches and _is_near(read, books.batches[other].codes):
                yield f"附言里的“{read}”与{books.batches[number].title}、{books.batches[other].title}都只差一处"
                return


def _is_near(read: str, codes: Iterable[str]) -> bool:
    return any(OSA.distance(read, code, score_cutoff=1) <= 1 for code in codes)


def unexplained(one: Hypothesis, reading: Reading, context: Context, *, slip: bool) -> str:
    """Words that are neither training, banking, its trainees nor part of its name; numbers that are none of ours."""
    books, memo = context.books, reading.memo
    bills = [bill for number in one.shape.batches for bill in books.batches[number].bills]
    known = named_people(reading.names, bills, books)
    left = memo.left
    for name in sorted(known, key=len, reverse=True):
        left = left.replace(name, " ")
    words = still_strange((word for word in words_of(left) if word not in context.usual), bills, one.enterprises, books)
    quoted = {read for _, read in reading.damaged.values()}
    numbers = (
        []
        if slip
        else [piece for piece in strange(memo.pieces, context.usual) if piece not in quoted or not _means(one, reading)]
    )
    return " ".join([*words, *numbers])


def _named(one: Hypothesis, reading: Reading, context: Context) -> bool:
    """Whether trainees of its batches stand in the memo."""
    bills = [bill for number in one.shape.batches for bill in context.books.batches[number].bills]
    return bool(named_people(reading.names, bills, context.books))


def _means(one: Hypothesis, reading: Reading) -> bool:
    return any(number in reading.damaged for number in one.shape.batches)


def _of_amount(one: Hypothesis, reading: Reading, context: Context, *, coded: bool, slip: bool) -> Iterator[str]:
    shape, books = one.shape, context.books
    newest = max(books.batches[number].created for number in shape.batches)
    if reading.line.booked_on.toordinal() < newest and not coded and not slip:
        yield "到账早于报名，可能是为别的批次付的"
    if shape.solutions > 1 and (shape.parts or (shape.kind == "several" and not coded and not slip)):
        yield f"有 {shape.solutions} 种组合都正好等于这笔金额"
    if reading.refunded:
        yield "之后有同样金额退回这个付款方，可能已经退款"
    if reading.earlier and not shape.others and not coded and not slip and not _named(one, reading, context):
        yield "同一付款方近期有同样金额的款项，疑似重复付款"
