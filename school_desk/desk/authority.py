"""What an authority answers is recorded the same way everywhere: 受理 with its day; the decision with day, 文号, evidence and reason."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from school_desk.desk.forms import PanelForms, Values
from school_desk.desk.widgets.file_input import FileInput
from school_desk.desk.widgets.form import Form
from school_desk.intake.files import read_file, store_file

if TYPE_CHECKING:
    from school_desk.composition import School
    from school_desk.documents.commands import StoredFile
    from school_desk.kernel.bus import Outcome
    from school_desk.kernel.commands import Command

_APPROVED, _REFUSED = "approved", "refused"


@dataclass(frozen=True)
class Decided:
    """An authority's decision as the form holds it; `reason` is empty when it said yes."""

    approved: bool
    decided_on: date
    document_no: str
    reason: str
    evidence: StoredFile | None


def ask_accepted(forms: PanelForms, command: Callable[[date], Command], *, done: str) -> Form:
    """登记受理: the day on which the authority took it in."""
    form = Form(columns=1)
    form.add_date("accepted_on", "受理日期", required=True)
    form.set_values({"accepted_on": forms.desk.today})
    return forms.ask("登记受理", form, "登记", lambda v: command(v["accepted_on"]), first="accepted_on", done=done)


def ask_decision(
    forms: PanelForms,
    refusal: str,
    command: Callable[[Decided], Command],
    *,
    done: Callable[[bool], str],
    who: str = "主管部门",
    then: Callable[[Outcome], None] | None = None,
) -> Form:
    """登记主管部门结论; `refusal` is the authority's word for no (退回, 未通过). `done` makes the toast of yes or no."""
    form = Form(columns=1)
    verdict = form.add_choice("approved", f"{who}的结论", ((_APPROVED, "审核通过"), (_REFUSED, refusal)), required=True)
    form.add_date("decided_on", "结论日期", required=True)
    form.add_text("document_no", "文号", hint="没有文号时请附上依据文件", longest=100)
    form.add_widget("evidence", "依据文件", FileInput("选择主管部门结论的依据"))
    form.add_note("reason", f"{refusal}的原因")
    form.set_values({"decided_on": forms.desk.today})
    form.set_shown("reason", False)
    verdict.edited.connect(lambda: form.set_shown("reason", verdict.value() == _REFUSED))

    def made(values: Values) -> Callable[[School], Command]:
        return lambda school: command(_decided(school, values))

    return forms.ask(
        "登记主管部门结论",
        form,
        "登记",
        made,
        first="approved",
        done=lambda values: done(values["approved"] == _APPROVED),
        then=then,
    )


def _decided(school: School, values: Values) -> Decided:
    approved = values["approved"] == _APPROVED
    reason = "" if approved else values["reason"]
    return Decided(approved, values["decided_on"], values["document_no"], reason, _kept(school, values["evidence"]))


def _kept(school: School, chosen: str) -> StoredFile | None:
    path = Path(chosen)
    return store_file(school, read_file(path), path.name) if chosen else None
