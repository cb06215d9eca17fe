"""What is owed and what the lines that wait may pay of it; matching may lag behind what was claimed a moment ago, and then says less."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from school_desk.desk.screens.payments.drafts import Draft
from school_desk.enterprises.queries import enterprise_names
from school_desk.payments import queries
from school_desk.payments.matching import Matching, Proposal, Verdict
from school_desk.payments.queries import LineRow, ReceivableListRow
from school_desk.payments.queries.proposals import MatchingQuestion, answered, matching_question
from school_desk.terms.statuses import LineStatus, ReceivableStatus

if TYPE_CHECKING:
    from school_desk.kernel.database import ReadSession

OWED = (ReceivableStatus.OPEN, ReceivableStatus.PART_PAID)
WAITING = (LineStatus.UNCLAIMED, LineStatus.PART_CLAIMED)
AT_ONCE = 200
"""So many lines are matched where they were read; more would hold the window up and go to a worker process."""
_NOTHING = Matching((), ())


@dataclass(frozen=True)
class OpenBooks:
    """`enterprises` are names by id. `answers` is the question that `matching` answers, `question` the one that is open now.

    `question` None: something was decided since it was read.
    """

    matching: Matching
    answers: MatchingQuestion | None
    question: MatchingQuestion | None
    owed: tuple[ReceivableListRow, ...]
    enterprises: Mapping[str, str]

    @property
    def is_current(self) -> bool:
        """Whether nothing has changed since matching looked."""
        return self.question is not None and self.answers is self.question

    @property
    def are_many(self) -> bool:
        """Whether reading them all takes so long that it waits until the hands rest."""
        return self.answers is not None and len(self.answers.lines) > AT_ONCE

    def answered_by(self, matching: Matching, question: MatchingQuestion | None) -> OpenBooks:
        """The same with what matching has said to `question` meanwhile."""
        return replace(self, matching=matching, answers=question)

    def with_owed(self, now: Mapping[str, ReceivableListRow | None]) -> OpenBooks:
        """The same with these 应缴单 as they are now; those that owe nothing any more, or are gone, are left out."""
        kept = [row for row in self.owed if row.id not in now]
        newer = [row for row in now.values() if row is not None and row.status in OWED]
        return replace(self, question=None, owed=tuple(sorted([*kept, *newer], key=lambda row: row.id, reverse=True)))

    def proposals(self, line: LineRow) -> tuple[Proposal, ...]:
        """The line's explanations, best first, without those that would pay what has been paid since; none without the best of them."""
        found = self._proposals.get(line.id, ())
        return tuple(one for one in found if self._fits(one, line)) if found and self._fits(found[0], line) else ()

    def verdicts(self, line_id: str) -> tuple[Verdict, ...]:
        """What else there is to say of the line."""
        return self._verdicts.get(line_id, ())

    def is_pending(self, line: LineRow) -> bool:
        """Whether matching has not seen the line yet, or not as it is now."""
        unseen = line.id not in self._seen
        return not self.is_current and (unseen or (line.id in self._proposals and not self.proposals(line)))

    def is_personal(self, line_id: str) -> bool:
        """Whether a person paid: a claim then needs a reason."""
        return any(verdict.kind == "personal_payer" for verdict in self.verdicts(line_id))

    def stake_fen(self, line: LineRow) -> float:
        """金额 × 存疑: the line's open money times what speaks against its likeliest explanation."""
        best = next(iter(self._proposals.get(line.id, ())), None)
        if best is None:
            is_banking = any(verdict.kind == "not_tuition" for verdict in self.verdicts(line.id))
            return 0 if is_banking else line.rest_fen
        return line.rest_fen * (1 - best.score)

    def in_order(self, lines: Iterable[LineRow]) -> list[LineRow]:
        """What is most at stake first; equals stay as they were."""
        return sorted(lines, key=lambda line: -self.stake_fen(line))

    def draft(self, line: LineRow, proposal: Proposal) -> Draft:
        """The claim that a proposal stands for: what it leaves of the line becomes 预收余额 of the enterprise."""
        parts = tuple((self._owed[key], amount) for key, amount in proposal.parts)
        used = sum(amount for _, amount in parts)
        credit_to = parts[0][0].enterprise_id if used < line.rest_fen else None
        return Draft(line, parts, credit_to, proposal.reasons)

    def merged(self, lines: tuple[LineRow, ...]) -> Draft:
        """合并: the lines' money together, for what their likeliest explanations name; the person changes the rest."""
        wanted: dict[str, int] = defaultdict(int)
        for line in lines:
            for key, fen in next((one.parts for one in self.proposals(line)), ()):
                wanted[key] += fen
        # Together they may reach further than each alone: what else is open of the same batches comes after what they name.
        batches = {self._owed[key].batch_id for key in wanted}
        wanted |= {row.id: row.open_fen for row in self.owed if row.batch_id in batches and row.id not in wanted}
        left, parts = sum(line.rest_fen for line in lines), []
        for key in wanted:
            fen = min(left, self._owed[key].open_fen, wanted[key])
            left -= fen
            if fen:
                parts.append((self._owed[key], fen))
        personal = frozenset(line.id for line in lines if self.is_personal(line.id))
        return Draft(lines[0], tuple(parts), others=lines[1:], personal=personal)

    def sure(self, lines: Iterable[LineRow]) -> list[Draft]:
        """The claims that matching can prove, one a line; none while it is being asked."""
        first = ((line, next(iter(self.proposals(line)), None)) for line in lines if self.is_current)
        return [self.draft(line, best) for line, best in first if best is not None and best.certain]

    @cached_property
    def _proposals(self) -> Mapping[str, tuple[Proposal, ...]]:
        found: dict[str, tuple[Proposal, ...]] = {}
        for one in self.matching.proposals:
            found[one.line_id] = (*found.get(one.line_id, ()), one)
        return found

    @cached_property
    def _verdicts(self) -> Mapping[str, tuple[Verdict, ...]]:
        found: dict[str, tuple[Verdict, ...]] = {}
        for one in self.matching.verdicts:
            found[one.line_id] = (*found.get(one.line_id, ()), one)
        return found

    @cached_property
    def _seen(self) -> frozenset[str]:
        return frozenset(line.id for line in self.answers.lines) if self.answers else frozenset()

    @property
    def _dismissed(self) -> frozenset[tuple[str, str]]:
        known = self.question or self.answers
        return known.dismissed if known is not None else frozenset()

    @cached_property
    def _owed(self) -> Mapping[str, ReceivableListRow]:
        return {row.id: row for row in self.owed}

    def _fits(self, proposal: Proposal, line: LineRow) -> bool:
        for key, fen in proposal.parts:
            row = self._owed.get(key)
            if row is None or row.open_fen < fen or (line.id, key) in self._dismissed:
                return False
        return sum(fen for _, fen in proposal.parts) <= line.rest_fen


def open_books(session: ReadSession, school_id: str, before: OpenBooks | None = None) -> OpenBooks:
    """What the books say now. Few lines are matched at once; many keep what matching said `before` until it is asked again."""
    question = matching_question(session, school_id)
    matching, answers = (before.matching, before.answers) if before is not None else (_NOTHING, None)
    if answers is not None and answers == question:
        question = answers
    elif len(question.lines) <= AT_ONCE:
        matching, answers = answered(question), question
    owed = queries.receivables(session, school_id, statuses=OWED)
    return OpenBooks(matching, answers, question, owed, enterprise_names(session, school_id))


def owed_now(session: ReadSession, school_id: str, ids: Iterable[str]) -> dict[str, ReceivableListRow | None]:
    """These 应缴单 as they are now; None: gone."""
    found = {one: queries.receivable(session, school_id, one) for one in ids}
    return {one: None if detail is None else detail.receivable for one, detail in found.items()}
