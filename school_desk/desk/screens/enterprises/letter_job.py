"""Draws the 承诺书 in a worker process: plain arguments in, the PDF's bytes out. No window here."""

from __future__ import annotations

from datetime import date


def draw_letter(school_name: str, made_on: date, name: str, credit_code: str, legal_person: str) -> bytes:
    """The letter as a PDF; empty texts leave lines to write on."""
    from school_desk.adapters.printing.commitment_letter import CommitmentLetter, commitment_letter

    return commitment_letter(CommitmentLetter(school_name, made_on, name, credit_code, legal_person))
