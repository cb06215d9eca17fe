"""Forms in a side panel: one way to open them, send their command, and show a refusal at the field it is about."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

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
) -> None:
    """Gives the form's command: the panel closes when it is carried out; a refusal is shown where it can be put right."""

    def refused(reason: RuleViolation) -> None:
        if not (reason.field and form.set_error(reason.field, reason.message)):
            panel.fail(reason.message)

    def carried_out(outcome: Outcome) -> None:
        panel.close_panel()
        if then is not None:
            then(outcome)

    desk.decide(owner, command, carried_out, done=done, refused=refused)
