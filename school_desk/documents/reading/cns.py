"""企业承诺书: who commits, in running text or as a list of labels, and again at the signature; the date; the company's seal."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from school_desk.documents.reading.boxes import Glyph
from school_desk.documents.reading.codes import credit_code_in
from school_desk.documents.reading.dated import date_of_row
from school_desk.documents.reading.evidence import CLEAR, MISSING, STANDS_TWICE, TWO_PLACES_DIFFER, Draft, repaired
from school_desk.documents.reading.layout import Sheet, Span
from school_desk.documents.reading.lexicon import likeliest_company
from school_desk.documents.reading.naming import Naming
from school_desk.documents.reading.parties import companies_by_place, companies_in, is_signature
from school_desk.documents.reading.people import approvers, people_in, people_known_in, person_beside
from school_desk.documents.reading.prose import columns, paragraphs
from school_desk.documents.reading.values import dates_in
from school_desk.terms.surnames import begins_with_surname

_HANDWRITTEN = "只有签名处有姓名，手写的字请对照照片"
_TWO_PEOPLE = "读到两个人的姓名，请对照照片"
_FAINT = 0.7
_CODE = re.compile(r"社会信用代|(?<![0-9A-Z])9[0-9A-Z]{17}(?![0-9A-Z])")
_TOLD_DAY = "日期在句子里，不一定是签署日期，请对照照片"
_IN_TEXT = re.compile(r"[至自于从在到截]\||\|(?:起|止|前|以前|之前|至|印发|发布|施行|，|[^|]*[，。；])|[，；].*\|")
_CODE_BEGUN = re.compile(r"(?<![0-9A-Za-z])[0-9A-Za-z]{8,17}$")
# The margin of a printed page says when it was printed, to the minute.
_MINUTE = re.compile(r"[0-2]?\d[：:.][0-5]\d")
_YEAR_UNCLEAR = "年份没有读清，请对照照片"
_BROKEN_DATE = re.compile(
    r"(?:(?P<year>\d{3,})年|(?<!\d)(?P<bare>20\d{2}))\D?(?P<month>\d{1,2})月\D?(?P<day>\d{1,2})(?!\d)日?"
)
# When letters to this system are signed: says which digit a year that was not read whole may have had.
_YEARS = tuple(str(year) for year in range(2020, 2030))


def read_cns(sheet: Sheet) -> dict[str, Draft]:
    """Name, code, legal person and date; the seal's two fields come from the picture."""
    pages = columns(sheet)
    texts = [text for page in pages for text in paragraphs(page)]
    rows = [row for page in pages for row in page.rows]
    companies = [naming for text in texts for naming in companies_in(text)]
    placed = () if any(not naming.loose for naming in companies) else tuple(companies_by_place(rows))
    # Whose paper it is and who commits may be two firms.
    alone = len({naming.value for naming in (*placed, *companies)}) == 1
    name = _name(_apart((*placed, *companies) if alone else companies))
    own = [naming.draft.span for naming in (*placed, *companies) if naming.value == name.value]
    codes = (code for page in pages for code in _broken_codes(page.rows))
    return {
        "name": name,
        # A letter may print the code of the school that it is written to.
        "uscc": credit_code_in((*texts, *codes), names=own),
        "legal_person": _person(_apart(_people(texts)), texts, rows),
        "date": _date(pages),
    }


def _broken_codes(rows: Sequence[Span]) -> Iterator[Span]:
    """Codes whose end stands in the next row, however that row begins: beside a label, values are set below each other."""
    for upper, lower in pairwise(rows):
        begun = _CODE_BEGUN.search(upper.text)
        rest = re.match(rf"[0-9A-Za-z]{{{18 - len(begun.group())}}}(?![0-9A-Za-z])", lower.text) if begun else None
        if begun and rest:
            yield upper.part(begun.start(), begun.end()) + lower.part(0, rest.end())


