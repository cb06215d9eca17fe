"""Personal values as lists and papers for others show them. What is hidden keeps its length, so that two lines can be compared."""

from __future__ import annotations

from school_desk.kernel.masking import PERSONAL_NUMBER


def mask_id(number: str) -> str:
    """330502********1236; of any other kind of identity number both ends, at most two characters each."""
    return _ends(number, *((6, 4) if len(number) == 18 else (min(2, len(number) // 3),) * 2))


def mask_mobile(number: str) -> str:
    """138****8000; of a number of another length the last four, or less of a short one."""
    return _ends(number, *((3, 4) if len(number) == 11 else (0, min(4, len(number) // 2))))


def mask_name(name: str) -> str:
    """张*: of a person's name the first character."""
    return name[:1] + "*" * (len(name) - 1)


def mask_account(number: str) -> str:
    """Both ends of a bank account, four digits each; of one shorter than twelve the last third."""
    return _ends(number, *((4, 4) if len(number) >= 12 else (0, len(number) // 3)))


def mask_text(text: str) -> str:
    """Free text with every number in it masked that may be a person's: identity documents, mobiles, accounts."""
    return PERSONAL_NUMBER.sub(lambda found: _mask_number(found[0]), text)


def _mask_number(number: str) -> str:
    if len(number) == 11 and number.isdigit():
        return mask_mobile(number)
    return mask_account(number) if len(number) > 18 else mask_id(number)


def _ends(text: str, first: int, last: int) -> str:
    return text[:first] + "*" * (len(text) - first - last) + text[len(text) - last :]
