"""Changes a few places in an XML text and leaves every other byte as it was: what we do not understand of a workbook must survive."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from xml.parsers import expat
from xml.sax.saxutils import escape

from school_desk.adapters.sheets.archive import refuse_doctype

_START_TAG = re.compile(rb"""<[^\s/>]+(?:\s+[^\s=]+\s*=\s*(?:"[^"]*"|'[^']*'))*\s*/?>""")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


class Unspliceable(Exception):
    """The text is no UTF-8 XML that can be edited by place: the caller then writes a new workbook."""


@dataclass(slots=True)
class Element:
    """One element by place: `text[start:tag_end]` is its start tag, `text[start:end]` all of it, `text[inner_end:end]` its end tag.

    An element without content has one tag: `inner_end` is then `end`. `name` and `prefix` are its parts around the colon.
    """

    name: str
    prefix: str
    attributes: dict[str, str]
    start: int
    tag_end: int
    inner_end: int = -1
    end: int = -1
    children: list[Element] = field(default_factory=list)

    @property
    def empty(self) -> bool:
        return self.inner_end == self.end


def parse_places(text: bytes, depth: int) -> Element:
    """The element tree of `text` down to `depth` levels below the root. Raises Unspliceable, RuleViolation for a DOCTYPE."""
    builder = _Places(text, depth)
    parser = expat.ParserCreate()
    parser.ordered_attributes = False
    parser.XmlDeclHandler = builder.declaration
    parser.StartDoctypeDeclHandler = lambda *_: refuse_doctype()
    parser.StartElementHandler = lambda name, attributes: builder.start(name, attributes, parser.CurrentByteIndex)
    parser.EndElementHandler = lambda _: builder.end(parser.CurrentByteIndex)
    try:
        parser.Parse(text, True)
    except (expat.ExpatError, LookupError, ValueError) as fault:
        raise Unspliceable from fault
    return builder.root


class _Places:
    def __init__(self, text: bytes, depth: int) -> None:
        if not text.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"<"):
            raise Unspliceable
        self._text, self._depth = text, depth
        self._open: list[Element | None] = []
        self.root = Element("", "", {}, 0, 0)

    def declaration(self, version: str, encoding: str | None, standalone: int) -> None:
        if (encoding or "utf-8").lower() not in ("utf-8", "utf8", "us-ascii"):
            raise Unspliceable

    def start(self, qualified: str, attributes: dict[str, str], place: int) -> None:
        if len(self._open) > self._depth:
            self._open.append(None)
            return
        tag = _START_TAG.match(self._text, place)
        if tag is None:
            raise Unspliceable
        prefix, _, name = qualified.rpartition(":")
        element = Element(name, f"{prefix}:" if prefix else "", attributes, place, tag.end())
        parent = self._open[-1] if self._open else None
        if parent is not None:
            parent.children.append(element)
        elif not self._open:
            self.root = element
        self._open.append(element)

    def end(self, place: int) -> None:
        element = self._open.pop()
        if element is None:
            return
        if self._text[element.tag_end - 2 : element.tag_end] == b"/>":
            element.inner_end = element.end = element.tag_end
        else:
            element.inner_end, element.end = place, self._text.index(b">", place) + 1


class Edits:
    """Replacements gathered for one text and applied at once; they must not overlap."""

    def __init__(self, text: bytes) -> None:
        self._text = text
        self._edits: list[tuple[int, int, bytes]] = []

    def replace(self, start: int, end: int, new: bytes) -> None:
        self._edits.append((start, end, new))

    def insert(self, place: int, new: bytes) -> None:
        self._edits.append((place, place, new))

    def append_inside(self, element: Element, new: bytes) -> None:
        """Puts `new` after the element's last child; an element without content is opened for it."""
        if element.empty:
            tag = self._text[element.start : element.tag_end]
            closing = f"</{element.prefix}{element.name}>".encode()
            self.replace(element.start, element.end, tag[:-2].rstrip() + b">" + new + closing)
        else:
            self.insert(element.inner_end, new)

    def set_attributes(self, element: Element, **values: str | None) -> None:
        """Sets or (None) removes attributes in the start tag."""
        tag = self._text[element.start : element.tag_end]
        self.replace(element.start, element.tag_end, with_attributes(tag, **values))

    def applied(self) -> bytes:
        parts, place = [], 0
        for start, end, new in sorted(self._edits, key=lambda edit: edit[:2]):
            parts += [self._text[place:start], new]
            place = end
        return b"".join([*parts, self._text[place:]])


def with_attributes(tag: bytes, **values: str | None) -> bytes:
    """A start tag with attributes set or (None) removed; the others stay as written."""
    for name, value in values.items():
        tag = re.sub(rb"\s+" + name.encode() + rb"""\s*=\s*(?:"[^"]*"|'[^']*')""", b"", tag)
        if value is not None:
            closing = b"/>" if tag.endswith(b"/>") else b">"
            tag = tag.removesuffix(closing).rstrip() + f' {name}="{escape(value)}"'.encode() + closing
    return tag


def xml_text(text: str) -> str:
    """`text` for use between tags: escaped, without the control characters XML forbids."""
    return escape(_CONTROL.sub("", text))
