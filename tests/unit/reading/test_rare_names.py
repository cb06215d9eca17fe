"""Names of persons: an everyday character gives way to one that looks alike and stands in names alone, where that was seen at all."""

from __future__ import annotations

import pytest

from school_desk.documents.reading.boxes import Glyph
from school_desk.documents.reading.fusion import fuse
from school_desk.documents.reading.rare_names import clearness, likeliest_person

Seen = dict[str, tuple[float, dict[str, float]]]


def _glyphs(name: str, seen: Seen) -> tuple[Glyph, ...]:
    return tuple(
        Glyph(char, *_one(seen.get(char, (0.99, {})), (place + 0.5) / len(name))) for place, char in enumerate(name)
    )


def _one(seen: tuple[float, dict[str, float]], at: float) -> tuple[float, float, tuple[tuple[str, float], ...]]:
    return seen[0], at, tuple(seen[1].items())


def _likeliest(name: str, seen: Seen) -> str:
    return likeliest_person(_glyphs(name, seen))


@pytest.mark.parametrize(
    ("read", "char", "score", "rare", "chance", "name"),
    [
        ("全小弟", "全", 0.58, "仝", 0.42, "仝小弟"),
        ("余明哲", "余", 0.69, "佘", 0.31, "佘明哲"),
        ("逢兴华", "逢", 0.88, "逄", 0.1, "逄兴华"),
        ("元丽娟", "元", 0.9, "亓", 0.03, "亓丽娟"),
        ("许赞", "赞", 0.62, "赟", 0.35, "许赟"),
        ("李或", "或", 0.8, "彧", 0.1, "李彧"),
        ("王肿", "肿", 0.9, "翀", 0.05, "王翀"),
    ],
)
def test_a_seldom_character_that_was_seen_is_the_likelier(
    read: str, char: str, score: float, rare: str, chance: float, name: str
) -> None:
    assert _likeliest(read, {char: (score, {rare: chance})}) == name
    # What is seen beside an everyday character that is truly printed.
    assert _likeliest(read, {char: (0.99, {rare: 0.005})}) == read


def test_a_usual_surname_that_looks_like_a_rare_one_in_some_prints_stays() -> None:
    assert _likeliest("余明哲", {"余": (0.8, {"佘": 0.16})}) == "余明哲"
    assert _likeliest("于志远", {"于": (0.9, {"於": 0.1})}) == "于志远"


def test_everyday_characters_are_told_apart_by_what_all_saw() -> None:
    assert _likeliest("于建国", {"于": (0.6, {"干": 0.35})}) == "于建国"
    assert _likeliest("李开明", {"开": (0.8, {"升": 0.05})}) == "李开明"
    assert _likeliest("李逢春", {"逢": (0.85, {"峰": 0.2})}) == "李逢春"


def test_what_is_no_surname_gives_way_to_one_that_was_seen() -> None:
    assert _likeliest("邮晓峰", {"邮": (0.9, {"部": 0.06, "郎": 0.04})}) == "郎晓峰"
    assert _likeliest("猴建国", {"猴": (0.97, {"缑": 0.01})}) == "缑建国"
    assert _likeliest("爻小弟", {"爻": (0.97, {"艾": 0.01})}) == "爻小弟", "rare surnames are surnames too"


def test_a_seldom_character_is_sure_when_only_everyday_ones_are_seen_beside_it() -> None:
    def sure(char: str, **others: float) -> float:
        return clearness(Glyph(char, 0.72, 0.5, tuple(others.items())))

    assert sure("佘", 余=0.25, 京=0.02) > 0.95
    assert sure("霅", 雪=0.29) > 0.95
    assert sure("郇", 邬=0.2) == 0.72, "both are seldom"
    assert sure("余", 佘=0.2) == 0.72
    assert sure("別", 别=0.3) == 0.72, "an old form of an everyday one"
    assert clearness(Glyph("佘", 0.6, 0.5, (("余", 0.38),))) == 0.6


def test_names_of_several_parts_and_double_surnames_stay() -> None:
    assert _likeliest("阿依古丽·全买提", {"全": (0.6, {"仝": 0.4})}) == "阿依古丽·全买提"
    assert _likeliest("欧阳全", {"欧": (0.6, {"殴": 0.4})}) == "欧阳全"
    assert likeliest_person(()) == ""


def test_one_reader_that_saw_it_is_enough() -> None:
    """On all readings together its chance is small: those that see the everyday one are several."""
    surely, doubting = _glyphs("全小弟", {}), _glyphs("全小弟", {"全": (0.75, {"仝": 0.25})})
    fused = fuse([(surely, 1.0), (surely, 0.9), (doubting, 0.5)])
    assert fused[0].chance("仝") < 0.06
    assert likeliest_person(fused) == "仝小弟"
    assert likeliest_person(fuse([(surely, 1.0), (surely, 0.5)])) == "全小弟"
