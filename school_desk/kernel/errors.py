"""Failure has three names here: what a person can fix, what the surroundings did, and (anything else) our bug."""

from __future__ import annotations


class RuleViolation(Exception):
    """A person can fix it. `message` says in Chinese what is wrong, where, and how to go on; `code` is stable for tests and sync.

    `field` names the input it is about, where there is one, so that a form can put the cursor there.
    """

    def __init__(self, code: str, message: str, *, field: str | None = None) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.field = field

    def __reduce__(self) -> tuple[object, ...]:
        """Travels whole between processes."""
        return _rule_violation, (self.code, self.message, self.field)


class EnvironmentFault(Exception):
    """The disk, a locked file, a missing library or the network is at fault: nothing was changed, the same act may be tried again."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message

    def __reduce__(self) -> tuple[object, ...]:
        """Travels whole between processes."""
        return EnvironmentFault, (self.code, self.message)


class Cancelled(Exception):
    """The person cancelled a job; what it had not finished is not kept."""


def _rule_violation(code: str, message: str, field: str | None) -> RuleViolation:
    return RuleViolation(code, message, field=field)
