"""The text by which lists find a name: the name and its pinyin initials in every reading. Made on writing, stored, and asked with LIKE."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from functools import cache

from school_desk.terms.names import normalise_company_name
from school_desk.terms.packaged import packaged_text, table_rows

# A long company name has more readings than anybody types; those nearest to the usual one stay.
_MOST_READINGS = 24


def search_text(*words: str) -> str:
    """`words` and the pinyin initials of each, lower case, parted by spaces: 单雄 gives "单雄 sx dx cx"."""
    parts: list[str] = []
    for word in words:
        plain = search_key(word)
        parts += [plain, *_initials(plain)]
    return " ".join(dict.fromkeys(part for part in parts if part))


def search_key(typed: str) -> str:
    """What a person typed into a search box, in the form that `search_text` stores: half-width, lower case, without spaces."""
    return normalise_company_name(typed).casefold()


def parse_surnames(text: str) -> dict[str, tuple[str, ...]]:
    """The readings of each surname in the CSV `text` (surname, pinyin): one syllable a character, parted by spaces."""
    return {row["surname"]: tuple(row["pinyin"].split()) for row in table_rows(text)}


def parse_initials(text: str) -> dict[str, str]:
    """The initials of each character in the table `text`: lines of letters, a space, and the characters that have them."""
    lines = (line.split(" ", 1) for line in text.splitlines() if line and not line.startswith("#"))
    return {character: letters for letters, characters in lines for character in characters}


@cache
def _known_initials() -> dict[str, str]:
    return parse_initials(packaged_text("initials.txt"))


@cache
def _surnames() -> dict[str, tuple[str, ...]]:
    return parse_surnames(packaged_text("surnames.csv"))


def _initials(word: str) -> list[str]:
    if not word or word.isascii():
        return []
    return list(dict.fromkeys(itertools.islice(_readings(_letters(word)), _MOST_READINGS)))


def _readings(letters: list[list[str]]) -> Iterator[str]:
    """Every choice of one letter a character: the usual one first, then those that differ from it in one place, in two, and so on."""
    usual = [options[0] for options in letters]
    several = [place for place, options in enumerate(letters) if len(options) > 1]
    for count in range(len(several) + 1):
        for places in itertools.combinations(several, count):
            for choice in itertools.product(*(letters[place][1:] for place in places)):
                reading = dict(zip(places, choice, strict=True))
                yield "".join(reading.get(place, letter) for place, letter in enumerate(usual))


def _letters(word: str) -> list[list[str]]:
    """The possible initials of each character, likeliest first. Latin letters and digits stand for themselves, signs are left out."""
    letters = []
    for place, character in enumerate(word):
        known = character if character.isascii() and character.isalnum() else _known_initials().get(character, "")
        letters.append(list(dict.fromkeys(_surname_reading(word, place)[:1] + known)))
    return [options for options in letters if options]


def _surname_reading(word: str, place: int) -> str:
    """The reading of the character at `place` if it belongs to a surname that `word` begins with; else empty."""
    for length in (2, 1):
        syllables = _surnames().get(word[:length], ())
        if place < len(syllables):
            return syllables[place]
    return ""
