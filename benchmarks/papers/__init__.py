"""Seeded papers for the reading benchmark: licences, certificates, commitment letters, slips, at three levels of care.

`make(kind, level, family, seed)` gives one; `python -m benchmarks.papers OUT` writes many with their truth.json. The two
families share no layout, font, wording, word list, background and only ICBC among the banks: rules are tuned on `develop`, figures
are reported on `report`, whose pictures nobody looks at while tuning. Fonts come from Debian packages:

    apt-get install fonts-noto-cjk fonts-wqy-zenhei fonts-wqy-microhei fonts-arphic-uming fonts-arphic-gbsn00lp
        fonts-arphic-gkai00mp fonts-lxgw-wenkai fonts-cns11643-sung fonts-cns11643-kai fonts-liberation fonts-dejavu-core
"""

from benchmarks.papers.paper import FAMILIES, KEY_FIELDS, KINDS, LEVELS, Paper, enterprise, make

__all__ = ["FAMILIES", "KEY_FIELDS", "KINDS", "LEVELS", "Paper", "enterprise", "make"]
