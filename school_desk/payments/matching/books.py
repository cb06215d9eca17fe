"""Everything that is open, numbered and indexed by whatever a bank line may show of it. Built once, asked once a line."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain

from school_desk.payments.matching.codes import CodeReader, compact
from school_desk.payments.matching.facts import KnownPayer, OpenReceivable, Party, Slip
from school_desk.payments.matching.memos import Memo, beginning, read_memo
from school_desk.payments.matching.spellings import Spellings, fold
from school_desk.payments.matching.wording import plain
from school_desk.terms.names import normalise_company_name, normalise_person_name
from school_desk.terms.payment_code import payment_code_ok

_TOO_COMMON = 400
"""A trainee's name on this many receivables points to nobody."""
_LONG = 10
"""Codes of this length, such as order numbers, are recognised also where other letters and digits touch them."""
_BEFORE_TAIL = 2
_MOST_MEMO = 2_000
"""Characters: no bank takes more."""
_USUAL_NAME = re.compile(r"[一-鿿]{2,4}")
"""Such a name is in its normal form already."""


def codes_of(bill: OpenReceivable) -> tuple[str, ...]:
    """Its payment code and what else a payer may quote, as they were given."""
    return tuple(code for code in (bill.payment_code, *bill.other_codes) if compact(code))


@dataclass(frozen=True, slots=True)
class Batch:
    """One 报名批次 with its open receivables, oldest first. All numbers are places in `Books`."""

    id: str
    codes: tuple[str, ...]
    """What a payer may quote, compact: the payment code first."""
    called: str
    """What sentences call it by: 缴费码 JMK9R3."""
    enterprise: int
    bills: tuple[int, ...]
    open_fen: int
    created: int
    """Day number."""
    heads: int

    @property
    def title(self) -> str:
        return f"{self.called} " if self.called else f"{date.fromordinal(self.created):%Y-%m-%d} 的批次"


@dataclass(frozen=True, slots=True)
class SlipFact:
    slip: Slip
    batches: tuple[int, ...]
    name: str
    minute: int | None
    """Minutes since the year 1; None where the slip shows no time."""


