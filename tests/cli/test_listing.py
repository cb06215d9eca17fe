"""`school-desk list`, `show` and `undo`: what the screens show, by the same queries, and what they take back."""

from __future__ import annotations

from typing import Any

import pytest

from school_desk.adapters.sample_school.truth import SchoolTruth
from school_desk.cli.listing import KINDS, TRAINEE_STATES
from school_desk.cli.lists import LISTS
from tests.cli.console import Console
from tests.cli.drawn_school import approved, open_plans, roster_of


@pytest.fixture
def enrolled(console: Console, drawn: SchoolTruth) -> SchoolTruth:
    """The first drawn enterprise's people have enrolled."""
    one = drawn.enterprises[0]
    approved(console.office, one)
    open_plans(console.office, one)
    said = console.run("import", "roster", roster_of(drawn, one), "--as", "shen")
    assert said.code == 0, said.out
    return drawn


def listed(console: Console, kind: str, *more: str) -> list[dict[str, Any]]:
    said = console.run("list", kind, "--json", *more)
    assert said.code == 0, said.err
    rows: list[dict[str, Any]] = said.document
    return rows


def test_every_kind_is_listed_alike_for_people_and_for_programs(console: Console, enrolled: SchoolTruth) -> None:
    assert KINDS.keys() == LISTS.keys()
    for kind in KINDS:
        rows = listed(console, kind)
        words = console.run("list", kind).out.splitlines()
        titles = [column.title for column in LISTS[kind].columns if column.title]
        assert words[0].split() == titles
        assert words[-1] == f"共 {len(rows)} 条。"
        assert len(words) == len(rows) + 2
        assert all(row["id"] for row in rows)


def test_people_are_listed_with_their_numbers_masked(console: Console, enrolled: SchoolTruth) -> None:
    people = enrolled.enterprises[0].people
    said = console.run("list", "trainees", "--json")
    assert {row["name"] for row in said.document} == {person.name for person in people}
    assert not any(person.id_number in said.out or person.mobile in said.out for person in people)
    (row,) = listed(console, "trainees", "--find", people[0].id_number)
    assert row["name"] == people[0].name
    assert row["id_number"] == people[0].id_number[:6] + "********" + people[0].id_number[-4:]


@pytest.mark.long
@pytest.mark.parametrize("state", TRAINEE_STATES)
def test_people_are_narrowed_by_a_label_of_the_manual(console: Console, enrolled: SchoolTruth, state: str) -> None:
    column, label = TRAINEE_STATES[state]
    everybody = listed(console, "trainees")
    assert listed(console, "trainees", "--state", state) == [row for row in everybody if row[column] == label]


def test_a_list_is_narrowed_by_words_and_by_its_state(console: Console, enrolled: SchoolTruth) -> None:
    rows = listed(console, "receivables")
    name = enrolled.enterprises[0].company.name
    assert {row["enterprise"] for row in rows} == {name}
    assert listed(console, "receivables", "--find", f"{name[:4]} {rows[0]['number']}") == rows[:1]
    assert listed(console, "receivables", "--find", "没有这样的") == []
    assert listed(console, "receivables", "--state", "待缴费") == rows
    assert listed(console, "receivables", "--state", "费用审核通过") == []
    (batch,) = listed(console, "batches", "--state", "待缴费")
    assert batch["due_fen"] == sum(row["due_fen"] for row in rows)
    assert listed(console, "batches", "--state", "已取消") == []
    assert listed(console, "enterprises", "--state", "审核通过", "--find", name)[0]["state"] == "审核通过"


def test_an_unknown_state_is_bad_usage(console: Console) -> None:
    said = console.run("list", "plans", "--state", "明天", "--json")
    assert said.code == 2
    assert "报名中" in said.document["error"]["message"]


