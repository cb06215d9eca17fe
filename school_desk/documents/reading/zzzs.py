"""资质证书: fields of the construction enterprise's qualification certificate."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from school_desk.documents.reading.authorities import read_authority
from school_desk.documents.reading.codes import read_credit_code
from school_desk.documents.reading.dated import date_of_row
from school_desk.documents.reading.evidence import MISSING, Draft, repaired
from school_desk.documents.reading.labels import Label, Wordings
from school_desk.documents.reading.layout import Sheet, Span
from school_desk.documents.reading.names import person_in
from school_desk.documents.reading.values import dates_in, term_end
from school_desk.documents.reading.whole import closed, nothing_below, whole_name

LABELS: Mapping[str, Sequence[str]] = {
    "name": ("企业名称", "单位名称", "名称"),
    "uscc": ("统一社会信用代码", "营业执照注册号", "社会信用代码", "注册号"),
    "legal_person": ("法定代表人", "企业法定代表人", "负责人"),
    "cert_no": ("证书编号", "资质证书编号", "备案编号", "证书号", "编号"),
    "qualifications": (
        "资质类别及等级",
        "资质类别和等级",
        "资质等级",
        "资质类别",
        "承包资质类别及等级",
        "承包工程资质类别及等级",
        "备案类别",
        "序号",
    ),
    # Printed wide over a fold it loses its last character.
    "valid_until": ("证书有效期至", "证书有效期", "有效期至", "有效期限", "有效期", "有效"),
    "issuer": ("发证机关", "发证部门", "颁发机关", "备案机关", "备案部门", "审批机关"),
    "issue_date": ("发证日期", "颁发日期", "备案日期"),
    "": (
        "详细地址",
        "注册地址",
        "企业地址",
        "注册资本",
        "经济性质",
        "企业类型",
        "企业负责人",
        "技术负责人",
        "职务",
        "职称",
        "副本",
        "业务范围",
        "承包工程范围",
        "承包范围",
    ),
}
_WORDINGS = Wordings(LABELS)
# Behind a person; where the print stands close, the name and this label are one box.
_POST = re.compile(r"职[务称]")
# What a sentence about the list says and no category does: what the enterprise may do, on whose authority.
_TOLD = re.compile(r"可(?:在|以|从事|承担|承接|承揽)|范围内|各类|根据|依据|予以|有关规定|本证书|有效")
_CLAUSE = re.compile(r"[^；;。]+[；;。]?")
_GRADES = "特一二三四壹贰叁肆甲乙丙丁"
# Behind 承包 any character before 级 is a grade, if a misread one.
_GRADE = rf"(?:[{_GRADES}]级|(?<=承包)[\u4e00-\u9fff]级|不分等级)"
# Labour on record since its licensing ended.
_FILED = "（备案）"
_QUALIFICATION = re.compile(rf"[\u4e00-\u9fff、（）()]{{2,40}}?(?:{_GRADE}|{_FILED}|施工劳务(?!{_GRADE}|资质))")
_ENDED = re.compile(rf"(?:{_GRADE}|{_FILED}|施工劳务)[；;、，。]?$")
_LISTED = re.compile(rf"[\u4e00-\u9fff、]{{2,30}}承包{_GRADE}")
_BARE_GRADE = re.compile(rf"{_GRADE}|[\u4e00-\u9fff]级")
_UNGRADED = ("承包", "劳务", "资质")
_NEXT_LINE = 2.6
_COLUMN, _INDENT = 2.0, 2.7
# Values of several lines stand beside the list, or above it.
_FLOWING = ("name", "")
_LISTS = ("qualifications",)
_SIGNS = "、（）() "
# Numbers of builders' certificates are D and nine digits; a blurred D is read as a round digit.
_LETTERLESS = re.compile(r"[0OQ]\d{9}")
_CERT_NO = re.compile(r"[A-Z]{0,3}[0-9OQDIlB]{6,20}(?:-[0-9]{1,4}(?:/[0-9]{1,4})?)?")


def read_zzzs(sheet: Sheet) -> dict[str, Draft]:
    """The eight fields of a certificate; `qualifications` is a tuple of category with grade."""
    labels = sheet.find_own_labels(_WORDINGS)
    spans = {field: _value(sheet, labels, field) for field in LABELS if field}
    return {
        "name": nothing_below(closed(whole_name(_without_list(spans["name"]))), sheet, labels),
        "uscc": read_credit_code(sheet, spans["uscc"]),
        "legal_person": person_in(_before_post(spans["legal_person"])),
        "cert_no": _cert_no(sheet, spans["cert_no"]),
        "qualifications": _qualifications(sheet, labels),
        "valid_until": _valid_until(sheet, labels),
        "issuer": read_authority(spans["issuer"].without_strays),
        "issue_date": _issue_date(sheet, labels, spans),
    }


def _value(sheet: Sheet, labels: Sequence[Label], field: str) -> Span:
    read = sheet.value_of if field == "name" else sheet.value_beside
    return next((value for label in labels if label.field == field and (value := read(label, labels)).cells), Span(()))


def _before_post(person: Span) -> Span:
    post = _POST.search(person.text)
    return person.part(0, post.start()) if post else person


def _valid_until(sheet: Sheet, labels: Sequence[Label]) -> Draft:
    """Beside the first of its labels that has a day beside it."""
    values = (sheet.value_beside(label, labels) for label in labels if label.field == "valid_until")
    drafts = (Draft(term_end(value.text), value) for value in values)
    return next((draft for draft in drafts if draft.value), MISSING)


def _cert_no(sheet: Sheet, beside: Span) -> Draft:
    """Opaque text: a letter or more, then digits. Letters that readers take for the first digit are told by the place."""
    match = _CERT_NO.search(beside.text)
    if match:
        read = Draft(match.group(), beside.part(match.start(), match.end()))
        return repaired(read, f"D{match.group()[1:]}") if _LETTERLESS.fullmatch(match.group()) else read
    return next((Draft(m.group(), span) for span, m in sheet.search(r"\b[A-E][1-9][0-9]{8,11}(?![0-9A-Z])")), MISSING)


def _qualifications(sheet: Sheet, labels: Sequence[Label]) -> Draft:
    """Each category with its grade below the heading, one a row or several parted by signs."""
    first = _first_row(labels)
    paragraphs = _lists(_paragraphs(_lines(sheet, labels, first)))
    read: list[str] = []
    graded: list[str] = []
    span = Span(())
    for part in (part for lines in paragraphs for part in _categories(lines)):
        read.append(_bare(part.text))
        graded.append(_bare(_with_known_grade(part)))
        span = span + part
    draft = Draft(tuple(dict.fromkeys(graded)), span)
    if any(_has_unread_grade(category) for category in graded):
        return draft.failing("有的等级没有读准，请对照照片")
    if _is_broken(paragraphs, span):
        return draft.doubted("有的类别没有读全，请对照照片")
    return draft if read == graded else replace(draft, original="、".join(read), notes=("已修正读错的等级",))


def _bare(category: str) -> str:
    """Without the signs that part it from its neighbours and what a misread heading (类别及等级) leaves; a bracket of its own stays closed."""
    text = category.strip(_SIGNS).lstrip("及和")
    return f"{text}）" if text.count("（") > text.count("）") else text


def _first_row(labels: Sequence[Label]) -> int:
    """Where the list begins: the heading of a tall cell stands at half its height, so it is right below the label above."""
    heading = next((label.row for label in labels if label.field == "qualifications"), 0)
    above = [label.row for label in labels if label.field != "qualifications" and label.row < heading]
    return max(above) + 1 if above else heading


def _lines(sheet: Sheet, labels: Sequence[Label], first: int) -> list[Span]:
    """From row `first` to the foot: on a landscape sheet the issuer stands beside the list, not below it.

    Without what other labels own (the nature of the enterprise goes on in a line beside the list) and without the headings.
    """
    others = [label for label in labels if label.field in _FLOWING]
    owned = {id(cell) for label in others for cell in _without_list(sheet.value_of(label, labels)).cells}
    lines: list[Span] = []
    for number in range(first, len(sheet.rows)):
        headings = {
            at
            for label in labels
            if label.row == number
            for at in range(label.start, label.end)
            if label.field in _LISTS
        }
        cells = sheet.rows[number].cells
        kept = (cell for at, cell in enumerate(cells) if id(cell) not in owned and at not in headings)
        lines.extend(_with_grades(sheet.pieces_in(Span(tuple(kept)))))
    # 不分等级 broken before its end; by itself 等级 is a heading.
    broken = [False, *(line.text.endswith("不分") for line in lines)]
    listed = (line if goes_on else _without_heading(line) for line, goes_on in zip(lines, broken, strict=False))
    return [line for line in listed if line.cells]


def _without_list(value: Span) -> Span:
    """`value` up to the line that begins with a category and its grade: nothing but the list has those."""
    for at, cell in enumerate(value.cells):
        if cell.index == 0 and _LISTED.match("".join(glyph.char for glyph in cell.box.glyphs)):
            return value.part(0, at)
    return value


def _with_grades(pieces: Sequence[Span]) -> Iterator[Span]:
    """The pieces of one row; a grade in a cell of its own belongs to the category in the cell before it."""
    waiting = Span(())
    for piece in pieces:
        if _BARE_GRADE.fullmatch(piece.text) and waiting.text.endswith(_UNGRADED):
            waiting = waiting + piece
            continue
        if waiting.cells:
            yield waiting
        waiting = piece
    if waiting.cells:
        yield waiting


def _paragraphs(lines: Sequence[Span]) -> list[list[Span]]:
    """The lines, those that break off inside a category with the lines below them that go on with it."""
    made: list[list[Span]] = []
    for line in lines:
        above = next((lines for lines in reversed(made) if _goes_on(lines, line)), None)
        if above is None:
            made.append([line])
        else:
            above.append(line)
    return made


def _lists(paragraphs: Sequence[Sequence[Span]]) -> list[list[Span]]:
    """The paragraphs without the sentences in them that tell what the enterprise may do: a scope explained is no category."""
    made: list[list[Span]] = []
    for lines in paragraphs:
        whole = Span(tuple(cell for line in lines for cell in line.cells))
        clauses = list(_CLAUSE.finditer(whole.text))
        ends = [_end_of_list(clause.group()) for clause in clauses]
        kept = [whole.part(one.start(), one.start() + end) for one, end in zip(clauses, ends, strict=True) if end]
        if kept:
            untouched = all(end == len(one.group()) for one, end in zip(clauses, ends, strict=True))
            made.append(list(lines) if untouched else kept)
    return made


def _end_of_list(clause: str) -> int:
    """How far the clause lists categories: all of it, up to the words that tell something, or nothing of it."""
    told = _TOLD.search(clause)
    if told is None:
        return len(clause)
    return told.start() if _QUALIFICATION.search(clause[: told.start()]) else 0


def _goes_on(above: Sequence[Span], below: Span) -> bool:
    """Whether `below` is the next line of the paragraph `above`: right under its last line and in its column.

    A sentence's first line is set in by two characters.
    """
    last, first, opening = above[-1].cells[-1], below.cells[0], above[-1].cells[0]
    if _ENDED.search(above[-1].text):
        return False
    near = 0.5 < (first.y - opening.y) / last.height < _NEXT_LINE
    left = _INDENT if len(above) == 1 else _COLUMN
    return near and -left * opening.height < first.x - opening.x < _COLUMN * opening.height


def _categories(lines: Sequence[Span]) -> Iterator[Span]:
    whole = Span(tuple(cell for line in lines for cell in line.cells))
    for match in _QUALIFICATION.finditer(whole.text):
        category = match.group()
        # A bracket that closes without having opened ends what stands before the category.
        skipped = 0 if category.count("（") == category.count("）") else category.rfind("）") + 1
        yield whole.part(match.start() + skipped, match.end())


def _is_broken(paragraphs: Sequence[Sequence[Span]], listed: Span) -> bool:
    """Whether beside the categories in `listed` a piece of one was left over, or one lacks its beginning."""
    used = {id(cell) for cell in listed.cells}
    for lines in paragraphs:
        cells = [cell for line in lines for cell in line.cells]
        rest = "".join(cell.char for cell in cells if id(cell) not in used)
        if re.search(r"承包|劳务|级", rest) or (
            len(rest.strip(_SIGNS + "；;。，1234567890.")) > 1 and len(rest) < len(cells)
        ):
            return True
    return False


def _has_unread_grade(category: str) -> bool:
    return category.endswith("级") and category[-2] not in _GRADES and not category.endswith("不分等级")


def _with_known_grade(category: Span) -> str:
    """The category with a misread grade replaced by the likeliest real one among the engine's runners-up."""
    text = category.text
    if not _has_unread_grade(text):
        return text
    glyph = category.cells[-2].glyph
    known = [char for char, _ in glyph.others if char in _GRADES]
    return text[:-2] + known[0] + "级" if known else text


def _without_heading(line: Span) -> Span:
    found = re.match(
        r"^.*?(?:类别[及和]等级|资质等级|资质名称|资质类别(?:[及和]等级)?)[：:]?|^及?等级$|^[：:]", line.text
    )
    return line.part(found.end(), len(line.cells)) if found else line


def _issue_date(sheet: Sheet, labels: Sequence[Label], spans: Mapping[str, Span]) -> Draft:
    """Beside its own label, else the first date from the issuer's row downwards."""
    beside = spans["issue_date"]
    found = next(iter(dates_in(beside.text)), None)
    if found:
        return Draft(found.value, beside.part(found.start, found.end))
    start = next((label.row for label in labels if label.field == "issuer"), len(sheet.rows) * 2 // 3)
    for row in sheet.rows[start:]:
        day = date_of_row(row)
        if day.value:
            return day
    return MISSING
