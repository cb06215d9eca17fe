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
from school_desk.payments.matching.trust import NOTHING_KNOWN, Trust, score_ppm
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
_NO_QUESTION = MatchingQuestion((), (), (), (), frozenset())


@dataclass(frozen=True)
class Judged:
    """What matching said to a question, found by line: thousands of them are gone through once, not at every key."""

    matching: Matching
    question: MatchingQuestion

    @cached_property
    def proposals(self) -> Mapping[str, tuple[Proposal, ...]]:
        """By line, best first."""
        found: dict[str, tuple[Proposal, ...]] = {}
        for one in self.matching.proposals:
            found[one.line_id] = (*found.get(one.line_id, ()), one)
        return found

    @cached_property
    def verdicts(self) -> Mapping[str, tuple[Verdict, ...]]:
        """By line."""
        found: dict[str, tuple[Verdict, ...]] = {}
        for one in self.matching.verdicts:
            found[one.line_id] = (*found.get(one.line_id, ()), one)
        return found

    @cached_property
    def doubts(self) -> Mapping[str, float]:
        """0–1 by line: what speaks against its likeliest explanation. Interest is none of ours: there is nothing to doubt."""
        banking = {one.line_id: 0.0 for one in self.matching.verdicts if one.kind == "not_tuition"}
        return banking | {line_id: 1 - found[0].score for line_id, found in self.proposals.items()}

    @cached_property
    def certain(self) -> frozenset[str]:
        """The lines about which matching has no doubt."""
        return frozenset(line_id for line_id, found in self.proposals.items() if found[0].certain)

    @cached_property
    def seen(self) -> frozenset[str]:
        """The lines it was asked about."""
        return frozenset(line.id for line in self.question.lines)

    def made_ready(self) -> Judged:
        """The same with everything found, by whoever has the time."""
        _ = self.proposals, self.verdicts, self.doubts, self.certain, self.seen
        return self


