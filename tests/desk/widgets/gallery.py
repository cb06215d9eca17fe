"""Draws every widget, light and dark, into PNG files to be looked at: python -m tests.desk.widgets.gallery [OUT/] [NAME …]."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QFrame,
    QHBoxLayout,
    QLabel,
    QVBoxLayout,
    QWidget,
)

from school_desk.desk.colours import Tone
from school_desk.desk.theme import GAP_L, GAP_M, GAP_S, apply_theme
from school_desk.desk.widgets.buttons import action_button
from school_desk.desk.widgets.chips import Chip
from school_desk.desk.widgets.facts import Fact, FactsGrid
from school_desk.desk.widgets.form import Form
from school_desk.desk.widgets.inputs import ChoiceInput
from school_desk.desk.widgets.search_field import SearchField
from school_desk.desk.widgets.side_bar import SideBar, SideItem, SideSection
from school_desk.desk.widgets.table import RowTable
from school_desk.desk.widgets.texts import heading, rule, sub, title
from school_desk.desk.widgets.toast import Toasts, ToastStrip
from tests.desk.widgets import gallery_controls, gallery_more
from tests.desk.widgets.gallery_samples import FIRMS, enrolment_columns, enrolments


def side_sections() -> list[SideSection]:
    """The screens of the product, in the manual's order."""
    return [
        SideSection("", [SideItem("home", "工作台", "home", "Alt+1")]),
        SideSection(
            "企业与报名",
            [
                SideItem("enterprise", "企业", "enterprise"),
                SideItem("review", "企业审核", "review"),
                SideItem("plan", "培训计划", "plan"),
                SideItem("roster", "网上报名", "roster"),
            ],
        ),
        SideSection(
            "缴费与学习",
            [
                SideItem("bank", "缴费对账", "bank"),
                SideItem("fee", "费用审核", "yuan"),
                SideItem("learning", "账号与学时", "learning"),
            ],
        ),
        SideSection(
            "考试与证书",
            [
                SideItem("apply", "申请考试", "apply"),
                SideItem("exam", "考核计划", "exam"),
                SideItem("score", "成绩", "score"),
                SideItem("certificate", "证书", "certificate"),
            ],
        ),
        SideSection("查询", [SideItem("find", "报名人员查询", "find-person"), SideItem("log", "操作日志", "log")]),
    ]


def side_bar() -> SideBar:
    """With counts."""
    bar = SideBar(side_sections())
    for key, count, tone in (
        ("review", 12, Tone.NEUTRAL),
        ("bank", 38, Tone.WARN),
        ("fee", 3, Tone.NEUTRAL),
        ("certificate", 12345, Tone.BAD),
    ):
        bar.set_count(key, count, tone)
    bar.choose("review")
    return bar


def list_page() -> QWidget:
    """A whole list screen: side bar, title row, table, toast."""
    page = QWidget()
    page.setFixedSize(1280, 760)
    row = QHBoxLayout(page)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(0)
    row.addWidget(side_bar())
    column = QVBoxLayout()
    column.setContentsMargins(GAP_L, GAP_L, GAP_L, GAP_L)
    column.setSpacing(GAP_M)
    row.addLayout(column)
    top = QHBoxLayout()
    top.setSpacing(GAP_S)
    top.addWidget(title("报名名单"))
    top.addWidget(sub("共 1,284 人"))
    top.addStretch(1)
    states = ChoiceInput([(None, "全部状态"), ("due", "缴费待核")])
    states.setFixedWidth(140)
    states.setAccessibleName("状态")
    for widget in (
        SearchField("姓名 / 身份证 / 手机"),
        states,
        action_button("导出 Excel", "export"),
        action_button("导入名单", "import", primary=True),
    ):
        top.addWidget(widget)
    column.addLayout(top)
    table = RowTable(enrolment_columns(), name="报名名单")
    table.set_rows(enrolments(300))
    table.select_ids([3, 4, 7])
    table.sort_by("due_fen", down=True)
    column.addWidget(table)
    strip = ToastStrip()
    column.addWidget(strip)
    Toasts(strip).say("已通过 湖州市德清县鼎立钢结构有限公司", undo=lambda: None)
    return page


