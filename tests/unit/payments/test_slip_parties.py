"""A slip as read, held against the school's own account and the enterprises on record."""

from __future__ import annotations

from typing import Any

import pytest

from school_desk.documents.reading.evidence import LOOKS_ALIKE, settle
from school_desk.documents.reading.paper import FieldReading, FieldState, PaperReading
from school_desk.documents.reading.slip import read_slip
from school_desk.payments import slip_parties as rule
from school_desk.payments.slip_parties import Parties, hold_against
from tests.unit.reading.recorded_boxes import sheet

OURS, SECOND = "1205220109200069722", "33050165272700000123"
STEEL, TIMBER, PERSON = "湖州石凤钢结构工程有限公司", "湖州石凤木结构工程有限公司", "王建国"
PARTIES = Parties((OURS, SECOND), (STEEL, "德清县甲装饰有限公司", "王建国经营部"))
LOOK, ACCEPTED, FAILED = FieldState.LOOK, FieldState.ACCEPTED, FieldState.FAILED


def held(name: str, value: Any, parties: Parties = PARTIES, **more: Any) -> FieldReading:
    """The field as the rule leaves it; read clearly by one reader unless told otherwise."""
    said: dict[str, Any] = {"confidence": 0.9, "box": (1, 2, 3, 4), "state": LOOK, "reasons": ("只识别了一次",)} | more
    reading = PaperReading("slip", {name: FieldReading(value, **said)}, engine="one 1")
    after = hold_against(reading, parties)
    found = after.fields[name]
    assert (found.value, found.box, found.original, after.engine) == (
        value,
        (1, 2, 3, 4),
        more.get("original"),
        "one 1",
    )
    assert found.reasons[: len(said["reasons"])] == said["reasons"], "what was known of it stays said"
    return found


@pytest.mark.parametrize(("value", "reason"), [(OURS, "是学校的收款账号"), (SECOND, "是学校的账号")])
@pytest.mark.parametrize("confidence", [0.2, 0.9])
def test_the_schools_own_account_is_proof(value: str, reason: str, confidence: float) -> None:
    found = held("payee_account", value, confidence=confidence)
    assert (found.state, found.reasons[-1], found.confidence) == (ACCEPTED, reason, 0.99)


def test_spaces_of_an_account_do_not_count() -> None:
    assert held("payee_account", "1205 2201 0920 0069 722").state is ACCEPTED


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        ("1205220109200069723", rule.ACCOUNT_ALMOST),
        ("7205220109200069722", rule.ACCOUNT_ALMOST),
        ("120522010920006972", rule.ACCOUNT_ALMOST),
        ("12052201092000697222", rule.ACCOUNT_ALMOST),
        ("120522010920", rule.ACCOUNT_CUT),
        ("09200069722", rule.ACCOUNT_CUT),
    ],
)
@pytest.mark.parametrize("state", [LOOK, ACCEPTED])
def test_nearly_the_schools_account_is_for_a_person(value: str, reason: str, state: FieldState) -> None:
    found = held("payee_account", value, state=state, candidates=("1205220109200069728", OURS))
    assert (found.state, found.reasons[-1]) == (LOOK, reason)
    assert found.candidates == (OURS, "1205220109200069728"), "each once, the school's first"


@pytest.mark.parametrize("value", ["6222021205001234567", "1205220109200069733", "1205220", "9722", "052201092000697"])
def test_of_another_account_nothing_is_said(value: str) -> None:
    assert held("payee_account", value, candidates=("7",)) == FieldReading(
        value, 0.9, (1, 2, 3, 4), LOOK, ("只识别了一次",), candidates=("7",)
    )


def test_only_the_payees_account_is_the_schools() -> None:
    assert held("payer_account", OURS).state is LOOK


def test_a_clearly_read_name_of_one_enterprise_is_accepted() -> None:
    found = held("payer_name", STEEL, confidence=0.7)
    assert (found.state, found.reasons[-1], found.confidence) == (ACCEPTED, "与企业档案一致", 0.99)
    assert held("payer_name", "德清县甲装饰 有限公司").state is ACCEPTED


@pytest.mark.parametrize("more", [{"confidence": 0.69}, {"reasons": (LOOKS_ALIKE,)}])
def test_a_faint_name_or_one_with_a_double_is_not_lifted_by_the_record(more: dict[str, Any]) -> None:
    found = held("payer_name", STEEL, **more)
    assert (found.state, found.reasons[-1], found.candidates) == (LOOK, rule.FAINT_ON_RECORD, ())
    assert found.confidence == more.get("confidence", 0.9)


def test_a_name_that_two_enterprises_bear_is_nobodys() -> None:
    assert held("payer_name", STEEL, Parties((), (STEEL, STEEL))).state is LOOK


