"""What enterprises hand in, as a folder or zip of photos named as the manual says and perhaps a form, becomes their registration.

A folder may hold one enterprise's papers or one folder for each of several. An enterprise that is known gets the papers that are new.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from school_desk.documents import queries as documents
from school_desk.documents.reading.compare import Finding, compare_papers
from school_desk.documents.reading.paper import FieldState, PaperReading
from school_desk.enterprises.commands import Paper, RegisterEnterprise, ReplacePaper
from school_desk.enterprises.queries import enterprise
from school_desk.intake.declared import FORM_ENDINGS, FORM_NAMES, Declared, form_for, read_forms
from school_desk.intake.files import for_dry_run, read_file, store_file
from school_desk.intake.lookup import find_enterprise
from school_desk.intake.papers import PaperFile, file_problems
from school_desk.intake.steps import Step
from school_desk.kernel.clock import local_date
from school_desk.kernel.errors import RuleViolation
from school_desk.terms.identifiers import normalise_credit_code
from school_desk.terms.names import normalise_company_name
from school_desk.terms.statuses import EnterpriseStatus
from school_desk.terms.uploads import ENTERPRISE_KINDS, DocumentKind, kind_for_file_name, required_file_name

if TYPE_CHECKING:
    from school_desk.composition import School

_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
# What Windows, macOS and packers leave behind.
_NOT_HANDED_IN = ("thumbs.db", ".ds_store", "desktop.ini", "truth.json")
NOTHING_SAID = Declared()
_AGAIN = "初审通过之后换的，企业回到“待审核”，请看过新照片再通过初审。"
_NO_MOBILE = (
    "照片上没有负责人手机号，请补上：在文件夹“{folder}”里（几家企业时也可在它的上一层）放一个 企业信息.xlsx，"
    "第一行写“企业名称”和“负责人手机号”，下面一家一行；只有一家时也可加 --declare 负责人手机号=号码。"
)
Readings = Mapping[DocumentKind, PaperReading]


@dataclass(frozen=True)
class OtherFile:
    """A file that no slot claims, and why; a person may drag it into one."""

    file_name: str
    content: bytes
    reason: str


@dataclass(frozen=True)
class HandedIn:
    """One enterprise's papers by slot, at most one each, and the files nobody claims.

    `form` lies beside them and is theirs; `forms` lie above them and are those of several enterprises.
    """

    name: str
    papers: tuple[PaperFile, ...]
    others: tuple[OtherFile, ...] = ()
    form: Declared | None = None
    forms: tuple[Declared, ...] = ()

    @property
    def problems(self) -> tuple[str, ...]:
        """Why these papers cannot be registered as they are."""
        return tuple(f"{paper.file_name}：{problem}" for paper in self.papers for problem in paper.problems)


def read_enterprises(path: str) -> tuple[HandedIn, ...]:
    """Every enterprise in a folder or zip, by its folder's name. Raises RuleViolation `enterprise.no_papers`, or as `Package`."""
    source = Path(path)
    files = dict(_files_in_folder(source) if source.is_dir() else _files_in_zip(source))
    folders: dict[str, dict[str, bytes]] = {}
    for name, content in files.items():
        parent, base = posixpath.split(name)
        folders.setdefault(parent, {})[base] = content
    forms = {parent: _forms(inside) for parent, inside in folders.items()}
    found = [
        _handed_in(
            PurePosixPath(parent).name or source.stem, inside, forms[parent], forms.get(posixpath.dirname(parent), ())
        )
        for parent, inside in sorted(folders.items())
        if any(kind_for_file_name(base) for base in inside)
    ]
    if not found:
        wanted = "、".join(f"{required_file_name(kind)}（{kind.label}）" for kind in ENTERPRISE_KINDS)
        message = f"“{source.name}”里没有企业材料。照片要命名为 {wanted}，一家企业一个文件夹。"
        raise RuleViolation("enterprise.no_papers", message)
    return tuple(found)


def draft(handed_in: HandedIn, readings: Readings, said: Declared = NOTHING_SAID) -> Declared:
    """The registration form: what a person says, over what the enterprise declares, over what was read from the papers."""
    read = _read_form(readings)
    code, name = normalise_credit_code(read.credit_code), normalise_company_name(read.name)
    form = handed_in.form or form_for(handed_in.forms, handed_in.name, code, name)
    return said.over(form).over(read)


def findings(readings: Readings, form: Declared, school: School) -> list[Finding]:
    """What holding the papers against each other and the form shows, worst first."""
    declared = {"name": form.name, "uscc": form.credit_code, "legal_person": form.legal_person}
    return compare_papers(
        {kind.value: reading for kind, reading in readings.items()}, declared, local_date(school.clock.now())
    )


def enterprise_command(school: School, handed_in: HandedIn, form: Declared) -> RegisterEnterprise:
    """Registers an enterprise that is not known; its papers are in the store when this returns."""
    return RegisterEnterprise(
        credit_code=form.credit_code,
        name=form.name,
        address=form.address,
        region_code=form.region_code,
        province_affiliated=form.is_province_affiliated,
        principal_mobile=form.principal_mobile,
        contact_name=form.contact_name or None,
        contact_mobile=form.contact_mobile or None,
        legal_person=form.legal_person or None,
        papers=tuple(_paper(school, paper) for paper in handed_in.papers),
    )


