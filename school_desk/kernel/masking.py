"""What may be written where others read it: logs and fault reports hold no name and no number of a person.

How much of a number a clerk is shown is `terms/masking.py`'s; both know by the same pattern what may be one.
"""

from __future__ import annotations

import re
import traceback

# What in free text may be a document, a mobile or an account: letters of a passport, at least seven digits, the last X of an id.
PERSONAL_NUMBER = re.compile(r"(?<![0-9A-Za-z])[A-Za-z]{0,3}[0-9]{7,}[Xx]?(?![0-9A-Za-z])")
_NOT_ASCII = re.compile(r"[^\x00-\x7f]+")


def hidden(text: str) -> str:
    """`text` without what may be a person's: numbers as stars, and every word that is not plain ASCII (names are Chinese) as one …."""
    return _NOT_ASCII.sub("…", PERSONAL_NUMBER.sub(lambda found: "*" * len(found[0]), text))


def fault_text(fault: BaseException) -> str:
    """`fault` with what led to it, hidden: kinds, codes and places are left, which is what a maintainer needs."""
    chain: list[BaseException] = []
    following: BaseException | None = fault
    while following is not None and following not in chain:
        chain.append(following)
        following = following.__cause__ or (None if following.__suppress_context__ else following.__context__)
    return "\nwhich led to:\n".join(map(_one, reversed(chain)))


def _one(fault: BaseException) -> str:
    places = "".join(traceback.format_tb(fault.__traceback__))
    code = getattr(fault, "code", "")
    return hidden(f"{places}{type(fault).__qualname__} {code}: {fault}\n")
