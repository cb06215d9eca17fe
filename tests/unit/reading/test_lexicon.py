"""Known words decide between characters that were not clear, and only there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from school_desk.documents.reading.boxes import Glyph, TextBox
from school_desk.documents.reading.evidence import FAINT, STANDS_TWICE, Draft
from school_desk.documents.reading.layout import Sheet
from school_desk.documents.reading.lexicon import in_known_words

_QUAD = ((0.0, 0.0), (400.0, 0.0), (400.0, 20.0), (0.0, 20.0))
Unclear = tuple[float, dict[str, float]]


def _read(text: str, unclear: dict[str, Unclear]) -> Draft:
    glyphs: list[Glyph] = []
    for place, char in enumerate(text):
        score, others = unclear.get(char, (0.99, {}))
        glyphs.append(Glyph(char, score, place / len(text), tuple(others.items())))
    return Draft(text, Sheet([TextBox(_QUAD, tuple(glyphs))]).all)


def _mended(field: str, text: str, unclear: dict[str, Unclear]) -> tuple[str, str | None, Sequence[str]]:
    draft = in_known_words(field, _read(text, unclear))
    return str(draft.value), draft.original, draft.candidates


def test_a_place_at_the_beginning_or_in_brackets() -> None:
    assert _mended("name", "断江恒力建设有限公司", {"断": (0.5, {"浙": 0.43})})[0] == "浙江恒力建设有限公司"
    assert _mended("name", "恒力工程（进资）有限公司", {"资": (0.83, {"贤": 0.09})})[0] == "恒力工程（进贤）有限公司"


def test_a_place_amid_a_name_is_no_reason_to_change_it() -> None:
    assert _mended("name", "湖州恒力断江建设有限公司", {"断": (0.6, {"浙": 0.35})})[0] == "湖州恒力断江建设有限公司"


def test_a_trade_is_known_and_what_was_read_stays_beside_it() -> None:
    value, original, candidates = _mended("name", "湖州巨力药木场", {"药": (0.22, {"海": 0.16, "苗": 0.09})})
    assert (value, original) == ("湖州巨力苗木场", "湖州巨力药木场")
    assert "湖州巨力药木场" in candidates


def test_what_is_clear_stays() -> None:
    assert _mended("name", "浙江海天锡构有限公司", {"锡": (0.93, {"钢": 0.06})})[0] == "浙江海天锡构有限公司"


def test_a_rare_word_that_was_read_much_more_surely_stays() -> None:
    assert _mended("name", "湖州国林建设有限公司", {"国": (0.88, {"园": 0.02})})[0] == "湖州国林建设有限公司"


def test_no_character_is_put_in_that_nobody_saw() -> None:
    assert _mended("name", "苕州市甲建设有限公司", {"苕": (0.3, {"茗": 0.2})})[0] == "苕州市甲建设有限公司"
    assert _mended("name", "湖州甲建没有限公司", {"没": (0.3, {"设": 0.0})})[0] == "湖州甲建没有限公司"


def test_readers_that_agreed_on_something_else_agreed_on_nothing() -> None:
    draft = replace(_read("湖州甲建没有限公司", {"没": (0.5, {"设": 0.4})}), agreed=True).noted(FAINT)
    mended = in_known_words("name", draft)
    assert (mended.value, mended.agreed, mended.notes) == ("湖州甲建设有限公司", False, ())


def test_a_person_has_a_surname_and_a_usual_given_name() -> None:
    assert _mended("legal_person", "邮晓峰", {"邮": (0.44, {"部": 0.36, "郎": 0.17})})[0] == "郎晓峰"
    assert _mended("legal_person", "王石", {"石": (0.7, {"碧": 0.28})})[0] == "王石", (
        "nor are those of given names changed lightly"
    )
    assert _mended("legal_person", "爻小弟", {"爻": (0.97, {"艾": 0.01})})[0] == "爻小弟", (
        "rare surnames are surnames too"
    )
    assert _mended("legal_person", "洪法粮", {"粮": (0.26, {"根": 0.17, "极": 0.15})})[0] == "洪法根"
    assert _mended("legal_person", "洪法粮", {"粮": (0.85, {"根": 0.1})})[0] == "洪法粮", "rare names are names too"


def test_places_and_buildings_of_an_address() -> None:
    read = "江苏省常州市源阳市滨河东路9号（4号厂网）"
    unclear: dict[str, Unclear] = {"源": (0.45, {"溧": 0.33}), "网": (0.38, {"例": 0.2, "房": 0.1})}
    assert _mended("address", read, unclear)[0] == "江苏省常州市溧阳市滨河东路9号（4号厂房）"


def test_what_has_a_proof_or_is_no_such_field_stays() -> None:
    unclear: dict[str, Unclear] = {"断": (0.5, {"浙": 0.43})}
    proven = _read("断江恒力有限公司", unclear).proven(STANDS_TWICE)
    assert in_known_words("name", proven) is proven
    other = _read("断江", unclear)
    assert in_known_words("scope", other) is other
    assert in_known_words("name", Draft(None)).value is None