def enterprise_step(school: School, row_no: int, handed_in: HandedIn, readings: Readings, form: Declared) -> Step:
    """What is to be done with one enterprise of a folder: registered, given better papers, left as it is, or refused with reasons."""
    name = form.name or handed_in.name
    found = findings(readings, form, school)
    misplaced = [finding.message for finding in found if finding.code == "kind.mismatch"]
    if handed_in.problems or misplaced:
        return Step(row_no, name, "failed", (*handed_in.problems, *misplaced))
    told = (*_told(found), *(f"{other.file_name}：{other.reason}" for other in handed_in.others))
    known = find_enterprise(school, form.credit_code) if form.credit_code else None
    if known is None and not form.principal_mobile:
        # No photo shows it, so that everybody meets this who has only photos.
        return Step(row_no, name, "failed", (_NO_MOBILE.format(folder=handed_in.name), *told))
    if known is None:
        return Step(row_no, name, "imported", told, (partial(enterprise_command, handed_in=handed_in, form=form),))
    better = _new_papers(school, known, handed_in.papers)
    if not better:
        return Step(row_no, name, "skipped", ("已经登记，材料没有变化。",))
    labels = "、".join(paper.kind.label for paper in better)
    makers = tuple(partial(replace_command, enterprise_id=known, paper=paper) for paper in better)
    again = (_AGAIN,) if _has_passed(school, known) else ()
    return Step(row_no, name, "updated", (f"已经登记，更换了{labels}。", *again, *told), makers)


def _has_passed(school: School, enterprise_id: str) -> bool:
    with school.reading() as session:
        found = enterprise(session, school.id, enterprise_id)
    return found is not None and found.status is EnterpriseStatus.PRE_APPROVED


def replace_command(school: School, enterprise_id: str, paper: PaperFile) -> ReplacePaper:
    """Puts a better photo into its slot; it is in the store when this returns."""
    return ReplacePaper(enterprise_id, _paper(school, paper))


def _told(found: Iterable[Finding]) -> Iterator[str]:
    return (finding.message for finding in found if finding.level != "ok")


def _new_papers(school: School, enterprise_id: str, papers: Sequence[PaperFile]) -> list[PaperFile]:
    with school.reading() as session:
        kept = {row.sha256 for row in documents.papers(session, school.id, enterprise_id, replaced=True)}
    naming = for_dry_run(school)
    return [paper for paper in papers if _paper(naming, paper).file.sha256 not in kept]


def _paper(school: School, paper: PaperFile) -> Paper:
    return Paper(paper.kind, store_file(school, paper.content, paper.file_name))


def _read_form(readings: Readings) -> Declared:
    """What the licence says; the other papers stand in where it is silent."""
    said = {
        field: next(filter(None, (_value(readings.get(kind), read) for kind in ENTERPRISE_KINDS)), "")
        for field, read in (("credit_code", "uscc"), ("name", "name"), ("legal_person", "legal_person"))
    }
    return Declared(**said, address=_value(readings.get(DocumentKind.YYZZ), "address"))


def _value(reading: PaperReading | None, field: str) -> str:
    found = reading.fields.get(field) if reading else None
    plain = found is not None and found.state is not FieldState.FAILED and isinstance(found.value, str)
    return str(found.value) if found is not None and plain else ""


def _handed_in(
    name: str, files: Mapping[str, bytes], beside: tuple[Declared, ...], above: tuple[Declared, ...]
) -> HandedIn:
    papers: dict[DocumentKind, PaperFile] = {}
    others = []
    for file_name, content in sorted(files.items()):
        kind = kind_for_file_name(file_name)
        if _is_form(file_name) or file_name.lower() in _NOT_HANDED_IN or file_name.startswith("._"):
            continue
        if kind is None:
            others.append(OtherFile(file_name, content, "文件名不是 yyzz、cns、zzzs，没有归入材料"))
        elif kind in papers:
            others.append(OtherFile(file_name, content, f"{kind.label}已有 {papers[kind].file_name}，这一份没有归入"))
        else:
            papers[kind] = PaperFile(kind, file_name, content, file_problems(file_name, content, kind))
    own = beside[0] if len(beside) == 1 else None
    return HandedIn(name, tuple(papers.values()), tuple(others), own, beside or above)


def _forms(files: Mapping[str, bytes]) -> tuple[Declared, ...]:
    return tuple(
        form for name, content in sorted(files.items()) if _is_form(name) for form in read_forms(content, name)
    )


def _is_form(file_name: str) -> bool:
    stem, ending = posixpath.splitext(file_name.lower())
    return stem in FORM_NAMES and ending in FORM_ENDINGS


def _files_in_folder(folder: Path) -> Iterator[tuple[str, bytes]]:
    """The files of a folder and of the folders in it."""
    for path in sorted((*folder.glob("*"), *folder.glob("*/*"))):
        if path.is_file():
            yield path.relative_to(folder).as_posix(), read_file(path)


def _files_in_zip(path: Path) -> Iterator[tuple[str, bytes]]:
    from school_desk.adapters.sheets.archive import Package, read_bytes
    from school_desk.adapters.sheets.photo_archive import _file_name

    data = read_bytes(path)
    if not data.startswith(_ZIP):
        message = f"“{path.name}”不是 zip 压缩包。请选择照片所在的文件夹，或把它压缩成 .zip 再导入。"
        raise RuleViolation("enterprise.not_a_zip", message)
    package = Package(data, path.name)
    for entry in package.entries:
        yield _file_name(entry).replace("\\", "/").strip("/"), package.read(entry)
