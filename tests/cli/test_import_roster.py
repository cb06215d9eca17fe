"""`school-desk import roster`: rows are judged one by one, photos come along, the same file twice changes nothing."""

from __future__ import annotations

from pathlib import Path

from school_desk.adapters.sample_school.truth import SchoolTruth
from school_desk.enrollments.queries import batches, enrolled
from tests.cli.console import Console
from tests.cli.drawn_school import approved, open_plans, registered, roster_of
from tests.unit.sheets.books import HEADER, person, picture, write_floating

GOOD = {"身份证号": "33052319791002976X", "姓名": "康霞", "手机号码": "15000007357"}
OTHER = {"身份证号": "330521199410040838", "姓名": "孙绍", "手机号码": "15800000809"}


def test_a_drawn_roster_enrols_its_people_with_their_photos(console: Console, drawn: SchoolTruth) -> None:
    one = drawn.enterprises[0]
    approved(console.office, one)
    open_plans(console.office, one)
    said = console.run("import", "roster", roster_of(drawn, one), "--as", "shen", "--json")
    assert said.code == 0, said.out
    assert said.ledger() == dict.fromkeys((person.name for person in one.people), "imported")
    assert said.document["enterprise"] == one.company.name
    with console.office.school.reading() as session:
        (batch,) = batches(session, console.office.school.id)
        people = enrolled(session, console.office.school.id)
    assert batch.payment_code == said.document["payment_code"]
    assert all(person.photo_document_id for person in people)


def test_the_same_file_again_changes_nothing(console: Console, drawn: SchoolTruth) -> None:
    one = drawn.enterprises[0]
    approved(console.office, one)
    open_plans(console.office, one)
    console.run("import", "roster", roster_of(drawn, one), "--as", "shen")
    before = console.standing()
    said = console.run("import", "roster", roster_of(drawn, one), "--as", "shen", "--json")
    assert said.code == 0
    assert set(said.ledger().values()) == {"skipped"}
    assert said.document["batch_number"] is None
    assert console.standing() == before


def test_a_dry_run_tells_the_same_and_keeps_nothing(console: Console, drawn: SchoolTruth) -> None:
    one = drawn.enterprises[0]
    approved(console.office, one)
    open_plans(console.office, one)
    before = console.standing()
    tried = console.run("import", "roster", roster_of(drawn, one), "--as", "shen", "--json", "--dry-run")
    assert console.standing() == before
    done = console.run("import", "roster", roster_of(drawn, one), "--as", "shen", "--json")
    assert tried.document["dry_run"]
    assert tried.ledger() == done.ledger()


def test_bad_rows_come_back_and_fail_the_run(console: Console, drawn: SchoolTruth, tmp_path: Path) -> None:
    one = drawn.enterprises[0]
    approved(console.office, one)
    open_plans(console.office, one)
    trade, level = one.people[0].trade, one.people[0].level
    place = {"工种": trade, "等级": level}
    rows = [HEADER, person(1, **GOOD, **place), person(2, **(OTHER | place | {"手机号码": "1580000"}))]
    path = write_floating(tmp_path / "名单.xlsx", rows, {"H2": picture(kind="PNG")})
    said = console.run("import", "roster", path, "--as", "shen", "--json", "--enterprise", one.company.credit_code)
    assert said.code == 1
    assert said.ledger() == {"康霞": "imported", "孙绍": "failed"}
    told = console.run("import", "roster", path, "--as", "shen", "--enterprise", one.company.name)
    assert "跳过" in told.out
    assert "11 位" in told.out


def test_a_photo_that_is_none_keeps_nobody_from_enrolling(console: Console, drawn: SchoolTruth, tmp_path: Path) -> None:
    one = drawn.enterprises[0]
    approved(console.office, one)
    open_plans(console.office, one)
    place = {"工种": one.people[0].trade, "等级": one.people[0].level}
    rows = [HEADER, person(1, **GOOD, **place)]
    path = write_floating(tmp_path / "名单.xlsx", rows, {"G2": picture(), "I2": picture("blue")})
    said = console.run("import", "roster", path, "--as", "shen", "--json", "--enterprise", one.company.name)
    assert said.code == 0
    assert said.ledger() == {"康霞": "imported"}
    assert any("2 张不同的图片" in reason for row in said.document["ledger"] for reason in row["reasons"])


def test_an_enterprise_that_may_not_enrol_leaves_no_photos(console: Console, drawn: SchoolTruth) -> None:
    one = drawn.enterprises[0]
    registered(console.office, one)
    sentence = console.refused("import", "roster", roster_of(drawn, one), "--as", "shen")
    assert "主管部门审核通过之后才可以报名" in sentence


def test_whose_roster_it_is_must_be_known(console: Console, drawn: SchoolTruth) -> None:
    roster = roster_of(drawn, drawn.enterprises[0])
    assert "没有找到企业" in console.refused("import", "roster", roster, "--as", "shen", "--enterprise", "无此公司")
    assert "没有找到企业" in console.refused("import", "roster", roster, "--as", "shen")
