"""What papers are made of: a school opened at a desk, or by the Hub for its website."""

from __future__ import annotations

from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from school_desk.kernel.blobs import BlobStore
    from school_desk.kernel.clock import Clock


class PaperSchool(Protocol):
    """The part of an opened school that papers need."""

    id: str
    name: str
    blobs: BlobStore
    clock: Clock

    def reading(self) -> AbstractContextManager[Session]:
        """A session for queries."""
        ...
