"""What leaves the school about a batch: the 缴费通知单, the roster returned with reasons; and whose roster a workbook is."""

from __future__ import annotations

from pathlib import Path

import openpyxl

from school_desk.adapters.printing.payment_notice import payment_notice as draw
from school_desk.adapters.sheets.rosters import read_roster as read_sheet
from school_desk.adapters.sheets.workbook import read_cells
from school_desk.documents.commands import RememberMapping
from school_desk.enrollments.queries import batch_ledger
from school_desk.intake.roster import (
    conform_photo,
    read_photo,
    read_roster,
    reasons_to_return,
    return_workbook,
    roster_command,
    roster_ledger,
)
from school_desk.intake.roster_head import names_a_person, read_roster_head, remembered, sender_of
from school_desk.kernel.worker import find_function
from school_desk.output.enrollments import TEMPLATE, payment_notice, roster_choices
from tests.flows.cashier import BRICK_FEE, COMPANY, STEEL_FEE, Cashier
from tests.flows.test_enrollment import make_plan
from tests.papers import approved_enterprise
from tests.school import Office
from tests.unit.printing.reading import text_of
from tests.unit.sheets.books import HEADER, person, picture, write_book

KANG = {"姓名": "康霞", "身份证号": "33052319791002976X", "手机号码": "15000007357"}
SUN = {"姓名": "孙绍", "身份证号": "330521199410040838", "手机号码": "1580000"}
STRANGE = ("编号", "工友", "证件", "联络", "做什么", "几级")


def strange_roster(path: Path) -> Path:
    """A roster whose header no list of names knows."""
    rows = [STRANGE, (1, "康霞", "33052319791002976X", "15000007357", "钢筋工", "中级工")]
    return write_book(path, [(f"{COMPANY}报名表",), *rows])


def test_the_notice_says_all_that_is_needed_to_pay(office: Office) -> None:
    """The manual's words (R18–R21): by the enterprise's own transfer, to this name, account and bank."""
    cashier = Cashier(office)
    ready = payment_notice(office.school, cashier.batch(cashier.enterprise(), steel=2, brick=1))
    assert ready is not None
    printed = text_of(draw(ready.notice))
    payee = ("公对公转账", "湖州市吴兴区城建职业技能培训学校", "1205220109200069722", "工行湖州红丰支行")
    for told in (COMPANY, *payee, ready.notice.payment_code, "2,200.00"):
        assert told in printed
        assert told in ready.text
    assert (ready.recipient, ready.mobile) == ("陈静", "15000007357")


def test_a_part_that_has_arrived_is_not_asked_for_again(office: Office) -> None:
    cashier = Cashier(office)
    batch = cashier.batch(cashier.enterprise(), steel=2, brick=1)
    steel, brick = cashier.receivables(batch)
    cashier.claim(cashier.paid_in(BRICK_FEE + STEEL_FEE), brick.id, steel.id)
    ready = payment_notice(office.school, batch)
    assert ready is not None
    assert [item.trade for item in ready.notice.items] == ["钢筋工"]
    assert "已到账：800.00 元，还应缴：800.00 元" in ready.text
    assert "还应缴：800.00元" in text_of(draw(ready.notice))
    cashier.claim(cashier.paid_in(STEEL_FEE), steel.id)
    assert payment_notice(office.school, batch) is None


def test_the_empty_roster_offers_what_may_be_enrolled_in_and_comes_back(office: Office, tmp_path: Path) -> None:
    trades, levels = roster_choices(office.school)
    assert len(trades) > 20
    make_plan(office)
    assert roster_choices(office.school) == (("钢筋工",), ("中级工",))
    path = tmp_path / "名单.xlsx"
    find_function(TEMPLATE)(path, trades, levels, COMPANY)
    book = openpyxl.load_workbook(path)
    book.worksheets[0].append(person(1))
    book.save(path)
    sheet = read_sheet(path)
    assert (sheet.enterprise_hint, [row.name for row in sheet.rows]) == (COMPANY, ["张二"])


