"""The forms about one enterprise, in whichever panel is open: 修改, 更名, 停用, 现场审核, 主管部门结论."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject

from school_desk.desk.authority import Decided, ask_decision
from school_desk.desk.forms import PanelForms, Values
from school_desk.desk.page import SidePanel
from school_desk.desk.screens.enterprises.region_input import RegionInput
from school_desk.desk.screens.enterprises.region_words import region_options
from school_desk.desk.services import Desk
from school_desk.desk.widgets.form import Form
from school_desk.enterprises.commands import (
    EditEnterprise,
    RecordAuthorityDecision,
    RecordOnSiteReview,
    RenameEnterprise,
    SuspendEnterprise,
)
from school_desk.enterprises.queries import EnterpriseDetail
from school_desk.terms.uploads import ENTERPRISE_KINDS

if TYPE_CHECKING:
    from school_desk.kernel.bus import Outcome

_ORIGINALS = (("seen", "已看原件"), ("kept", "留存复印件"))


class RecordForms(PanelForms):
    """Opens the forms in `panel` for `owner` (a screen); `then` is told when one was carried out."""

    def __init__(
        self, desk: Desk, owner: QObject, panel: SidePanel, then: Callable[[Outcome], None] | None = None
    ) -> None:
        super().__init__(desk, owner, panel)
        self._then = then

    def edit(self, detail: EnterpriseDetail) -> None:
        """修改: what the manual lets an enterprise change, but for the password, which is the portal's."""
        form = Form(columns=1)
        form.add_text("contact_name", "企业联系人")
        form.add_text("contact_mobile", "联系人手机", digits=True)
        form.add_text("address", "企业地址", required=True)
        regions = region_options(self.desk.today)
        region = form.add_widget("region_code", "所属地区", RegionInput(regions), required=True)
        form.add_text("principal_mobile", "负责人手机号", required=True, digits=True)
        form.set_values({key: getattr(detail, key) or "" for key in form.values()})
        _load_pinyin(self.desk, region)

        def command(values: Values) -> EditEnterprise:
            return EditEnterprise(
                detail.id,
                contact_name=values["contact_name"] or None,
                contact_mobile=values["contact_mobile"] or None,
                address=values["address"],
                region_code=values["region_code"],
                principal_mobile=values["principal_mobile"],
            )

        done = f"已修改“{detail.name}”的信息。"
        self.ask("修改企业信息", form, "保存", command, first="contact_name", done=done, then=self._then)

    def rename(self, detail: EnterpriseDetail) -> None:
        """更名: after 变更登记; the old name stays findable."""
        form = Form(columns=1)
        form.add_text("name", "新的企业名称", required=True, longest=100)
        form.add_text("credit_code", "统一社会信用代码", required=True, digits=True, upper=True, longest=30)
        form.add_text("reason", "依据", required=True, hint="例如：2026-08-01 变更登记通知书")
        form.set_values({"name": detail.name, "credit_code": detail.credit_code})
        self.ask(
            "企业更名",
            form,
            "更名",
            lambda values: RenameEnterprise(detail.id, values["name"], values["credit_code"], values["reason"]),
            first="name",
            done=lambda values: f"已更名为“{values['name']}”，原名称仍可查到。",
            then=self._then,
        )

    def suspend(self, detail: EnterpriseDetail) -> None:
        """停用: no new enrolment until it is taken away."""
        form = Form(columns=1)
        form.add_text("reason", "停用原因", required=True, hint="停用后不能新报名；已报名的照常进行，随时可以恢复")
        self.ask(
            "停用企业",
            form,
            "停用",
            lambda values: SuspendEnterprise(detail.id, values["reason"]),
            first="reason",
            done=f"已停用“{detail.name}”。",
            then=self._then,
        )

    def resume(self, detail: EnterpriseDetail) -> None:
        """恢复: at once, it can be taken back."""
        self.desk.decide(self.owner, SuspendEnterprise(detail.id, None), self._then, done=f"已恢复“{detail.name}”。")

    def on_site(self, detail: EnterpriseDetail) -> None:
        """登记现场审核: when, where, who, each original, 档案号."""
        form = Form(columns=1)
        form.add_date("reviewed_on", "审核日期", required=True)
        form.add_text("place", "审核地点", required=True)
        form.add_text("persons", "审核人员", required=True, hint="两人以上用顿号隔开")
        for kind in ENTERPRISE_KINDS:
            form.add_choice(kind.value, f"{kind.label}原件", _ORIGINALS, required=True)
        form.add_text("archive_no", "档案号", required=True, longest=50)
        form.add_note("note", "备注", lines=2)
        form.set_values({"reviewed_on": self.desk.today, "persons": self.desk.actor.name})

        def command(values: Values) -> RecordOnSiteReview:
            return RecordOnSiteReview(
                detail.id,
                reviewed_on=values["reviewed_on"],
                place=values["place"],
                persons=values["persons"],
                originals={kind.value: values[kind.value] for kind in ENTERPRISE_KINDS},
                archive_no=values["archive_no"],
                note=values["note"] or None,
            )

        done = f"已登记“{detail.name}”的现场审核，等待{detail.authority}审核。"
        self.ask("登记现场审核", form, "登记", command, first="place", done=done, then=self._then)

    def decision(self, detail: EnterpriseDetail) -> None:
        """登记主管部门结论: the authority decided, the school only records it."""

        def command(said: Decided) -> RecordAuthorityDecision:
            return RecordAuthorityDecision(
                detail.id,
                approved=said.approved,
                decided_on=said.decided_on,
                document_no=said.document_no,
                evidence=said.evidence,
                reason=said.reason or None,
            )

        told = {True: "审核通过，现在可以报名", False: "审核不通过"}
        ask_decision(
            self,
            "审核不通过",
            command,
            done=lambda approved: f"已登记：“{detail.name}”{told[approved]}。",
            who=detail.authority,
            then=self._then,
        )


def _load_pinyin(desk: Desk, region: Any) -> None:
    """The dictionaries are heavy: a worker makes the initials while the form is already in use."""
    job = "school_desk.desk.screens.enterprises.region_words:region_options_with_pinyin"
    desk.job(region, job, desk.today, then=region.set_options)
