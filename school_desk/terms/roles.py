"""Who may do what: the four roles of a school's office, the two of its website, and the sets of them that commands name."""

from __future__ import annotations

from enum import StrEnum


class Role(StrEnum):
    """A role of a staff member; one person may hold several."""

    CLERK = "clerk"
    FINANCE = "finance"
    EXAM = "exam"
    ADMIN = "admin"


class WebRole(StrEnum):
    """Who acts on the Hub's website, each for itself only; also the kinds of its accounts."""

    ENTERPRISE = "enterprise"
    AUTHORITY = "authority"


CLERKS = frozenset({Role.CLERK, Role.ADMIN})
# What an enterprise does for itself on the website, and a clerk for it at a desk.
REGISTRARS: frozenset[str] = CLERKS | {WebRole.ENTERPRISE}
# Money is decided by finance alone: an administrator who must decide holds the finance role too.
CASHIERS = frozenset({Role.FINANCE})
# Who deals with the authorities (their decisions, exams, scores, certificates). The school's own 初审 is the clerks'.
EXAMINERS = frozenset({Role.EXAM, Role.ADMIN})
# What an authority decides on the website itself, or the school records of it at a desk.
DECIDERS: frozenset[str] = EXAMINERS | {WebRole.AUTHORITY}
ADMINS = frozenset({Role.ADMIN})
EVERYBODY = frozenset(Role)
# Looking and taking away, which the journal keeps: everybody in the office, and an enterprise for its own people.
READERS: frozenset[str] = EVERYBODY | {WebRole.ENTERPRISE}