class Books:
    """The open receivables with their indexes. Receivables that want nothing more are left out; their codes are remembered."""

    def __init__(
        self,
        receivables: Iterable[OpenReceivable],
        known_payers: Iterable[KnownPayer] = (),
        slips: Iterable[Slip] = (),
        others: Iterable[Party] = (),
        closed_codes: Iterable[str] = (),
    ) -> None:
        """`others` are enterprises that may owe nothing: their names must not be taken for somebody else's.

        `closed_codes` are those of orders that want nothing, beside what `receivables` hold of such.
        """
        everything = sorted(receivables, key=lambda item: (item.created_on, item.id))
        self.bills: list[OpenReceivable] = [item for item in everything if item.open_fen > 0]
        self.receivables = {item.id: item for item in self.bills}
        self.enterprise_ids: list[str] = []
        self.enterprise_number: dict[str, int] = {}
        self.batches: list[Batch] = []
        self.batch_number: dict[str, int] = {}
        self.open_fen: list[int] = []
        """Of each batch, by number; `created` and `owner` likewise."""
        self.created: list[int] = []
        self.owner: list[tuple[int]] = []
        self.batch_of_bill: list[int] = [0] * len(self.bills)
        self.batches_of: list[list[int]] = []
        self.by_amount: defaultdict[int, list[int]] = defaultdict(list)
        known_payers = list(known_payers)
        self._number_enterprises(everything, others)
        self._number_batches()
        self._index_people()
        closed = (code for item in everything if item.open_fen <= 0 for code in codes_of(item))
        self._index_codes(chain(closed, closed_codes))
        self.accounts = _shares((known.account, known) for known in known_payers)
        self.payer_names = _shares((fold(known.name), known) for known in known_payers if known.name)
        self.account_counts = _by_number(self.accounts, self.enterprise_number)
        self.name_counts = _by_number(self.payer_names, self.enterprise_number)
        self._index_slips(slips)
        self._memos: dict[str, Memo] = {}
        self._codes_of_amount: dict[int, dict[str, int]] = {}

    def _number_enterprises(self, everything: Iterable[OpenReceivable], others: Iterable[Party]) -> None:
        self._names: list[str] = []
        aliases: dict[tuple[str, int], None] = {}
        self.legal_people: defaultdict[str, set[int]] = defaultdict(set)
        self.contacts: defaultdict[str, set[int]] = defaultdict(set)
        self.by_credit_code: dict[str, int] = {}
        for bill in everything:
            number = self._enterprise(bill.enterprise_id, bill.enterprise_name)
            self._index_owner(bill, number)
            aliases |= {(alias, number): None for alias in bill.aliases}
        for party in others:
            number = self._enterprise(party.id, party.name)
            aliases |= {(alias, number): None for alias in party.aliases}
        self.batches_of = [[] for _ in self.enterprise_ids]
        self.spellings = Spellings(self._names, aliases)

    def _enterprise(self, key: str, name: str) -> int:
        number = self.enterprise_number.setdefault(key, len(self.enterprise_ids))
        if number == len(self.enterprise_ids):
            self.enterprise_ids.append(key)
            self._names.append(name)
        return number

    def _index_owner(self, bill: OpenReceivable, number: int) -> None:
        if bill.legal_person:
            self.legal_people[normalise_person_name(bill.legal_person)].add(number)
        if bill.contact:
            self.contacts[normalise_person_name(bill.contact)].add(number)
        if bill.credit_code:
            self.by_credit_code[plain(bill.credit_code)] = number

    def _number_batches(self) -> None:
        members: dict[str, list[int]] = {}
        owners = [(enterprise,) for enterprise in range(len(self.enterprise_ids))]
        for place, bill in enumerate(self.bills):
            members.setdefault(bill.batch_id, []).append(place)
        for number, (key, bills) in enumerate(members.items()):
            first = self.bills[bills[0]]
            codes = codes_of(first)
            batch = Batch(
                id=key,
                codes=tuple(map(compact, codes)),
                called=self._called(codes[0], first) if codes else "",
                enterprise=self.enterprise_number[first.enterprise_id],
                bills=tuple(bills),
                open_fen=sum(self.bills[place].open_fen for place in bills),
                created=first.created_on.toordinal(),
                heads=sum(len(self.bills[place].trainee_names) for place in bills),
            )
            self.batches.append(batch)
            self.open_fen.append(batch.open_fen)
            self.created.append(batch.created)
            self.owner.append(owners[batch.enterprise])
            self.batch_number[key] = number
            self.batches_of[batch.enterprise].append(number)
            self.by_amount[batch.open_fen].append(number)
            for place in bills:
                self.batch_of_bill[place] = number

    def _index_people(self) -> None:
        self.by_trainee: defaultdict[str, list[int]] = defaultdict(list)
        for place, bill in enumerate(self.bills):
            for name in bill.trainee_names:
                self.by_trainee[name if _USUAL_NAME.fullmatch(name) else normalise_person_name(name)].append(place)
        for name in [name for name, those in self.by_trainee.items() if len(name) < 2 or len(those) > _TOO_COMMON]:
            del self.by_trainee[name]
        self.trainee_lengths = sorted({len(name) for name in self.by_trainee}, reverse=True)

    def _index_codes(self, closed: Iterable[str]) -> None:
        owners: defaultdict[str, set[int]] = defaultdict(set)
        for number, batch in enumerate(self.batches):
            for code in batch.codes:
                owners[code].add(number)
        # What two batches share, as DH-1-12 and DH-11-2 do without their dashes, points to neither.
        self.batch_of_code = {code: min(numbers) for code, numbers in owners.items() if len(numbers) == 1}
        self.closed_codes = {short for code in closed if (short := compact(code))} - self.batch_of_code.keys()
        codes = [*self.batch_of_code, *self.closed_codes]
        lengths = sorted({len(code) for code in codes if len(code) >= _LONG}, reverse=True)
        dashed = {len(compact(code)) for item in self.bills for code in codes_of(item) if not code.isalnum()}
        self.code_reader = CodeReader(self.batch_of_code.keys() | self.closed_codes, lengths, dashed)
        self.beginnings = frozenset(map(beginning, codes))
        self.short_codes = any(map(payment_code_ok, codes))
        self._ends: dict[int, dict[str, list[int]]] = {}

    def ending_with(self, tail: str) -> Sequence[int]:
        """The open batches with a code that ends so, and is longer by two. The index of tails of this length is made when first asked."""
        ends = self._ends.get(len(tail))
        if ends is None:
            ends = self._ends[len(tail)] = defaultdict(list)
            for code, number in self.batch_of_code.items():
                if len(code) >= len(tail) + _BEFORE_TAIL:
                    ends[code[-len(tail) :]].append(number)
        return ends.get(tail, ())

    @staticmethod
    def _called(code: str, bill: OpenReceivable) -> str:
        """A batch that has an order number beside it is called by its 缴费码."""
        paid_by_code = payment_code_ok(code) or (bool(bill.payment_code) and bool(bill.other_codes))
        return f"{'缴费码' if paid_by_code else '订单号'} {code}"

    def _index_slips(self, slips: Iterable[Slip]) -> None:
        self.slips: list[SlipFact] = []
        self.slips_by_amount: defaultdict[int, list[int]] = defaultdict(list)
        self.slips_by_account: defaultdict[str, list[int]] = defaultdict(list)
        self.slips_by_minute: defaultdict[int, list[int]] = defaultdict(list)
        for slip in sorted(slips, key=lambda slip: (slip.paid_on, slip.id)):
            ids = dict.fromkeys((slip.batch_id, *slip.more_batch_ids))
            batches = tuple(sorted(self.batch_number[key] for key in ids if key in self.batch_number))
            if not batches or len(batches) < len(ids):
                continue
            minute = None
            if slip.paid_at is not None:
                minute = slip.paid_on.toordinal() * 1440 + slip.paid_at.hour * 60 + slip.paid_at.minute
                self.slips_by_minute[minute].append(len(self.slips))
            self.slips_by_amount[slip.amount_fen].append(len(self.slips))
            if slip.payer_account:
                self.slips_by_account[slip.payer_account].append(len(self.slips))
            self.slips.append(SlipFact(slip, batches, fold(slip.payer_name), minute))

    def owners(self, batches: Sequence[int]) -> tuple[int, ...]:
        """The enterprises of some batches, each once."""
        if len(batches) == 1:
            return self.owner[batches[0]]
        return tuple(dict.fromkeys(self.batches[number].enterprise for number in batches))

    def codes_of_amount(self, amount_fen: int) -> dict[str, int]:
        """The codes of the batches of exactly this amount, with the batch of each. Remembered."""
        found = self._codes_of_amount.get(amount_fen)
        if found is None:
            numbers = self.by_amount.get(amount_fen, ())
            found = {code: number for number in numbers for code in self.batches[number].codes}
            self._codes_of_amount[amount_fen] = found
        return found

    def of_amount(self, amount_fen: int, first_day: int, last_day: int) -> list[int]:
        """The batches of exactly this amount entered between two days, oldest first."""
        numbers = self.by_amount.get(amount_fen, [])
        start = bisect_left(numbers, first_day, key=lambda number: self.batches[number].created)
        return numbers[start : bisect_right(numbers, last_day, key=lambda number: self.batches[number].created)]

    def memo(self, text: str) -> Memo:
        """What `text` says. Remembered: payers repeat themselves."""
        found = self._memos.get(text)
        if found is None:
            found = self._memos[text] = read_memo(text[:_MOST_MEMO], self)
        return found

    def title(self, enterprise: int) -> str:
        """The enterprise as it writes itself."""
        return normalise_company_name(self._names[enterprise])


def _shares(pairs: Iterable[tuple[str, KnownPayer]]) -> dict[str, Counter[str]]:
    """For each account (or name) how often each enterprise was confirmed."""
    times: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for key, known in pairs:
        if key and known.confirmed_times > 0:
            times[key][known.enterprise_id] += known.confirmed_times
    return dict(times)


def _by_number(counts: Mapping[str, Counter[str]], numbers: Mapping[str, int]) -> dict[str, dict[int, int]]:
    """The same by the number of the enterprise; -1 stands for those that owe nothing now."""
    found: dict[str, dict[int, int]] = {}
    for key, times in counts.items():
        by_number: dict[int, int] = {}
        for enterprise, count in times.items():
            number = numbers.get(enterprise, -1)
            by_number[number] = by_number.get(number, 0) + count
        found[key] = by_number
    return found
