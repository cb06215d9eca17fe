"""修改密码: the sheet over the desk, and the page before it for a password that somebody else set. Both tell the rule before it is broken.

change_password(parent, desk) -> PasswordSheet       the person's own; the main window opens it
FirstPasswordPage(name)                              submitted(values) · left() · fail(sentence, field); before the desk opens
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from school_desk.desk.colours import Tone
from school_desk.desk.services import Desk
from school_desk.desk.theme import GAP_M, GAP_S, GAP_XL
from school_desk.desk.widgets.buttons import action_button
from school_desk.desk.widgets.dialogs import FormSheet
from school_desk.desk.widgets.form import Form
from school_desk.desk.widgets.page import Notice
from school_desk.desk.widgets.password_input import PasswordInput
from school_desk.desk.widgets.texts import sub, title
from school_desk.kernel.errors import RuleViolation

if TYPE_CHECKING:
    from school_desk.composition import School
    from school_desk.kernel.bus import Outcome
    from school_desk.staff.commands import ChangePassword

# Beside staff.domain.check_password, which refuses what does not keep to it.
RULE = "至少 8 位；不要用登录名、连号、重复的字符或大家都知道的密码。"
_CARD_WIDTH = 420


def change_password(parent: QWidget, desk: Desk) -> PasswordSheet:
    """Opens the sheet over the window; it closes once the new password holds."""
    sheet = PasswordSheet(parent, desk)
    sheet.open()
    return sheet


class PasswordSheet(FormSheet):
    """The old password, the new one, the new one again."""

    def __init__(self, parent: QWidget, desk: Desk) -> None:
        super().__init__(
            parent, "修改密码", f"{desk.actor.name} 的登录密码。改好后下次登录就用新密码。", primary="修改密码"
        )
        self._desk = desk
        self._saving = False
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.form.add_widget("old", "原密码", PasswordInput(), required=True)
        add_new_password(self.form)
        self.submitted.connect(self._send)
        self.form.focus("old")

    def reject(self) -> None:
        """Esc and 取消, but not while it is being saved: the person must hear how it ended."""
        if not self._saving:
            super().reject()

    def _send(self, values: dict[str, Any]) -> None:
        if not repeated(self.form):
            return
        self._saving = True
        self.set_working(True)
        command = partial(_command, self._desk, values)
        # No toast with 撤销: an old password never comes back.
        self._desk.decide(self, command, self._carried_out, refused=self._refused, failed=self._let_try_again)

    def _carried_out(self, _outcome: Outcome) -> None:
        self._desk.tell("已修改密码，下次登录请用新密码。", "good")
        self.accept()

    def _refused(self, reason: RuleViolation) -> None:
        self.fail(reason.message, reason.field or "")

    def _let_try_again(self) -> None:
        self._saving = False
        self.set_working(False)


class FirstPasswordPage(QWidget):
    """Stands before the desk while the password is one that somebody else set and so knows."""

    submitted = Signal(dict)
    left = Signal()

    def __init__(self, name: str) -> None:
        super().__init__()
        self.form = Form(columns=1)
        add_new_password(self.form)
        self.form.submitted.connect(self._submit)
        self._notice = Notice()
        self.save_button = action_button("保存并进入", primary=True, hint="Ctrl+Enter", on=self.form.submit)
        card = QFrame()
        card.setProperty("role", "card")
        card.setFixedWidth(_CARD_WIDTH)
        body = QVBoxLayout(card)
        body.setContentsMargins(GAP_XL, GAP_XL, GAP_XL, GAP_XL)
        body.setSpacing(GAP_M)
        body.addWidget(title("请设置自己的密码"))
        words = f"{name}，您好。您现在的密码是别人设置的，请换成只有您自己知道的，再开始工作。"
        body.addWidget(sub(words, wrap=True))
        body.addWidget(self.form)
        body.addWidget(self._notice)
        body.addLayout(self._foot())
        # Not aligned in its cell: such a card gets no height for the sentences that wrap.
        middle = QHBoxLayout()
        middle.addStretch(1)
        middle.addWidget(card)
        middle.addStretch(1)
        page = QVBoxLayout(self)
        page.addStretch(2)
        page.addLayout(middle)
        page.addStretch(3)

    def showEvent(self, event: QShowEvent) -> None:
        """The cursor stands in the first field."""
        super().showEvent(event)
        self.form.focus("password")

    def fail(self, sentence: str, field: str | None = None) -> None:
        """Shows why it was refused, where it can be put right."""
        self.save_button.setEnabled(True)
        if field and self.form.set_error(field, sentence):
            self.form.focus(field)
        else:
            self._notice.set_words(Tone.BAD, sentence)

    def _foot(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(GAP_S)
        row.addWidget(action_button("退出登录", role="quiet", on=self.left.emit))
        row.addStretch(1)
        row.addWidget(self.save_button)
        return row

    def _submit(self, values: dict[str, Any]) -> None:
        if repeated(self.form):
            self._notice.set_words(Tone.BAD, "")
            self.save_button.setEnabled(False)
            self.submitted.emit(values)


def add_new_password(form: Form) -> None:
    """The two fields of a new password: it and once more."""
    form.add_widget("password", "新密码", PasswordInput(), required=True, hint=RULE)
    form.add_widget("again", "再输一次新密码", PasswordInput(), required=True)


def repeated(form: Form) -> bool:
    """Whether both fields hold the same; says so under the second when not."""
    values = form.values()
    if values["password"] == values["again"]:
        return True
    form.set_error("again", "两次输入的新密码不一样，请再输一次。")
    form.focus("again")
    return False


def _command(desk: Desk, values: dict[str, Any], school: School) -> ChangePassword:
    from school_desk.staff.own_password import own_password

    return own_password(
        school.database, school.id, desk.actor, values["password"], old=values["old"], now=school.clock.now()
    )
