"""`school-desk read`: what photos of papers say."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any

from school_desk.cli.parser import Verbs
from school_desk.cli.words import say, say_json, say_table
from school_desk.enterprises.compare import FIELD_LABELS

if TYPE_CHECKING:
    from school_desk.intake.papers import ReadFile

_JOB = "school_desk.intake.papers:read_paper_file"


def add_to(verbs: Verbs) -> None:
    """Declares the verb."""
    parser = verbs.add("read", "识别证照和回单照片", _read)
    kinds = ("auto", "yyzz", "cns", "zzzs", "slip")
    parser.add_argument("--kind", choices=kinds, default="auto", help="照片是哪一种材料（默认看内容）")
    parser.add_argument("files", nargs="+", metavar="文件", help="照片")


def _read(options: argparse.Namespace) -> int:
    answers = dict(zip(options.files, _answers(options.files, options.kind), strict=True))
    if options.json:
        say_json({name: answer.reading for name, answer in answers.items()})
    else:
        for name, answer in answers.items():
            _tell(name, answer.reading)
    return 1 if any(answer.failed for answer in answers.values()) else 0


def _answers(files: list[str], kind: str) -> list[ReadFile]:
    """One file is read here; several by as many processes as help."""
    if len(files) == 1:
        from school_desk.intake.papers import read_paper_file

        return [read_paper_file(files[0], kind)]
    from school_desk.kernel.jobs import JobPool

    pool = JobPool()
    try:
        jobs = [pool.submit(_JOB, file, kind) for file in files]
        return [job.future.result() for job in jobs]
    finally:
        pool.close()


def _tell(name: str, reading: dict[str, Any]) -> None:
    say(f"{name}：{_KINDS.get(reading['kind'], '看不出是哪种材料')}（{reading['ms'] / 1000:.1f} 秒）")
    if reading["fields"]:
        say_table(("判断", "项目", "内容"), [_row(field, found) for field, found in reading["fields"].items()])
    for problem in reading["problems"]:
        say(f"  ! {problem}")


def _row(field: str, found: dict[str, Any]) -> tuple[str, str, str]:
    value = found["value"]
    state = "没读到" if value is None and found["state"] == "failed" else _STATES[found["state"]]
    shown = "、".join(value) if isinstance(value, list) else _WORDS.get(value, value)
    doubts = f"（{'；'.join(found['reasons'])}）" if found["state"] != "accepted" and found["reasons"] else ""
    return state, _FIELDS.get(field, field), f"{shown}{doubts}"


_KINDS = {"yyzz": "营业执照", "zzzs": "资质证书", "cns": "企业承诺书", "slip": "转账回单"}
_STATES = {"accepted": "可信", "look": "请人看", "failed": "不合规则"}
_WORDS = {None: "—", True: "有", False: "没有"}
_FIELDS = {
    **FIELD_LABELS,
    "name": "名称",
    "date": "日期",
    "seal_present": "公章",
    "payer_name": "付款户名",
    "payer_account": "付款账号",
    "payer_bank": "付款开户行",
    "payee_name": "收款户名",
    "payee_account": "收款账号",
    "payee_bank": "收款开户行",
    "amount": "金额",
    "amount_cn": "大写金额",
    "purpose": "用途",
    "serial_no": "交易流水号",
}
