"""Facts about enterprises that later steps react to, in the same transaction."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class AuthorityDecides:
    """A decision that is this authority's to take: when another gives it on the website, its account objects by raising RuleViolation."""

    authority_code: str


@dataclass(frozen=True)
class RegistrationChanges:
    """An enterprise's registration is about to change: another one on the website is stopped by its account, which raises RuleViolation."""

    enterprise_id: str


@dataclass(frozen=True)
class ApprovalTakenBack:
    """The authority's approval is about to be taken back: whoever built on it objects by raising RuleViolation."""

    enterprise_id: str


@dataclass(frozen=True)
class RenameTakenBack:
    """The enterprise's present name or code is about to be taken back: whoever gave a paper out on it objects by raising RuleViolation."""

    enterprise_id: str


@dataclass(frozen=True)
class EnterpriseRenamed:
    """The enterprise's name or code changed; the old ones are kept as former names."""

    enterprise_id: str
    name: str
    credit_code: str
