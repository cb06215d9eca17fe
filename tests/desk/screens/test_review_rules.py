"""The rules behind the review: what a person must look at, what is risky, what a field may be, why a paper goes back."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from school_desk.documents.reading.compare import Finding
from school_desk.documents.reading.paper import FieldReading, FieldState, PaperReading
from school_desk.enterprises.compare import (
    FIELD_LABELS,
    KIND,
    Assessment,
    Candidate,
    Submission,
    assess,
    candidates,
    field_text,
    field_value,
)
from school_desk.enterprises.return_reasons import RETURN_REASONS, reasons_for, suggested_reasons
from tests.desk.screens.handed_in import PERSON, name_of, papers
from tests.desk.screens.paper_fakes import read
from tests.papers import CODES

TODAY = date(2026, 8, 3)
DECLARED = {"name": name_of(0), "uscc": CODES[0], "legal_person": PERSON}
SLOTS = frozenset({"yyzz", "cns", "zzzs"})


def submission(**changes: dict[str, Any]) -> Submission:
    readings = {slot: read(content, slot) for slot, content in papers(0, **changes).items()}
    return Submission(SLOTS, readings, DECLARED)


def places(found: Assessment) -> list[tuple[str, str]]:
    return [doubt.place for doubt in found.doubts]


def test_papers_in_order_are_clean() -> None:
    found = assess(submission(), TODAY)
    assert found.clean
    assert found.doubts == ()


@pytest.mark.parametrize("field", ["uscc", "name", "legal_person"])
def test_without_proof_a_person_looks_but_other_papers_are_proof(field: str) -> None:
    assert assess(submission(yyzz={"unsure": (field,)}), TODAY).clean, "another paper says the same"
    unsure = {slot: {"unsure": (field,)} for slot in ("yyzz", "cns", "zzzs")}
    alone = submission(**unsure)
    without_others = replace(alone, readings={"yyzz": alone.readings["yyzz"]}, slots=frozenset({"yyzz"}))
    assert places(assess(without_others, TODAY)) == [("yyzz", field)]


def test_what_is_not_needed_is_no_question() -> None:
    """Capital, scope and the like may be unread; a licence may print no term; a certificate has its number and its last day."""
    assert assess(submission(yyzz={"term_to": None, "capital": None, "scope": None}), TODAY).clean
    assert places(assess(submission(zzzs={"cert_no": None}), TODAY)) == [("zzzs", "cert_no")]


def test_an_unclear_last_day_is_looked_at() -> None:
    given_papers = submission()
    certificate = given_papers.readings["zzzs"]
    dim = FieldReading("2029-09-24", 0.5, None, FieldState.LOOK)
    fields = {**certificate.fields, "valid_until": dim}
    readings = {**given_papers.readings, "zzzs": replace(certificate, fields=fields)}
    found = assess(replace(given_papers, readings=readings), TODAY)
    assert places(found) == [("zzzs", "valid_until")]
    assert "50%" in found.doubts[0].reason


def test_a_missing_seal_is_one_question_and_a_contradiction() -> None:
    found = assess(submission(cns={"seal_present": False, "seal_name": None}), TODAY)
    assert places(found) == [("cns", "seal_present")]
    assert [finding.code for finding in found.failed] == ["seal.missing"]


def test_a_decision_answers_the_question_and_is_compared_again() -> None:
    asked = submission(zzzs={"valid_until": "2025-01-01"})
    place = ("zzzs", "valid_until")
    assert places(assess(asked, TODAY)) == [place]
    confirmed = assess(replace(asked, decided={place: "2025-01-01"}), TODAY)
    assert (confirmed.doubts, len(confirmed.failed), confirmed.clean) == ((), 1, False)
    corrected = assess(replace(asked, decided={place: "2028-01-01"}), TODAY)
    assert corrected.clean


def test_a_person_tells_what_the_engine_could_not() -> None:
    asked = submission(cns={"seen": "other"})
    assert places(assess(asked, TODAY)) == [("cns", KIND)]
    assert assess(replace(asked, decided={("cns", KIND): "企业承诺书"}), TODAY).clean


def test_missing_and_unread_papers_are_named() -> None:
    whole = submission()
    found = assess(replace(whole, slots=frozenset({"yyzz", "cns"}), readings={"yyzz": whole.readings["yyzz"]}), TODAY)
    assert (found.missing, found.unread) == (("zzzs",), ("cns",))


def test_risk_sorts_contradictions_before_doubts_before_clean_and_the_unread_last() -> None:
    failed = assess(submission(zzzs={"valid_until": "2025-01-01"}), TODAY)
    doubtful = assess(submission(cns={"unsure": ("seal_present",)}), TODAY)
    clean = assess(submission(), TODAY)
    unread = assess(replace(submission(), readings={}), TODAY)
    assert sorted([unread, clean, doubtful, failed], key=lambda one: one.risk) == [failed, doubtful, clean, unread]


def test_a_broken_rule_weighs_as_much_as_a_contradiction_and_is_not_counted_twice() -> None:
    broken = assess(submission(yyzz={"broken": ["cert_no", "uscc"]}), TODAY)
    assert [doubt.place for doubt in broken.broken] == [("yyzz", "uscc")]
    doubtful = assess(submission(cns={"unsure": ("seal_present",)}), TODAY)
    assert broken.risk < doubtful.risk
    expired = assess(submission(zzzs={"valid_until": "2025-01-01", "broken": ["valid_until"]}), TODAY)
    assert (len(expired.failed), expired.broken) == (1, ())


def test_what_another_reader_saw_can_be_chosen() -> None:
    differing = submission(yyzz={"others": {"name": ["湖州石风钢结构工程有限公司"]}})
    assert Candidate("湖州石风钢结构工程有限公司", "另一读法") in candidates(differing, ("yyzz", "name"))


def test_candidates_say_where_they_come_from_each_once() -> None:
    misread = submission(
        yyzz={"unsure": ("name", "uscc"), "name": "湖州石风钢结构工程有限公司", "uscc": "91330500MAHTN4EGOL"}
    )
    assert candidates(misread, ("yyzz", "name")) == (
        Candidate("湖州石风钢结构工程有限公司", "识别"),
        Candidate(name_of(0), "填报"),
    )
    assert Candidate(CODES[0], "填报") in candidates(misread, ("yyzz", "uscc"))
    undeclared = replace(misread, declared={}, readings={"yyzz": misread.readings["yyzz"]})
    assert Candidate(CODES[0], "校验位推算") in candidates(undeclared, ("yyzz", "uscc"))
    assert [c.value for c in candidates(misread, ("cns", "seal_present"))] == ["有公章", "没有公章", "看不清"]


@given(st.sampled_from([True, False, None]))
def test_a_seal_is_written_and_read_back(value: bool | None) -> None:
    assert field_value("seal_present", field_text("seal_present", value)) is value


@given(st.lists(st.text(st.characters(categories=["Lo"]), min_size=1), max_size=5))
def test_qualifications_are_written_and_read_back(listed: list[str]) -> None:
    assert field_value("qualifications", field_text("qualifications", tuple(listed))) == tuple(listed)


@pytest.mark.parametrize("name", ["term_to", "valid_until", "established", "issue_date", "date"])
@pytest.mark.parametrize(
    "written",
    ["2029-09-24", "2029-9-24", "2029.9.24", "2029/9/24", "2029年9月24日", "２０２９年９月２４日", " 2029年 9月 24日 "],
)
def test_a_day_is_the_same_however_a_person_writes_it(name: str, written: str) -> None:
    assert field_value(name, written) == "2029-09-24"


def test_a_term_is_written_as_it_is_printed() -> None:
    for written in ("长期", "长期有效", "永久"):
        assert field_value("term_to", written) == field_value("valid_until", written) == "长期"
    assert field_value("term_to", "2009年9月25日至2029年9月24日") == "2029-09-24"
    assert field_value("established", "2009年9月25日至2029年9月24日") == "2009年9月25日至2029年9月24日", (
        "which of them?"
    )
    assert field_value("address", "2029年9月24日") == "2029年9月24日"
    assert field_value("term_to", "") is None


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("2029.9.24", "valid_until.valid"),
        ("2025年9月24日", "valid_until.expired"),
        ("长期有效", "valid_until.valid"),
        ("看不清", "valid_until.no_day"),
    ],
)
def test_a_decided_term_is_judged_like_a_read_one(written: str, code: str) -> None:
    found = assess(replace(submission(), decided={("zzzs", "valid_until"): written}), TODAY)
    assert code in {finding.code for finding in found.findings}
    assert ("zzzs", "valid_until") not in places(found), "a person decided it"


def test_every_field_has_its_word() -> None:
    assert {name for paper in submission().readings.values() for name in paper.fields} <= FIELD_LABELS.keys()


@pytest.mark.parametrize(
    ("changes", "suggested"),
    [
        ({}, {}),
        ({"cns": {"seal_present": False, "seal_name": None}}, {"cns": "没有加盖企业公章"}),
        ({"cns": {"seal_name": "嘉兴泰鑫消防工程有限公司"}}, {"cns": "加盖的公章与企业名称不一致"}),
        ({"cns": {"seal_present": None, "seal_name": None}}, {"cns": "照片是黑白的"}),
        ({"zzzs": {"valid_until": "2025-01-01"}}, {"zzzs": "资质证书已过有效期"}),
        ({"yyzz": {"term_to": "2025-01-01"}}, {"yyzz": "营业执照的营业期限已过"}),
        ({"zzzs": {"seen": "cns"}}, {"zzzs": "照片不是资质证书"}),
        ({"zzzs": {"name": "嘉兴铭煜市政工程有限公司"}}, {"zzzs": "资质证书上的企业名称与登记的不一致"}),
    ],
)
def test_findings_suggest_reasons(changes: dict[str, Any], suggested: dict[str, str]) -> None:
    found = suggested_reasons(assess(submission(**changes), TODAY))
    assert {slot: reason[: len(suggested.get(slot, ""))] for slot, reason in found.items()} == suggested
    assert all(reason in reasons_for(slot) for slot, reason in found.items()), "the form offers what is suggested"


def test_a_missing_paper_is_asked_for() -> None:
    found = Assessment({}, (Finding("seal.missing", "failed", "", (("cns", "seal_present"),)),), missing=("zzzs",))
    assert suggested_reasons(found) == {"zzzs": "没有提交，请补交", "cns": "没有加盖企业公章，请盖章后重新拍照"}


def test_reasons_name_their_paper() -> None:
    for slot in RETURN_REASONS:
        assert len(set(reasons_for(slot))) == len(reasons_for(slot))
        assert not any("{" in reason for reason in reasons_for(slot))


@pytest.mark.parametrize("slot", ["yyzz", "cns", "zzzs"])
def test_a_photo_that_cannot_be_opened_is_never_clean(slot: str) -> None:
    broken = PaperReading(slot, {}, ("图片不完整或已损坏，无法打开。",))
    found = assess(replace(submission(), readings={**submission().readings, slot: broken}), TODAY)
    asked = [doubt for doubt in found.doubts if doubt.place[0] == slot]
    assert {doubt.place[1] for doubt in asked} >= {"uscc", "name", "legal_person"}
    assert asked[0].reason == "图片不完整或已损坏，无法打开。"
