"""One enterprise as the side panel shows it: its data, papers, 现场审核, 主管部门结论 and former names."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from school_desk.desk.colours import Tone
from school_desk.desk.screens.enterprises.state import MISSING_PAPER, paper_chip, status_chip
from school_desk.desk.services import Desk
from school_desk.desk.theme import GAP_L, GAP_S
from school_desk.desk.widgets.buttons import action_button
from school_desk.desk.widgets.chips import Chip
from school_desk.desk.widgets.facts import Fact, FactsGrid
from school_desk.desk.widgets.page import Notice
from school_desk.desk.widgets.texts import heading
from school_desk.documents.queries import PaperRow
from school_desk.enterprises.commands import RevealMobiles
from school_desk.enterprises.queries import AuthorityDecision, EnterpriseDetail, OnSiteReview
from school_desk.kernel.clock import local_text
from school_desk.terms.masking import mask_mobile
from school_desk.terms.uploads import ENTERPRISE_KINDS

_SEEN = {"seen": "已看原件", "kept": "留存复印件"}


class EnterpriseFacts(QWidget):
    """The body of the panel. Mobiles are masked until 显示 is pressed and the journal has it."""

    def __init__(self, desk: Desk, detail: EnterpriseDetail, papers: Sequence[PaperRow]) -> None:
        super().__init__()
        self._desk, self._detail = desk, detail
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(GAP_L)
        for tone, sentence in _notices(detail):
            self._column.addWidget(Notice(tone, sentence))
        self._facts = FactsGrid(_facts(detail, masked=True), columns=1)
        hint = "谁在什么时候看了哪家的号码，会记入操作日志"
        self.reveal_button = action_button("显示手机号", "eye", role="link", hint=hint, on=self.reveal)
        own = QVBoxLayout()
        own.setSpacing(GAP_S)
        own.addWidget(self._facts)
        own.addWidget(self.reveal_button, 0, Qt.AlignmentFlag.AlignLeft)
        self._column.addLayout(own)
        self._add("材料", [_paper_fact(kind.label, kind.value, papers) for kind in ENTERPRISE_KINDS])
        self._add("现场审核", [fact for review in detail.on_site_reviews for fact in _review_facts(review)])
        self._add("主管部门结论", [_decision_fact(decision) for decision in detail.decisions])
        former = [Fact(f"至 {until}", name, note=code) for name, code, until in detail.former_names]
        self._add("曾用名", former)

    def reveal(self) -> None:
        """Shows the mobile numbers in full, once the journal has it."""
        self._desk.decide(self, RevealMobiles(self._detail.id, self._detail.name), self._show_whole)

    def _show_whole(self, _outcome: object) -> None:
        self._facts.set_facts(_facts(self._detail, masked=False))
        self.reveal_button.hide()

    def _add(self, title: str, facts: Sequence[Fact]) -> None:
        if facts:
            self._column.addWidget(heading(title))
            self._column.addWidget(FactsGrid(facts, columns=1))


def _notices(detail: EnterpriseDetail) -> list[tuple[Tone, str]]:
    said = (
        (Tone.NEUTRAL, "已停用", detail.suspended),
        (Tone.WARN, "变更待复核", detail.recheck),
        (Tone.WARN, "存疑", detail.doubt),
        (Tone.WARN, "退回或不通过的原因", detail.return_reason),
    )
    return [(tone, f"{word}：{sentence}") for tone, word, sentence in said if sentence]


def _facts(detail: EnterpriseDetail, *, masked: bool) -> list[Fact]:
    shown = mask_mobile if masked else str
    return [
        Fact("状态", f"{local_text(detail.since)[:10]} 起", status_chip(detail.status)),
        Fact("信用代码", detail.credit_code),
        Fact("企业地址", detail.address),
        Fact("所属地区", detail.region),
        Fact("主管部门", detail.authority, note="省属单位" if detail.province_affiliated else ""),
        Fact("法定代表人", detail.legal_person or ""),
        Fact("负责人手机", shown(detail.principal_mobile)),
        Fact("企业联系人", detail.contact_name or ""),
        Fact("联系人手机", shown(detail.contact_mobile or "")),
        Fact("档案号", detail.archive_no or ""),
        Fact("提交时间", local_text(detail.submitted_at)),
    ]


def _paper_fact(label: str, slot: str, papers: Sequence[PaperRow]) -> Fact:
    paper = next((paper for paper in papers if paper.kind.value == slot), None)
    if paper is None:
        return Fact(label, f"{slot}.jpg", MISSING_PAPER)
    handed_in = f"原文件 {paper.original_name}" if paper.original_name != paper.file_name else ""
    return Fact(label, paper.file_name, paper_chip(paper.status), note=paper.reason or handed_in)


def _review_facts(review: OnSiteReview) -> list[Fact]:
    words = "，".join(f"{kind.label}{_word(review.originals, kind.value)}" for kind in ENTERPRISE_KINDS)
    return [
        Fact("日期地点", f"{review.reviewed_on}　{review.place}"),
        Fact("审核人员", review.persons),
        Fact("原件", words, note=review.note or ""),
        Fact("档案号", review.archive_no),
    ]


def _decision_fact(decision: AuthorityDecision) -> Fact:
    chip = Chip("审核通过", Tone.GOOD) if decision.approved else Chip("审核不通过", Tone.BAD)
    told = (decision.reason or "", "附有依据文件" if decision.evidence_document_id else "")
    return Fact(str(decision.decided_on), decision.document_no, chip, note="；".join(filter(None, told)))


def _word(originals: dict[str, Any], slot: str) -> str:
    return _SEEN.get(str(originals.get(slot)), "未看")
