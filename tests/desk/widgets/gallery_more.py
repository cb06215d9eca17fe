"""Gallery pages of the review, the workbench, the detail and the sheets."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QFont, QImage, QPainter
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from school_desk.desk.colours import Tone
from school_desk.desk.page import PageFrame
from school_desk.desk.theme import GAP_L, GAP_M, GAP_S, font
from school_desk.desk.widgets.buttons import action_button
from school_desk.desk.widgets.chips import Chip
from school_desk.desk.widgets.columns import Column
from school_desk.desk.widgets.detail_panel import DetailPanel
from school_desk.desk.widgets.dialogs import CountSheet, FormSheet, Sheet
from school_desk.desk.widgets.facts import Fact
from school_desk.desk.widgets.field_row import FieldList, FieldView
from school_desk.desk.widgets.filter_tabs import FilterTab, FilterTabs
from school_desk.desk.widgets.job_bar import JobBar, JobLine
from school_desk.desk.widgets.page import Card, Notice
from school_desk.desk.widgets.palette import CommandPalette, PaletteEntry
from school_desk.desk.widgets.photo_panel import PhotoPanel
from school_desk.desk.widgets.photo_view import PhotoBox
from school_desk.desk.widgets.search_field import SearchField
from school_desk.desk.widgets.steps import Step, Stepper
from school_desk.desk.widgets.table import RowTable

LICENCE_LINES = (
    ("统一社会信用代码", "91330521MA2B3C4D5E"),
    ("名　　称", "湖州市德清县鼎立钢结构有限公司"),
    ("法定代表人", "陈志强"),
    ("住　　所", "浙江省湖州市德清县武康街道中兴路18号"),
    ("营业期限", "2011年05月21日至2031年05月20日"),
)


def licence() -> tuple[QImage, list[PhotoBox]]:
    """A drawn licence of 1500 × 1060 and where its lines stand."""
    image = QImage(1500, 1060, QImage.Format.Format_RGB32)
    image.fill(QColor("#f7efdd"))
    painter = QPainter(image)
    big = QFont(font("title"))
    big.setPixelSize(72)
    painter.setFont(big)
    painter.drawText(QRect(0, 80, 1500, 120), Qt.AlignmentFlag.AlignCenter, "营 业 执 照")
    big.setPixelSize(34)
    painter.setFont(big)
    boxes = []
    for place, (label, value) in enumerate(LICENCE_LINES):
        top = 280 + place * 110
        painter.drawText(120, top + 36, label)
        painter.drawText(480, top + 36, value)
        width = painter.fontMetrics().horizontalAdvance(value)
        tone = (Tone.WARN, Tone.INFO, Tone.INFO, Tone.INFO, Tone.BAD)[place]
        boxes.append(PhotoBox(f"field{place}", 476, top, width + 8, 50, tone, label))
    painter.end()
    return image, boxes


class Queued(NamedTuple):
    """A line of the review's queue."""

    id: int
    name: str
    state: Chip


def review() -> QWidget:
    """The triptych: queue, photo, fields."""
    page = PageFrame("企业审核")
    page.setFixedSize(1366, 780)
    page.set_count("第 2 / 12 家 · 约 4 分钟")
    page.add_tool(SearchField("名称 / 信用代码 / 拼音首字母"))
    kinds = (("back", "退回补正"), ("visit", "待现场审核"), ("done", "已通过"))
    tabs = FilterTabs([FilterTab("todo", "待初审", Tone.WARN), *(FilterTab(key, title) for key, title in kinds)])
    tabs.set_counts({"todo": 12, "back": 3, "visit": 0, "done": 1284})
    page.add_bar(tabs)
    three = QWidget()
    row = QHBoxLayout(three)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(GAP_M)
    page.set_content(three)
    queue = RowTable(
        [Column("name", "企业", 120, stretch=True), Column("state", "状态", 104, kind="chip")], name="待审企业"
    )
    names = ("恒泰劳务", "鼎立钢构", "永固装饰", "万达园林", "华盛建设", "祥和市政")
    states = (Chip("待审", Tone.WARN), Chip("待审", Tone.WARN), Chip("通过", Tone.GOOD), Chip("存疑", Tone.BAD, "warn"))
    queue.set_rows([Queued(n, name, states[n % 4]) for n, name in enumerate(names)])
    queue.select_ids([1])
    queue.setFixedWidth(260)
    row.addWidget(queue)
    panel = PhotoPanel()
    image, boxes = licence()
    panel.view.show_image(image, boxes=boxes)
    panel.view.show_box("field0", closer=False)
    row.addWidget(panel, 1)
    row.addWidget(review_fields(panel))
    return page


