"""The 承诺书 template: drawn in a worker process, saved where the person chooses, then opened."""

from __future__ import annotations

from dataclasses import astuple, dataclass
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QWidget

from school_desk.desk import saving
from school_desk.desk.services import Desk

_LETTER = "school_desk.adapters.printing.commitment_letter:commitment_letter"


@dataclass(frozen=True)
class Addressee:
    """Whom the letter is made out for; empty texts leave lines to write on."""

    name: str = ""
    credit_code: str = ""
    legal_person: str = ""


def save_letter(desk: Desk, owner: QWidget, addressee: Addressee = Addressee()) -> None:
    """Asks where to, draws, writes and opens the PDF. Does nothing when the person changes their mind."""

    def write(chosen: Path) -> None:
        from school_desk.adapters.printing.commitment_letter import CommitmentLetter

        target = chosen.with_suffix(".pdf")
        letter = CommitmentLetter(desk.school.name, desk.today, *astuple(addressee))
        told, opened = f"承诺书已保存：{target.name}", partial(saving.open_file, target)
        saving.write_pdf(desk, owner, saving.Pdf(target, _LETTER, (letter,), told, opened))

    name = f"企业承诺书（{addressee.name}）.pdf" if addressee.name else "企业承诺书模板.pdf"
    saving.ask_where(owner, desk, "保存承诺书", name, write)
