"""An authority's list as read, and the list itself as the evidence of what it says."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from school_desk.intake.files import store_file

if TYPE_CHECKING:
    from school_desk.adapters.sheets.results import AuthorityDecisionRow, SheetRows
    from school_desk.composition import School
    from school_desk.documents.commands import StoredFile


@dataclass(frozen=True)
class AuthorityPreview:
    """The rows, and the file they stand in."""

    file_name: str
    content: bytes
    sheet: SheetRows[AuthorityDecisionRow]


def evidence(school: School, preview: AuthorityPreview) -> StoredFile:
    """The list in the store."""
    return store_file(school, preview.content, preview.file_name)
