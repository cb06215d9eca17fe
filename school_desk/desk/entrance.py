"""The page before the desk: sign in, or, in an empty data folder, found the school with its first administrator."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFormLayout, QFrame, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from school_desk.desk.theme import GAP_L, GAP_M, GAP_S, GAP_XL

_WIDTH = 400


class Entrance(QWidget):
    """A card in the middle of the window. `submitted` carries the fields by name; `fail` shows why it was refused."""

    submitted = Signal(dict)

    def __init__(self, title: str, hint: str, fields: tuple[tuple[str, str, bool], ...], button: str) -> None:
        """`fields`: (name, label, is it a password)."""
        super().__init__()
        self._fields: dict[str, QLineEdit] = {}
        card = QFrame(self)
        card.setObjectName("card")
        card.setProperty("role", "card")
        card.setFixedWidth(_WIDTH)
        body = QVBoxLayout(card)
        body.setContentsMargins(GAP_XL, GAP_XL, GAP_XL, GAP_XL)
        body.setSpacing(GAP_M)
        body.addWidget(_label(title, "title"))
        body.addWidget(_label(hint, "sub"))
        form = QFormLayout()
        form.setVerticalSpacing(GAP_M)
        form.setHorizontalSpacing(GAP_L)
        form.setLabelAlignment(Qt.AlignmentFlag.AlignRight)
        for name, label, secret in fields:
            form.addRow(label, self._add_field(name, label, secret))
        body.addLayout(form)
        self._error = _label("", "error")
        body.addWidget(self._error)
        self._button = QPushButton(button)
        self._button.setProperty("role", "primary")
        self._button.setDefault(True)
        self._button.clicked.connect(self._submit)
        body.addWidget(self._button)
        page = QVBoxLayout(self)
        page.addStretch(2)
        page.addWidget(card, 0, Qt.AlignmentFlag.AlignHCenter)
        page.addStretch(3)
        page.setSpacing(GAP_S)

    def showEvent(self, event: QShowEvent) -> None:
        """The cursor stands in the first field that is still empty."""
        super().showEvent(event)
        empty = [field for field in self._fields.values() if not field.text()]
        (empty or list(self._fields.values()))[0].setFocus()

    def field(self, name: str) -> QLineEdit:
        """One of the fields."""
        return self._fields[name]

    def fail(self, sentence: str, field: str | None = None) -> None:
        """Shows why it was refused and puts the cursor where it can be put right."""
        self._button.setEnabled(True)
        self._error.setText(sentence)
        wrong = self._fields.get(field or "")
        if wrong is not None:
            wrong.setFocus()
            wrong.selectAll()

    def _add_field(self, name: str, label: str, secret: bool) -> QLineEdit:
        field = QLineEdit()
        field.setAccessibleName(label)
        if secret:
            field.setEchoMode(QLineEdit.EchoMode.Password)
        field.returnPressed.connect(self._next_or_submit)
        self._fields[name] = field
        return field

    def _next_or_submit(self) -> None:
        empty = next((field for field in self._fields.values() if not field.text()), None)
        if empty is not None:
            empty.setFocus()
        else:
            self._submit()

    def _submit(self) -> None:
        self._error.setText("")
        self._button.setEnabled(False)
        self.submitted.emit({name: field.text() for name, field in self._fields.items()})


def sign_in_page(school: str) -> Entrance:
    """登录: sign-in name and password."""
    fields = (("login_name", "登录名", False), ("password", "密码", True))
    return Entrance(school or "城建职业技能培训学校工作台", "请登录。数据只保存在本机。", fields, "登录")


def founding_page() -> Entrance:
    """新建学校: the school's name and its first administrator."""
    fields = (
        ("school", "学校名称", False),
        ("admin_name", "管理员姓名", False),
        ("login_name", "登录名", False),
        ("password", "密码", True),
        ("again", "再输一次", True),
    )
    page = Entrance("第一次使用", "这个数据文件夹还是空的：请填写学校与第一位管理员。", fields, "新建学校")
    page.field("school").setText("湖州市吴兴区城建职业技能培训学校")
    return page


def _label(text: str, role: str) -> QLabel:
    label = QLabel(text)
    label.setProperty("role", role)
    label.setWordWrap(True)
    return label
