"""`school-desk read`: what photos of papers say, one or a folder full. How it is said; the work is `reading`'s and `watching`'s."""

from __future__ import annotations

import argparse
import gc
from collections.abc import Iterator, Sequence
from contextlib import closing
from typing import TYPE_CHECKING, Any

from school_desk.adapters.ocr.choice import ENGINES, choose_engine
from school_desk.cli.parser import Verbs
from school_desk.cli.words import complain, say, say_json, say_table
from school_desk.enterprises.compare import FIELD_LABELS
from school_desk.kernel.errors import RuleViolation
from school_desk.kernel.files import printable

if TYPE_CHECKING:
    from school_desk.intake.inbox import FoundFile
    from school_desk.intake.paper_files import ReadFile

Answer = tuple[str, dict[str, Any]]
"""A paper's name in the answer, and its reading."""
_STOPPED = "已停止，读完的都留着；再执行同一条命令就接着读。"
_STOPPED_AGAIN = "已停止，重新读完的都留着；不加 --again 再执行就接着读，没轮到的仍用以前的结果。"


def add_to(verbs: Verbs) -> None:
    """Declares the verb."""
    parser = verbs.add("read", "识别证照和回单：照片、PDF 或整个文件夹", _read)
    kinds = ("auto", "yyzz", "cns", "zzzs", "slip")
    parser.add_argument("--kind", choices=kinds, default="auto", help="是哪一种材料（默认看文件名和内容）")
    parser.add_argument("--fast", action="store_true", help="快速：小模型先读，读不全的再细读；可信的少一些")
    parser.add_argument("--engine", choices=ENGINES, help="识别引擎（默认 ppocr；其余两种要另外安装）")
    parser.add_argument("--models", metavar="文件夹", help="EasyOCR 的模型文件放在哪里")
    parser.add_argument("--jsonl", action="store_true", help="每识别完一份就输出一行 JSON")
    parser.add_argument("--watch", action="store_true", help="守着一个文件夹，来一份识别一份，直到 Ctrl+C")
    parser.add_argument("--again", action="store_true", help="不用以前的结果，重新识别")
    parser.add_argument("files", nargs="+", metavar="文件", help="照片、PDF 或文件夹（连同下级文件夹）")


def _read(options: argparse.Namespace) -> int:
    from school_desk.intake.inbox import find_papers

    if options.engine:
        choose_engine(options.engine, options.models)
    if options.watch:
        from school_desk.cli.watching import watch

        return watch(options, lambda found, papers: _report(options, found, papers))
    files = find_papers(options.files)
    if not files:
        named = "”“".join(map(printable, options.files))
        raise RuleViolation("read.nothing", f"“{named}”里没有照片或 PDF，请核对文件夹。")
    try:
        return _say_all(options, files)
    except KeyboardInterrupt:
        complain(_STOPPED_AGAIN if options.again else _STOPPED)
        # Python looks through all objects once more as it ends: several times as long as ending the workers took.
        gc.freeze()
        raise


def _say_all(options: argparse.Namespace, files: Sequence[FoundFile]) -> int:
    from school_desk.cli.reading import read_all

    document: dict[str, Any] = {}
    failed, kinds = all(file.skipped for file in files), dict[str, str]()
    with closing(read_all(options, files)) as answers:
        for found, papers in answers:
            failed = failed or any(paper.failed for paper in papers)
            if len(papers) == 1:
                kinds[found.key] = papers[0].reading["kind"]
            if options.json and not options.jsonl:
                document |= answers_of(found, papers)
            else:
                _report(options, found, papers)
    proposed = _proposed(files, kinds)
    if options.json and not options.jsonl:
        for key, sentence in proposed:
            document[key]["proposal"] = sentence
        say_json(document)
    elif not options.jsonl:
        for key, sentence in proposed:
            say(f"{printable(key)}：{sentence}")
    return 1 if failed else 0


def _proposed(files: Sequence[FoundFile], kinds: dict[str, str]) -> Iterator[tuple[str, str]]:
    """One paper named alone is what its owner says it is; in a folder the names are to tell."""
    from school_desk.intake.inbox import proposals

    return iter(proposals(files, kinds).items() if len(files) > 1 else ())


def answers_of(found: FoundFile, papers: Sequence[ReadFile]) -> dict[str, dict[str, Any]]:
    """The readings by name: a file's own name, with #1, #2 … when it holds several papers."""
    if found.skipped:
        skipped = {"kind": "other", "fields": {}, "problems": [found.skipped], "skipped": True}
        return {found.key: skipped}
    if not papers:
        empty = {"kind": "other", "fields": {}, "problems": ["PDF 的每一页都是空白的，没有可识别的内容。"]}
        return {found.key: empty}
    if len(papers) == 1:
        return {found.key: papers[0].reading}
    return {f"{found.key}#{number}": paper.reading for number, paper in enumerate(papers, start=1)}


def _report(options: argparse.Namespace, found: FoundFile, papers: Sequence[ReadFile]) -> None:
    for name, reading in answers_of(found, papers).items():
        if options.jsonl or options.json:
            say_json({"file": name} | reading, on_one_line=True)
        else:
            _tell(printable(name), reading)


def _tell(name: str, reading: dict[str, Any]) -> None:
    if reading.get("skipped"):
        say(f"{name}：{reading['problems'][0]}")
        return
    seconds = f"（{reading['ms'] / 1000:.1f} 秒）" if reading.get("ms") else ""
    say(f"{name}：{_KINDS.get(reading['kind'], '看不出是哪种材料')}{seconds}")
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