def test_refused_rows_go_back_in_the_enterprises_own_workbook(office: Office, tmp_path: Path) -> None:
    enterprise_id = approved_enterprise(office)
    make_plan(office)
    path = write_book(tmp_path / "名单.xlsx", [HEADER, person(1, **KANG), person(2, **SUN)])
    preview = read_roster(str(path))
    outcome = office.do(roster_command(office.school, preview, enterprise_id))
    reasons = reasons_to_return(roster_ledger(preview, outcome))
    assert list(reasons) == [3]
    return_workbook(tmp_path / "退回.xlsx", str(path), preview.sheet.place, reasons)
    (sheet,) = read_cells(tmp_path / "退回.xlsx")
    assert [row[-1] for row in sheet.rows] == ["原因", None, reasons[3]]


def test_a_batch_knows_what_became_of_its_newest_roster(office: Office, tmp_path: Path) -> None:
    enterprise_id = approved_enterprise(office)
    make_plan(office)
    path = write_book(tmp_path / "名单.xlsx", [HEADER, person(1, **KANG), person(2, **SUN)])
    first = office.do(roster_command(office.school, read_roster(str(path)), enterprise_id))
    mended = SUN | {"手机号码": "15800000809"}
    again = write_book(tmp_path / "补.xlsx", [HEADER, person(1, **KANG), person(2, **mended)])
    office.do(roster_command(office.school, read_roster(str(again)), enterprise_id, first.batch_id))
    with office.school.reading() as session:
        ledger = batch_ledger(session, office.school.id, first.batch_id)
        assert batch_ledger(session, office.school.id, "nobody's") == ()
    assert [(row.row_no, row.state) for row in ledger] == [(1, "skipped"), (2, "skipped"), (3, "imported")]


def test_whose_roster_it_is_stands_in_its_title_or_its_name(office: Office, tmp_path: Path) -> None:
    enterprise_id = approved_enterprise(office)
    titled = strange_roster(tmp_path / "新建 工作表.xlsx")
    named = write_book(tmp_path / f"01-{COMPANY}-WPS.xlsx", [HEADER, person(1)])
    nobodys = write_book(tmp_path / "湖州别的公司.xlsx", [HEADER, person(1)])
    found = [sender_of(office.school, read_roster_head(str(path))) for path in (titled, named, nobodys)]
    assert found == [enterprise_id, enterprise_id, None]


def test_named_columns_are_remembered_for_the_sender_and_the_header(office: Office, tmp_path: Path) -> None:
    head = read_roster_head(str(strange_roster(tmp_path / "一月.xlsx")))
    (sheet,) = head.sheets
    assert (sheet.header_row, sheet.rows[1]) == (1, STRANGE)
    columns = {"name": "工友", "id_number": "证件", "mobile": "联络", "trade": "做什么", "level": "几级", "note": ""}
    office.do(RememberMapping("roster", "e1", sheet.signatures[1], columns))
    later = read_roster_head(str(strange_roster(tmp_path / "二月.xlsx")))
    with office.school.reading() as session:
        assert remembered(session, office.school.id, "e2", later) is None
        found = remembered(session, office.school.id, "e1", later)
    (row,) = read_roster(str(tmp_path / "二月.xlsx"), None, found).sheet.rows
    assert (row.name, row.mobile, row.trade, row.level) == ("康霞", "15000007357", "钢筋工", "中级工")


def test_a_column_that_is_said_not_to_be_there_is_not_read(tmp_path: Path) -> None:
    path = write_book(tmp_path / "名单.xlsx", [HEADER, person(1, 备注="内部编号 7")])
    assert read_roster(str(path)).sheet.rows[0].note == "内部编号 7"
    assert read_roster(str(path), None, {"note": ""}).sheet.rows[0].note == ""


def test_a_person_is_no_header() -> None:
    assert names_a_person(("康霞", "33052319791002976 X"))
    assert not names_a_person(("姓名", "身份证号"))


def test_a_sheet_that_begins_with_a_person_has_no_header_to_name(tmp_path: Path) -> None:
    path = write_book(tmp_path / "名单.xlsx", [("康霞", "33052319791002976X", "15000007357")])
    assert read_roster_head(str(path)).sheets[0].header_row is None


def test_a_photo_that_comes_later_conforms_and_its_original_stays(tmp_path: Path) -> None:
    path = tmp_path / "照片.png"
    path.write_bytes(picture(kind="PNG"))
    late = read_photo(str(path))
    assert late.content.startswith(b"\xff\xd8")
    assert late.original == path.read_bytes()
    assert conform_photo(late.content).original is None
