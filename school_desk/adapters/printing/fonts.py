"""The type of every paper: which characters it has, and how wide a text is. A character it lacks is an error, never a box."""

from __future__ import annotations

from functools import cache

from school_desk.kernel.errors import RuleViolation

REGULAR, BOLD = "SchoolDeskSans", "SchoolDeskSans-Bold"
_COMPARE = "请对照证件核对这个字；确认无误的，请联系软件维护人员补字后再打印。"
_CORRECT_THE_ROOM = "请在考核计划的“考场”里修改这个考场再打印；看不见的字符，重新保存一次即可去掉。"
_FILES = {REGULAR: "SchoolDeskSans-Regular.ttf", BOLD: "SchoolDeskSans-Bold.ttf"}


def require_glyphs(text: str, who: str, what_to_do: str = _COMPARE) -> None:
    """Raises RuleViolation `print.missing_glyph` when the fonts cannot draw all of `text`.

    `who` is the person or enterprise the text belongs to; the sentence names them, the character and its number.
    """
    missing = missing_glyphs(text)
    if missing:
        named = "、".join(f"“{character}”（U+{ord(character):04X}）" for character in missing)
        raise RuleViolation("print.missing_glyph", f"{who}：内置字体没有 {named}，无法打印。{what_to_do}")


def require_room_glyphs(room: str, *where: str) -> None:
    """The same of an exam room's name and of where it is: what is wrong there is no candidate's fault."""
    require_glyphs("".join((room, *where)), f"考场“{room}”的名称、考点或地址", _CORRECT_THE_ROOM)


def missing_glyphs(text: str) -> tuple[str, ...]:
    """The characters of `text` that the fonts cannot draw, each once, in order."""
    known = _registered()
    return tuple(dict.fromkeys(character for character in text if ord(character) not in known))


def text_width(text: str, size: float, *, bold: bool = False) -> float:
    """The width of `text` in points, set at `size` points. There is no kerning: it is the sum of the characters' widths."""
    name = font_name(bold=bold)
    return size * sum(_advance(character, name) for character in text)


def font_name(*, bold: bool = False) -> str:
    """The name reportlab knows the font by; registers the fonts on first use."""
    _registered()
    return BOLD if bold else REGULAR


@cache
def _advance(character: str, name: str) -> float:
    """The width of one character as a share of the size."""
    from school_desk.adapters.printing.truetype import advance

    return advance(character, name)


@cache
def _registered() -> frozenset[int]:
    """The code points that both fonts have. Registering takes about 0.1 s, once a process."""
    from school_desk.adapters.printing.truetype import register

    return frozenset.intersection(*(register(name, file_name) for name, file_name in _FILES.items()))
