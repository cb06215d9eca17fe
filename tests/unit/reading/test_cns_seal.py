"""A letter's company seal: what it proves of the name, and what it leaves to a person."""

from __future__ import annotations

from dataclasses import replace
from operator import itemgetter

from school_desk.documents.reading.cns import read_cns
from school_desk.documents.reading.evidence import SEAL_AGREES, Draft, settle
from school_desk.documents.reading.layout import Sheet
from school_desk.documents.reading.paper import FieldState
from school_desk.documents.reading.seal import (
    NO_RING,
    NO_SEAL,
    NOT_ON_A_COPY,
    SealReading,
    as_one_reader_saw,
    expected_names,
    with_company_seal,
)
from school_desk.documents.reading.weighing import Fit
from tests.unit.reading.letter import LETTER, NAME, QUAD, read_letter, ring
from tests.unit.reading.recorded_boxes import line


def test_a_seal_of_that_name_is_accepted_and_confirms_the_name() -> None:
    read = read_letter(SealReading(True, QUAD, ring(NAME)))
    assert (read["seal_present"].value, read["seal_name"].value) == (True, NAME)
    assert read["seal_present"].state is read["seal_name"].state is FieldState.ACCEPTED
    assert SEAL_AGREES in read["name"].reasons


def _fitting(read: str, score: float, fit: Fit, name: str = NAME) -> SealReading:
    return SealReading(True, QUAD, ring(read, score), ((name, fit),))


def test_a_seal_proves_no_name_with_a_character_that_was_hardly_read() -> None:
    rows = [line(text, 100, 100 + 60 * at) for at, text in enumerate((*LETTER[:2], "本企业自愿注册，承诺如下："))]
    for score, proven in ((0.8, True), (0.4, False)):
        signed = line(f"承诺单位：{NAME}", 100, 400)
        glyphs = tuple(replace(glyph, score=score) if glyph.char == "凤" else glyph for glyph in signed.glyphs)
        letter = read_cns(Sheet([*rows, replace(signed, glyphs=glyphs)]))
        sealed = with_company_seal(letter, SealReading(True, QUAD, ring(NAME)))
        assert (sealed["name"].value, SEAL_AGREES in sealed["name"].proofs) == (NAME, proven)
        assert (SEAL_AGREES in sealed["seal_name"].proofs) is proven


def test_a_seal_of_which_two_neighbours_were_lost_agrees_as_far_as_it_was_read() -> None:
    """霅 is in no reader's usual words: what is likelier there than the name says nothing against it."""
    lost = Fit(lost=1.6, worst=13.7, usual=0.0, branch=-50.0)
    seal = read_letter(_fitting(NAME.replace("石凤", ""), 0.99, lost))["seal_name"]
    assert (seal.value, seal.state) == (NAME, FieldState.LOOK)
    assert "印章只读出一部分，读出的字与企业名称相符" in seal.reasons
    other = read_letter(_fitting(NAME.replace("石凤", ""), 0.99, replace(lost, worst=25.0)))["seal_name"]
    assert other.value != NAME


def test_a_seal_of_which_nothing_was_read_names_nobody() -> None:
    smeared = SealReading(True, QUAD, (), ((NAME, Fit(lost=5.7, worst=15.5, usual=5.7, branch=-24.0)),))
    assert read_letter(smeared)["seal_name"].value is None


def test_one_reader_alone_proves_a_name_by_no_seal() -> None:
    """溇 read as 缕 in print is read as 缕 on the seal, too."""
    letter = with_company_seal(read_cns(Sheet([line(LETTER[0], 100, 100)])), SealReading(True, QUAD, ring(NAME)))
    letter["name"] = Draft(NAME, proofs=(SEAL_AGREES,))
    letter["uscc"] = Draft("91330500MAHTN4EG0L", proofs=("校验位正确",))
    read = {name: settle(draft) for name, draft in as_one_reader_saw(letter).items()}
    assert read["name"].state is FieldState.LOOK
    assert f"{SEAL_AGREES}（只识别了一遍）" in read["name"].reasons
    assert read["seal_present"].value is True
    assert read["uscc"].state is FieldState.ACCEPTED


def test_print_and_seal_that_agree_are_believed_over_usual_words() -> None:
    drafts = {"name": Draft("湖州园林建设有限公司", original="湖州国林建设有限公司"), "legal_person": Draft("姚锡庆")}
    fits = (("湖州园林建设有限公司", Fit(1.2, 15.0, 0.0, -50.0)), ("湖州国林建设有限公司", Fit(0.0, 0.1, 0.0, -50.0)))
    read = with_company_seal(drafts, SealReading(True, QUAD, ring("湖州国林建设有限公司"), fits))
    assert (read["name"].value, read["name"].original) == ("湖州国林建设有限公司", None)
    assert settle(read["name"]).state is settle(read["seal_name"]).state is FieldState.ACCEPTED


def test_a_blurred_seal_that_no_other_name_fits_better_agrees() -> None:
    read = read_letter(_fitting("湖川石凤钢结构工程有限公司", 0.4, Fit(0.4, 4.0, 0.2, -50.0)))
    assert (read["seal_name"].value, read["seal_name"].state) == (NAME, FieldState.ACCEPTED)
    assert read["seal_name"].original == "湖川石凤钢结构工程有限公司"