def _people(texts: Sequence[Span]) -> Iterator[Naming]:
    """The legal person where it is named; below the place for the seal, names are handwritten."""
    # A table at the foot begins with the place for the seal: what is listed there with the code is not signed.
    code = max((at for at, text in enumerate(texts) if _CODE.search(text.text)), default=-1)
    first = next((at for at, text in enumerate(texts) if is_signature(text) and at > code), len(texts))
    for at, text in enumerate(texts):
        yield from people_in(text, signed=at >= first)


def _apart(namings: Iterable[Naming]) -> list[Naming]:
    """One naming for each place, the longest; what was printed in the text comes before what stands at the signature."""
    places: dict[tuple[int, int], Naming] = {}
    for naming in namings:
        known = places.get(naming.place)
        if known is None or _says_more(naming, known):
            places[naming.place] = naming
    return sorted(places.values(), key=lambda naming: (naming.signed, naming.draft.doubtful, naming.head))


def _says_more(one: Naming, other: Naming) -> bool:
    """Whether `one` is the longer, or as long and pointed at by something."""
    return (len(one.value), not one.loose) > (len(other.value), not other.loose)


def _name(namings: Sequence[Naming]) -> Draft:
    """The name that stands twice, else the first; names that differ in a character or two are put together.

    A name that no label points at may be another's: it is taken where there is no other, and believed where it is the only one, twice.
    """
    if not namings:
        return MISSING
    pointed = [naming for naming in namings if not naming.loose]
    # A torn one stands back: the seal takes a bracket away more easily than it adds one.
    clear = [naming for naming in pointed if not naming.draft.doubtful]
    value = Counter(naming.value for naming in clear or pointed or namings).most_common(1)[0][0]
    alike = [naming.draft for naming in namings if naming.value == value]
    # Where it was read whole and a label points at it, another place that is less sure takes nothing from it.
    best = next((draft for draft in alike if not draft.doubtful), alike[0])
    if sum(naming.value == value for naming in namings) > 1:
        alone = len({naming.value for naming in namings}) == 1
        return (best if pointed or not alone else replace(best, doubtful=False, notes=())).proven(STANDS_TWICE)
    return _fused(best, [naming.draft for naming in pointed or namings])


def _person(found: Sequence[Naming], texts: Sequence[Span], rows: Sequence[Span]) -> Draft:
    """The printed name: handwriting may prove it, but does not outvote it."""
    found = found or tuple(person_beside(rows)) or tuple(naming for text in texts for naming in approvers(text))
    if not found:
        return MISSING
    names = tuple(dict.fromkeys(naming.value for naming in found))
    namings = _apart((*found, *(naming for text in texts for naming in people_known_in(text, names))))
    likely = [naming for naming in namings if begins_with_surname(naming.value)] or namings
    best = likely[0]
    if best.signed:
        return best.draft.doubted(_HANDWRITTEN)
    # Two printed names, each said to be the legal person's: which of them is meant the rules do not know.
    if any(not other.signed and other.head is best.head and _is_another(best, other) for other in likely):
        return best.draft.doubted(_TWO_PEOPLE)
    if any(other is not best and other.value == best.value for other in namings):
        return best.draft.proven(STANDS_TWICE)
    against = next((other for other in namings if _stands_against(best, other)), None)
    return best.draft.doubted(f"签名处读作“{against.value}”，请对照照片") if against else best.draft


def _is_another(one: Naming, other: Naming) -> bool:
    """Whether two namings are of two people, not one name with a character misread."""
    if len(one.value) != len(other.value):
        return True
    return sum(a != b for a, b in zip(one.value, other.value, strict=True)) > 1


def _stands_against(printed: Naming, other: Naming) -> bool:
    """Whether another place has another character where the print is not clear: either may be right."""
    pairs = list(zip(printed.value, other.value, printed.draft.span.cells, strict=False))
    differing = [cell for one, two, cell in pairs if one != two]
    return len(printed.value) == len(other.value) and len(differing) == 1 and differing[0].glyph.score < CLEAR