def test_the_record_cannot_tell_two_names_apart_that_one_misread_character_joins() -> None:
    both = Parties((), (STEEL, TIMBER))
    found = held("payer_name", STEEL, both)
    assert (found.state, found.candidates) == (LOOK, (TIMBER,))
    assert f"还有只差一个字的“{TIMBER}”" in found.reasons[-1]
    proven = held("payer_name", STEEL, both, state=ACCEPTED)
    assert (proven.state, proven.reasons[-1]) == (ACCEPTED, "与企业档案一致"), "the slip itself proved it"


@pytest.mark.parametrize(
    "value", ["湖州石风钢结构工程有限公司", "湖州石钢结构工程有限公司", "湖州石凤钢结构工程有限公司司"]
)
@pytest.mark.parametrize("state", [LOOK, ACCEPTED])
def test_one_character_from_one_enterprise_is_for_a_person(value: str, state: FieldState) -> None:
    found = held("payer_name", value, state=state, candidates=("湖州石虫钢结构工程有限公司",))
    assert (found.state, found.candidates) == (LOOK, (STEEL, "湖州石虫钢结构工程有限公司"))
    assert found.reasons[-1] == f"企业档案里是“{STEEL}”，只差一个字，请对照图片"


@pytest.mark.parametrize(
    ("value", "enterprises"),
    [
        ("湖州石风网结构工程有限公司", (STEEL,)),
        ("湖州石凤锅结构工程有限公司", (STEEL, TIMBER)),
        ("王建囯", (PERSON,)),
        ("长兴乙劳务有限公司", ()),
    ],
)
def test_of_a_name_far_from_all_or_near_to_two_nothing_is_said(value: str, enterprises: tuple[str, ...]) -> None:
    assert held("payer_name", value, Parties((), enterprises)).reasons == ("只识别了一次",)


@pytest.mark.parametrize(
    ("name", "value"), [("payee_account", OURS), ("payer_name", STEEL), ("payee_account", OURS[:-1])]
)
def test_what_a_rule_contradicts_stays_contradicted(name: str, value: str) -> None:
    assert held(name, value, state=FAILED).state is FAILED


def test_what_was_not_read_is_not_made_up() -> None:
    nothing = {name: FieldReading(None, 0.0, None, FAILED) for name in ("payee_account", "payer_name")}
    assert hold_against(PaperReading("slip", nothing), PARTIES).fields == nothing
    assert hold_against(PaperReading("slip", {}), PARTIES).fields == {}


def test_a_candidate_says_whence_it_comes() -> None:
    assert [PARTIES.whence(value) for value in (OURS, SECOND, STEEL, TIMBER)] == [
        "学校账号",
        "学校账号",
        "企业档案",
        "",
    ]


FIRM = ("户名：" + STEEL, "账号：6222021205001234567")
US = ("户名：湖州启航职业培训学校", "账号：" + OURS)


@pytest.mark.parametrize(
    ("rows", "open_fields"),
    [
        ((*FIRM, "户名：德清县甲装饰有限公司", "账号：" + OURS), {"payer_name": STEEL, "payee_account": OURS}),
        # Put right because a school is paid, but it may be the school that pays back.
        ((*US, *FIRM), {"payer_name": STEEL, "payee_account": OURS}),
        ((f"付款人户名：{STEEL}", f"收款人户名：{STEEL}"), {"payer_name": STEEL}),
        ((f"付款人账号：{OURS}", f"收款人账号：{OURS}"), {"payee_account": OURS}),
        (
            ("付款人户名：湖州启航职业培训学校", "收款人户名：" + STEEL, "收款人账号：" + OURS),
            {"payee_account": OURS},
        ),
    ],
)
def test_the_record_does_not_say_who_pays(rows: tuple[str, ...], open_fields: dict[str, str]) -> None:
    read = {name: settle(draft) for name, draft in read_slip(sheet(*rows)).items()}
    after = hold_against(PaperReading("slip", read), PARTIES).fields
    for name, value in open_fields.items():
        assert (after[name].value, after[name].state) == (value, LOOK), name
        assert after[name].reasons[-1].endswith("，但谁付谁收还没有认准，请对照图片"), (
            "and what the record knows is said"
        )


def test_where_the_slip_says_who_pays_the_record_proves_the_rest() -> None:
    rows = ("付款人" + FIRM[0], "付款人" + FIRM[1], "收款人" + US[0], "收款人" + US[1])
    read = {name: settle(draft) for name, draft in read_slip(sheet(*rows)).items()}
    after = hold_against(PaperReading("slip", read), PARTIES).fields
    assert [after[name].state for name in ("payer_name", "payee_account")] == [ACCEPTED] * 2
