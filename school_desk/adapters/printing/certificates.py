"""住房和城乡建设行业技能人员职业培训合格证: one A4 page each. The number is the authorities'; nothing here makes one up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from school_desk.adapters.printing.pictures import print_photo, qr_matrix
from school_desk.adapters.printing.sheet import INK, LINE, MUTED, Align, Box, Sheet
from school_desk.adapters.printing.wording import full_date
from school_desk.terms.masking import mask_id

TITLE = ("住房和城乡建设行业技能人员", "职业培训合格证")
_FRAME = Box(14, 14, 182, 269)
_LEFT, _LABEL, _ACROSS = 34.0, 30.0, 142.0


@dataclass(frozen=True, slots=True)
class CertificateIssuer:
    """Who trained, and where anybody may look a certificate up."""

    school_name: str
    look_up_at: str


@dataclass(frozen=True, slots=True)
class Certificate:
    """One certificate. The identity number is printed whole on the paper, masked in the QR code. `authority`: who issued this one.

    `print_number` counts the prints of this certificate from 1: all after the first are marked as reprints.
    """

    number: str
    name: str
    sex: str
    resident_id: str
    trade: str
    level: str
    issued_on: date
    authority: str
    photo: bytes | None = None
    print_number: int = 1


def certificates(issuer: CertificateIssuer, holders: Sequence[Certificate], printed_on: date) -> bytes:
    """All certificates as one PDF. Raises RuleViolation naming the holder whose name or photo cannot be printed."""
    sheet = Sheet("".join(TITLE), issuer.school_name, printed_on)
    for number, certificate in enumerate(holders):
        if number:
            sheet.next_page()
        sheet.who = f"{certificate.name}（证书编号 {certificate.number}）"
        _draw_frame(sheet)
        _draw_holder(sheet, certificate)
        _draw_statement(sheet, certificate)
        _draw_issuer(sheet, issuer, certificate)
        _draw_look_up(sheet, issuer)
        if certificate.print_number > 1:
            _draw_reprint_mark(sheet, certificate.print_number, printed_on)
    return sheet.finish()


def verification_text(issuer: CertificateIssuer, certificate: Certificate) -> str:
    """What the QR code says: what the paper must show too, so that a copied code on another paper betrays itself."""
    return "\n".join(
        (
            f"证书编号：{certificate.number}",
            f"姓名：{certificate.name}",
            f"证件号码：{mask_id(certificate.resident_id)}",
            f"工种等级：{certificate.trade} {certificate.level}",
            f"发证日期：{certificate.issued_on:%Y-%m-%d}",
            f"查询：{issuer.look_up_at}",
        )
    )


def _draw_frame(sheet: Sheet) -> None:
    sheet.frame(_FRAME, 2.2, shade=INK)
    sheet.frame(_FRAME.inset(2.2, 2.2), 0.6, shade=INK)
    sheet.spread(Box(_LEFT, 40, _ACROSS, 10), TITLE[0], 19, 3, bold=False)
    sheet.spread(Box(_LEFT, 55, _ACROSS, 16), TITLE[1], 34, 7)


def _draw_holder(sheet: Sheet, certificate: Certificate) -> None:
    photo = Box(_LEFT + _ACROSS - 35, 88, 35, 49)
    if certificate.photo is None:
        sheet.frame(photo)
        sheet.write(photo, "贴照片处", 10, align=Align.CENTRE, shade=MUTED)
    else:
        sheet.picture(photo, print_photo(certificate.photo, sheet.who))
    fields = (
        ("姓　　名", certificate.name),
        ("性　　别", certificate.sex),
        ("证件号码", certificate.resident_id),
        ("工　　种", certificate.trade),
        ("等　　级", certificate.level),
    )
    for row, (label, text) in enumerate(fields):
        _draw_field(sheet, Box(_LEFT, 86 + row * 11, _ACROSS - 43, 11), label, text)
    _draw_field(sheet, Box(_LEFT, 86 + 5 * 11, _ACROSS, 11), "证书编号", certificate.number)


def _draw_field(sheet: Sheet, box: Box, label: str, text: str) -> None:
    sheet.write(box._replace(width=_LABEL - 4), label, 13, shade=MUTED)
    value = Box(box.x + _LABEL, box.y, box.width - _LABEL, box.height)
    sheet.write(value, text, 15, bold=True)
    sheet.rule((value.x, value.bottom - 1), (value.right, value.bottom - 1), 0.5, shade=LINE)


def _draw_statement(sheet: Sheet, certificate: Certificate) -> None:
    text = (
        f"　　{certificate.name}参加住房和城乡建设行业技能人员职业培训，按规定完成全部学时，"
        f"经考核，{certificate.trade}（{certificate.level}）理论、安全、操作技能成绩合格。"
    )
    y = sheet.paragraph(Box(_LEFT, 160, _ACROSS, 0), text, 14, leading=1.9)
    sheet.paragraph(Box(_LEFT, y, _ACROSS, 0), "　　特发此证。", 14, leading=1.9)


def _draw_issuer(sheet: Sheet, issuer: CertificateIssuer, certificate: Certificate) -> None:
    code = Box(_LEFT, 220, 36, 36)
    sheet.squares(code, qr_matrix(verification_text(issuer, certificate)))
    sheet.write(Box(_LEFT - 6, 258, 48, 5), "扫码所见与本证不符的无效", 8.5, align=Align.CENTRE, shade=MUTED)
    lines = (
        ("培训机构（盖章）", issuer.school_name),
        ("发证机关（盖章）", certificate.authority),
        ("发证日期", full_date(certificate.issued_on)),
    )
    for row, (label, text) in enumerate(lines):
        box = Box(_LEFT + 50, 216 + row * 16, _ACROSS - 50, 14)
        sheet.write(box._replace(height=5), label, 9.5, shade=MUTED)
        sheet.write(box._replace(y=box.y + 5.5, height=8.5), text, 13, bold=True)


def _draw_look_up(sheet: Sheet, issuer: CertificateIssuer) -> None:
    told = f"证书信息查询：{issuer.look_up_at}"
    sheet.write(Box(_FRAME.x, 271, _FRAME.width, 6), told, 8.5, align=Align.CENTRE, shade=MUTED)


def _draw_reprint_mark(sheet: Sheet, print_number: int, printed_on: date) -> None:
    box = Box(_FRAME.right - 62, _FRAME.y + 7, 54, 8)
    sheet.frame(box, 0.8, shade=MUTED)
    mark = f"补打件　第 {print_number} 次打印　{printed_on:%Y-%m-%d}"
    sheet.write(box.inset(2), mark, 9, align=Align.CENTRE, shade=MUTED)
