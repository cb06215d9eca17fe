"""Says in Chinese what speaks for an explanation. It decides nothing: the score does not come from here."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from school_desk.kernel.money import format_yuan
from school_desk.payments.matching.amounts import Parts
from school_desk.payments.matching.books import codes_of
from school_desk.payments.matching.codes import compact
from school_desk.payments.matching.context import Context, Reading
from school_desk.payments.matching.facts import CreditLine
from school_desk.payments.matching.figures import named_people, quote_grade
from school_desk.payments.matching.payers import Clue
from school_desk.payments.matching.table import Hypothesis
from school_desk.payments.matching.wording import day
from school_desk.terms.names import normalise_company_name, normalise_person_name

_LONG_AGO_DAYS = 180


def reasons(one: Hypothesis, parts: Parts, context: Context) -> tuple[str, ...]:
    """One sentence for each piece of evidence, the payer first, the amount last."""
    reading = context.readings[one.line]
    found: list[str] = []
    for enterprise in one.enterprises:
        if enterprise in reading.clues:
            found += _of_payer(enterprise, reading.clues[enterprise], reading, context)
    found += _of_codes(one, reading, context)
    found += _of_slips(one, reading, context)
    found += _of_people(one, reading, context)
    found += _of_time(one, reading, context)
    return (*dict.fromkeys(found), *_of_amount(one, parts, reading, context))


def _of_payer(enterprise: int, clue: Clue, reading: Reading, context: Context) -> Iterator[str]:
    own, printed = context.books.title(enterprise), normalise_company_name(reading.line.payer_name)
    if clue.account:
        often = "" if clue.account == 1 else f"（以往 {clue.account:.0%} 是替它付的）"
        yield f"付款账号（尾号 {reading.line.payer_account[-4:]}）确认过属于“{own}”{often}"
    if clue.name:
        yield _name_words(clue, printed, own)
    if clue.learnt:
        yield f"同一付款方另有 {clue.learnt_times} 笔写明了“{own}”的缴费码或订单号"
    elif clue.owner and not clue.account and clue.name_kind != "exact":
        yield f"同一账号另有款项以“{own}”的名称付来"
    person = normalise_person_name(reading.line.payer_name)
    if clue.legal:
        yield f"付款人“{person}”是“{own}”的法定代表人"
    if clue.contact:
        yield f"付款人“{person}”是“{own}”的联系人"
    if clue.named:
        yield from _named_words(enterprise, own, reading, context)


def _name_words(clue: Clue, printed: str, own: str) -> str:
    match clue.name_kind:
        case "exact":
            return f"付款人名称与“{own}”完全一致"
        case "alias":
            return f"付款人“{printed}”是企业登记过的曾用名或别名"
        case "past":
            return f"以往用“{printed}”的名称替“{own}”付过款"
        case "branch":
            return f"付款人“{printed}”以“{clue.spelling}”开头，像是它的分支、项目部或专户"
        case "cut":
            return f"付款人“{printed}”像是被银行截短的“{clue.spelling}”"
        case "bare":
            return f"付款人“{printed}”像是“{own}”的简称"
    return f"付款人“{printed}”与“{own}”相近"


def _named_words(enterprise: int, own: str, reading: Reading, context: Context) -> Iterator[str]:
    if enterprise in reading.memo.by_credit_code:
        yield f"附言里有“{own}”的统一社会信用代码"
    for spelling in reading.memo.spellings:
        if enterprise in context.books.spellings.owners(spelling):
            yield f"附言里写着“{spelling}”"
    if enterprise in reading.memo.brands:
        yield f"附言里的字样是“{own}”名称的一部分"


def _of_codes(one: Hypothesis, reading: Reading, context: Context) -> Iterator[str]:
    for number in one.shape.batches:
        batch = context.books.batches[number]
        if number in reading.memo.cited:
            code = next(code for code in reading.memo.codes if context.books.batch_of_code.get(code) == number)
            yield f"附言里有{_called(code, number, context)}"
        elif quote_grade(number, reading):
            read = reading.damaged[number][1]
            ending = next((code for code in batch.codes if code.endswith(read)), "")
            whose = f"是{_called(ending, number, context)} 的末尾" if ending else f"与{batch.title}只差一处"
            yield f"附言里的“{read}”{whose}"


def _called(code: str, number: int, context: Context) -> str:
    """The quoted code as it was given out."""
    batch = context.books.batches[number]
    if compact(batch.called.split()[-1]) == code:
        return batch.called
    bill = context.books.bills[batch.bills[0]]
    given = next((other for other in codes_of(bill) if compact(other) == code), code)
    return f"订单号 {given}"


def _of_slips(one: Hypothesis, reading: Reading, context: Context) -> Iterator[str]:
    wanted = tuple(sorted(one.shape.batches))
    for place, _ in reading.slips:
        fact = context.books.slips[place]
        if fact.batches == wanted:
            exactly = "相符" if fact.slip.amount_fen == reading.line.amount_fen else "大致相符，金额不同"
            yield f"企业交来的回单（{day(fact.slip.paid_on)} {format_yuan(fact.slip.amount_fen)} 元）与这笔到账{exactly}"
            return


def _of_people(one: Hypothesis, reading: Reading, context: Context) -> Iterator[str]:
    bills = [bill for number in one.shape.batches for bill in context.books.batches[number].bills]
    names = named_people(reading.names, bills, context.books)
    if names:
        shown = "、".join(names[:3]) + ("等" if len(names) > 3 else "")
        yield f"附言里有 {len(names)} 名学员：{shown}"
    if reading.memo.heads is not None and one.shape.kind in ("exact", "split", "several") and not one.shape.parts:
        heads = sum(context.books.batches[number].heads for number in one.shape.batches)
        if heads == reading.memo.heads:
            yield f"附言写明 {heads} 人，与应缴单人数一致"
        elif heads:
            yield f"附言写明 {reading.memo.heads} 人，应缴单是 {heads} 人"


def _of_time(one: Hypothesis, reading: Reading, context: Context) -> Iterator[str]:
    age = reading.line.booked_on.toordinal() - max(
        context.books.batches[number].created for number in one.shape.batches
    )
    if age < 0:
        yield "到账早于报名"
    elif age > _LONG_AGO_DAYS:
        yield f"报名已过去 {age} 天"


def titles(batches: Sequence[int], context: Context) -> str:
    """How a sentence calls these batches."""
    return context.books.batches[batches[0]].title if len(batches) == 1 else f"{len(batches)} 个批次"


def _of_amount(one: Hypothesis, parts: Parts, reading: Reading, context: Context) -> Iterator[str]:
    shape, fen, books = one.shape, reading.line.amount_fen, context.books
    total = sum(books.batches[number].open_fen for number in shape.batches)
    called = titles(shape.batches, context)
    if shape.others:
        others = "、".join(line_words(context.readings[place].line) for place in shape.others)
        yield f"与{others}合起来正好付清{called}的 {format_yuan(total)} 元"
    elif shape.kind == "part" and shape.parts:
        count = len(reading.names)
        yield f"附言点到 {count} 名学员，金额正好是他们的费用"
    elif shape.parts:
        which = "其中一张应缴单" if len(parts) == 1 else f"其中 {len(parts)} 张应缴单之和"
        yield f"金额正好等于{called}{which}"
    elif shape.kind == "fee_withheld":
        yield f"比{called}的应缴合计少 {format_yuan(total - fen)} 元，像是被扣了手续费"
    elif shape.kind == "part":
        yield f"只是{called}的一部分，还差 {format_yuan(total - fen)} 元"
    elif shape.kind == "over":
        yield f"比{called}的应缴合计多 {format_yuan(fen - total)} 元，多出的转为预收"
    else:
        yield f"金额正好等于{called}的应缴合计 {format_yuan(total)} 元"


def line_words(line: CreditLine) -> str:
    """How a sentence calls another line."""
    return f"{day(line.booked_on)} {format_yuan(line.amount_fen)} 元那一笔"
