"""Which open receivables a bank line pays, with reasons. Pure: values in, proposals out, no database and no decision."""

from school_desk.payments.matching.books import Books
from school_desk.payments.matching.engine import match, propose
from school_desk.payments.matching.facts import (
    CreditLine,
    DebitLine,
    Kind,
    KnownPayer,
    Matching,
    OpenReceivable,
    Party,
    Proposal,
    Slip,
    Verdict,
    VerdictKind,
)

__all__ = [
    "Books",
    "CreditLine",
    "DebitLine",
    "Kind",
    "KnownPayer",
    "Matching",
    "OpenReceivable",
    "Party",
    "Proposal",
    "Slip",
    "Verdict",
    "VerdictKind",
    "match",
    "propose",
]