def test_a_smeared_seal_that_the_name_may_fit_is_for_a_person() -> None:
    read = read_letter(_fitting("湖川钢构工程公司", 0.3, Fit(2.0, 13.0, 2.5, -40.0)))
    assert (read["seal_name"].value, read["seal_name"].state) == (NAME, FieldState.LOOK)
    assert any("模糊" in reason for reason in read["seal_name"].reasons)


def test_a_smear_in_which_any_name_would_do_says_nothing() -> None:
    read = read_letter(_fitting("工公", 0.2, Fit(7.0, 15.0, 8.0, -40.0)))
    assert read["seal_name"].value is None
    assert read["seal_present"].value is True


def test_a_name_that_is_refuted_somewhere_is_not_taken_however_well_the_rest_fits() -> None:
    read = read_letter(_fitting("湖州石凰钢结构工程有限公司", 0.95, Fit(1.2, 16.0, 0.0, -50.0)))
    assert (read["seal_name"].value, read["seal_name"].state) == ("湖州石凰钢结构工程有限公司", FieldState.LOOK)
    assert SEAL_AGREES not in read["name"].reasons


def test_a_longer_name_is_not_the_companys_however_well_that_fits() -> None:
    read = read_letter(_fitting("湖州石凤钢结构建设工程有限公司", 0.97, Fit(0.6, 5.0, 0.2, -50.0)))
    assert SEAL_AGREES not in (*read["seal_name"].reasons, *read["name"].reasons)
    smeared = read_letter(_fitting("湖州石凤钢结构建设工程有限公司", 0.7, Fit(0.6, 5.0, 0.2, -50.0)))
    assert smeared["seal_name"].value == NAME


def test_the_seal_of_its_branch_is_not_the_companys() -> None:
    read = read_letter(_fitting(f"{NAME}长兴分公司", 0.95, Fit(2.9, 7.0, 0.0, 40.0)))
    assert read["seal_name"].state is FieldState.FAILED
    assert any("分公司" in reason for reason in read["seal_name"].reasons)


def test_the_seal_tells_which_reading_of_the_name_is_right() -> None:
    misread = "湖州石风钢结构工程有限公司"
    drafts = {"name": Draft(misread, candidates=(NAME,)), "legal_person": Draft("姚锡庆")}
    fits = ((misread, Fit(1.2, 15.0, 0.0, -50.0)), (NAME, Fit(0.0, 0.1, 0.0, -50.0)))
    assert expected_names(drafts) == (misread, NAME)
    read = with_company_seal(drafts, SealReading(True, QUAD, ring(NAME), fits))
    assert (read["name"].value, read["name"].original) == (NAME, misread)
    # It is only proposed: readers take rare characters for usual ones on the ring, too.
    assert settle(read["seal_name"]).state is settle(read["name"]).state is FieldState.LOOK


def test_a_seal_read_in_part_is_for_a_person() -> None:
    read = read_letter(SealReading(True, QUAD, ring("湖州石凤钢结构工程公司", 0.5)))
    assert (read["seal_name"].value, read["seal_name"].state) == (NAME, FieldState.LOOK)


def test_one_clearly_other_character_is_not_explained_away() -> None:
    read = read_letter(SealReading(True, QUAD, ring("湖州石凰钢结构工程有限公司")))
    assert (read["seal_name"].value, read["seal_name"].state) == ("湖州石凰钢结构工程有限公司", FieldState.LOOK)


def test_another_companys_seal_fails() -> None:
    read = read_letter(SealReading(True, QUAD, ring("嘉兴泰鑫消防器材厂")))
    assert read["seal_name"].state is FieldState.FAILED
    assert any("不一致" in reason for reason in read["seal_name"].reasons)


def test_no_seal_and_no_colour_are_two_answers() -> None:
    assert read_letter(NO_SEAL)["seal_present"].value is False
    for grey in itemgetter("seal_present", "seal_name")(read_letter(SealReading(None, QUAD))):
        # Nobody broke a rule: a person looks, and is shown where.
        assert (grey.value, grey.state) == (None, FieldState.LOOK)
        assert "灰度" in grey.reasons[0]
        assert grey.box is not None
    copy = read_letter(NO_RING)["seal_present"]
    assert (copy.value, copy.state, copy.reasons) == (None, FieldState.LOOK, (NOT_ON_A_COPY,))


def test_a_seal_frees_a_name_from_the_doubt_whose_it_is() -> None:
    told = "我公司职工自愿报名参加贵校培训，为保证培训秩序和质量，现就有关事项郑重承诺如下："
    loose = (NAME, "关于参加培训的承诺函", told)
    assert read_letter(NO_SEAL, loose)["name"].state is FieldState.LOOK
    assert read_letter(SealReading(True, QUAD, ring(NAME)), loose)["name"].state is FieldState.ACCEPTED
    # A ring has no brackets to speak of: a name that lost one stays for a person.
    torn = "创新园林工程溧阳）有限公司"
    assert read_letter(SealReading(True, QUAD, ring(torn)), (torn, *loose[1:]))["name"].state is FieldState.LOOK