@dataclass(frozen=True)
class OpenBooks:
    """What is owed, by id, beside what matching said last; `enterprises` are names by id.

    `question` is the one that is open now; None: something was decided since it was read. `trust` is what past decisions allow.
    """

    judged: Judged
    question: MatchingQuestion | None
    owed: Mapping[str, ReceivableListRow]
    enterprises: Mapping[str, str]
    trust: Trust = NOTHING_KNOWN

    @property
    def is_current(self) -> bool:
        """Whether nothing has changed since matching looked."""
        return self.judged.question is self.question

    @property
    def are_many(self) -> bool:
        """Whether reading them all takes so long that it waits until the hands rest."""
        return len(self.judged.question.lines) > AT_ONCE

    def answered_by(self, judged: Judged) -> OpenBooks:
        """The same with what matching has said meanwhile."""
        return replace(self, judged=judged)

    def with_owed(self, now: Mapping[str, ReceivableListRow | None]) -> OpenBooks:
        """The same with these 应缴单 as they are now; those that owe nothing any more, or are gone, are left out."""
        owed = dict(self.owed)
        for key, row in now.items():
            owed.pop(key, None)
            if row is not None and row.status in OWED:
                owed[key] = row
        return replace(self, question=None, owed=owed)

    def proposals(self, line: LineRow) -> tuple[Proposal, ...]:
        """The line's explanations, best first, without those that would pay what has been paid since; none without the best of them."""
        found = self.judged.proposals.get(line.id, ())
        return tuple(one for one in found if self._fits(one, line)) if found and self._fits(found[0], line) else ()

    def verdicts(self, line_id: str) -> tuple[Verdict, ...]:
        """What else there is to say of the line."""
        return self.judged.verdicts.get(line_id, ())

    def is_pending(self, line: LineRow) -> bool:
        """Whether matching has not seen the line yet, or not as it is now."""
        unseen = line.id not in self.judged.seen
        return not self.is_current and (unseen or (line.id in self.judged.proposals and not self.proposals(line)))

    def is_personal(self, line_id: str) -> bool:
        """Whether a person paid: a claim then needs a reason."""
        return any(verdict.kind == "personal_payer" for verdict in self.verdicts(line_id))

    def stake_fen(self, line: LineRow) -> float:
        """金额 × 存疑: the line's open money times what speaks against its likeliest explanation."""
        return line.rest_fen * self.judged.doubts.get(line.id, 1)

    def in_order(self, lines: Iterable[LineRow]) -> list[LineRow]:
        """What is most at stake first; equals stay as they were."""
        return sorted(lines, key=lambda line: -self.stake_fen(line))

    def draft(self, line: LineRow, proposal: Proposal) -> Draft:
        """The claim that a proposal stands for: what it leaves of the line becomes 预收余额 of the enterprise."""
        parts = tuple((self.owed[key], amount) for key, amount in proposal.parts)
        used = sum(amount for _, amount in parts)
        credit_to = parts[0][0].enterprise_id if used < line.rest_fen else None
        return Draft(line, parts, credit_to, proposal.reasons, shown=self.shown((line,)))

    def shown(self, lines: Iterable[LineRow]) -> dict[str, tuple[Proposal, ...]]:
        """What is proposed for these lines, by id."""
        return {line.id: self.proposals(line) for line in lines}

    def merged(self, lines: tuple[LineRow, ...]) -> Draft:
        """合并: the lines' money together, for what their likeliest explanations name; the person changes the rest."""
        wanted: dict[str, int] = defaultdict(int)
        for line in lines:
            for key, fen in next((one.parts for one in self.proposals(line)), ()):
                wanted[key] += fen
        # Together they may reach further than each alone: what else is open of the same batches comes after what they name.
        batches = {self.owed[key].batch_id for key in wanted}
        wanted |= {
            row.id: row.open_fen for row in self.owed.values() if row.batch_id in batches and row.id not in wanted
        }
        left, parts = sum(line.rest_fen for line in lines), []
        for key in wanted:
            fen = min(left, self.owed[key].open_fen, wanted[key])
            left -= fen
            if fen:
                parts.append((self.owed[key], fen))
        personal = frozenset(line.id for line in lines if self.is_personal(line.id))
        return Draft(lines[0], tuple(parts), others=lines[1:], personal=personal, shown=self.shown(lines))

    def sure(self, lines: Iterable[LineRow]) -> list[Draft]:
        """The claims without a doubt, one a line, whether they may be taken unseen or not; none while matching is being asked."""
        if not self.is_current:
            return []
        certain = ((line, self.proposals(line)) for line in lines if line.id in self.judged.certain)
        return [self.draft(line, found[0]) for line, found in certain if found]

    def is_trusted(self, line_id: str) -> bool:
        """Whether the line may be claimed unseen: matching has no doubt, and at this score the school's past has proven it right."""
        threshold = self.trust.threshold_ppm
        if threshold is None or line_id not in self.judged.certain:
            return False
        return score_ppm(self.judged.proposals[line_id][0].score) >= threshold

    def _fits(self, proposal: Proposal, line: LineRow) -> bool:
        dismissed = (self.question or self.judged.question).dismissed
        for key, fen in proposal.parts:
            row = self.owed.get(key)
            if row is None or row.open_fen < fen or (line.id, key) in dismissed:
                return False
        return sum(fen for _, fen in proposal.parts) <= line.rest_fen


def open_books(session: ReadSession, school_id: str, before: OpenBooks | None = None) -> OpenBooks:
    """What the books say now. Few lines are matched at once; many keep what matching said `before` until it is asked again."""
    question = matching_question(session, school_id)
    judged = before.judged if before is not None else Judged(_NOTHING, _NO_QUESTION)
    if judged.question == question:
        question = judged.question
    elif len(question.lines) <= AT_ONCE:
        judged = Judged(answered(question), question).made_ready()
    owed = {row.id: row for row in queries.receivables(session, school_id, statuses=OWED)}
    trust = queries.matching_trust(session, school_id)
    return OpenBooks(judged, question, owed, enterprise_names(session, school_id), trust)


def owed_now(session: ReadSession, school_id: str, ids: Iterable[str]) -> dict[str, ReceivableListRow | None]:
    """These 应缴单 as they are now; None: gone."""
    found = {one: queries.receivable(session, school_id, one) for one in ids}
    return {one: None if detail is None else detail.receivable for one, detail in found.items()}
