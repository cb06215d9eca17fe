"""How much an .xls would fill, told from its records before its reader lays it out."""

from __future__ import annotations

import struct

import pytest

from school_desk.adapters.sheets.old_extent import is_too_much
from tests.unit.banks.old_excel import ole, workbook

_SECTOR = 512


def record(kind: int, body: bytes = b"") -> bytes:
    return struct.pack("<HH", kind, len(body)) + body


def number(row: int, column: int) -> bytes:
    return record(0x203, struct.pack("<HHHd", row, column, 0, 1.0))


def pointer(row: int, text: int) -> bytes:
    return record(0xFD, struct.pack("<HHHI", row, 0, 0, text))


def texts(*lengths: int, wide: bool = False) -> bytes:
    """A table of shared texts, run on over CONTINUE records wherever a record is full."""
    parts = [struct.pack("<II", len(lengths), len(lengths))]
    step = 2 if wide else 1
    for length in lengths:
        if len(parts[-1]) > 8_000:
            parts.append(b"")
        parts[-1] += struct.pack("<HBH", length, 8 | wide, 1)
        left = length
        while left:
            taken = min(left, (8_200 - len(parts[-1])) // step)
            parts[-1] += b"x\0"[:step] * taken
            left -= taken
            if left:
                parts.append(bytes((wide,)))
        parts[-1] += bytes(4)  # one run of another face
    return record(0xFC, parts[0]) + b"".join(record(0x3C, part) for part in parts[1:])


def book(*sheets: bytes, shared: bytes = b"", alike: int = 1) -> bytes:
    """The stream of a workbook with these sheets, each of them named `alike` times."""
    begin, end = record(0x809, struct.pack("<HHHHII", 0x600, 0x10, 0, 0, 0, 0)), record(0x0A)
    bound = len(record(0x85, struct.pack("<IHBB", 0, 0, 1, 0) + b"S"))
    place = len(begin) + len(shared) + bound * len(sheets) * alike + len(end)
    named, bodies = b"", b""
    for sheet in sheets:
        named += record(0x85, struct.pack("<IHBB", place + len(bodies), 0, 1, 0) + b"S") * alike
        bodies += begin + sheet + end
    return begin + shared + named + end + bodies


def small(content: bytes) -> bytes:
    """An OLE file whose one stream is so small that it lies among the small ones, in the order of its 64-byte sectors turned round."""
    count = -(-len(content) // 64)
    pieces = [content[64 * at : 64 * at + 64].ljust(64, b"\0") for at in range(count)]
    follows = [0xFFFFFFFE, *range(count - 1)]  # the first piece comes last
    held = b"".join(reversed(pieces)).ljust(-(-count // 8) * _SECTOR, b"\0")
    whole = bytearray(ole("Workbook", held))
    struct.pack_into("<II", whole, 60, 2 + len(whole[3 * _SECTOR :]) // _SECTOR, 1)
    root, entry = 2 * _SECTOR, 2 * _SECTOR + 128
    struct.pack_into("<II", whole, root + 116, 2, 64 * count)
    struct.pack_into("<II", whole, entry + 116, count - 1, len(content))
    last = 2 + len(whole[3 * _SECTOR :]) // _SECTOR
    struct.pack_into("<I", whole, _SECTOR + 4 * last, 0xFFFFFFFE)
    return bytes(whole) + struct.pack(f"<{count}I", *follows).ljust(_SECTOR, b"\xff")


def test_a_small_stream_is_found_among_the_small_ones() -> None:
    filler = number(3, 3) * 40
    assert is_too_much(small(book(filler + number(65_535, 255))))
    assert not is_too_much(small(book(filler + number(6_000, 255))))


@pytest.mark.parametrize(
    ("stream", "too_much"),
    [
        (book(number(0, 0) + number(5, 3)), False),
        (book(number(60_000, 20)), False),
        (book(number(65_535, 255)), True),
        (book(number(0, 0) + number(5_000, 2_000)), True),
        (book(record(0xBD, struct.pack("<HH", 65_535, 0) + bytes(6) + struct.pack("<H", 300))), True),
        (book(number(60_000, 60)), False),
        (book(number(60_000, 60), number(60_000, 60)), True),
        (book(number(60_000, 60), alike=2), True),
        (book(record(0x200, struct.pack("<IIHHH", 0, 65_536, 0, 256, 0))), False),
        (book(record(0x200, struct.pack("<IIHHH", 0, 0xFFFFFFFF, 0, 255, 0))), True),
        # A chart in a sheet has cells of its own, and an end.
        (book(record(0x809, bytes(16)) + number(65_535, 255) + record(0x0A) + number(1, 1)), False),
        (book(record(0x809, bytes(16)) + record(0x0A) + number(65_535, 255)), True),
    ],
)
def test_the_rectangles_of_all_sheets_count(stream: bytes, too_much: bool) -> None:
    assert is_too_much(ole("Workbook", stream)) is too_much


@pytest.mark.parametrize("wide", [False, True])
@pytest.mark.parametrize(("lengths", "pointed", "too_much"), [((5, 30_000), 1, True), ((30_000, 5), 1, False)])
def test_texts_count_as_often_as_they_are_read(
    lengths: tuple[int, ...], pointed: int, too_much: bool, wide: bool
) -> None:
    cells = b"".join(pointer(row, pointed) for row in range(1_800))
    stream = book(cells, shared=texts(*lengths, wide=wide))
    assert is_too_much(ole("Workbook", stream)) is too_much


def test_a_workbook_of_a_program_is_fine() -> None:
    assert not is_too_much(workbook([["姓名", "手机"], ["张三", 13800001234.0]] * 100))


def test_what_does_not_hold_together_is_none() -> None:
    with pytest.raises(ValueError, match="stream"):
        is_too_much(workbook([["姓名"]])[:1_000])
