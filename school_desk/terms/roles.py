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
ADMINS = frozenset({Role.ADMIN})
EVERYBODY = frozenset(Role)