def form_page() -> QWidget:
    """A form with errors beside the facts it came from."""
    page = QFrame()
    page.setProperty("role", "card")
    page.setFixedSize(860, 760)
    column = QVBoxLayout(page)
    column.setContentsMargins(24, 20, 24, 20)
    column.setSpacing(GAP_M)
    form = Form()
    form.add_heading("企业登记")
    form.add_text("name", "企业名称", required=True, span=2)
    form.add_text("code", "统一社会信用代码", required=True, digits=True, upper=True, hint="18 位，在营业执照上方")
    form.add_choice("region", "所属地区", [("330521", "德清县"), ("330502", "吴兴区")], required=True)
    form.add_text("mobile", "负责人手机号", required=True, digits=True)
    form.add_date("until", "有效期至")
    form.add_money("fee", "费用（元）")
    form.add_check("province", "省属单位")
    form.add_note("note", "备注", span=2)
    form.set_values(
        {"name": FIRMS[2], "code": "91330521MA2B3C4D5E", "region": "330521", "mobile": "1381234567", "fee": 80_000}
    )
    form.set_error("code", "校验位不符：第 18 位应为 7。请对照营业执照改正。")
    form.set_error("mobile", "手机号应为 11 位，现在是 10 位。")
    column.addWidget(form)
    column.addWidget(rule())
    column.addWidget(heading("申报信息"))
    facts = [
        Fact("企业名称", FIRMS[0]), Fact("信用代码", "91330502MA2B3C4D5E", Chip("校验相符", Tone.GOOD)),
        Fact("负责人手机", "138****5678"),
        Fact("上级行政主管部门", "湖州市住房和城乡建设局", note="由所属地区与是否省属得出"),
        Fact("企业地址", "浙江省湖州市吴兴区环渚街道中兴大道 1800 号"),
        Fact("联系人", ""),
    ]  # fmt: skip
    column.addWidget(FactsGrid(facts))
    column.addStretch(1)
    return page


def empties() -> QWidget:
    """An empty table, a loading one, an error toast."""
    page = QWidget()
    page.setFixedSize(1100, 460)
    column = QVBoxLayout(page)
    column.setContentsMargins(GAP_L, GAP_L, GAP_L, GAP_L)
    row = QHBoxLayout()
    row.setSpacing(GAP_L)
    strip = ToastStrip()
    column.addLayout(row)
    column.addWidget(strip)
    empty = RowTable(enrolment_columns(), name="空表")
    empty.set_empty(
        "还没有待审核的企业",
        "把企业交来的文件夹或压缩包拖到这里，系统会按文件名分好营业执照、承诺书和资质证书。",
        "选择文件夹",
        "folder",
    )
    loading = RowTable(enrolment_columns(), name="读取中")
    loading.set_loading(True)
    row.addWidget(empty)
    row.addWidget(loading)
    Toasts(strip).fail(
        "没有导入：文件“报名表.xlsx”被 Excel 占用。", "请先在 Excel 里关闭它，再点“重试”。已有数据没有改变。"
    )
    return page


# Bare controls of Qt, drawn to see how they look: what they are called and how large is for those who use them.
QTS_OWN = {"controls", "popups"}
PAGES: dict[str, Callable[[], QWidget]] = {
    "list": list_page,
    "controls": gallery_controls.controls,
    "form": form_page,
    "popups": gallery_controls.popups,
    "empties": empties,
    "review": gallery_more.review,
    "workbench": gallery_more.workbench,
    "detail": gallery_more.detail,
    "sheet": gallery_more.sheet,
    "count": gallery_more.count_sheet,
    "question": gallery_more.plain_sheet,
    "palette": gallery_more.palette,
}


def clipped(page: QWidget) -> list[str]:
    """The words on `page` that have less room than they need."""
    found = []
    for label in page.findChildren(QLabel):
        words = QFontMetrics(label.font()).horizontalAdvance(label.text())
        if not label.isVisible() or not label.text() or label.toolTip() == label.text():
            continue
        if label.wordWrap():
            cut = label.height() < label.heightForWidth(label.width()) - 1
        else:
            cut = label.width() < words or label.height() < QFontMetrics(label.font()).height() - 1
        found += [f"{label.text()} {label.size()}"] if cut else []
    for button in page.findChildren(QAbstractButton):
        need = button.sizeHint()
        if button.isVisible() and button.text() and (button.width() < need.width() or button.height() < need.height()):
            found.append(f"{button.text()} {button.size()}")
    return found


def main(arguments: list[str]) -> int:
    """Draw the pages asked for (all when none is named); 1 when words are cut off."""
    names = [each for each in arguments if each in PAGES] or list(PAGES)
    folders = [each for each in arguments if "/" in each]
    out = Path(folders[0] if folders else "gallery")
    out.mkdir(parents=True, exist_ok=True)
    app = QApplication(["gallery"])
    cut: list[str] = []
    for theme in ("light", "dark"):
        apply_theme(app, theme == "dark")
        for name in names:
            page = PAGES[name]()
            page.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
            page.show()
            app.processEvents()
            page.grab().save(str(out / f"{name}-{theme}.png"))
            cut += [f"{name}: {words}" for words in clipped(page) if name not in QTS_OWN]
            page.close()
    sys.stdout.write("\n".join(cut))
    return 1 if cut else 0


if __name__ == "__main__":
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    sys.exit(main(sys.argv[1:]))
