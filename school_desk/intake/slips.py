"""A transfer slip as it was handed in (photo, screenshot, PDF) becomes one `RegisterSlip`: a claim that a person confirms, never money.

A PDF may hold several, on several pages or below each other on one: each of them is a slip of its own.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from school_desk.intake.files import FileSchool, name_to_keep, read_file, store_file
from school_desk.payments.commands import RegisterSlip


@dataclass(frozen=True)
class SlipFile:
    """One slip: `picture` is the upright JPG that is read and shown, `original` what was handed in when the two differ."""

    name: str
    picture: bytes
    original: bytes | None = None


@dataclass(frozen=True)
class SlipClaim:
    """What a person takes as read from the slip, and for whom they say it pays."""

    payer_name: str
    payer_account: str
    payee_account: str
    amount_fen: int
    paid_on: date | None
    serial_no: str
    enterprise_id: str | None = None
    batch_id: str | None = None


@dataclass(frozen=True)
class SlipPage:
    """The slips on one page of a file, top to bottom (none on an empty page), and how many pages it has: a picture is one."""

    slips: tuple[SlipFile, ...]
    pages: int


def open_slips(path: str, page: int = 0) -> SlipPage:
    """The slips on page `page` (from 0) of `path`. Raises RuleViolation `picture.*` with a sentence, EnvironmentFault.

    Call it in a worker process, and page by page: one that is a picture itself has to be read for where its slips end.
    """
    from school_desk.adapters.ocr.pictures import real_format

    content, name = read_file(Path(path)), Path(path).name
    if real_format(content) != "PDF":
        return SlipPage((slip_of(content, name),), 1)
    from school_desk.adapters.ocr.conform import make_conforming_jpg
    from school_desk.adapters.ocr.pdf import page_count
    from school_desk.adapters.ocr.pdf_slips import papers_on_page

    pages = page_count(content)
    pictures = papers_on_page(content, page, may_be_slips=True)
    return SlipPage(tuple(SlipFile(name, make_conforming_jpg(picture), content) for picture in pictures), pages)


def slip_of(content: bytes, name: str) -> SlipFile:
    """The same of a file in memory."""
    from school_desk.adapters.ocr.conform import make_conforming_jpg

    picture = make_conforming_jpg(content)
    return SlipFile(name, picture, None if picture == content else content)


def slip_command(school: FileSchool, file: SlipFile, rotation: int, claim: SlipClaim) -> RegisterSlip:
    """The command that keeps the slip; `rotation` (degrees clockwise) is how it stands upright."""
    stored = store_file(school, file.picture, f"{Path(file.name).stem}.jpg", original=file.original)
    return RegisterSlip(
        file=replace(stored, original_name=name_to_keep(file.name), rotation=rotation),
        payer_name=claim.payer_name,
        payer_account=claim.payer_account,
        payee_account=claim.payee_account,
        amount_fen=claim.amount_fen,
        paid_on=claim.paid_on,
        serial_no=claim.serial_no,
        enterprise_id=claim.enterprise_id,
        batch_id=claim.batch_id,
    )
