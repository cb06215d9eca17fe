"""The page before the desk: a card with a few fields, one button and other ways to go on. What it stands for is said by whoever makes it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFormLayout, QFrame, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from school_desk.desk.colours import Tone
from school_desk.desk.page import FrontPage
from school_desk.desk.theme import GAP_L, GAP_M, GAP_S, GAP_XL
from school_desk.desk.widgets.buttons import action_button
from school_desk.desk.widgets.page import Notice
from school_desk.desk.widgets.texts import error_line, sub, title

_WIDTH = 420
Field = tuple[str, str, bool]
Way = tuple[str, str]
BACK = ("back", "返回")
JOIN = ("join", "加入总台…")
MOVE, BACKUP, RETRY = ("move", "从旧电脑搬来…"), ("backup", "从备份恢复…"), ("retry", "再试一次")


class Entrance(FrontPage):
    """A card in the middle of the window. `submitted` carries the fields by name; `fail` shows why it was refused.

    `way_chosen`: the key of one of the other ways (there are those that need no field, like 返回).
    """

    submitted = Signal(dict)
    way_chosen = Signal(str)

    def __init__(
        self,
        name: str,
        hint: str,
        fields: Sequence[Field] = (),
        button: str = "",
        *,
        ways: Sequence[Way] = (),
        notice: tuple[Tone, str] = (Tone.INFO, ""),
        optional: frozenset[str] = frozenset(),
    ) -> None:
        """`fields`: (name, label, is it a password); `ways`: (key, words); `notice` stands above the fields; the `optional` may be empty."""
        super().__init__()
        self._fields: dict[str, QLineEdit] = {}
        self._optional = optional
        self._error, self._working = error_line(), sub("", wrap=True)
        self._working.hide()
        self._button = action_button(button, primary=True, on=self._submit)
        if not button:
            self._button.hide()  # never shown before it has its place: that would flash a window of its own
        self._ways, self._may_go_back = QWidget(), BACK in ways
        card = QFrame(self)
        card.setObjectName("card")
        card.setProperty("role", "card")
        card.setFixedWidth(_WIDTH)
        body = QVBoxLayout(card)
        body.setContentsMargins(GAP_XL, GAP_XL, GAP_XL, GAP_XL)
        body.setSpacing(GAP_M)
        head = title(name)
        head.setWordWrap(True)
        body.addWidget(head)
        body.addWidget(sub(hint, wrap=True))
        body.addWidget(Notice(*notice))
        body.addLayout(self._make_form(fields))
        self._fill_ways(ways)
        for part in (self._error, self._working, self._button, self._ways):
            body.addWidget(part)
        # Not aligned in its cell: such a card gets no height for the sentences that wrap.
        middle = QHBoxLayout()
        middle.addStretch(1)
        middle.addWidget(card)
        middle.addStretch(1)
        page = QVBoxLayout(self)
        page.addStretch(2)
        page.addLayout(middle)
        page.addStretch(3)
        page.setSpacing(GAP_S)

    def showEvent(self, event: QShowEvent) -> None:
        """The cursor stands in the first field that is still empty; where there is none, on the button."""
        super().showEvent(event)
        fields = [*self._fields.values()]
        empty = [field for field in fields if not field.text()]
        (empty or fields)[0].setFocus() if fields else self._button.setFocus()

    def field(self, name: str) -> QLineEdit:
        """One of the fields."""
        return self._fields[name]

    def leave(self) -> None:
        """返回, where it is one of the ways and may be taken now."""
        if self._may_go_back and self._ways.isEnabled():
            self.way_chosen.emit(BACK[0])

    @property
    def has_button(self) -> bool:
        """Whether there is something to press: else it only tells what is under way."""
        return bool(self._button.text())

    def fail(self, sentence: str, field: str | None = None) -> None:
        """Shows why it was refused and puts the cursor where it can be put right."""
        self.work_on("")
        self._error.setText(sentence)
        self._error.setVisible(bool(sentence))
        wrong = self._fields.get(field or "")
        if wrong is not None:
            wrong.setFocus()
            wrong.selectAll()

    def work_on(self, words: str) -> None:
        """Says what is under way, which cannot be begun twice but left by another way; "" when it is over."""
        self._working.setText(words)
        self._working.setVisible(bool(words))
        self._button.setEnabled(not words)
        self._ways.setEnabled(True)
        for field in self._fields.values():
            field.setReadOnly(bool(words))

    def _make_form(self, fields: Sequence[Field]) -> QFormLayout:
        form = QFormLayout()
        form.setVerticalSpacing(GAP_M)
        form.setHorizontalSpacing(GAP_L)
        form.setLabelAlignment(Qt.AlignmentFlag.AlignRight)
        for name, label, secret in fields:
            form.addRow(label, self._add_field(name, label, secret))
        return form

    def _fill_ways(self, ways: Sequence[Way]) -> None:
        row = QHBoxLayout(self._ways)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GAP_S)
        row.addStretch(1)
        for key, words in ways:
            way = partial(self.way_chosen.emit, key)
            is_back = (key, words) == BACK
            row.addWidget(self.back_button(role="link") if is_back else action_button(words, role="link", on=way))
        row.addStretch(1)
        if not ways:
            self._ways.hide()

    def _add_field(self, name: str, label: str, secret: bool) -> QLineEdit:
        field = QLineEdit()
        field.setAccessibleName(label)
        if secret:
            field.setEchoMode(QLineEdit.EchoMode.Password)
        field.returnPressed.connect(self._next_or_submit)
        self._fields[name] = field
        return field

    def _next_or_submit(self) -> None:
        asked = (field for name, field in self._fields.items() if name not in self._optional)
        empty = next((field for field in asked if not field.text()), None)
        if empty is not None:
            empty.setFocus()
        else:
            self._submit()

    def _submit(self) -> None:
        if self._button.isEnabled():
            self.fail("")
            self._button.setEnabled(False)
            self._ways.setEnabled(False)
            self.submitted.emit({name: field.text() for name, field in self._fields.items()})


def sign_in_page(school: str, done: str = "") -> Entrance:
    """登录: sign-in name and password. `done`: what has just been finished (a restore)."""
    fields = (("login_name", "登录名", False), ("password", "密码", True))
    words = school or "城建职业技能培训学校工作台"
    return Entrance(words, "请登录。数据只保存在本机。", fields, "登录", notice=(Tone.GOOD, done))


def founding_page() -> Entrance:
    """新建学校: the school's name and its first administrator; or a school that there is already, brought here."""
    fields = (
        ("school", "学校名称", False),
        ("admin_name", "管理员姓名", False),
        ("login_name", "登录名", False),
        ("password", "密码", True),
        ("again", "再输一次", True),
    )
    hint = "这个数据文件夹还是空的：请填写学校与第一位管理员。学校已有总台的，加入总台；以前用过的，从旧电脑搬来或从备份恢复。"
    page = Entrance("第一次使用", hint, fields, "新建学校", ways=(JOIN, MOVE, BACKUP))
    page.field("school").setText("湖州市吴兴区城建职业技能培训学校")
    return page


def trouble_page(sentence: str, *, recoverable: bool) -> Entrance:
    """The data cannot be opened: why, and the ways that may help. The button takes the first of them."""
    first, *others = (BACKUP, MOVE, RETRY) if recoverable else (RETRY,)
    hint = "学校的数据打不开，什么都没有改动。"
    page = Entrance("暂时不能工作", hint, (), first[1], ways=others, notice=(Tone.BAD, sentence))

    def take_first() -> None:
        page.fail("")  # a file dialog may be closed without a file: the button works again
        page.way_chosen.emit(first[0])

    page.submitted.connect(take_first)
    return page
