"""Forms in a side panel: one way to open them, send their command, and show a refusal at the field it is about."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject

from school_desk.desk.page import SidePanel
from school_desk.desk.services import Desk
from school_desk.desk.widgets.buttons import action_button
from school_desk.desk.widgets.form import Form
from school_desk.kernel.errors import RuleViolation

if TYPE_CHECKING:
    from school_desk.composition import School
    from school_desk.kernel.bus import Outcome
    from school_desk.kernel.commands import Command

Values = dict[str, Any]


def open_form(panel: SidePanel, title: str, form: Form, button: str, *, first: str) -> None:
    """Shows `form` in the panel with 取消 and its own button; the cursor stands in the field `first`."""
    save = action_button(button, primary=True, hint="Ctrl+Enter", on=form.submit)
    panel.show_body(title, form, (action_button("取消", on=panel.close_panel), save))
    form.focus(first)


def send(
    desk: Desk,
    owner: QObject,
    panel: SidePanel,
    form: Form,
    command: Command | Callable[[School], Command],
    *,
    done: str,
    then: Callable[[Outcome], None] | None = None,
    anyway: Callable[[Outcome], None] | None = None,
) -> None:
    """Gives the form's command, once: the panel closes when it is carried out; a refusal is shown where it can be put right.

    Whoever has closed the form meanwhile, or is filling in another, keeps what they have: then a refusal is told at the foot of the window, and
    `then` (what is to be shown next) does not follow; `anyway` always does.
    """

    def refused(reason: RuleViolation) -> None:
        if not panel.shows(form):
            desk.tell_fault(reason)
        elif not (reason.field and form.set_error(reason.field, reason.message)):
            panel.fail(reason.message)

    def carried_out(outcome: Outcome) -> None:
        if panel.shows(form):
            panel.close_panel()
            if then is not None:
                then(outcome)
        if anyway is not None:
            anyway(outcome)

    form.hold(True)
    desk.decide(owner, command, carried_out, done=done, refused=refused, failed=partial(form.hold, False))


def refused_in(desk: Desk, panel: SidePanel) -> Callable[[RuleViolation], None]:
    """For a decision by a button of the panel: the refusal stands there, or is told when something else stands there by then."""
    asked_of = panel.body

    def refused(reason: RuleViolation) -> None:
        if panel.shows(asked_of):
            panel.fail(reason.message)
        else:
            desk.tell_fault(reason)

    return refused


class PanelForms:
    """The forms that one screen opens in its panel: each makes one command of what was filled in."""

    def __init__(self, desk: Desk, owner: QObject, panel: SidePanel) -> None:
        self.desk, self.owner, self.panel = desk, owner, panel

    def ask(
        self,
        title: str,
        form: Form,
        button: str,
        command: Callable[[Values], Command | Callable[[School], Command]],
        *,
        first: str,
        done: str | Callable[[Values], str],
        then: Callable[[Outcome], None] | None = None,
    ) -> Form:
        """Opens `form`; sent, it gives `command(values)` and says `done`. Returns the form."""

        def submitted(values: Values) -> None:
            told = done if isinstance(done, str) else done(values)
            send(self.desk, self.owner, self.panel, form, command(values), done=told, then=then)

        form.submitted.connect(submitted)
        open_form(self.panel, title, form, button, first=first)
        return form

    def ask_reason(self, title: str, label: str, button: str, command: Callable[[str], Command], *, done: str) -> Form:
        """A form with nothing but why."""
        form = Form(columns=1)
        form.add_note("reason", label, required=True)
        return self.ask(title, form, button, lambda values: command(values["reason"]), first="reason", done=done)


def add_typed_count(form: Form, count: int, unit: str, *, hint: str = "") -> None:
    """A field in which the number must be typed before something goes out that others rely on: see `counted`."""
    form.add_text("count", f"核对：请输入{unit}数 {count}", required=True, digits=True, longest=9, hint=hint)


def counted(values: Values, count: int, command: Command) -> Callable[[School], Command]:
    """`command`, unless another number than `count` was typed. Raises RuleViolation `count.differs` then, at the field."""

    def made(_school: School) -> Command:
        if values["count"] != str(count):
            message = f"输入的是 {values['count']}，实际是 {count}，请核对。"
            raise RuleViolation("count.differs", message, field="count")
        return command

    return made
