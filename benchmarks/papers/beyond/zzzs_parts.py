"""What the certificates of the family `beyond` share: their rows, lists of grades, issuer with day and seal, ruled cells."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

from benchmarks.papers.drawn import Row, chinese_day
from benchmarks.papers.firms import Firm
from benchmarks.papers.ink import Box, Sheet
from benchmarks.papers.outside.zzzs import parted
from benchmarks.papers.seals import round_seal


def rows_of(
    rng: Random, firm: Firm, *, until: str = "有效期", cert: str = "证书编号", site: str = "详细地址"
) -> dict[str, Row]:
    """The rows by name."""
    paper = firm.qualification
    day = chinese_day(paper.valid_until, padded=rng.random() < 0.75)
    return {
        "name": Row("name", "企业名称", firm.name),
        "site": Row("", site, firm.address.split("（")[0]),
        "uscc": Row("uscc", "统一社会信用代码", firm.code),
        "person": Row("legal_person", "法定代表人", firm.person),
        "capital": Row("", "注册资本", firm.capital.removeprefix("人民币") or "/"),
        "nature": Row("", rng.choice(("经济性质", "经济类型", "企业类型")), firm.kind),
        "cert": Row("cert_no", cert, paper.cert_no),
        "until": Row("valid_until", until, f"至{day}" if until == "有效期" and rng.random() < 0.5 else day),
    }


def issued(
    rng: Random,
    sheet: Sheet,
    firm: Firm,
    x: float,
    y: float,
    size: float,
    *,
    labels: tuple[str, str] = ("发证机关", "发证日期"),
    room: float = 700.0,
) -> Box:
    """Issuer and day in two rows with labels from `x`, set smaller to keep within `room`; the seal across both."""
    paper = firm.qualification
    size = min(size, size * room / sheet.advance(f"{labels[0]}：{paper.issuer}", size))
    end = sheet.text(x, y, f"{labels[0]}：", size, face=sheet.faces.label)
    right = sheet.text(end, y, paper.issuer, size, field="issuer")
    step = size * rng.uniform(1.7, 2.1)
    start = end if not labels[1] else sheet.text(x, y + step, f"{labels[1]}：", size, face=sheet.faces.label)
    day = chinese_day(paper.issued_on, padded=rng.random() < 0.75)
    sheet.text(start, y + step, day, size, field="issue_date")
    seal = round_seal(rng, paper.issuer, sheet.faces.seal, sheet.px(rng.uniform(254, 298)), tilt=9)
    middle = min((end + right) / 2 + rng.uniform(-30, 90), sheet.width - 200)
    return sheet.stamp(seal, middle, min(y + size * rng.uniform(0.4, 1.6), sheet.height - 190))


def cell_row(
    sheet: Sheet, edges: Sequence[float], y: float, height: float, rows: Sequence[Row], size: float, *, wrapped: int = 2
) -> float:
    """Label, value, label, value … in one ruled row at `edges`; a long value goes on `wrapped` lines. Returns the y below."""
    sheet.grid(edges, (y, y + height), width=1.4)
    for place, row in enumerate(rows):
        left, middle, right = edges[place * 2 : place * 2 + 3]
        narrow = min(size, size * (middle - left - 14) / sheet.advance(row.label, size, sheet.faces.label))
        sheet.text(
            (left + middle) / 2, y + height / 2 - narrow * 0.55, row.label, narrow, face=sheet.faces.label, align="m"
        )
        used = size
        while len(sheet.wrap(row.value, right - middle - 26, used)) > wrapped and used > 17:
            used -= 1
        lines = sheet.wrap(row.value, right - middle - 26, used)
        top = y + (height - len(lines) * used * 1.24) / 2 + used * 0.08
        sheet.paragraph(middle + 14, top, right - middle - 26, row.value, used, leading=1.24, field=row.name)
    return y + height


def grade_table(
    sheet: Sheet, firm: Firm, edges: Sequence[float], y: float, heads: Sequence[str], size: float, *, low: float
) -> float:
    """序号, category and level in three ruled columns under `heads`, as high as `low` allows. Returns the y below."""
    sheet.grid(edges, (y, y + size * 2), width=1.4)
    centres = [(edges[place] + edges[place + 1]) / 2 for place in range(3)]
    for x, head in zip(centres, heads, strict=True):
        sheet.text(x, y + size * 0.45, head, size, face=sheet.faces.label, align="m")
    y += size * 2
    step = min(size * 2.2, (low - y) / len(firm.qualification.grades))
    for place, grade in enumerate(firm.qualification.grades):
        category, level = parted(grade)
        sheet.grid(edges, (y, y + step), width=1.4)
        small = min(size, step * 0.6, size * (edges[2] - edges[1] - 24) / sheet.advance(category, size))
        sheet.text(centres[0], y + step / 2 - small * 0.55, str(place + 1), small, align="m")
        sheet.text(centres[1], y + step / 2 - small * 0.55, category, small, align="m", field="qualifications")
        sheet.text(centres[2], y + step / 2 - small * 0.55, level, small, align="m", field="qualifications")
        y += step
    return y
