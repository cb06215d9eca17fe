"""What may be decided about one enrolment: 撤回, 更正 of the person's own data, 换人."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from school_desk.desk.forms import PanelForms, Values
from school_desk.desk.screens.enrollments.people import CORRECTABLE
from school_desk.desk.widgets.file_input import FileInput
from school_desk.desk.widgets.form import Form
from school_desk.enrollments.commands import CorrectTrainee, ReplaceTrainee, RosterEntry, WithdrawEnrollment
from school_desk.enrollments.queries import EnrolledRow, enrolled
from school_desk.intake.files import read_file, store_file
from school_desk.learning.queries import AccountRow, accounts

if TYPE_CHECKING:
    from school_desk.composition import School
    from school_desk.kernel.database import ReadSession


class PersonForms(PanelForms):
    """The forms about the people of a batch."""

    def withdraw(self, row: EnrolledRow) -> None:
        """撤回报名, with the reason."""
        self.ask_reason(
            "撤回报名",
            f"撤回 {row.name} 的原因",
            "撤回",
            partial(WithdrawEnrollment, row.id),
            done=f"已撤回 {row.name} 的报名，应缴金额随之减少。",
        )

    def correct(self, row: EnrolledRow) -> None:
        """更正: one value that was wrong; the old one stays on record."""
        form = Form(columns=1)
        form.add_choice("field", f"更正 {row.name} 的哪一项", list(CORRECTABLE.items()), required=True)
        form.add_text("value", "更正为", required=True, hint="按身份证或本人提供的填写；性别填“男”或“女”。", longest=50)
        form.add_text("reason", "更正原因", required=True)
        evidence = FileInput("更正依据（身份证照片、企业说明）")
        form.add_widget("evidence", "依据", evidence)
        self.ask(
            "更正学员信息",
            form,
            "更正",
            partial(_correction, row),
            first="field",
            done=f"已更正，{row.name} 的旧值留有记录。",
            then=lambda _outcome: self._tell_of_accounts(row),
        )

    def _tell_of_accounts(self, row: EnrolledRow) -> None:
        """The platform knows a person by the number that it was given."""
        today = self.desk.today

        def look(session: ReadSession, school_id: str) -> tuple[AccountRow, ...]:
            mine = [person.id for person in enrolled(session, school_id, trainee_id=row.trainee_id, active_only=True)]
            return accounts(session, school_id, today, enrollment_ids=mine)

        def tell(found: tuple[AccountRow, ...]) -> None:
            told = dict.fromkeys(account.reason or "" for account in found if account.other_number)
            for sentence in told:
                self.desk.tell(f"{row.name}：{sentence}", "warn")

        self.desk.ask(self.owner, look, tell, key="accounts")

    def replace(self, row: EnrolledRow) -> None:
        """换人: somebody else takes the place and what was paid for it."""
        form = Form(columns=1)
        form.add_text("name", f"接替 {row.name} 的学员姓名", required=True, longest=50)
        form.add_text("id_number", "身份证号", required=True, digits=True, upper=True)
        known = "此人以前登记过别的号码的，改为这里填的，旧号码留有记录。"
        form.add_text("mobile", "手机号", required=True, digits=True, hint=known)
        form.add_note("reason", "换人原因", required=True, lines=2)
        told = f"工种等级不变（{row.trade} {row.level.label}），已缴的费用转给新学员。照片在换人之后补交。"
        form.add_note("note", "备注", lines=2, hint=told)
        self.ask(
            "换人",
            form,
            "换人",
            partial(_replacement, row),
            first="name",
            done=lambda values: f"已由 {values['name']} 接替 {row.name}。",
        )


def _correction(row: EnrolledRow, values: Values) -> Callable[[School], CorrectTrainee]:
    path = values["evidence"]

    def make(school: School) -> CorrectTrainee:
        evidence = store_file(school, read_file(Path(path)), Path(path).name) if path else None
        return CorrectTrainee(row.trainee_id, values["field"], values["value"], values["reason"], evidence)

    return make


def _replacement(row: EnrolledRow, values: Values) -> ReplaceTrainee:
    entry = RosterEntry(
        row_no=0,
        name=values["name"],
        sex="",
        id_number=values["id_number"],
        mobile=values["mobile"],
        trade=row.trade,
        level=row.level.label,
        note=values["note"],
    )
    return ReplaceTrainee(row.id, entry, values["reason"])
