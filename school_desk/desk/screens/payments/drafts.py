"""A claim before it is given: of one line, or of several put together, and the command it becomes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from school_desk.payments.commands import AllocateTogether, AllocateTransfer, JudgedProposal, Part
from school_desk.payments.matching import Proposal
from school_desk.payments.matching.trust import score_ppm
from school_desk.payments.queries import LineRow, ReceivableListRow

BY_HAND = ("手动认领",)


@dataclass(frozen=True)
class Draft:
    """How much of the money each 应缴单 gets, and whose 预收余额 the rest becomes, if anybody's.

    `others`: lines whose money is put together with `line`'s (合并). `personal`: the lines that a person paid, by id. `shown`: what was
    proposed for the lines, best first, by id.
    """

    line: LineRow
    parts: tuple[tuple[ReceivableListRow, int], ...] = ()
    credit_to: str | None = None
    reasons: tuple[str, ...] = BY_HAND
    others: tuple[LineRow, ...] = ()
    personal: frozenset[str] = frozenset()
    shown: Mapping[str, tuple[Proposal, ...]] = field(default_factory=dict)

    @property
    def lines(self) -> tuple[LineRow, ...]:
        """All lines, the oldest first."""
        return tuple(sorted((self.line, *self.others), key=lambda line: (line.booked_at, line.id)))

    @property
    def rest_fen(self) -> int:
        """What there is to give."""
        return sum(line.rest_fen for line in self.lines)

    @property
    def given_fen(self) -> int:
        """What the 应缴单 get."""
        return sum(amount for _, amount in self.parts)

    @property
    def credited_fen(self) -> int:
        """What becomes 预收余额."""
        return max(0, self.rest_fen - self.given_fen) if self.credit_to else 0

    @property
    def difference_fen(self) -> int:
        """差额: what of the money goes nowhere yet; below zero: more is given than there is."""
        return self.rest_fen - self.given_fen - self.credited_fen

    def command(self, personal_reason: str = "") -> AllocateTransfer | AllocateTogether:
        """The decision; the amounts seen go with it. Of several lines the oldest one's money goes first."""
        reason = personal_reason.strip()
        if not self.others:
            return _transfer(self, {}, reason)
        return _together(self._alone(), dict.fromkeys(self.personal, reason))

    def _alone(self) -> list[Draft]:
        """What each of the lines pays of it; a line that would pay nothing is left out."""
        wanted, found = list(self.parts), []
        for line in self.lines:
            parts, left = [], line.rest_fen
            while wanted and left:
                row, amount = wanted.pop(0)
                fen = min(amount, left)
                left -= fen
                parts.append((row, fen))
                if amount > fen:
                    wanted.insert(0, (row, amount - fen))
            credit_to = self.credit_to if left else None
            if parts or credit_to:
                found.append(Draft(line, tuple(parts), credit_to, self.reasons, shown=self.shown))
        return found


def judged(shown: Sequence[Proposal], taken: Mapping[str, int], *, seen: bool = True) -> JudgedProposal | None:
    """What it says of a line's first proposal that a person gives these 应缴单 (by id) so much; None: there was no proposal."""
    if not shown:
        return None
    rank = next((rank for rank, one in enumerate(shown, start=1) if dict(one.parts) == taken), 0)
    return JudgedProposal(score_ppm(shown[0].score), shown[0].certain, rank, seen)


def together(drafts: Iterable[Draft]) -> AllocateTogether:
    """Claims of one line each as one decision, for which nobody looks at every line."""
    return _together(drafts, {}, seen=False)


def _together(drafts: Iterable[Draft], reasons: Mapping[str, str], *, seen: bool = True) -> AllocateTogether:
    """`reasons`: why a person paid, by line. Each 应缴单 is seen as the claims before have left it."""
    given: dict[str, int] = {}
    transfers = []
    for draft in drafts:
        transfers.append(_transfer(draft, given, reasons.get(draft.line.id, ""), seen=seen))
        for row, amount in draft.parts:
            given[row.id] = given.get(row.id, 0) + amount
    return AllocateTogether(tuple(transfers))


def _transfer(draft: Draft, given: Mapping[str, int], personal_reason: str, *, seen: bool = True) -> AllocateTransfer:
    parts = tuple(Part(row.id, amount, row.open_fen - given.get(row.id, 0)) for row, amount in draft.parts)
    taken = {part.receivable_id: part.amount_fen for part in parts}
    return AllocateTransfer(
        draft.line.id,
        draft.line.rest_fen,
        parts,
        draft.credit_to,
        draft.reasons,
        personal_reason,
        judged(draft.shown.get(draft.line.id, ()), taken, seen=seen),
    )