def _fused(best: Draft, drafts: Sequence[Draft]) -> Draft:
    """Names of one length that differ in a character or two: at each place the clear reading counts where the other was not.

    Where neither or both were clear either may be what is printed: what makes known words is proposed.
    """
    alike = [draft for draft in drafts if len(str(draft.value)) == len(str(best.value)) and _nearly(draft, best)]
    if len(alike) < 2:
        return best
    glyphs = [[draft.span.cells[place].glyph for draft in alike] for place in range(len(str(best.value)))]
    seen = [_surest_first(column) for column in glyphs]
    fused = repaired(best, likeliest_company(seen))
    unclear = any(len(place) > 1 for place in seen)
    return fused.doubted(TWO_PLACES_DIFFER) if unclear else fused.noted(TWO_PLACES_DIFFER)


def _surest_first(column: Sequence[Glyph]) -> dict[str, float]:
    """What was read in one place of the name, each character as sure as it was where it was surest; the clear one alone beside faint ones."""
    scores = {glyph.char: glyph.score for glyph in sorted(column, key=lambda glyph: glyph.score)}
    (first, most), *others = sorted(scores.items(), key=lambda item: -item[1])
    return (
        {first: most}
        if most >= CLEAR and all(score < _FAINT for _, score in others)
        else dict([(first, most), *others])
    )


def _nearly(one: Draft, other: Draft) -> bool:
    """Same length in characters and cells, and nearly the same text."""
    a, b = str(one.value), str(other.value)
    return len(one.span.cells) == len(a) and sum(x != y for x, y in zip(a, b, strict=True)) <= 2


def _date(pages: Sequence[Sheet]) -> Draft:
    """The last date of the paper: the one at the signature. One whose year is not whole is proposed when there is no other."""
    rows = [row for page in reversed(pages) for row in reversed(page.rows) if not _is_margin(row)]
    days = (_signing_day(row) for row in (*rows, *_neighbours(rows)))
    found = next((day for day in days if day.value), None)
    return found or next((day for row in rows if (day := _proposed(row)).value), MISSING)


def _is_margin(row: Span) -> bool:
    """Whether the row begins with a day and a minute and nothing before them: what a browser prints into the margin."""
    found = next(iter(dates_in(row.text)), None)
    return found is not None and found.start == 0 and bool(_MINUTE.match(row.text, found.end))


def _signing_day(row: Span) -> Draft:
    """The date in `row`, only proposed where it stands in a sentence: when something ends or took place."""
    day = date_of_row(row)
    around = row.text.replace(day.span.text, "|") if day.value else ""
    return day.doubted(_TOLD_DAY) if _IN_TEXT.search(around) else day


def _neighbours(rows: Sequence[Span]) -> Iterable[Span]:
    """Two rows that nearly stand on one level, as one: a seal pushes the parts of a date apart."""
    for lower, upper in pairwise(rows):
        first, last = upper.cells[0], lower.cells[0]
        if abs(last.y - first.y) < 0.9 * max(first.height, last.height):
            yield Span(tuple(sorted((*upper.cells, *lower.cells), key=lambda cell: cell.x)))


def _proposed(row: Span) -> Draft:
    """A date whose year was not read as it stands, when only one year of those in question fits."""
    match = _BROKEN_DATE.search(row.text)
    read = (match["year"] or match["bare"]) if match else ""
    years = [read] if read in _YEARS else [year for year in _YEARS if _nearly_year(read, year)]
    if match is None or len(years) != 1:
        return MISSING
    days = dates_in(f"{years[0]}年{match['month']}月{match['day']}日")
    if not days:
        return MISSING
    return Draft(days[0].value, row.part(match.start(), match.end()), original=match.group()).doubted(_YEAR_UNCLEAR)


def _nearly_year(read: str, year: str) -> bool:
    """Whether `year` may have been printed: behind the number of a seal, with one digit misread or lost."""
    if len(read) > len(year):
        return read.endswith(year)
    if len(read) == len(year):
        return sum(a != b for a, b in zip(read, year, strict=True)) == 1
    return len(read) == len(year) - 1 and any(year[:at] + year[at + 1 :] == read for at in range(len(year)))
