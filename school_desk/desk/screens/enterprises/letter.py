"""The 承诺书 template: drawn in a worker process, saved where the person chooses, then opened."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QWidget

from school_desk.kernel.files import write_bytes

if TYPE_CHECKING:
    from school_desk.desk.services import Desk

_JOB = "school_desk.desk.screens.enterprises.letter_job:draw_letter"


@dataclass(frozen=True)
class Addressee:
    """Whom the letter is made out for; empty texts leave lines to write on."""

    name: str = ""
    credit_code: str = ""
    legal_person: str = ""


def save_letter(desk: Desk, owner: QWidget, addressee: Addressee = Addressee()) -> None:
    """Asks where to, draws, writes and opens the PDF. Does nothing when the person changes their mind."""
    proposed = f"企业承诺书（{addressee.name}）.pdf" if addressee.name else "企业承诺书模板.pdf"
    start = str(desk.school.folder.exports / proposed)
    chosen, _ = QFileDialog.getSaveFileName(owner, "保存承诺书", start, "PDF (*.pdf)")
    if not chosen:
        return
    target = Path(chosen).with_suffix(".pdf")

    def write(content: bytes) -> None:
        desk.look_up(owner, lambda: write_bytes(target, content), lambda _: written(), key="letter")

    def written() -> None:
        desk.tell(f"承诺书已保存：{target.name}")
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(target)))

    desk.job(owner, _JOB, desk.school.name, desk.today, *_words(addressee), then=write)


def _words(addressee: Addressee) -> tuple[str, str, str]:
    return addressee.name, addressee.credit_code, addressee.legal_person
