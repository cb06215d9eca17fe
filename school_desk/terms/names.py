"""Names of people and companies in the one form in which they are stored and compared. Nothing that a licence prints is dropped."""

from __future__ import annotations

import re
import unicodedata

# What keyboards, fonts and workbooks offer for the dot in 阿依古丽·买买提; a full stop only counts between Chinese characters.
_DOT = re.compile(r"\s*[·•‧∙⋅・]\s*|(?<=[^\W\d_A-Za-z])\s*[.。]\s*(?=[^\W\d_A-Za-z])")
_LATIN_GAP = re.compile(r"(?<=[A-Za-z.,'-]) +(?=[A-Za-z])")
_BRACKETS = str.maketrans("([{〔【〖〈《)]}〕】〗〉》", "（" * 8 + "）" * 8)


def _gbk_private_use() -> dict[int, str]:
    """The code points that old Windows programs gave to characters encoded only later, such as 䶮 (GBK FE50 to FEA0)."""
    trails = [trail for trail in range(0x50, 0xA1) if trail != 0x7F]
    return {0xE815 + place: bytes((0xFE, trail)).decode("gb18030") for place, trail in enumerate(trails)}


_PRIVATE_USE = _gbk_private_use()


def normalise_person_name(text: str) -> str:
    """A person's name without the padding of rosters, its dot a ·; between Latin words one space stays."""
    parts = _LATIN_GAP.split(_DOT.sub("·", _plain(text)).strip("·"))
    return " ".join("".join(part.split()) for part in parts)


def normalise_company_name(text: str) -> str:
    """A company's name without spaces, brackets as （）. 有限公司, 分公司 and what stands in brackets stay: they tell companies apart."""
    return "".join(_DOT.sub("·", _plain(text)).split()).translate(_BRACKETS)


def visible(text: str) -> str:
    """A text as it is seen: every space an ordinary one, without what web pages and chats paste between characters and nobody sees."""
    spaced = re.sub(r"\s", " ", text)
    return "".join(character for character in spaced if unicodedata.category(character) not in ("Cc", "Cf"))


def _plain(text: str) -> str:
    return visible(unicodedata.normalize("NFKC", text.translate(_PRIVATE_USE)))
