"""Seeded papers for the reading benchmark: licences, certificates, commitment letters, slips, at three levels of care.

`make(kind, level, family, seed)` gives one; `python -m benchmarks.papers OUT` writes many with their truth.json. The families
share no layout, wording and background, and of words and banks no more than the world does: rules are tuned on `develop`, figures are
reported on `report`, whose pictures nobody looks at while tuning. Errors on `report` were studied all the same; `fresh` was written later
without knowledge of the rules, for final figures, until its errors were studied too; `later` is written again by somebody who knew no rule:
nobody tunes to it or looks at what was misread there. Only licences and certificates of `later` are printed by the forms of `fresh`, with
its own enterprises. `outside` is new throughout, drawn by another hand that knew no rule either; `beyond` was drawn so once more, when
`outside` had been read. The first three share no font; `later` mixes some of theirs with its own, `outside` and `beyond` take all packages'
office designs. All families' photos have the same faults; the ranges of the last four lie half way between the other two's. `families.py`
says who draws what. Fonts come from Debian packages (texlive-lang-chinese, for Fandol, without what it recommends):

    apt-get install fonts-noto-cjk fonts-wqy-zenhei fonts-wqy-microhei fonts-arphic-uming fonts-arphic-gbsn00lp
        fonts-arphic-gkai00mp fonts-lxgw-wenkai fonts-cns11643-sung fonts-cns11643-kai fonts-liberation fonts-dejavu-core
    apt-get install --no-install-recommends texlive-lang-chinese fonts-babelstone-han fonts-noto-cjk-extra fonts-arphic-ukai
"""

from benchmarks.papers.paper import FAMILIES, KEY_FIELDS, KINDS, LEVELS, Paper, enterprise, make

__all__ = ["FAMILIES", "KEY_FIELDS", "KINDS", "LEVELS", "Paper", "enterprise", "make"]