def review_fields(panel: PhotoPanel) -> QWidget:
    """The right third."""
    side = Card(margin=GAP_M)
    side.setFixedWidth(400)
    fields = FieldList()
    views = [
        FieldView("field0", "统一社会信用代码", "91330521MA2B3C4D57", "91330521MA2B3C4D5E", None, 0.62, Tone.WARN,
                  "校验位不符：第 18 位应为 7。", (("另一读法", "91330521MA2B3C4D51"),)),
        FieldView("field1", "企业名称", "湖州市德清县鼎立钢结构有限公司", "湖州市德清县鼎立钢结构有限公司", confidence=0.98),
        FieldView("field2", "法定代表人", "陈志强", "陈志强", confidence=0.97),
        FieldView("field3", "住所", "", "浙江省湖州市德清县武康街道中兴路18号", "浙江省湖州市德清县武康街道中兴路18号", 0.95),
        FieldView("field4", "有效期至", "2031-05-20", "2013-05-20", None, 0.41, Tone.BAD, "营业期限已过：2013-05-20 早于今天。"),
    ]  # fmt: skip
    fields.set_fields(views)
    for key in ("field0", "field4"):
        fields.row(key).set_crop(panel.view.crop(key))
    side.column.addWidget(fields, 1)
    side.column.addWidget(Notice(Tone.WARN, "承诺书上没有看到公章，请看照片第二张。", "看照片"))
    foot = QHBoxLayout()
    foot.setSpacing(GAP_S)
    foot.addWidget(action_button("退回", role="danger", keys="Ctrl+R"))
    foot.addWidget(action_button("存疑", keys="Ctrl+D"))
    foot.addStretch(1)
    foot.addWidget(action_button("通过并下一条", "check", primary=True, keys="Ctrl+Return"))
    side.column.addLayout(foot)
    return side


def workbench() -> QWidget:
    """Steps, jobs, notices."""
    page = PageFrame("工作台")
    page.setFixedSize(1120, 820)
    page.set_count("2026-11-23 星期一")
    inside = QWidget()
    page.set_content(inside)
    column = QVBoxLayout(inside)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(GAP_M)
    steps = Card("湖州市德清县鼎立钢结构有限公司的进度")
    names = (
        "企业注册账号",
        "现场审核",
        "网上报名",
        "公对公转账缴费",
        "费用审核",
        "开通学习账号",
        "申请考试",
        "考试",
        "下载证书",
    )
    past = [Step(name, name, "done", "11-23") for name in names[:4]]
    steps.column.addWidget(
        Stepper([*past, Step("now", names[4], "current"), *(Step(name, name) for name in names[5:])])
    )
    plan = [
        Step("a", "未上报", "done", "11-20 沈会计"),
        Step("b", "未审核", "blocked", "被退回：缺照片"),
        Step("c", "已审核"),
    ]
    steps.column.addWidget(Stepper(plan, clickable=True))
    column.addWidget(steps)
    jobs = JobBar()
    jobs.show_jobs(
        [
            JobLine("1", "识别照片", 14, 120, "03-恒泰劳务/yyzz.jpg", paused=False),
            JobLine("2", "导出报名名单", note="报名人员.xlsx"),
        ]
    )
    column.addWidget(jobs)
    column.addWidget(Notice(Tone.INFO, "昨天 17:32 已自动备份，备份文件 3 份。", "打开文件夹"))
    column.addWidget(Notice(Tone.BAD, "第 37 行身份证号丢了位数：在 Excel 里是数字格式，后三位变成了 0。请把该列改成文本格式后再导入；"
                            "其余 471 行不受影响，可以先导入，导入后只补这几行，系统会认出已经导入过的行。"))  # fmt: skip
    column.addStretch(1)
    return page


