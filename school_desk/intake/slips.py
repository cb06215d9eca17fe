"""A transfer slip as it was handed in (photo, screenshot, PDF) becomes one `RegisterSlip`: a claim that a person confirms, never money.

A PDF may hold several, on several pages or below each other on one: each of them is a slip of its own.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from school_desk.intake.files import FileSchool, name_to_keep, read_file, store_file
from school_desk.kernel.errors import RuleViolation
from school_desk.payments.commands import RegisterSlip

# Of a file that comes over the website: who pays for a batch has one slip or a few, and each of them waits in memory to be read.
MOST_PAGES, MOST_SLIPS = 10, 10


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
    from school_desk.adapters.ocr.pdf import page_count

    pages = page_count(content)
    return SlipPage(_on_page(content, name, page), pages)


def sent_slips(content: bytes, name: str) -> tuple[SlipFile, ...]:
    """Every slip of a file in memory that somebody sent, at least one, in the order of its pages: all at once, within closer bounds.

    Raises RuleViolation `slip.too_many`, `slip.empty`, and `picture.*` as `open_slips`. Call it in a worker process: a page without text
    in it takes a second.
    """
    from school_desk.adapters.ocr.pictures import real_format

    if real_format(content) != "PDF":
        return (slip_of(content, name),)
    from school_desk.adapters.ocr.pdf import page_count

    found: list[SlipFile] = []
    for page in range(page_count(content, MOST_PAGES)):
        found += _on_page(content, name, page)
        if len(found) > MOST_SLIPS:
            message = f"这份 PDF 里的回单超过 {MOST_SLIPS} 张，没有识别；请分成几份，每份不超过 {MOST_SLIPS} 张。"
            raise RuleViolation("slip.too_many", message)
    if not found:
        raise RuleViolation("slip.empty", "这份 PDF 是空白的，里面没有回单。请重新下载电子回单，或截图上传。")
    return tuple(found)


def turned(picture: bytes, rotation: int) -> bytes:
    """The picture as a JPG turned clockwise by `rotation` degrees, to be looked at. Raises RuleViolation `picture.*`. For worker processes."""
    from school_desk.adapters.ocr.conform import encode_jpg
    from school_desk.adapters.ocr.lines import turn
    from school_desk.adapters.ocr.pictures import load_upright

    return encode_jpg(turn(load_upright(picture), rotation))


def slip_of(content: bytes, name: str) -> SlipFile:
    """The same of a file in memory."""
    from school_desk.adapters.ocr.conform import make_conforming_jpg

    picture = make_conforming_jpg(content)
    return SlipFile(name, picture, None if picture == content else content)


def _on_page(content: bytes, name: str, page: int) -> tuple[SlipFile, ...]:
    from school_desk.adapters.ocr.conform import make_conforming_jpg
    from school_desk.adapters.ocr.pdf_slips import papers_on_page

    pictures = papers_on_page(content, page, may_be_slips=True)
    return tuple(SlipFile(name, make_conforming_jpg(picture), content) for picture in pictures)


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
