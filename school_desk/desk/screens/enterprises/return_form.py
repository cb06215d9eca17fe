"""退回补正 and 存疑 in the side panel: canned reasons per paper, those proposed that the findings suggest."""

from __future__ import annotations

from typing import Any

from school_desk.desk.widgets.form import Form
from school_desk.enterprises.commands import PaperReturn, ReturnEnterprise
from school_desk.enterprises.compare import Assessment
from school_desk.enterprises.return_reasons import reasons_for, suggested_reasons
from school_desk.terms.uploads import ENTERPRISE_KINDS

_KEEP = ""
_OTHER = "other"


def return_form(assessment: Assessment) -> Form:
    """A choice for each paper (不退回 unless a finding says otherwise) and room for one's own words."""
    form = Form(columns=1)
    for kind in ENTERPRISE_KINDS:
        reasons = [(reason, reason) for reason in reasons_for(kind.value)]
        options = [(_KEEP, "不退回，照片可用"), *reasons, (_OTHER, "其他原因（写在下面）")]
        choice = form.add_choice(kind.value, kind.label, options)
        choice.setToolTip("选择退回这份材料的原因")
    form.add_note("reason", "补充说明", lines=3, hint="会和上面的原因一起告诉企业")
    suggested = suggested_reasons(assessment)
    form.set_values({kind.value: suggested.get(kind.value, _KEEP) for kind in ENTERPRISE_KINDS})
    return form


def first_returned(form: Form, slot: str) -> str:
    """Where the cursor stands: the first paper with a reason, else the one in `slot`, which the person looks at."""
    chosen = (kind.value for kind in ENTERPRISE_KINDS if form.input(kind.value).value() != _KEEP)
    return next(chosen, slot)


def return_command(enterprise_id: str, values: dict[str, Any]) -> ReturnEnterprise:
    """What the form says. A paper returned for 其他原因 takes one's own words as its reason."""
    own = values["reason"]
    papers = tuple(
        PaperReturn(kind, own if values[kind.value] == _OTHER else values[kind.value])
        for kind in ENTERPRISE_KINDS
        if values[kind.value] not in (_KEEP, None)
    )
    said_already = any(paper.reason == own for paper in papers)
    return ReturnEnterprise(enterprise_id, papers, "" if said_already else own)


def doubt_form(note: str) -> Form:
    """存疑: what somebody must look at again."""
    form = Form(columns=1)
    form.add_note("note", "哪里存疑", required=True, lines=4, hint="例如：公章颜色很浅，等企业送原件来看")
    form.set_values({"note": note})
    return form
