"""Reading papers: the tests of compare."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from school_desk.documents.reading.compare import Finding, compare_papers, lift_by_agreement
from school_desk.documents.reading.evidence import FAINT, LOOKS_ALIKE
from school_desk.documents.reading.paper import FieldReading, FieldState, PaperReading, Value, paper_from_json
from school_desk.documents.reading.seal import NOT_ON_A_COPY

_NAME = "湖州石凤钢结构工程有限公司"


def _paper(kind: str, values: dict[str, Value], confidence: float = 0.9) -> PaperReading:
    fields = {name: FieldReading(value, confidence, (0, 0, 9, 9), FieldState.LOOK) for name, value in values.items()}
    return PaperReading(kind, fields)


def _set() -> dict[str, PaperReading]:
    shared: dict[str, Value] = {"name": _NAME, "uscc": "91330500MAHTN4EG0L", "legal_person": "姚锡庆"}
    return {
        "yyzz": _paper("yyzz", {"term_to": "长期", **shared}),
        "zzzs": _paper("zzzs", {"valid_until": "2027-09-24", **shared}),
        "cns": _paper("cns", {"seal_present": True, "seal_name": _NAME, **shared}),
    }


def _found(findings: list[Finding], code: str) -> Finding:
    return next(finding for finding in findings if finding.code == code)


def test_a_clean_enterprise_has_nothing_but_agreement() -> None:
    findings = compare_papers(_set(), {"name": _NAME, "uscc": "91330500mahtn4eg0l"}, date(2026, 11, 23))
    assert {finding.level for finding in findings} == {"ok"}
    assert {"name.agree", "uscc.as_declared", "seal.agree", "valid_until.valid"} <= {f.code for f in findings}


def test_another_companys_paper_fails() -> None:
    papers = _set() | {"zzzs": _paper("zzzs", {"name": "德清乙装饰厂", "uscc": "91341822677340146T"})}
    found = _found(compare_papers(papers), "name.differ")
    assert found.level == "failed"
    assert ("zzzs", "name") in found.fields
    assert "德清乙装饰厂" in found.message


def test_one_odd_character_may_be_a_misreading() -> None:
    papers = _set() | {"zzzs": _paper("zzzs", {"name": _NAME.replace("凤", "凰")})}
    assert _found(compare_papers(papers), "name.differ").level == "look"


def test_declared_otherwise_is_said_for_each_paper() -> None:
    findings = compare_papers(_set(), {"legal_person": "彭超欣"})
    assert len([f for f in findings if f.code == "legal_person.not_declared" and f.level == "failed"]) == 3


def test_a_licence_in_the_letters_slot_is_caught() -> None:
    found = _found(compare_papers({"cns": _set()["yyzz"]}), "kind.mismatch")
    assert found.level == "failed"
    assert "cns.jpg" in found.message
    assert "营业执照" in found.message


def test_a_licence_read_as_a_letter_is_still_seen_as_a_licence() -> None:
    papers = {"cns": replace(_paper("cns", {"name": _NAME}), seen="yyzz")}
    assert _found(compare_papers(papers), "kind.mismatch").fields == (("cns", ""),)


def test_an_unknown_paper_is_only_doubted() -> None:
    assert _found(compare_papers({"zzzs": PaperReading("other", {})}), "kind.unknown").level == "look"


@pytest.mark.parametrize(
    ("present", "name", "code", "level"),
    [
        (False, None, "seal.missing", "failed"),
        (None, None, "seal.unknown", "look"),
        (True, None, "seal.unreadable", "look"),
        (True, "嘉兴泰鑫消防器材厂", "seal.differ", "failed"),
    ],
)
def test_seal_missing_unreadable_grey_or_foreign(present: Value, name: Value, code: str, level: str) -> None:
    papers = {"cns": _paper("cns", {"name": _NAME, "seal_present": present, "seal_name": name})}
    assert _found(compare_papers(papers), code).level == level


def test_a_copy_without_a_ring_is_for_a_person_to_look_at() -> None:
    """Nobody is sent back for a seal that a copier may have lost."""
    letter = _paper("cns", {"name": _NAME, "seal_present": False})
    copy = replace(letter.fields["seal_present"], value=None, reasons=(NOT_ON_A_COPY,))
    found = compare_papers({"cns": replace(letter, fields={**letter.fields, "seal_present": copy})})
    assert _found(found, "seal.unknown").level == "look"
    assert "也没有看到印章的圆圈" in _found(found, "seal.unknown").message


def test_expiry_counts_the_last_day_as_valid() -> None:
    papers = {"zzzs": _paper("zzzs", {"valid_until": "2026-11-23"})}
    assert _found(compare_papers(papers, on=date(2026, 11, 23)), "valid_until.valid").level == "ok"
    assert _found(compare_papers(papers, on=date(2026, 11, 24)), "valid_until.expired").level == "failed"


@pytest.mark.parametrize("written", ["明年九月", "2029年13月45日", "无", "-"])
def test_a_term_that_is_no_day_is_for_a_person_and_stops_nothing(written: str) -> None:
    papers = {"yyzz": _paper("yyzz", {"term_to": written}), "zzzs": _paper("zzzs", {"valid_until": "2026-11-22"})}
    findings = compare_papers(papers, on=date(2026, 11, 23))
    found = _found(findings, "term_to.no_day")
    assert (found.level, found.fields) == ("look", (("yyzz", "term_to"),))
    assert found.message.startswith(f"营业执照的营业期限是“{written}”，看不出是哪一天")
    assert _found(findings, "valid_until.expired").level == "failed", "the other is judged all the same"


def test_a_person_paying_is_said() -> None:
    papers = {"yyzz": _paper("yyzz", {"name": _NAME}), "slip": _paper("slip", {"payer_name": "姚锡庆"})}
    assert _found(compare_papers(papers), "payer.differ").level == "failed"


def test_worst_first() -> None:
    papers = _set() | {"zzzs": _paper("zzzs", {"name": "德清乙装饰厂"})}
    levels = [finding.level for finding in compare_papers(papers)]
    assert levels == sorted(levels, key=("failed", "look", "ok").index)


def test_clear_agreement_of_two_papers_accepts_and_names_the_other() -> None:
    lifted = lift_by_agreement(_set())
    reading = lifted["yyzz"].fields["legal_person"]
    assert reading.state is FieldState.ACCEPTED
    assert any(reason.startswith("与") for reason in reading.reasons)


def test_unclear_or_failed_fields_are_not_lifted() -> None:
    faint = _paper("yyzz", {"legal_person": "姚锡庆"}, 0.5)
    clear = _paper("zzzs", {"legal_person": "姚锡庆"})
    assert lift_by_agreement({"yyzz": faint, "zzzs": clear})["zzzs"].fields["legal_person"].state is FieldState.LOOK
    assert lift_by_agreement({"yyzz": faint, "zzzs": clear})["yyzz"].fields["legal_person"].state is FieldState.LOOK
    broken = replace(clear, fields={"legal_person": replace(clear.fields["legal_person"], state=FieldState.FAILED)})
    assert lift_by_agreement({"yyzz": clear, "zzzs": broken})["yyzz"].fields["legal_person"].state is FieldState.LOOK


def test_json_and_back_is_the_same_paper() -> None:
    paper = replace(
        _paper("zzzs", {"qualifications": ("甲级",), "valid_until": "2027-09-24", "name": None}),
        problems=("模糊",),
        ms=7,
    )
    assert paper_from_json(paper.to_json()) == paper


def test_what_looks_alike_is_not_lifted_by_a_paper_that_the_same_readers_read() -> None:
    papers = _set()
    for slot in ("yyzz", "zzzs"):
        doubted = replace(papers[slot].fields["legal_person"], state=FieldState.LOOK, reasons=(LOOKS_ALIKE,))
        papers[slot] = replace(papers[slot], fields={**papers[slot].fields, "legal_person": doubted})
    assert lift_by_agreement(papers)["yyzz"].fields["legal_person"].state is FieldState.LOOK


def test_nor_does_what_looks_alike_prove_another_paper() -> None:
    faint = FieldReading("余三", 0.85, (0, 0, 9, 9), FieldState.LOOK, (FAINT,))
    alike = replace(faint, confidence=0.9, reasons=(LOOKS_ALIKE,))
    papers = {slot: PaperReading(slot, {"legal_person": read}) for slot, read in (("yyzz", faint), ("cns", alike))}
    assert lift_by_agreement(papers)["yyzz"].fields["legal_person"] == faint
    third = papers | {"zzzs": PaperReading("zzzs", {"legal_person": replace(faint, reasons=())})}
    lifted = lift_by_agreement(third)["yyzz"].fields["legal_person"]
    assert (lifted.state, lifted.reasons) == (FieldState.ACCEPTED, (FAINT, "与资质证书一致")), (
        "a paper that is sure does"
    )
