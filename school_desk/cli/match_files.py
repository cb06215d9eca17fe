"""The tables that `school-desk match` reads beside a statement: orders, enterprises, history, slips. Nothing is kept of them."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from pathlib import Path

from school_desk.kernel.errors import RuleViolation
from school_desk.kernel.files import unreadable
from school_desk.kernel.money import parse_yuan
from school_desk.payments.matching import KnownPayer, OpenReceivable, Party, Slip

Row = Mapping[str, str]

OPEN = frozenset({"待缴费", ""})
SETTLED = frozenset({"已缴费", "已取消", "已到账", "待费用审核", "费用审核通过"})
"""Orders that want nothing, in the words of the usual list and in the program's own; they only lend their numbers."""
_ORDERS = ("order_no", "enterprise_name", "created_at", "due_amount")
_ENTERPRISES = ("uscc", "name")
_HISTORY = ("payer_name", "payer_account", "uscc")
_SLIPS = ("slip_id", "order_nos", "amount", "pay_time")
_SEPARATORS = str.maketrans({"；": ";", "，": ";", ",": ";"})


def read_csv(path: Path, columns: tuple[str, ...] = ()) -> Iterator[Row]:
    """The rows of a table in UTF-8 or GB18030. Raises RuleViolation `match.file` when it cannot be taken, EnvironmentFault when not opened."""
    text = _text(path)
    reader = csv.DictReader(text.splitlines())
    found = tuple(reader.fieldnames or ())
    missing = [column for column in columns if column not in found]
    if missing:
        message = (
            f"“{path.name}”的第一行缺少列：{'、'.join(missing)}。请按说明补上这些列名（见 school-desk match --help）。"
        )
        raise RuleViolation("match.file", message)
    for row in reader:
        if any(row.values()):
            yield {column: (cell or "").strip() for column, cell in row.items() if isinstance(column, str)}


def _text(path: Path) -> str:
    try:
        data = path.read_bytes()
    except OSError as fault:
        raise unreadable(path, fault) from fault
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise RuleViolation("match.file", f"“{path.name}”不是 UTF-8 或 GB18030 编码的 csv，请另存为 csv（UTF-8）。")


def read_orders(path: Path, owners: Mapping[str, Row]) -> list[OpenReceivable]:
    """Every order of the file, those that want nothing too. `owners`: enterprises by 信用代码.

    Raises RuleViolation `match.row` for the first one that cannot be meant.
    """
    orders = []
    seen: set[str] = set()
    for number, row in enumerate(read_csv(path, _ORDERS), start=1):
        order = _order(row, owners.get(row.get("uscc", ""), {}), f"“{path.name}”第 {number} 行")
        if order.id in seen:
            raise RuleViolation(
                "match.row", f"“{path.name}”第 {number} 行的订单号 {order.id} 出现了两次，请删掉重复的一行。"
            )
        seen.add(order.id)
        orders.append(order)
    return orders


def _order(row: Row, owner: Row, where: str) -> OpenReceivable:
    due = _positive(row["due_amount"], "应缴金额 due_amount", where)
    is_open = _wants_money(row.get("status", ""), where)
    _refuse_unlikely_numbers(row, where)
    code, number = row.get("payment_code", ""), row["order_no"]
    if not number:
        raise RuleViolation("match.row", f"{where}没有订单号 order_no，请补上。")
    aliases = dict.fromkeys((*_words(row.get("aliases", "")), *_words(owner.get("aliases", ""))))
    return OpenReceivable(
        id=number,
        batch_id=number,
        payment_code=code or number,
        enterprise_id=row.get("uscc") or row["enterprise_name"],
        enterprise_name=row["enterprise_name"],
        aliases=tuple(aliases),
        trainee_names=tuple(filter(None, row.get("trainees", "").replace(";", "、").split("、"))),
        due_fen=due,
        open_fen=due if is_open else 0,
        created_on=_day(row["created_at"], where),
        legal_person=owner.get("legal_rep", ""),
        credit_code=row.get("uscc", ""),
        other_codes=(number,) if code else (),
        contact=owner.get("contact", ""),
        course=row.get("course", ""),
    )