def test_one_trainee_by_any_of_their_numbers(console: Console, enrolled: SchoolTruth) -> None:
    person = enrolled.enterprises[0].people[0]
    (row,) = listed(console, "trainees", "--find", person.id_number)
    by_id = console.run("show", "trainee", row["id"], "--json")
    by_number = console.run("show", "trainee", person.id_number, "--json")
    assert by_id.document == by_number.document
    told = by_number.document
    assert list(told) == [
        *("id", "当前步骤", "申报信息", "培训信息", "学习记录", "考核信息", "考核明细", "证书信息", "同一人的其他报名", "办理记录")
    ]  # fmt: skip
    assert told["申报信息"]["姓名"] == person.name
    assert told["培训信息"]["培训计划"] == row["training_plan"]
    assert told["考核信息"]["考核计划"] == row["exam_plan"] == "未上报"
    assert told["证书信息"]["培训证书"] == "证书未生成"
    assert any(one["办了什么"] == "导入名单" or one["谁"] == "shen老师" for one in told["办理记录"])
    assert person.id_number not in by_number.out
    words = console.run("show", "trainee", row["id"]).out
    assert "【申报信息】" in words
    assert person.name in words
    assert person.mobile not in words


def test_one_enterprise_by_code_name_or_id(console: Console, enrolled: SchoolTruth) -> None:
    company = enrolled.enterprises[0].company
    (row,) = listed(console, "enterprises", "--find", company.name)
    told = [
        console.run("show", "enterprise", wanted, "--json") for wanted in (company.credit_code, company.name, row["id"])
    ]
    assert told[0].document == told[1].document == told[2].document
    assert told[0].document["企业信息"]["信用代码"] == company.credit_code
    assert told[0].document["材料"].keys() == {"营业执照", "企业承诺书", "资质证书"}
    assert told[0].document["主管部门结论"][0]["文号"] == "湖建人〔2026〕1号"
    assert company.mobile not in told[0].out
    assert "【现场审核】" in console.run("show", "enterprise", row["id"]).out


def test_nobody_and_several_are_told(console: Console, enrolled: SchoolTruth) -> None:
    assert "没有找到“9999”" in console.refused("show", "trainee", "9999")
    assert "没有找到" in console.refused("show", "trainee", "")
    assert "请写完整的身份证号" in console.refused("show", "trainee", enrolled.enterprises[0].company.name)
    assert "没有找到企业“9999”" in console.refused("show", "enterprise", "9999")


def test_looking_changes_nothing(console: Console, enrolled: SchoolTruth) -> None:
    before = console.standing()
    for kind in KINDS:
        listed(console, kind)
    console.run("show", "enterprise", enrolled.enterprises[0].company.name)
    assert console.standing() == before


def test_a_decision_is_taken_back_once(console: Console, drawn: SchoolTruth) -> None:
    open_plans(console.office, drawn.enterprises[0])
    stands, plans = console.office.dump(), listed(console, "plans")
    newest = listed(console, "journal")[0]
    tried = console.run("undo", newest["id"], "--as", "shen", "--dry-run", "--json")
    assert (tried.code, tried.document["rows"], tried.document["command_id"]) == (0, 1, None)
    assert "培训计划" in tried.document["records"][0]
    assert console.office.dump() == stands
    said = console.run("undo", newest["id"], "--as", "shen")
    assert said.code == 0
    assert "已撤销" in said.out
    assert len(listed(console, "plans")) == len(plans) - 1
    assert newest["id"] in {row["id"] for row in listed(console, "journal", "--state", "已撤销")}
    assert "已经撤销过了" in console.refused("undo", newest["id"], "--as", "shen")


def test_what_cannot_be_taken_back(console: Console, enrolled: SchoolTruth) -> None:
    assert "找不到要撤销的操作" in console.refused("undo", "1", "--as", "shen")
    (plan, *_) = [row for row in listed(console, "journal") if "培训计划" in row["label"]]
    assert "不能撤销" in console.refused("undo", plan["id"], "--as", "shen")
    assert "不能撤销" in console.refused("undo", plan["id"], "--as", "shen", "--dry-run")
    assert "您的角色" in console.refused("undo", plan["id"], "--as", "qian")
    assert console.run("undo", plan["id"]).code == 2
