"""A transfer slip as it was handed in (photo, screenshot, PDF) becomes one `RegisterSlip`: a claim that a person confirms, never money."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from school_desk.intake.files import FileSchool, read_file, store_file
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


def open_slip(path: str) -> SlipFile:
    """The slip in `path`. Raises RuleViolation `picture.*` with a sentence, EnvironmentFault. Call it in a worker process."""
    return slip_of(read_file(Path(path)), Path(path).name)


def slip_of(content: bytes, name: str) -> SlipFile:
    """The same of a file in memory."""
    from school_desk.adapters.ocr.conform import make_conforming_jpg

    picture = make_conforming_jpg(content)
    return SlipFile(name, picture, None if picture == content else content)


def slip_command(school: FileSchool, file: SlipFile, rotation: int, claim: SlipClaim) -> RegisterSlip:
    """The command that keeps the slip; `rotation` (degrees clockwise) is how it stands upright."""
    stored = store_file(school, file.picture, f"{Path(file.name).stem}.jpg", original=file.original)
    return RegisterSlip(
        file=replace(stored, original_name=file.name, rotation=rotation),
        payer_name=claim.payer_name,
        payer_account=claim.payer_account,
        payee_account=claim.payee_account,
        amount_fen=claim.amount_fen,
        paid_on=claim.paid_on,
        serial_no=claim.serial_no,
        enterprise_id=claim.enterprise_id,
        batch_id=claim.batch_id,
    )
