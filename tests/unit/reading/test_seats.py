"""Reading papers: the tests of who may have issued one."""

from __future__ import annotations

from dataclasses import replace

import pytest

from school_desk.documents.reading.authorities import read_authority
from school_desk.documents.reading.boxes import Glyph, Quad
from school_desk.documents.reading.evidence import SEAL_AGREES, Draft, settle
from school_desk.documents.reading.paper import FieldReading, FieldState
from school_desk.documents.reading.seal import SealReading, with_seal
from school_desk.documents.reading.seats import likely_authorities
from school_desk.documents.reading.votes import TWO_READERS
from school_desk.documents.reading.weighing import Fit
from tests.unit.reading.recorded_boxes import sheet

_QUAD: Quad = ((0, 0), (100, 0), (100, 100), (0, 100))
_BUREAU = "安吉县市场监督管理局"


def _licence(address: str | None) -> dict[str, Draft]:
    return {"uscc": Draft("91330523MAHTN4EG0L"), "address": Draft(address), "authority": Draft(None)}


def _sealed(read: str, fit: Fit | None) -> FieldReading:
    ring = tuple(Glyph(char, 0.5, (place + 0.5) / len(read)) for place, char in enumerate(read))
    seal = SealReading(True, _QUAD, ring, ((_BUREAU, fit),) if fit else ())
    return settle(with_seal("yyzz", _licence("浙江省湖州市安吉县灵峰街道浦源大道1号"), seal)["authority"])


def test_a_licence_is_issued_where_the_enterprise_sits() -> None:
    names = likely_authorities("yyzz", _licence("安徽省合肥市蜀山区长江西路1号"), "")
    assert "合肥市蜀山区市场监督管理局" in names
    assert "合肥市市场监督管理局" in names


def test_the_code_tells_the_place_in_other_provinces_too() -> None:
    licence = {"uscc": Draft("91320481251106918W"), "address": Draft(None), "authority": Draft(None)}
    names = likely_authorities("yyzz", licence, "")
    assert {"溧阳市行政审批局", "常州市市场监督管理局", "江苏省市场监督管理局"} <= set(names)


def test_a_place_that_had_many_names_is_asked_by_its_last() -> None:
    licence = {
        "uscc": Draft("91320803251106918W"),
        "address": Draft("江苏省淮安市淮安区镇淮楼路1号"),
        "authority": Draft(None),
    }
    names = likely_authorities("yyzz", licence, "")
    assert {"淮安市市场监督管理局", "淮安市淮安区市场监督管理局"} <= set(names)
    assert "楚州区市场监督管理局" not in names


def test_the_codes_region_stands_in_for_an_address_that_was_not_read() -> None:
    assert _BUREAU in likely_authorities("yyzz", _licence(None), "")


def test_a_certificate_comes_from_the_province_or_from_a_place_on_the_paper() -> None:
    drafts = {"uscc": Draft(None)}
    names = likely_authorities("zzzs", drafts, "企业名称：甲公司\n详细地址：江苏省苏州市虎丘区塔园路1号")
    assert "江苏省住房和城乡建设厅" in names
    assert "苏州市虎丘区住房和城乡建设局" in names


def test_a_blurred_ring_that_fits_a_likely_office_is_that_office() -> None:
    read = _sealed("安吉基市场监理局", Fit(0.8, 5.0, 0.3, -50.0))
    assert (read.value, read.state, read.original) == (_BUREAU, FieldState.ACCEPTED, "安吉基市场监理局")
    assert SEAL_AGREES in read.reasons


def test_one_that_is_only_likely_is_for_a_person() -> None:
    assert _sealed("安吉场理局", Fit(2.0, 11.0, 1.5, -50.0)).state is FieldState.LOOK


def test_an_office_of_another_place_is_not_bent_to_a_likely_one() -> None:
    other = "德清县市场监督管理局"
    assert _sealed(other, Fit(4.5, 28.0, 0.0, -50.0)).value == other
    assert _sealed(other, None).value == other


