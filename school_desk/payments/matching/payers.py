"""Who may have paid a line: evidence by enterprise, each kind kept apart. It never looks at what an amount fits."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from school_desk.payments.matching.books import Books
from school_desk.payments.matching.facts import CreditLine
from school_desk.payments.matching.memos import Memo
from school_desk.payments.matching.spellings import fold
from school_desk.payments.matching.wording import is_person
from school_desk.terms.names import normalise_person_name

NAME_KINDS = ("", "near", "bare", "cut", "branch", "past", "alias", "exact")
_MOST_PAYERS = 8
_MOST_PEOPLE = 12


@dataclass(slots=True)
class Clue:
    """What points from one line to one enterprise. Shares and strengths are 0–1, the others are counts."""

    name: float = 0.0
    name_kind: str = ""
    spelling: str = ""
    account: float = 0.0
    account_times: int = 0
    learnt: float = 0.0
    learnt_times: int = 0
    owner: float = 0.0
    """Of the lines from this account that print an enterprise's full name, the share that print this one's."""
    named: float = 0.0
    """Named in the memo."""
    legal: float = 0.0
    contact: float = 0.0
    hinted: bool = False
    """A code, a slip or trainees point to one of its batches."""

    @property
    def strength(self) -> float:
        """For choosing whom to look at closer; no probability."""
        best = max(
            self.name, self.account, self.learnt, self.owner * 0.9, self.named, self.legal * 0.8, self.contact * 0.6
        )
        return best + 0.1 * (self.name + self.account + self.learnt + self.named) + (0.8 if self.hinted else 0.0)


Clues = dict[int, Clue]


@dataclass(slots=True)
class Habits:
    """What the statement itself teaches about its payers, by account and by printed name."""

    paid_for: defaultdict[str, Counter[int]] = field(default_factory=lambda: defaultdict(Counter))
    """Account or printed name → the enterprises whose codes stood beside it."""
    printed: defaultdict[str, Counter[int]] = field(default_factory=lambda: defaultdict(Counter))
    """Account → the enterprises whose full name stood beside it."""

    def learn(self, line: CreditLine, anchored: Sequence[int], exact: int | None) -> None:
        """`anchored` are the enterprises that the line surely pays for, `exact` the one whose name it prints."""
        for enterprise in anchored:
            for key in _keys(line):
                self.paid_for[key][enterprise] += 1
        if exact is not None and line.payer_account:
            self.printed[line.payer_account][exact] += 1


def _keys(line: CreditLine) -> list[str]:
    """Accounts and names never meet in one key: accounts are digits."""
    return [key for key in (line.payer_account, fold(line.payer_name)) if key]


def exact_owner(line: CreditLine, books: Books) -> int | None:
    """The one enterprise whose full name the bank printed."""
    likely = books.spellings.like(line.payer_name)
    return likely[0].enterprise if len(likely) == 1 and likely[0].kind == "exact" else None


def find_clues(
    line: CreditLine, memo: Memo, hinted: Iterable[int], anchored: Sequence[int], books: Books, habits: Habits
) -> Clues:
    """The likeliest payers of a line. `hinted` enterprises are always among them; what the line itself taught is not counted."""
    clues: defaultdict[int, Clue] = defaultdict(Clue)
    _from_name(clues, line, books)
    _from_past(clues, line, books)
    _from_habits(clues, line, anchored, habits, books)
    _from_memo(clues, memo, books)
    for enterprise in hinted:
        clues[enterprise].hinted = True
    if len(clues) <= _MOST_PAYERS:
        return dict(clues)
    ranked = sorted(clues, key=lambda enterprise: (-clues[enterprise].strength, enterprise))[:_MOST_PAYERS]
    return {enterprise: clues[enterprise] for enterprise in ranked}


def _from_name(clues: defaultdict[int, Clue], line: CreditLine, books: Books) -> None:
    if not line.payer_name:
        return
    if is_person(line.payer_name.strip()):
        person = normalise_person_name(line.payer_name)
        for enterprise in sorted(books.legal_people.get(person, ())):
            clues[enterprise].legal = 1.0
        for enterprise in sorted(books.contacts.get(person, ())):
            clues[enterprise].contact = 1.0
        return
    for like in books.spellings.like(line.payer_name):
        clue = clues[like.enterprise]
        if like.strength > clue.name:
            clue.name, clue.name_kind, clue.spelling = like.strength, like.kind, like.spelling


def _from_past(clues: defaultdict[int, Clue], line: CreditLine, books: Books) -> None:
    for enterprise, share, times in _shared(books.account_counts.get(line.payer_account)):
        clues[enterprise].account, clues[enterprise].account_times = share, times
    for enterprise, share, _ in _shared(books.name_counts.get(fold(line.payer_name))):
        clue = clues[enterprise]
        if share * 0.9 > clue.name:
            clue.name, clue.name_kind, clue.spelling = share * 0.9, "past", line.payer_name


def _shared(counts: Mapping[int, int] | None) -> list[tuple[int, float, int]]:
    """(enterprise, share, times) of those that owe something."""
    if not counts:
        return []
    total = sum(counts.values())
    return [(enterprise, times / total, times) for enterprise, times in counts.items() if enterprise >= 0 and times > 0]


def _from_habits(
    clues: defaultdict[int, Clue], line: CreditLine, anchored: Sequence[int], habits: Habits, books: Books
) -> None:
    for key in _keys(line):
        counts = habits.paid_for.get(key)
        if not counts:
            continue
        own = {enterprise: times - (enterprise in anchored) for enterprise, times in counts.items()}
        for enterprise, share, times in _shared(own):
            clue = clues[enterprise]
            clue.learnt, clue.learnt_times = max(clue.learnt, share), max(clue.learnt_times, times)
    printed = habits.printed.get(line.payer_account)
    if printed:
        for enterprise, share, _ in _shared(printed):
            clues[enterprise].owner = share


def _from_memo(clues: defaultdict[int, Clue], memo: Memo, books: Books) -> None:
    for spelling in memo.spellings:
        owners = books.spellings.owners(spelling)
        for enterprise in owners:
            clues[enterprise].named = max(clues[enterprise].named, 1 / len(owners))
    for enterprise in memo.brands:
        clues[enterprise].named = max(clues[enterprise].named, 0.6 / len(memo.brands))
    for enterprise in memo.by_credit_code:
        clues[enterprise].named = 1.0


def people_in(text: str, books: Books) -> list[str]:
    """Trainees' names that stand in `text`, from left to right; lists are often written without any separator."""
    found: list[str] = []
    place = 0
    while place < len(text) and len(found) < _MOST_PEOPLE:
        name = next(
            (text[place : place + n] for n in books.trainee_lengths if text[place : place + n] in books.by_trainee), ""
        )
        if name:
            found.append(name)
        place += len(name) or 1
    return found
