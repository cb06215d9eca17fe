"""How an enterprise's state looks: its chip, and the steps that may follow."""

from __future__ import annotations

from typing import Protocol

from school_desk.desk.colours import Tone
from school_desk.desk.widgets.chips import Chip
from school_desk.terms.labels import enterprise_status
from school_desk.terms.statuses import DocumentStatus, EnterpriseStatus

_LOOKS = {
    EnterpriseStatus.SUBMITTED: (Tone.WARN, ""),
    EnterpriseStatus.RETURNED: (Tone.NEUTRAL, "arrow"),
    EnterpriseStatus.PRE_APPROVED: (Tone.INFO, "half"),
    EnterpriseStatus.AT_AUTHORITY: (Tone.INFO, "clock"),
    EnterpriseStatus.APPROVED: (Tone.GOOD, ""),
    EnterpriseStatus.REFUSED: (Tone.BAD, ""),
}
_PAPERS = {
    DocumentStatus.CURRENT: Chip("已收到", Tone.GOOD),
    DocumentStatus.RETURNED: Chip("已退回", Tone.WARN, "arrow"),
}
MISSING_PAPER = Chip("缺", Tone.BAD)


class _Registered(Protocol):
    @property
    def status(self) -> EnterpriseStatus: ...
    @property
    def doubt(self) -> str | None: ...
    @property
    def recheck(self) -> str | None: ...
    @property
    def suspended(self) -> str | None: ...


def status_chip(status: EnterpriseStatus) -> Chip:
    """The chip of a state alone."""
    tone, glyph = _LOOKS[status]
    return Chip(enterprise_status(status), tone, glyph)


def state_chip(row: _Registered) -> Chip:
    """What matters most of an enterprise: stopped, to be checked again, in doubt, else its state."""
    if row.suspended:
        return Chip("已停用", Tone.NEUTRAL, "pause")
    if row.recheck:
        return Chip("变更待复核", Tone.WARN, "warn")
    if row.doubt:
        return Chip("存疑", Tone.WARN, "warn")
    return status_chip(row.status)


def paper_chip(status: DocumentStatus) -> Chip:
    """The chip of a paper that lies before the school."""
    return _PAPERS[status]
