"""Makes `resources/initials.txt`, the pinyin initials of every character, from pypinyin's readings (MIT); for the makers only.

The program searches by initials without pypinyin: unpacking its dictionaries held Python's lock for 60–270 ms, and the window stood still.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from pathlib import Path

from pypinyin import Style, pinyin
from pypinyin.constants import PHRASES_DICT, PINYIN_DICT
from pypinyin.contrib.tone_convert import to_normal

TARGET = Path(__file__).resolve().parent.parent / "resources" / "initials.txt"
HEADER = "# 拼音首字母，常用的读音在前；由 installer/build_initials.py 从 pypinyin（MIT）的读音表生成，请勿手改。\n"


def table() -> str:
    """One line for each choice of initials, followed by its characters: the likeliest initial first."""
    lines: dict[str, list[str]] = defaultdict(list)
    in_phrases = counted_in_phrases()
    for code in sorted(PINYIN_DICT):
        letters = initials(chr(code), in_phrases)
        if letters:
            lines[letters].append(chr(code))
    return HEADER + "".join(f"{letters} {''.join(characters)}\n" for letters, characters in sorted(lines.items()))


def initials(character: str, in_phrases: Mapping[str, Counter[str]]) -> str:
    """The first letters of all readings of one character, without repeats; first the one that most phrases have."""
    (readings,) = pinyin([character], style=Style.NORMAL, heteronym=True, errors="ignore") or [[]]
    letters = dict.fromkeys(one[0] for one in readings if one and one[0].isascii() and one[0].isalpha())
    return "".join(sorted(letters, key=lambda letter: -in_phrases[character][letter]))


def counted_in_phrases() -> Mapping[str, Counter[str]]:
    """How often a character is read with each initial in pypinyin's phrases."""
    counted: dict[str, Counter[str]] = defaultdict(Counter)
    for phrase, readings in PHRASES_DICT.items():
        for character, (reading, *_) in zip(phrase, readings, strict=False):
            counted[character][to_normal(reading)[:1]] += 1
    return counted


def main() -> None:
    """Writes the table."""
    TARGET.write_text(table(), encoding="utf-8")


if __name__ == "__main__":
    main()
