"""What the school's own account and the enterprises on record say of a slip as read. A pure rule: a person still confirms every value."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from school_desk.documents.reading.evidence import LOOKS_ALIKE
from school_desk.documents.reading.paper import FieldReading, FieldState, PaperReading
from school_desk.documents.reading.slip_roles import are_roles_open
from school_desk.payments.domain import plain_account
from school_desk.terms.names import normalise_company_name

OUR_PAYEE_ACCOUNT, OUR_ACCOUNT = "是学校的收款账号", "是学校的账号"
ACCOUNT_ALMOST = "与学校的账号只差一位，请对照图片"
ACCOUNT_CUT = "只是学校账号的一段，可能没有读全，请对照图片"
ON_RECORD = "与企业档案一致"
FAINT_ON_RECORD = "企业档案里有这个名称，但有字可能读错，请对照图片"
TWO_ON_RECORD = "企业档案里还有只差一个字的“{name}”，请对照图片"
NAME_ALMOST = "企业档案里是“{name}”，只差一个字，请对照图片"
ROLES_OPEN = "{reason}，但谁付谁收还没有认准，请对照图片"

_CLEAR = 0.7
"""The least confidence at which agreement counts: what is less clear is a guess, and a guess may hit another enterprise's name."""
_PROVEN = 0.99
# Fewer digits may begin or end many an account; of shorter names, people's among them, one character in three tells nothing.
_LEAST_DIGITS, _LEAST_NAME = 8, 5


@dataclass(frozen=True)
class Parties:
    """Whom a slip may name: the school's accounts, the one that is paid into first, and the registered enterprises' present names."""

    accounts: tuple[str, ...] = ()
    enterprises: tuple[str, ...] = ()

    def whence(self, value: str) -> str:
        """Where a candidate comes from, as the screen says it; "" when it is only another way to read the slip."""
        return "学校账号" if value in self.accounts else "企业档案" if value in self.enterprises else ""


def hold_against(reading: PaperReading, parties: Parties) -> PaperReading:
    """The slip's reading with what `parties` say of its payee's account and its payer's name.

    Accepted is what equals the school's account, or, clearly read, the name of the only enterprise so called. What is nearly the one or the
    other is for a person to look at, however surely it was read, with that value as the first candidate. What a rule contradicts stays
    contradicted, and no value is changed. Nor does the record say who pays: where that is open it stays open, for the money may as well
    have gone the other way.
    """
    fields = dict(reading.fields)
    for name, judge in (("payee_account", _judge_account), ("payer_name", _judge_name)):
        found = fields.get(name)
        if found is not None and isinstance(found.value, str) and found.value:
            fields[name] = judge(found, found.value, parties)
    return replace(reading, fields=fields)


def _judge_account(found: FieldReading, value: str, parties: Parties) -> FieldReading:
    """So many digits do not become the school's by a misreading: however faint they are, to be equal is proof."""
    account = plain_account(value)
    if account in parties.accounts:
        return _accepted(found, OUR_PAYEE_ACCOUNT if account == parties.accounts[0] else OUR_ACCOUNT)
    for ours in parties.accounts:
        if _one_apart(account, ours):
            return _doubted(found, ACCOUNT_ALMOST, ours)
        if len(account) >= _LEAST_DIGITS and (ours.startswith(account) or ours.endswith(account)):
            return _doubted(found, ACCOUNT_CUT, ours)
    return found


def _judge_name(found: FieldReading, value: str, parties: Parties) -> FieldReading:
    name = normalise_company_name(value)
    same = parties.enterprises.count(name)
    near = tuple(_near(name, parties.enterprises))
    if same == 1 and found.state is FieldState.ACCEPTED:
        return _accepted(found, ON_RECORD)
    if same == 1 and near:
        # The record holds both: it cannot tell which of them the slip prints.
        return _doubted(found, TWO_ON_RECORD.format(name=near[0]), *near)
    if same == 1:
        # The record may have been read by the same readers, who take one rare character for the usual one every time.
        is_clear = found.confidence >= _CLEAR and LOOKS_ALIKE not in found.reasons
        return _accepted(found, ON_RECORD) if is_clear else _doubted(found, FAINT_ON_RECORD)
    if not same and len(near) == 1:
        return _doubted(found, NAME_ALMOST.format(name=near[0]), near[0])
    return found


def _near(name: str, enterprises: Iterable[str]) -> Iterator[str]:
    return (other for other in dict.fromkeys(enterprises) if len(name) >= _LEAST_NAME and _one_apart(name, other))


def _accepted(found: FieldReading, reason: str) -> FieldReading:
    if found.state is FieldState.FAILED:
        return found
    if are_roles_open(found.reasons):
        return _doubted(found, ROLES_OPEN.format(reason=reason))
    confidence = max(found.confidence, _PROVEN)
    return replace(found, state=FieldState.ACCEPTED, confidence=confidence, reasons=(*found.reasons, reason))


def _doubted(found: FieldReading, reason: str, *candidates: str) -> FieldReading:
    state = FieldState.FAILED if found.state is FieldState.FAILED else FieldState.LOOK
    others = tuple(dict.fromkeys((*candidates, *found.candidates)))
    return replace(found, state=state, reasons=(*found.reasons, reason), candidates=others)


def _one_apart(one: str, other: str) -> bool:
    """Whether a single character differs, is missing or is one too many."""
    short, long = sorted((one, other), key=len)
    if short == long or len(long) - len(short) > 1:
        return False
    at = next((place for place, char in enumerate(short) if char != long[place]), len(short))
    return short[at + (len(short) == len(long)) :] == long[at + 1 :]