def test_an_office_that_exists_is_not_bent_to_another_of_the_same_place() -> None:
    printed, ring = "上海市住房和城乡建设委员会", "上海市住房和城乡建设管理委员会"
    glyphs = tuple(Glyph(char, 0.9, (place + 0.5) / len(ring)) for place, char in enumerate(ring))
    seal = SealReading(True, _QUAD, glyphs, ((printed, Fit(0.8, 5.0, 0.3, -50.0)),))
    drafts = {"uscc": Draft(None), "address": Draft("上海市黄浦区1号"), "issuer": Draft(None)}
    assert settle(with_seal("zzzs", drafts, seal)["issuer"]).value == ring


def _issuer(printed: str, sealed: str) -> FieldReading:
    """The issuer of a certificate whose print was read alike by two readers, below a seal that fits `sealed`."""
    print_read = replace(read_authority(sheet(printed).all), agreed=True).proven(TWO_READERS)
    ring = tuple(Glyph(char, 0.7, (place + 0.5) / len(sealed)) for place, char in enumerate(sealed))
    seal = SealReading(True, _QUAD, ring, ((sealed, Fit(0.3, 11.5, 0.0, -50.0)),))
    return settle(with_seal("zzzs", {"uscc": Draft(None), "issuer": print_read}, seal)["issuer"])


@pytest.mark.parametrize("printed", ["桐城住房和城乡建设局", "桐城市住房和城乡建设"])
def test_a_character_that_the_seal_hides_in_the_print_is_in_its_ring(printed: str) -> None:
    read = _issuer(printed, "桐城市住房和城乡建设局")
    assert (read.value, read.state) == ("桐城市住房和城乡建设局", FieldState.ACCEPTED)
    assert SEAL_AGREES in read.reasons


def test_print_and_seal_of_two_offices_are_for_a_person() -> None:
    read = _issuer("海宁市住房和城乡建设局", "桐乡市住房和城乡建设局")
    assert (read.value, read.state) == ("海宁市住房和城乡建设局", FieldState.LOOK)


def test_what_the_paper_prints_is_asked_of_the_seal_too() -> None:
    drafts = {"uscc": Draft(None), "issuer": Draft("舒城县住房和城乡建设局")}
    assert "舒城县住房和城乡建设局" in likely_authorities("zzzs", drafts, "江苏省苏州市虎丘区")


def test_an_office_but_for_one_character_of_the_own_place_is_no_office_of_its_own() -> None:
    drafts = {"uscc": Draft(None), "issuer": Draft("丽水市连都区住房和城乡建设局").proven(TWO_READERS)}
    names = likely_authorities("zzzs", drafts, "浙江省丽水市莲都区北苑路1号")
    assert "丽水市莲都区住房和城乡建设局" in names
    assert "丽水市连都区住房和城乡建设局" not in names
    seal = SealReading(True, _QUAD, (), tuple((name, Fit(9.0, 50.0, 0.0, -50.0)) for name in names))
    assert settle(with_seal("zzzs", drafts, seal)["issuer"]).state is FieldState.LOOK


def test_a_place_of_the_code_that_the_address_misreads_is_not_asked_of_the_seal() -> None:
    drafts = {"uscc": Draft("91331102MAQFPH7C3Q"), "address": Draft("浙江省丽水市连都区北苑路1号")}
    names = likely_authorities("yyzz", drafts, "")
    assert "丽水市莲都区市场监督管理局" in names
    assert "丽水市连都区市场监督管理局" not in names
    moved = {"uscc": Draft("91330102MAQFPH7C3Q"), "address": Draft("浙江省杭州市下城区北苑路1号")}
    assert "杭州市下城区市场监督管理局" in likely_authorities("yyzz", moved, "")


def test_a_ring_that_says_more_than_the_office_is_only_proposed() -> None:
    sure = Fit(0.8, 5.0, 0.3, -50.0)
    assert _sealed(_BUREAU, sure).state is FieldState.ACCEPTED
    assert _sealed("安吉县区市场监督管理局", sure).state is FieldState.LOOK
