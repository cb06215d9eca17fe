"""What every paper of the school begins and ends with."""

from __future__ import annotations

from dataclasses import dataclass

from school_desk.adapters.printing.sheet import INK, MUTED, Align, Box, Sheet

MARGIN = 20.0


@dataclass(frozen=True, slots=True)
class School:
    """The school as papers name it. Empty texts are left out."""

    name: str
    contact: str = ""
    phone: str = ""
    address: str = ""

    @property
    def contact_line(self) -> str:
        """联系人、电话、地址 in one line, as far as they are known."""
        told = (("联系人", self.contact), ("电话", self.phone), ("地址", self.address))
        return "　".join(f"{label}：{text}" for label, text in told if text)


def draw_head(sheet: Sheet, school: School, title: str) -> float:
    """The school's name, the title and a rule, at the top of a page. Returns where the rest may begin."""
    across = sheet.width - 2 * MARGIN
    sheet.write(Box(MARGIN, 16, across, 8), school.name, 12, align=Align.CENTRE, shade=MUTED)
    sheet.spread(Box(MARGIN, 25, across, 12), title, 22, 6)
    sheet.rule((MARGIN, 41), (sheet.width - MARGIN, 41), 1.2, shade=INK)
    return 47.0


def draw_foot(sheet: Sheet, note: str, page: int, pages: int) -> None:
    """A line of small print and, when there are several pages, which one this is (from 1)."""
    box = Box(MARGIN, sheet.height - 15, sheet.width - 2 * MARGIN, 5)
    sheet.rule((box.x, box.y - 1.5), (box.right, box.y - 1.5), 0.4)
    paging = f"第 {page} 页，共 {pages} 页" if pages > 1 else ""
    sheet.write(box._replace(width=box.width - (32 if paging else 0)), note, 8, shade=MUTED)
    sheet.write(Box(box.right - 30, box.y, 30, box.height), paging, 8, align=Align.RIGHT, shade=MUTED)
