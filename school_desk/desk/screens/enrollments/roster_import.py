"""How a roster is imported on the import page."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from school_desk.desk.import_page import ImportKind

if TYPE_CHECKING:
    from school_desk.composition import School
    from school_desk.enrollments.commands import ImportRoster, RosterOutcome
    from school_desk.intake.roster import RosterPreview


def roster_kind(enterprise_id: str, photos: Path | None, batch_id: str | None) -> ImportKind:
    """The import of one enterprise's roster, into a new batch or (with `batch_id`) an earlier one."""
    from school_desk.intake.roster import roster_ledger

    return ImportKind(
        title="导入名单",
        read="school_desk.intake.roster:read_roster",
        arguments=lambda: (None if photos is None else str(photos),),
        command=partial(_command, enterprise_id, batch_id),
        ledger=roster_ledger,
        notes=_notes,
        done=_done,
    )


def _command(enterprise_id: str, batch_id: str | None, school: School, preview: RosterPreview) -> ImportRoster:
    from school_desk.intake.roster import roster_command

    return roster_command(school, preview, enterprise_id, batch_id)


def _notes(preview: RosterPreview, _result: Any) -> tuple[str, ...]:
    return preview.notes


def _done(outcome: RosterOutcome) -> str:
    return f"已导入 {outcome.count('imported')} 人，生成新的报名批次。"
