"""What may be done about a refused command: withdrawn, done again on what stands now, or handed to a colleague."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from school_desk.desk.forms import PanelForms
from school_desk.desk.page import SidePanel
from school_desk.desk.services import Desk
from school_desk.desk.widgets.buttons import action_button
from school_desk.desk.widgets.form import Form
from school_desk.kernel.commands import Command, from_wire
from school_desk.kernel.errors import RuleViolation
from school_desk.kernel.refusals import HandOverRefusal, RefusalState, SettleRefusal, redo_id
from school_desk.overview.refusal_detail import refusal_detail
from school_desk.overview.refusals import RefusalLine
from school_desk.staff.queries import StaffMemberRow, staff_members
from school_desk.sync.wire import opened

if TYPE_CHECKING:
    from school_desk.composition import School
    from school_desk.kernel.bus import Outcome


@dataclass(frozen=True)
class _Again:
    """The refused command, to be given anew by whoever is signed in; equal for a double click."""

    refusal_id: str

    def __call__(self, school: School) -> Command:
        """Raises RuleViolation when a colleague was quicker, or this program does not know the command."""
        with school.reading() as session:
            detail = refusal_detail(session, school.id, self.refusal_id, opened)
        if detail is None:
            raise RuleViolation("refusal.unknown", "找不到这条待处理冲突。")
        if detail.line.state is not RefusalState.OPEN:
            raise RuleViolation("refusal.settled", f"这条冲突已由{detail.line.settled_by}处理过了。")
        return from_wire(detail.name, dict(detail.arguments), detail.version)

    def under(self, school: School) -> str:
        """Its id: a colleague at another computer may press, too, and this one may stop before the refusal is settled."""
        with school.reading() as session:
            return redo_id(session, school.id, self.refusal_id)


class RefusalActs:
    """The acts of `owner`, whose panel shows the command; `settled` is told when one was dealt with."""

    def __init__(self, desk: Desk, owner: QObject, panel: SidePanel) -> None:
        self._desk, self._owner, self._panel = desk, owner, panel
        self._forms = PanelForms(desk, owner, panel)

    def buttons(self, line: RefusalLine) -> tuple[QWidget, ...]:
        """Each with its key; none for one that was dealt with."""
        if line.state is not RefusalState.OPEN:
            return ()
        withdraw = action_button("撤回", "undo", keys="Ctrl+D", on=partial(self.withdraw, line))
        hand_over = action_button("转交…", "staff", keys="Ctrl+T", on=partial(self.hand_over, line))
        again = action_button("重新办理", primary=True, keys="Ctrl+Return", on=partial(self.do_again, line))
        withdraw.setToolTip("不办了，保持现在的内容 (Ctrl+D)")
        again.setToolTip("在现在的内容上再办一次 (Ctrl+Enter)")
        return withdraw, hand_over, again

    def withdraw(self, line: RefusalLine) -> None:
        """What stands now stays."""
        done = f"已撤回“{line.label}”，保持现在的内容。"
        self._settle(line, RefusalState.WITHDRAWN, done)

    def do_again(self, line: RefusalLine) -> None:
        """The same command anew on what stands now; settled when it was carried out, else its sentence is shown."""

        def carried_out(_outcome: Outcome) -> None:
            self._settle(line, RefusalState.REDONE, "")

        done = f"已重新办理“{line.label}”。"
        again = _Again(line.id)
        self._desk.decide(self._owner, again, carried_out, done=done, refused=self._fail, under=again.under)

    def hand_over(self, line: RefusalLine) -> None:
        """Asks who is there first."""
        self._desk.ask(self._owner, staff_members, partial(self._ask_whom, line), key="staff")

    def _ask_whom(self, line: RefusalLine, staff: tuple[StaffMemberRow, ...]) -> None:
        others = [(one.id, one.name) for one in staff if one.active and one.id != line.handed_to_id]
        form = Form(columns=1)
        form.add_choice("to", "转交给", others, required=True)
        form.add_note("note", "说明", hint="让同事知道怎么办，可不填。")
        names = dict(others)

        def command(values: dict[str, Any]) -> Command:
            return HandOverRefusal(line.id, values["to"], values["note"][:200])

        def done(values: dict[str, Any]) -> str:
            return f"已转交给{names[values['to']]}。"

        self._forms.ask(f"转交“{line.label}”", form, "转交", command, first="to", done=done)

    def _settle(self, line: RefusalLine, how: RefusalState, done: str) -> None:
        self._desk.decide(self._owner, SettleRefusal(line.id, how), done=done, refused=self._fail)

    def _fail(self, reason: RuleViolation) -> None:
        self._panel.fail(reason.message)
