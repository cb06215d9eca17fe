"""Everything that is open, indexed by whatever a bank line may show of it. Built once, asked once a line."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from school_desk.payments.matching.facts import KnownPayer, OpenReceivable, Slip
from school_desk.payments.matching.wording import plain
from school_desk.terms.names import normalise_company_name, normalise_person_name

_TOO_COMMON = 3
"""A trainee's name that this many enterprises share points to nobody."""
_LONG = 10
"""Codes of this length, such as order numbers, are recognised also where other letters and digits touch them."""
_HEAD = 4
"""Company names are looked for in a memo by their first characters."""


@dataclass(frozen=True, slots=True)
class Batch:
    """One 报名批次 with its open receivables, oldest first."""

    id: str
    code: str
    enterprise_id: str
    receivables: tuple[OpenReceivable, ...]

    @property
    def open_fen(self) -> int:
        return sum(receivable.open_fen for receivable in self.receivables)

    @property
    def created_on(self) -> date:
        return self.receivables[0].created_on

    def without(self, taken: Mapping[str, int]) -> Batch | None:
        """The batch as it stands when other lines have `taken` their parts; None when nothing is left open."""
        if not any(item.id in taken for item in self.receivables):
            return self
        left = (replace(item, open_fen=item.open_fen - taken.get(item.id, 0)) for item in self.receivables)
        still_open = tuple(item for item in left if item.open_fen > 0)
        return replace(self, receivables=still_open) if still_open else None

    @property
    def title(self) -> str:
        return f"缴费码 {self.code} " if self.code else f"{self.created_on:%Y-%m-%d} 的批次"


@dataclass(slots=True)
class Enterprise:
    id: str
    name: str
    batches: list[Batch] = field(default_factory=list)


