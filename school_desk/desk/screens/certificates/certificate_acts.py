"""What may be decided about one certificate: looked up in the register, issued again under a new number, revoked."""

from __future__ import annotations

from datetime import date
from functools import partial

from PySide6.QtCore import QObject

from school_desk.certificates.commands import RecordRegistryLookUp, ReissueCertificate, RevokeCertificate
from school_desk.certificates.queries import CertificateListRow, push_stage
from school_desk.desk.forms import PanelForms
from school_desk.desk.page import SidePanel
from school_desk.desk.services import Desk
from school_desk.desk.widgets.form import Form
from school_desk.kernel.clock import local_date
from school_desk.terms.statuses import PushOutcome

_FOUND, _NOT_FOUND = "found", "not_found"


class CertificateActs:
    """The decisions; forms open in `panel`, `owner` is the screen."""

    def __init__(self, desk: Desk, owner: QObject, panel: SidePanel) -> None:
        self._desk = desk
        self._forms = PanelForms(desk, owner, panel)

    def look_up(self, row: CertificateListRow) -> None:
        """登记联网查询: found there is as good as a receipt."""
        form = Form(columns=1)
        options = ((_FOUND, "查到了"), (_NOT_FOUND, "没有查到"))
        form.add_choice("found", "在“联网证书查询”的技能人员里", options, required=True)
        form.add_date("looked_up_on", "查询日期", required=True)
        form.add_note("note", "备注")
        form.set_values({"looked_up_on": self._desk.today})
        self._forms.ask(
            f"登记联网查询　{row.person.name}",
            form,
            "登记",
            lambda v: RecordRegistryLookUp(row.id, v["looked_up_on"], v["found"] == _FOUND, v["note"]),
            first="found",
            done=lambda v: (
                "已登记查到，证书已推送。" if v["found"] == _FOUND else _missed_words(row, v["looked_up_on"])
            ),
        )

    def reissue(self, row: CertificateListRow) -> None:
        """换发: the authorities gave a new number; the old certificate is revoked by it."""
        form = Form(columns=1)
        hint = "主管部门给的新编号；程序不编号，旧编号不再使用"
        form.add_text("number", "新的证书编号", required=True, digits=True, longest=40, hint=hint)
        form.add_date("issued_on", "发证日期", required=True)
        form.add_note("reason", "换发的原因", required=True)
        form.set_values({"issued_on": self._desk.today})
        self._forms.ask(
            f"换发证书　{row.person.name}",
            form,
            "换发",
            lambda v: ReissueCertificate(row.id, v["number"], v["issued_on"], v["reason"]),
            first="number",
            done=f"已换发 {row.person.name} 的证书，原编号 {row.number} 已注销。",
        )

    def revoke(self, row: CertificateListRow) -> None:
        """注销: the number stays taken."""
        self._forms.ask_reason(
            f"注销证书　{row.person.name}",
            f"注销 {row.number} 的原因（编号不再使用）",
            "注销",
            partial(RevokeCertificate, row.id),
            done=f"已注销证书 {row.number}。",
        )


def _missed_words(row: CertificateListRow, day: date) -> str:
    if push_stage(row.push) is not PushOutcome.PENDING or row.push is None:
        return "已登记没有查到。"
    sent_on = local_date(row.push.sent_at)
    if day > sent_on:
        return f"已登记没有查到。推送批次 {row.push.batch_number} 不再等结果，这张证书可以重新导出推送。"
    return f"已登记没有查到。{sent_on} 导出的推送可能还没有处理，次日起仍查不到的，再登记一次就可以重新导出。"
