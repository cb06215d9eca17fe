"""The usual reasons for which a paper goes back, by slot, and which of them the findings suggest. A person chooses, or writes another."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from school_desk.documents.reading.compare import Finding
from school_desk.enterprises.compare import Assessment
from school_desk.terms.uploads import DocumentKind

_UNCLEAR = "照片模糊，文字看不清，请重新拍照"
_INCOMPLETE = "照片没有拍全，请把整张纸拍进画面"
_OTHER_PAPER = "照片不是{label}，请按文件名 {slot}.jpg 上传{label}"
_OTHER_COMPANY = "{label}上的企业名称与登记的不一致"
_OTHER_CODE = "{label}上的统一社会信用代码与登记的不一致"
_OTHER_PERSON = "{label}上的法定代表人与登记的不一致"
_EXPIRED = {"yyzz": "营业执照的营业期限已过，请提供有效的执照", "zzzs": "资质证书已过有效期，请提供有效的证书"}
_NO_SEAL = "没有加盖企业公章，请盖章后重新拍照"
_OTHER_SEAL = "加盖的公章与企业名称不一致"
_GREY = "照片是黑白的，看不清公章，请提供彩色照片"
_MISSING = "没有提交，请补交"

_USUAL = (_UNCLEAR, _INCOMPLETE, _OTHER_PAPER, _OTHER_COMPANY, _OTHER_CODE, _OTHER_PERSON, _MISSING)

RETURN_REASONS: Mapping[str, tuple[str, ...]] = {
    "yyzz": (_EXPIRED["yyzz"], *_USUAL),
    "cns": (_NO_SEAL, _OTHER_SEAL, _GREY, *_USUAL),
    "zzzs": (_EXPIRED["zzzs"], *_USUAL),
}
_BY_CODE = {
    "kind.mismatch": _OTHER_PAPER,
    "seal.missing": _NO_SEAL,
    "seal.differ": _OTHER_SEAL,
    "seal.unknown": _GREY,
}
_BY_FIELD = {"name": _OTHER_COMPANY, "uscc": _OTHER_CODE, "legal_person": _OTHER_PERSON}


def reasons_for(slot: str) -> tuple[str, ...]:
    """The reasons offered for a paper of this slot."""
    return tuple(_worded(reason, slot) for reason in RETURN_REASONS[slot])


def suggested_reasons(assessment: Assessment) -> dict[str, str]:
    """Slot → the reason its worst finding suggests; papers without a finding are not named."""
    suggested = dict.fromkeys(assessment.missing, _MISSING)
    for slot, reason in _from_findings(assessment.findings):
        suggested.setdefault(slot, _worded(reason, slot))
    return suggested


def _from_findings(findings: Iterable[Finding]) -> Iterable[tuple[str, str]]:
    """Worst first, as they stand in an assessment."""
    for finding in findings:
        if finding.level == "ok":
            continue
        about, _, what = finding.code.partition(".")
        for slot, _field in finding.fields:
            reason = _EXPIRED.get(slot) if what == "expired" else _BY_CODE.get(finding.code)
            # Papers that differ do not say which is wrong; the one that differs from what was declared is.
            reason = _BY_FIELD.get(about) if what == "not_declared" else reason
            if reason:
                yield slot, reason


def _worded(reason: str, slot: str) -> str:
    return reason.format(label=DocumentKind(slot).label, slot=slot)