class Session(NamedTuple):
    """A row behind 学习记录."""

    id: int
    day: date
    course: str
    minutes: int


def detail() -> QWidget:
    """A trainee's detail with unfolded rows."""
    page = QWidget()
    page.setFixedSize(980, 900)
    column = QVBoxLayout(page)
    column.setContentsMargins(GAP_L, GAP_L, GAP_L, GAP_L)
    panel = DetailPanel()
    panel.set_head(
        "王建国",
        "钢筋工 · 中级工 · 湖州市吴兴区城建建设工程有限公司",
        Chip("学习中", Tone.INFO),
        [action_button("导出", "export")],
    )
    facts = [Fact("姓名", "王建国"), Fact("证件号码", "330502********0519"), Fact("手机号", "138****5678")]
    panel.add_section("申报信息").add_facts([*facts, Fact("报名批次", "B103", note="缴费码 7K2M9Q")])
    study = panel.add_section("培训信息", Chip("培训结束", Tone.GOOD))
    study.add_facts([Fact("培训计划", "2026-11 钢筋工 中级"), Fact("学时", "22 / 24", Chip("差 2 学时", Tone.WARN))])
    rows = [
        Session(n, date(2026, 11, n + 1), "安全生产知识" if n % 2 else "职业（工种）理论知识", 45 * (n % 3 + 1))
        for n in range(6)
    ]
    columns = [
        Column("day", "日期", 120, kind="date"),
        Column("course", "课程", 200, stretch=True),
        Column("minutes", "分钟", 90, kind="number"),
    ]
    study.add_table("学习记录", columns, rows).set_unfolded(True)
    study.add_table("补学记录", columns, [])
    panel.add_section("考核信息", Chip("未上报")).add_sentence("还没有排考。学时达标并申请考试后，会出现在考核计划里。")
    panel.add_section("证书信息", Chip("证书未生成")).add_sentence("成绩审核通过、证书号码导入之后才有证书。")
    column.addWidget(panel)
    return page


def sheet() -> QWidget:
    """A form sheet with a refusal."""
    made = FormSheet(None, "登记主管部门结论", "学校不能代替主管部门作决定：这里只登记收到的结论和凭据。", columns=2)
    made.form.add_choice("verdict", "结论", [("yes", "同意"), ("no", "不同意")], required=True)
    made.form.add_date("day", "日期", required=True)
    made.form.add_text("paper", "文号", hint="没有文号时写“电话告知”和经办人", span=2)
    made.form.check()
    made.fail("没有保存：这家企业还没有现场审核记录，请先补上。")
    return made


def count_sheet() -> QWidget:
    """The typed count."""
    return CountSheet(None, "推送 115 张证书", "推送后证书会在全国平台公开，不能撤回。", 115, "张", primary="推送")


def palette() -> QWidget:
    """The command palette over nothing."""
    window = QWidget()
    made = CommandPalette(window)
    made.window_kept = window  # type: ignore[attr-defined]
    made.set_entries([
        PaletteEntry("home", "工作台", icon="home", keys="Alt+1"),
        PaletteEntry("review", "企业审核", "12 家待审", "review", "qysh", "页面"),
        PaletteEntry("import", "导入银行流水", "", "import", "drlsyh", "命令"),
        PaletteEntry("p1", "王建国", "钢筋工 中级工 · 恒泰建筑劳务有限公司", "trainee", "wjg", "学员"),
        PaletteEntry("e1", "湖州市德清县鼎立钢结构有限公司", "91330521MA2B3C4D57", "enterprise", "dlgjg", "企业"),
    ])  # fmt: skip
    return made


def plain_sheet() -> QWidget:
    """A question."""
    return Sheet(
        None,
        "关闭正在识别的任务？",
        "还有 106 张照片没有识别。已识别的 14 张会保留，下次从第 15 张继续。",
        primary="停止识别",
        danger=True,
    )