def _wants_money(status: str, where: str) -> bool:
    if status not in OPEN | SETTLED:
        message = f"{where}的状态 status“{status}”不认识，请写成待缴费、已缴费或已取消（空着算待缴费）。"
        raise RuleViolation("match.row", message)
    return status in OPEN


def _refuse_unlikely_numbers(row: Row, where: str) -> None:
    """Columns that nothing is matched by: wrong figures in them show that the row's columns are not what they are called."""
    count, fee = row.get("n_trainees", ""), row.get("unit_fee", "")
    if count and (not re.fullmatch(r"[0-9]{1,6}", count) or not int(count)):
        message = f"{where}的人数 n_trainees“{count}”不是大于零的整数，请改正，或把这一格清空。"
        raise RuleViolation("match.row", message)
    if fee:
        _positive(fee, "单价 unit_fee", where)


def read_enterprises(path: Path | None) -> dict[str, Row]:
    """By 信用代码; nothing where no file was named."""
    return {row["uscc"]: row for row in read_csv(path, _ENTERPRISES)} if path else {}


def parties(owners: Mapping[str, Row]) -> list[Party]:
    """The enterprises with their names."""
    return [Party(key, row["name"], _words(row.get("aliases", ""))) for key, row in owners.items()]


def read_history(path: Path | None) -> list[KnownPayer]:
    """Past payments as what they teach: which account and which name paid for whom."""
    if path is None:
        return []
    times = Counter((row["payer_account"], row["payer_name"], row["uscc"]) for row in read_csv(path, _HISTORY))
    return [KnownPayer(account, owner, count, name) for (account, name, owner), count in times.items()]


def read_slips(path: Path | None) -> list[Slip]:
    """Slips that name an order and say when and how much."""
    if path is None:
        return []
    return [
        slip
        for number, row in enumerate(read_csv(path, _SLIPS), start=1)
        if (slip := _slip(row, f"“{path.name}”第 {number} 行"))
    ]


def _slip(row: Row, where: str) -> Slip | None:
    orders = _words(row["order_nos"])
    if not orders or not row["amount"] or not row["pay_time"]:
        return None
    moment = _moment(row["pay_time"], where)
    return Slip(
        id=row["slip_id"],
        batch_id=orders[0],
        amount_fen=_positive(row["amount"], "金额 amount", where),
        payer_name=row.get("payer_name", ""),
        payer_account=row.get("payer_account", ""),
        paid_on=moment.date(),
        paid_at=moment.time() if len(row["pay_time"]) > 10 else None,
        more_batch_ids=orders[1:],
        confidence=_share(row.get("ocr_confidence", ""), where),
    )


def _words(text: str) -> tuple[str, ...]:
    return tuple(word for part in text.translate(_SEPARATORS).split(";") if (word := part.strip()))


def _positive(text: str, what: str, where: str) -> int:
    try:
        fen = parse_yuan(text)
    except RuleViolation as wrong:
        raise RuleViolation("match.row", f"{where}的{what}：{wrong.message}") from None
    if fen <= 0:
        raise RuleViolation("match.row", f"{where}的{what}是“{text}”，要大于零，请改正，或删掉这一行。")
    return fen


def _share(text: str, where: str) -> float:
    try:
        share = float(text or 1)
    except ValueError:
        share = -1
    if not 0 <= share <= 1:
        message = f"{where}的识别把握 ocr_confidence“{text}”不是 0 到 1 之间的数，请改正，或把这一格清空。"
        raise RuleViolation("match.row", message)
    return share


def _day(text: str, where: str) -> date:
    return _moment(text, where).date()


def _moment(text: str, where: str) -> datetime:
    try:
        return datetime.fromisoformat(text.replace("/", "-"))
    except ValueError:
        message = f"{where}的日期“{text}”读不懂，请写成 2026-03-01 或 2026-03-01 09:30。"
        raise RuleViolation("match.row", message) from None
