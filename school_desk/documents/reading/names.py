"""Names of companies and people inside read text, and the tidying of free text values."""

from __future__ import annotations

import re

from school_desk.documents.reading.evidence import MISSING, Draft, repaired
from school_desk.documents.reading.layout import Span
from school_desk.terms.names import normalise_company_name, normalise_person_name

HAN = r"\u3400-\u9fff\U00020000-\U0003ffff"
_ENDINGS = (
    r"有限责任公司|股份有限公司|有限公司|集团公司|分公司|公司|合伙企业|合伙）|事务所|经营部|工程队|工程处|设计院|研究院|学校"
    r"|工作室|厂|中心|合作社|商行|服务部"
)
_COMPANY = re.compile(
    rf"[{HAN}A-Za-z0-9（）·&\-]{{2,48}}?(?:{_ENDINGS})(?:[{HAN}（）]{{2,16}}?(?:分公司|分院|办事处|（有限合伙）|（普通合伙）|合伙）))?"
)
# What a text that ends with the name may end with; inside longer text such short endings would cut names in two.
_WHOLE = re.compile(rf"[{HAN}A-Za-z0-9（）·&\-]{{3,59}}[司厂站行社店队部所院室处心场会团企业伙）]")
_LONGEST = re.compile(rf"[{HAN}A-Za-z0-9（）·&\-]{{2,56}}(?:{_ENDINGS}|租赁站|（(?:有限|普通|特殊普通)合伙）)")
_PERSON = re.compile(rf"[{HAN}]{{2,4}}(?:·[{HAN}]{{1,8}})*|[A-Z][A-Za-z .]{{2,40}}")
# The longer ones first: what is wrong in one of them may leave a shorter one whole.
_FORMS = (
    "（特殊普通合伙）",
    "合伙企业（有限合伙）",
    "（有限合伙）",
    "（普通合伙）",
    "股份有限公司",
    "有限责任公司",
    "有限公司",
)
_ONE_TOO_MANY = re.compile(r"有限(?!责任|公司)[^）]公司$")
_LEADING = "：:；;，,。.、·-—_【】 "


def tidy(text: str) -> str:
    """Free text without the signs that labels and lines leave at its ends."""
    return text.strip(_LEADING.replace("（", "")).strip()


def company_in(span: Span) -> Draft:
    """The company's name in `span`, in the form in which names are compared."""
    match = _COMPANY.search(span.text)
    if not match:
        return MISSING
    end = _widened(span.text, match)
    name = normalise_company_name(span.text[match.start() : end])
    return repaired(Draft(name, span.part(match.start(), end)), with_known_form(name))


def with_known_form(name: str) -> str:
    """`name` with its legal form, of which there are few, put right where one character is misread or one too many: 有限资任公司, 有限有公司."""
    if name.endswith(_FORMS):
        return name
    for form in _FORMS:
        if sum(a != b for a, b in zip(name[-len(form) :], form, strict=False)) == 1 and len(name) > len(form):
            return name[: -len(form)] + form
    extra = _ONE_TOO_MANY.search(name)
    return name[: extra.start()] + "有限公司" if extra else name


def whole_company(text: str) -> int:
    """How much of `text`, which holds a name and nothing before it, is that name; 0 when it ends like no enterprise."""
    if _WHOLE.fullmatch(text) and text.count("（") == text.count("）"):
        return len(text)
    match = _LONGEST.match(text)
    return match.end() if match else 0


def person_in(span: Span) -> Draft:
    """The person's name at the beginning of `span`."""
    skipped = len(span.text) - len(span.text.lstrip(_LEADING + "（）"))
    match = _PERSON.match(span.text, skipped)
    if not match:
        return MISSING
    name = normalise_person_name(match.group())
    return Draft(name, span.part(match.start(), match.end()))


def _widened(text: str, match: re.Match[str]) -> int:
    """The end of the name: a longer ending right behind (…有限公司湖州分公司, …公司（有限合伙）) belongs to it."""
    rest = re.match(rf"(?:[{HAN}（）]{{0,24}}?(?:分公司|分院|办事处))|（[{HAN}]{{2,6}}）", text[match.end() :])
    return match.end() + (rest.end() if rest else 0)
