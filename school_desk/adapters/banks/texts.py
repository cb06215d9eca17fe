"""A bank's text file as rows of cells: any encoding and delimiter a bank uses, damage kept to the lines it is in."""

from __future__ import annotations

import csv
from collections.abc import Iterator

from school_desk.adapters.sheets import csv_text
from school_desk.kernel.errors import RuleViolation

MAX_CELLS = 5_000_000
_DELIMITERS = "\t,~|;"
MARKS = b"\xef\xbb\xbf\xff\xfe"
"""The bytes that the marks of an encoding at the start of a text are made of."""
_SNIFFED_BYTES = 400
_BINARY_SHARE = 20
"""A text of which every twentieth character or line is none is a picture or a program."""


def decode(data: bytes, name: str) -> tuple[str, tuple[str, ...]]:
    """The text, and sentences about what in it could not be read. Raises RuleViolation for a file that is no text."""
    try:
        return _without_nul(_decode_whole(data), name)
    except UnicodeDecodeError:
        text, damaged, count = _decode_lines(data)
    if damaged * _BINARY_SHARE > max(count, _BINARY_SHARE):
        raise _no_text(name)
    text, notes = _without_nul(text, name)
    if not damaged:
        return text, (*notes, "文件里混用了两种文字编码，已逐行识别，请核对户名和摘要。")
    return text, (*notes, f"有 {damaged} 行里有认不出的字，以“�”代替，请核对这些行的户名和摘要。")


def records(text: str) -> Iterator[list[str]]:
    """Rows of a delimited text, as `csv_text.records`. Raises RuleViolation `statement.too_big`, `.not_a_statement`, `.quotation_mark`."""
    delimiter = csv_text.delimiter_of(text, _DELIMITERS)
    if csv_text.most_cells(text, delimiter) > MAX_CELLS:
        message = "这个文本文件里的格子多得不像银行流水。请按月分开导出后再导入。"
        raise RuleViolation("statement.too_big", message)
    try:
        yield from csv_text.records(text, delimiter)
    except csv.Error as error:
        message = "这个文本文件里有超长的内容，不像银行流水。请从网银重新导出后再导入。"
        raise RuleViolation("statement.not_a_statement", message) from error
    except RuleViolation as refusal:
        raise RuleViolation("statement.quotation_mark", refusal.message) from refusal


def has_open_end(text: str) -> bool:
    """Whether the text stops within a row or a quotation, as a download that broke off does, and some complete files do."""
    return not text.endswith(("\n", "\r")) or text.count('"') % 2 == 1


def _decode_whole(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _pairs(data).decode("utf-16")
    start = data[:_SNIFFED_BYTES]
    for encoding, halves in (("utf-16-le", start[1::2]), ("utf-16-be", start[::2])):
        if halves.count(0) * 3 > len(halves):  # digits, commas and blanks of a text in two bytes each
            return _pairs(data).decode(encoding)
    try:
        # A Chinese header in GB18030 is never valid UTF-8, so this order cannot mistake one for the other.
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("gb18030")


def _pairs(data: bytes) -> bytes:
    """Without the half of a character at which a download broke off."""
    return data[: len(data) // 2 * 2]


def _decode_lines(data: bytes) -> tuple[str, int, int]:
    """Line by line: banks cut a memo in the middle of a character, and people paste files together. (text, damaged, lines)."""
    lines, damaged = [], 0
    for line in data.removeprefix(b"\xef\xbb\xbf").split(b"\n"):
        try:
            lines.append(_decode_whole(line))
        except UnicodeDecodeError:
            damaged += 1
            lines.append(line.decode("gb18030", errors="replace"))
    return "\n".join(lines), damaged, len(lines)


def _without_nul(text: str, name: str) -> tuple[str, tuple[str, ...]]:
    """No database keeps a NUL; a few of them are padding, many are no text."""
    count = text.count("\0")
    if not count:
        return text, ()
    if count * _BINARY_SHARE > len(text):
        raise _no_text(name)
    return text.replace("\0", ""), (f"文件里有 {count} 个空字符，已去掉。",)


def _no_text(name: str) -> RuleViolation:
    return RuleViolation("statement.not_a_statement", f"“{name}”不是文本也不是表格，无法当作银行流水读取。")
