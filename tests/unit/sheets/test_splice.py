"""The tests of splice (sheets)."""

from __future__ import annotations

import pytest

from school_desk.adapters.sheets.splice import Edits, Unspliceable, parse_places, with_attributes, xml_text
from school_desk.kernel.errors import RuleViolation

TEXT = (
    '<?xml version="1.0"?><!-- 名 --><a:r xmlns:a="u" q=\'1>2\'><a:c  s = "1" /><b><deep>字</deep></b></a:r>'.encode()
)


def test_places_are_bytes_of_the_text() -> None:
    root = parse_places(TEXT, depth=1)
    empty, full = root.children
    assert (root.name, root.prefix) == ("r", "a:")
    assert TEXT[empty.start : empty.end] == b'<a:c  s = "1" />'
    assert (empty.empty, empty.attributes) == (True, {"s": "1"})
    assert TEXT[full.start : full.end] == "<b><deep>字</deep></b>".encode()
    assert TEXT[full.inner_end : full.end] == b"</b>"
    assert full.children == []


def test_edits_touch_nothing_else() -> None:
    root = parse_places(TEXT, depth=1)
    empty, full = root.children
    edits = Edits(TEXT)
    edits.append_inside(full, b"<x/>")
    edits.append_inside(empty, b"<y/>")
    edits.insert(full.start, b"<z/>")
    edits.set_attributes(full, n="<1>")
    expected = TEXT.replace(b"</b>", b"<x/></b>").replace(b'<a:c  s = "1" />', b'<a:c  s = "1"><y/></a:c><z/>')
    assert edits.applied() == expected.replace(b"<b>", b'<b n="&lt;1&gt;">')
    assert Edits(TEXT).applied() == TEXT


@pytest.mark.parametrize(
    ("tag", "changed"),
    [
        (b"<c/>", b'<c s="2"/>'),
        (b'<c r="A1" s="1">', b'<c r="A1" s="2">'),
        (b"<c s = '1' r='A1' />", b"<c r='A1' s=\"2\"/>"),
        (b'<c spans="1:3">', b'<c s="2">'),
    ],
)
def test_attributes_are_set_and_removed(tag: bytes, changed: bytes) -> None:
    assert with_attributes(tag, s="2", spans=None) == changed


@pytest.mark.parametrize(
    "text", [b"", b"no xml", b"<a><b></a>", '<?xml version="1.0" encoding="GBK"?><a/>'.encode("gbk")]
)
def test_what_cannot_be_spliced(text: bytes) -> None:
    with pytest.raises(Unspliceable):
        parse_places(text, depth=1)
    with pytest.raises(Unspliceable):
        parse_places("<a/>".encode("utf-16"), depth=1)


def test_doctype_is_refused() -> None:
    with pytest.raises(RuleViolation):
        parse_places(b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', depth=1)


def test_text_is_escaped_and_control_characters_go() -> None:
    assert xml_text("a<b>&\x0b\x00c\n") == "a&lt;b&gt;&amp;c\n"