class Books:
    """The open receivables with their indexes. Receivables that want nothing more are left out."""

    def __init__(
        self, receivables: Iterable[OpenReceivable], known_payers: Iterable[KnownPayer] = (), slips: Iterable[Slip] = ()
    ) -> None:
        self.enterprises: dict[str, Enterprise] = {}
        self.batches: dict[str, Batch] = {}
        self.receivables: dict[str, OpenReceivable] = {}
        self.batch_of_code: dict[str, str] = {}
        self.by_credit_code: dict[str, str] = {}
        self.by_legal_person: defaultdict[str, set[str]] = defaultdict(set)
        self.by_name: defaultdict[str, set[str]] = defaultdict(set)
        self.by_alias: defaultdict[str, set[str]] = defaultdict(set)
        self.by_trainee: defaultdict[str, list[OpenReceivable]] = defaultdict(list)
        self.by_amount: defaultdict[int, list[Batch]] = defaultdict(list)
        self._add([receivable for receivable in receivables if receivable.open_fen > 0])
        self.trainee_lengths = sorted({len(name) for name in self.by_trainee}, reverse=True)
        self.long_code_lengths = sorted({len(code) for code in self.batch_of_code if len(code) >= _LONG}, reverse=True)
        self.known_payers = _shares(known_payers)
        self.slips = _by_amount(slips)
        self._spellings_by_head = _by_head([*self.by_name, *self.by_alias])
        self._spellings_by_pair = _by_pair(self.by_name)

    def _add(self, receivables: Sequence[OpenReceivable]) -> None:
        batches: defaultdict[str, list[OpenReceivable]] = defaultdict(list)
        for receivable in sorted(receivables, key=lambda item: (item.created_on, item.id)):
            batches[receivable.batch_id].append(receivable)
        for members in batches.values():
            first = members[0]
            batch = Batch(first.batch_id, plain(first.payment_code), first.enterprise_id, tuple(members))
            self.batches[batch.id] = batch
            self.by_amount[batch.open_fen].append(batch)
            self._enterprise(first).batches.append(batch)
            for member in members:
                self.receivables[member.id] = member
                self._index_names(member)
            if batch.code:
                self.batch_of_code[batch.code] = batch.id
        for name in [name for name, those in self.by_trainee.items() if _is_common(name, those)]:
            del self.by_trainee[name]

    def _enterprise(self, receivable: OpenReceivable) -> Enterprise:
        known = self.enterprises.get(receivable.enterprise_id)
        if known:
            return known
        name = normalise_company_name(receivable.enterprise_name)
        enterprise = Enterprise(receivable.enterprise_id, name)
        self.enterprises[enterprise.id] = enterprise
        return enterprise

    def _index_names(self, receivable: OpenReceivable) -> None:
        enterprise = receivable.enterprise_id
        self.by_name[normalise_company_name(receivable.enterprise_name)].add(enterprise)
        for alias in map(normalise_company_name, receivable.aliases):
            self.by_alias[alias].add(enterprise)
        if receivable.credit_code:
            self.by_credit_code[plain(receivable.credit_code)] = enterprise
        if receivable.legal_person:
            self.by_legal_person[normalise_person_name(receivable.legal_person)].add(enterprise)
        for name in map(normalise_person_name, receivable.trainee_names):
            self.by_trainee[name].append(receivable)

    def spellings_in(self, text: str) -> list[str]:
        """The names and aliases that stand in `text`, longest first, none inside another."""
        found: list[str] = []
        for place in range(len(text) - _HEAD + 1):
            found += [
                name
                for name in self._spellings_by_head.get(text[place : place + _HEAD], ())
                if text.startswith(name, place)
            ]
        longest = sorted(dict.fromkeys(found), key=len, reverse=True)
        return [name for number, name in enumerate(longest) if not any(name in longer for longer in longest[:number])]

    def spellings_like(self, name: str) -> set[str]:
        """Enterprise names that share the rarest pairs of characters with `name`: candidates for a closer look."""
        pairs = sorted(
            (pair for pair in _pairs(name) if pair in self._spellings_by_pair),
            key=lambda p: len(self._spellings_by_pair[p]),
        )
        return {spelling for pair in pairs[:6] for spelling in self._spellings_by_pair[pair][:200]}

    def names_of(self, spelling: str) -> set[str]:
        """The enterprises so called."""
        return self.by_name.get(spelling, set()) | self.by_alias.get(spelling, set())


def _is_common(name: str, receivables: Sequence[OpenReceivable]) -> bool:
    return len(name) < 2 or len({receivable.enterprise_id for receivable in receivables}) >= _TOO_COMMON


def _shares(known_payers: Iterable[KnownPayer]) -> Mapping[str, Mapping[str, float]]:
    """For each account the enterprises it paid for, each with its share of the confirmations."""
    times: defaultdict[str, dict[str, int]] = defaultdict(dict)
    for known in known_payers:
        if known.account and known.confirmed_times > 0:
            times[known.account][known.enterprise_id] = known.confirmed_times
    return {
        account: {enterprise: count / sum(counts.values()) for enterprise, count in counts.items()}
        for account, counts in times.items()
    }


def _by_amount(slips: Iterable[Slip]) -> Mapping[int, list[Slip]]:
    found: defaultdict[int, list[Slip]] = defaultdict(list)
    for slip in slips:
        found[slip.amount_fen].append(slip)
    return found


def _by_head(spellings: Iterable[str]) -> Mapping[str, list[str]]:
    found: defaultdict[str, list[str]] = defaultdict(list)
    for spelling in dict.fromkeys(spellings):
        if len(spelling) >= _HEAD:
            found[spelling[:_HEAD]].append(spelling)
    return found


def _by_pair(spellings: Iterable[str]) -> Mapping[str, list[str]]:
    found: defaultdict[str, list[str]] = defaultdict(list)
    for spelling in spellings:
        for pair in _pairs(spelling):
            found[pair].append(spelling)
    return found


def _pairs(name: str) -> set[str]:
    return {name[place : place + 2] for place in range(len(name) - 1)}
