"""Labels: the longest wording, the best read one, and those that are really values."""

from __future__ import annotations

from dataclasses import replace

import pytest

from school_desk.documents.reading.boxes import TextBox
from school_desk.documents.reading.labels import Wordings
from school_desk.documents.reading.layout import Sheet
from school_desk.documents.reading.slip import read_slip
from tests.unit.reading.recorded_boxes import line, sheet

_SIDES = Wordings({"payer": ("转出户名", "付款人户名"), "payee": ("转入户名",), "name": ("户名",)})


def _labels(*boxes: TextBox) -> list[tuple[str, str]]:
    paper = Sheet(boxes)
    return [
        (label.field, paper.rows[label.row].part(label.start, label.end).text) for label in paper.find_labels(_SIDES)
    ]


def _seeing(box: TextBox, at: int, other: str) -> TextBox:
    glyphs = list(box.glyphs)
    glyphs[at] = replace(glyphs[at], score=0.7, others=((other, 0.25),))
    return replace(box, glyphs=tuple(glyphs))


def test_the_longest_wording_wins_and_short_ones_must_be_exact() -> None:
    assert _labels(line("转出户名：某某", 100, 100)) == [("payer", "转出户名")]
    assert _labels(line("产名：某某", 100, 100)) == []


def test_of_two_wordings_one_character_away_the_one_that_was_seen_there_is_meant() -> None:
    read = line("转人户名：某某", 100, 100)
    assert _labels(_seeing(read, 1, "入")) == [("payee", "转人户名")]
    assert _labels(_seeing(read, 1, "出")) == [("payer", "转人户名")]


def test_a_value_behind_a_label_that_lost_its_last_character_is_whole() -> None:
    names = Wordings({"name": ("企业名称",)})
    lost = Sheet((replace(line("企业名", 100, 100)), line("浙江金螳暖通工程有限公司", 320, 100)))
    misread = Sheet((line("企业名祢：浙江金螳暖通工程有限公司", 100, 100),))
    assert lost.find_labels(names) == []
    assert [label.field for label in misread.find_labels(names)] == ["name"]


def test_what_is_read_exactly_keeps_its_place() -> None:
    assert _labels(line("转入户名：某某", 100, 100), line("转出户名：某某", 100, 160)) == [
        ("payee", "转入户名"),
        ("payer", "转出户名"),
    ]


@pytest.mark.parametrize("first", [0, 1])
def test_a_heading_in_a_list_of_labels_has_its_value_beside_it(first: int) -> None:
    payer = ("付款单位  建安市政养护（浙江）有限公司", "付款账号  1205188216394833389")
    payee = ("收款单位  湖州市吴兴区城建职业技能培训学校", "收款账号  1205220109200069722")
    read = read_slip(sheet(payer[first], payer[1 - first], payee[first], payee[1 - first], "用途  付款"))
    assert read["payer_name"].value == "建安市政养护（浙江）有限公司"
    assert read["payee_name"].value == "湖州市吴兴区城建职业技能培训学校"
    assert read["purpose"].value == "付款"


def test_a_name_whose_label_was_lost_stands_above_its_account() -> None:
    boxes = (
        *(line("收款人", 700, 130), line("申请人", 60, 130)),
        *(line("全称", 200, 100), line("浙江飞英暖通工程有限公司", 400, 100)),
        *(line("称", 900, 100), line("湖州市吴兴区城建职业技能培训学校", 1050, 100)),
        *(line("账号", 200, 160), line("33052086210285072533", 400, 160)),
        *(line("账号", 870, 160), line("1205220109200069722", 1050, 160)),
    )
    assert read_slip(Sheet(boxes))["payee_name"].value == "湖州市吴兴区城建职业技能培训学校"


def test_the_name_of_the_other_party_is_not_taken_for_one_that_was_lost() -> None:
    read = read_slip(
        sheet(
            "付款户名  浙江甲建设有限公司", "付款账号  620000000001", "收款账号  620000000002", "收款行  湖州银行营业部"
        )
    )
    assert read["payer_name"].value == "浙江甲建设有限公司"
    assert read["payee_name"].value is None
