"""What may be decided about the enterprise under review, by its state: 初审通过, 退回补正, 存疑, 重新提交, 现场审核, 主管部门结论."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QPushButton

from school_desk.desk.forms import open_form, send
from school_desk.desk.page import SidePanel
from school_desk.desk.screens.enterprises.records import RecordForms
from school_desk.desk.screens.enterprises.return_form import doubt_form, first_returned, return_command, return_form
from school_desk.desk.screens.enterprises.review_case import ReviewCase
from school_desk.desk.services import Desk
from school_desk.desk.widgets.buttons import action_button
from school_desk.enterprises.commands import DecideFields, MarkDoubtful, PreApproveEnterprise, ResubmitEnterprise
from school_desk.terms.roles import CLERKS, EXAMINERS
from school_desk.terms.statuses import EnterpriseStatus as Status
from school_desk.terms.uploads import DocumentKind

_BEFORE_AUTHORITY = (Status.SUBMITTED, Status.PRE_APPROVED)
_TO_RESUBMIT = (Status.RETURNED, Status.REFUSED)


@dataclass(frozen=True)
class Obstacle:
    """Why 初审 cannot pass now; `at_doubt`: the person is led to the first open place."""

    sentence: str
    at_doubt: bool = False


class ReviewDecisions:
    """Gives the commands for `owner`; forms open in `panel`. `decided` is told when the enterprise leaves its queue by a decision."""

    def __init__(
        self, desk: Desk, owner: QObject, panel: SidePanel, decided: Callable[[], None], to_return: Callable[[], None]
    ) -> None:
        """`to_return`: what 退回补正 does."""
        self._desk, self._owner, self._panel, self._decided = desk, owner, panel, decided
        self._return = to_return
        self._forms = RecordForms(desk, owner, panel)

    def obstacle(self, case: ReviewCase, *, still_reading: bool, paused: bool) -> Obstacle | None:
        """What stands in the way; `paused`: what is still to be read waits for the person.

        Contradictions are a person's to judge: told once, then accepted.
        """
        found = case.assessment
        if found.missing:
            labels = "、".join(DocumentKind(slot).label for slot in found.missing)
            return Obstacle(f"缺少{labels}，不能通过。请补上照片，或按 Ctrl+R 退回补正。")
        if found.doubts:
            return Obstacle(f"还有 {len(found.doubts)} 处没有核对，看过照片后按 Enter 确认。", at_doubt=True)
        if found.unread and still_reading:
            wait = "识别已暂停，请在下面按“继续”，识别完再通过。" if paused else "照片还在识别，请稍等几秒。"
            return Obstacle(wait)
        if (found.failed or found.unread) and not case.warned:
            case.warned = True
            said = found.failed[0].message if found.failed else "有照片没能识别，请人工看清内容。"
            return Obstacle(f"{said}确认无误请再按一次 Ctrl+Enter，否则按 Ctrl+R 退回。")
        return None

    def approve(self, case: ReviewCase, passed: Callable[[], None], failed: Callable[[], None]) -> None:
        """初审通过, with everything decided or proven; `failed` is told when it was not carried out."""
        command = PreApproveEnterprise(case.id, case.all_decisions(), case.paper_ids)
        done = f"“{case.sheet.detail.name}”初审通过。"
        self._desk.decide(self._owner, command, lambda _: passed(), done=done, failed=failed)

    def keep_fields(self, case: ReviewCase) -> None:
        """What the person decided about fields, without a word: they did not leave it for that."""
        if case.taken and self._desk.may(DecideFields.allowed):
            self._desk.decide(self._owner, DecideFields(case.id, case.decisions()))
            case.taken = {}

    def return_papers(self, case: ReviewCase, slot: str) -> None:
        """The form with the reasons that the findings suggest; without any it begins at the paper in `slot`."""
        if case.sheet.detail.status not in _BEFORE_AUTHORITY or not self._desk.may(CLERKS):
            return
        form = return_form(case.assessment)

        def submitted(values: dict[str, Any]) -> None:
            self.keep_fields(case)
            self._decided()
            done = f"“{case.sheet.detail.name}”已退回补正。"
            command = replace(return_command(case.id, values), expect_papers=case.paper_ids)
            send(self._desk, self._owner, self._panel, form, command, done=done)

        form.submitted.connect(submitted)
        open_form(self._panel, "退回补正", form, "退回", first=first_returned(form, slot))

    def mark_doubtful(self, case: ReviewCase) -> None:
        """What is in doubt; from one that is marked, the mark is taken away."""
        detail = case.sheet.detail
        if not self._desk.may(CLERKS):
            return
        if detail.doubt:
            self._desk.decide(self._owner, MarkDoubtful(detail.id, ""), done=f"已取消“{detail.name}”的存疑。")
            return
        form = doubt_form("")

        def submitted(values: dict[str, Any]) -> None:
            command, done = MarkDoubtful(detail.id, values["note"]), f"已把“{detail.name}”标记为存疑。"
            send(self._desk, self._owner, self._panel, form, command, done=done)

        form.submitted.connect(submitted)
        open_form(self._panel, "标记存疑", form, "标记", first="note")

    def resubmit(self, case: ReviewCase) -> None:
        """重新提交: the enterprise put right what was returned."""
        done = f"“{case.sheet.detail.name}”已重新提交，等待初审。"
        self._desk.decide(self._owner, ResubmitEnterprise(case.id), done=done)

    def buttons(self, case: ReviewCase, primary: Callable[[], None]) -> tuple[QPushButton, ...]:
        """The decisions that the enterprise's state and the person's roles allow; the last is what Ctrl+Enter does."""
        status, is_clerk = case.sheet.detail.status, self._desk.may(CLERKS)
        found: list[QPushButton] = []
        if status in _BEFORE_AUTHORITY and is_clerk:
            found.append(_button("退回补正", "Ctrl+R", self._return))
        if status is Status.SUBMITTED and is_clerk:
            doubt = "取消存疑" if case.sheet.detail.doubt else "存疑"
            found.append(_button(doubt, "Ctrl+D", partial(self.mark_doubtful, case)))
        words = self._primary_words(status)
        if words:
            found.append(action_button(words, primary=True, hint="Ctrl+Enter", on=primary))
        return tuple(found)

    def primary(self, case: ReviewCase) -> None:
        """What Ctrl+Enter does after the 初审, by state."""
        status = case.sheet.detail.status
        if self._primary_words(status):
            acts = {Status.PRE_APPROVED: self._forms.on_site, Status.AT_AUTHORITY: self._forms.decision}
            if status in acts:
                acts[status](case.sheet.detail)
            elif status in _TO_RESUBMIT:
                self.resubmit(case)

    def _primary_words(self, status: Status) -> str:
        """Empty when there is nothing for this person to do."""
        if status is Status.AT_AUTHORITY:
            return "登记主管部门结论…" if self._desk.may(EXAMINERS) else ""
        words = {Status.SUBMITTED: "初审通过", Status.PRE_APPROVED: "登记现场审核…"}
        words |= dict.fromkeys(_TO_RESUBMIT, "重新提交")
        return words.get(status, "") if self._desk.may(CLERKS) else ""


def _button(words: str, keys: str, act: Callable[[], None]) -> QPushButton:
    """The keys are the screen's own: they work wherever the cursor stands."""
    return action_button(words, hint=keys, on=act)
