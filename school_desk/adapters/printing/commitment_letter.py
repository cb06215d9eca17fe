"""企业承诺书: the template an enterprise prints, seals, signs and photographs as cns.jpg (操作说明 第三章)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from school_desk.adapters.printing.sheet import INK, MUTED, Align, Box, Sheet

TITLE = "企业承诺书"
PROMISES = (
    "所提交的营业执照、资质证书、报名表、人员照片等材料真实、合法、有效，复印件与原件一致，照片与本人一致。",
    "报名人员均为本单位职工，本人知晓并同意报名，工种、等级和从业经历属实，不冒名顶替，不弄虚作假。",
    "组织报名人员按时参加培训和考核，学满规定学时，不代学、不替考，遵守考场纪律。",
    "培训费用由本单位账户公对公转账缴纳，不以本次培训为由向报名人员另行收费。",
    "妥善保管报名人员的身份证件、照片和联系方式，只用于本次培训、考核和办理证书。",
    "单位名称、地址、负责人、联系方式等发生变化时及时更新，接受行政主管部门和培训学校的监督检查。",
)
_TEXT = Box(27, 0, 156, 0)
_SIZE, _LEADING = 14, 1.85
_HINT = "盖章、签字后拍照或扫描，文件名 cns.jpg（JPG 格式，不超过 2M，文字清晰可见），在企业注册页上传或交培训学校。"


@dataclass(frozen=True, slots=True)
class CommitmentLetter:
    """What is filled in beforehand. Empty texts leave a line to write on; `made_on` only dates the file."""

    school_name: str
    made_on: date
    enterprise_name: str = ""
    credit_code: str = ""
    legal_person: str = ""


def commitment_letter(letter: CommitmentLetter) -> bytes:
    """The letter as a PDF of one A4 page."""
    sheet = Sheet(TITLE, letter.school_name, letter.made_on)
    sheet.who = letter.enterprise_name or TITLE
    sheet.spread(Box(_TEXT.x, 24, _TEXT.width, 14), TITLE, 26, 10)
    y = sheet.paragraph(_TEXT._replace(y=48), f"{letter.school_name}：", _SIZE, leading=_LEADING)
    head = f"本单位（法定代表人：{letter.legal_person}）" if letter.legal_person else "本单位"
    opening = f"　　{head}申请注册企业账号，为职工报名参加住房和城乡建设行业技能人员职业培训与考核，郑重承诺："
    y = sheet.paragraph(_TEXT._replace(y=y), opening, _SIZE, leading=_LEADING)
    for number, promise in zip("一二三四五六", PROMISES, strict=True):
        y = sheet.paragraph(_TEXT._replace(y=y), f"　　{number}、{promise}", _SIZE, leading=_LEADING)
    closing = "　　如有违反，本单位愿意承担由此产生的一切法律责任和信用后果。"
    y = sheet.paragraph(_TEXT._replace(y=y), closing, _SIZE, leading=_LEADING)
    _draw_signatures(sheet, letter, y + 6)
    sheet.write(Box(18, 282, 174, 6), _HINT, 8.5, align=Align.CENTRE, shade=MUTED)
    return sheet.finish()


def _draw_signatures(sheet: Sheet, letter: CommitmentLetter, y: float) -> None:
    lines = (
        ("企业名称（公章）：", letter.enterprise_name),
        ("统一社会信用代码：", letter.credit_code),
        ("法定代表人（签字）：", ""),
        ("日期：", "　　　　　年　　　　月　　　　日"),
    )
    for label, text in lines:
        field = Box(84, y, _TEXT.right - 84, 12)
        sheet.write(Box(_TEXT.x, y, 56, 10.5), label, 13, align=Align.RIGHT)
        sheet.write(field.inset(1)._replace(height=10.5), text, 13)
        sheet.rule((field.x, field.bottom - 1), (field.right, field.bottom - 1), 0.6, shade=INK)
        y = field.bottom + 1.5
