"""What a 初审 stands on: the photos that a person read. Neither another desk's better photo nor an undo puts others beneath it."""

from __future__ import annotations

from collections.abc import Collection

from school_desk.documents.commands import current_documents, paper_owners_touched
from school_desk.enterprises.tables import EnterpriseRow
from school_desk.kernel.commands import Context, Undo
from school_desk.kernel.errors import RuleViolation
from school_desk.kernel.recording import altered
from school_desk.terms.labels import enterprise_status
from school_desk.terms.statuses import EnterpriseStatus
from school_desk.terms.uploads import ENTERPRISE_KINDS

# Where the papers have been read and accepted.
_READ = frozenset({EnterpriseStatus.PRE_APPROVED, EnterpriseStatus.AT_AUTHORITY, EnterpriseStatus.APPROVED})


def check_read(context: Context, row: EnterpriseRow, read: Collection[str]) -> None:
    """Raises RuleViolation `enterprise.papers_changed` unless the papers are those with the ids `read`; empty: not asked."""
    if read and set(read) != {paper.id for paper in current_documents(context, row.id, *ENTERPRISE_KINDS)}:
        raise RuleViolation("enterprise.papers_changed", f"“{row.name}”的材料刚换过，请看过新照片再办理。")


def papers_were_read(context: Context) -> None:
    """After an undo, also of an undo: what stands 初审通过 or further stands on the photos that were read for it.

    Raises RuleViolation `enterprise.papers_changed`: photos change beneath a status that stays, or it comes back over newer ones.
    """
    moved, changed = altered(context.session, EnterpriseRow), paper_owners_touched(context)
    for enterprise_id in sorted(moved.keys() | changed):
        row = context.session.get(EnterpriseRow, (context.school_id, enterprise_id))
        if row is None or row.status not in _READ:
            continue
        comes_back = enterprise_id in moved and "status" in moved[enterprise_id][1]
        papers = current_documents(context, row.id, *ENTERPRISE_KINDS)
        newer = any(paper.received_at > row.status_since for paper in papers)
        if newer if comes_back else enterprise_id in changed:
            status = enterprise_status(row.status)
            if comes_back:
                message = (
                    f"“{row.name}”的材料之后换过，不能撤销回到“{status}”。请先撤销更换材料，或看过新照片重新办理。"
                )
            else:
                message = f"“{row.name}”现在是“{status}”，审核时看过的照片不能换掉，这一步不能撤销。"
            raise RuleViolation("enterprise.papers_changed", message)


PAPERS_UNDO = Undo(after=papers_were_read)
