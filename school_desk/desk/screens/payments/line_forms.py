"""What the line panel asks before it decides: what money it is, what must be asked, why a person paid, why a claim is reversed."""

from __future__ import annotations

from school_desk.desk.forms import PanelForms, Values
from school_desk.desk.screens.payments.drafts import Draft, judged
from school_desk.desk.screens.payments.line_facts import LineFacts
from school_desk.desk.widgets.form import Form
from school_desk.kernel.money import format_yuan
from school_desk.payments.commands import MarkNotTuition, PutOnHold, ReverseAllocation
from school_desk.payments.queries import AllocationListRow
from school_desk.terms.statuses import ReceivableStatus

# What comes into a school's account besides fees; the words are kept with the line.
_KINDS = ("结息", "内部转账", "货款或往来款", "保证金、押金", "补贴、捐赠", "付错退回", "其他")
_OTHER = "其他"


def not_tuition(forms: PanelForms, facts: LineFacts) -> Form:
    """N: which kind of money it is instead."""
    form = Form(columns=1)
    form.add_choice("kind", "是什么钱", [(kind, kind) for kind in _KINDS], required=True)
    form.add_text("note", "说明（选“其他”时请写明）", longest=150)
    form.set_values({"kind": _likely_kind(facts)})

    def command(values: Values) -> MarkNotTuition:
        words = "：".join(filter(None, (values["kind"], values["note"])))
        return MarkNotTuition(facts.line.id, words, judged(facts.proposals, {}))

    return forms.ask("标为非学费", form, "标为非学费", command, first="kind", done="已标为非学费。")


def put_on_hold(forms: PanelForms, facts: LineFacts) -> Form:
    """X: somebody must ask first."""
    line_id = facts.line.id
    return forms.ask_reason(
        "暂挂", "要先问清什么", "暂挂", lambda reason: PutOnHold(line_id, reason), done="已暂挂，问清后可恢复认领。"
    )


def personal_payer(forms: PanelForms, draft: Draft) -> Form:
    """The manual asks for company-to-company transfers: another payer needs a reason."""
    form = Form(columns=1)
    form.add_note("personal_reason", "个人付款的原因（应当公对公）", required=True)
    return forms.ask(
        "个人付款",
        form,
        "认领",
        lambda values: draft.command(values["personal_reason"]),
        first="personal_reason",
        done=f"已认领个人付款 {format_yuan(draft.given_fen)} 元。",
    )


def reverse(forms: PanelForms, entry: AllocationListRow) -> Form:
    """冲销 after the 费用审核: a counter-row, which stays in the books beside the claim."""
    reviewed = entry.receivable_status is ReceivableStatus.REVIEWED
    falls = "费用审核随之作废，应缴单重新待缴；" if reviewed else ""
    return forms.ask_reason(
        f"冲销 {format_yuan(entry.standing_fen)} 元",
        f"冲销 {entry.receivable_number} 的原因（{falls}原认领和冲销都留在账上）",
        "冲销",
        lambda reason: ReverseAllocation(entry.id, entry.standing_fen, reason),
        done=f"已冲销 {entry.receivable_number} 的认领 {format_yuan(entry.standing_fen)} 元。",
    )


def _likely_kind(facts: LineFacts) -> str | None:
    if any(verdict.kind == "not_tuition" for verdict in facts.verdicts):
        return _KINDS[0]
    if any(verdict.kind == "unknown_purpose" for verdict in facts.verdicts):
        return "货款或往来款"
    return None
