"""A file of 转账回单 as it was sent: opened and read in worker processes, and sent back in one sentence when it is none."""

from __future__ import annotations

from dataclasses import dataclass, field

from school_desk.adapters.ocr.pictures import real_format
from school_desk.documents.reading.paper import PaperReading
from school_desk.hub.portal import uploads
from school_desk.hub.portal.bodies import Upload
from school_desk.hub.portal.door import Visit
from school_desk.hub.portal.photos import pixel_faults, size_faults
from school_desk.intake.slips import SlipFile
from school_desk.kernel.errors import EnvironmentFault, RuleViolation
from school_desk.terms.uploads import ENTERPRISE_KINDS, DocumentKind

OPEN = "school_desk.intake.slips:sent_slips"
READ = "school_desk.intake.papers:read_paper_content"
TURN = "school_desk.intake.slips:turned"
# A photo, a picture of a screen, and what banks call 电子回单.
_FORMS = ("JPEG", "PNG", "PDF")
_UNREAD = PaperReading(DocumentKind.SLIP, {})


@dataclass(frozen=True)
class SentSlip:
    """One slip. `reading` has no engine when it was not read; `upright` is the picture as it is shown when it lies on its side, else None."""

    file: SlipFile = field(repr=False)
    reading: PaperReading = field(repr=False)
    upright: bytes | None = field(default=None, repr=False)


@dataclass(frozen=True)
class SentFile:
    """The slips of a file, at least one, and how many other papers in it are none."""

    slips: tuple[SentSlip, ...]
    left_out: int = 0


def sent_file(visit: Visit) -> SentFile:
    """What was sent in the field "slip". Raises RuleViolation of that field, EnvironmentFault `job.busy`.

    What could not be read, or not in time, comes along as it is: whoever sent it sees the picture and fills the form by hand.
    """
    upload = visit.body.files.get("slip")
    if upload is None:
        raise RuleViolation("slip.absent", "请选择回单的照片（JPG、PNG）或 PDF。", field="slip")
    faults = _file_faults(upload)
    if faults:
        raise RuleViolation("upload.picture", "".join(faults), field="slip")
    try:
        files: tuple[SlipFile, ...] = uploads.read(visit, OPEN, upload.content, upload.name)
    except (RuleViolation, EnvironmentFault) as refusal:
        if refusal.code == "job.busy":
            raise
        raise RuleViolation(refusal.code, refusal.message, field="slip") from refusal
    found = uploads.read_each(visit, READ, [(file.picture, DocumentKind.SLIP.value) for file in files])
    readings: list[PaperReading] = [reading or _UNREAD for reading in found]
    slips = [SentSlip(file, read) for file, read in zip(files, readings, strict=True) if not _is_no_slip(read)]
    if not slips:
        raise RuleViolation("slip.none", _why_none(readings[0]), field="slip")
    return SentFile(_uprighted(visit, slips), len(files) - len(slips))


def _file_faults(upload: Upload) -> tuple[str, ...]:
    """What is wrong with the file by its first bytes; nothing is decoded in this process."""
    form = real_format(upload.content)
    if form not in _FORMS:
        return ("这个文件不是 JPG、PNG 照片，也不是 PDF，只改文件名不行。请转存为 JPG，或重新拍照。",)
    return size_faults("回单", upload.content) or (() if form == "PDF" else pixel_faults("回单", upload.content))


def _is_no_slip(reading: PaperReading) -> bool:
    """Whether it is clearly something else. A slip of a bank we do not know says an amount and an account all the same."""
    if reading.seen in (DocumentKind.SLIP, ""):
        return False
    paid = reading.value("amount") and (reading.value("payer_account") or reading.value("payee_account"))
    return reading.seen in ENTERPRISE_KINDS or not paid


def _why_none(reading: PaperReading) -> str:
    if reading.seen in ENTERPRISE_KINDS:
        return f"这个文件像是{DocumentKind(reading.seen).label}，不是转账回单。请选择银行的转账回单。"
    return "这个文件里没有认出转账回单的金额和账号。请选择银行的转账回单；是照片的，请在光线充足处重新拍清楚。"


def _uprighted(visit: Visit, slips: list[SentSlip]) -> tuple[SentSlip, ...]:
    """The slips, those that lie on their side with a picture that does not."""
    askew = [slip for slip in slips if slip.reading.rotation % 360]
    if not askew:
        return tuple(slips)
    turned = uploads.read_each(visit, TURN, [(slip.file.picture, slip.reading.rotation) for slip in askew])
    upright = dict(zip(map(id, askew), turned, strict=True))
    return tuple(SentSlip(slip.file, slip.reading, upright.get(id(slip))) for slip in slips)
