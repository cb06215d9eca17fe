"""A page as somebody sees it who has no JavaScript: its words, links, forms by their labels, facts and rows. Nothing unseen."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

_VOID = frozenset({"input", "img", "link", "meta", "br", "hr"})
_UNSEEN = frozenset({"head", "script"})
# Runs on with what stands before it; all else is read apart.
_INLINE = frozenset({"a", "b", "em", "i"})
# What stands in a label beside the field's own name: the star of what is required, how well a field was read.
_BESIDE_A_NAME = frozenset({"i", "em"})


@dataclass
class Element:
    """One element with its parts, texts among them."""

    tag: str
    attributes: dict[str, str]
    parts: list[Element | str] = field(default_factory=list)

    def all(self, tag: str, **attributes: str) -> Iterator[Element]:
        """Every element of that tag inside, in the page's order; `class_` is one of its classes."""
        for part in self.parts:
            if isinstance(part, Element):
                if part.tag == tag and part._has(attributes):
                    yield part
                yield from part.all(tag, **attributes)

    def words(self, without: frozenset[str] = _UNSEEN) -> str:
        """What is read there, with plain spaces."""
        return re.sub(r"\s+", " ", "".join(self._texts(without))).strip()

    def _texts(self, without: frozenset[str]) -> Iterator[str]:
        for part in self.parts:
            if isinstance(part, str):
                yield part
            elif part.tag not in without:
                apart = "" if part.tag in _INLINE else " "
                yield f"{apart}{''.join(part._texts(without))}{apart}"

    def _has(self, attributes: dict[str, str]) -> bool:
        return all(
            value in self.attributes.get("class", "").split()
            if name == "class_"
            else self.attributes.get(name) == value
            for name, value in attributes.items()
        )


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.open = [Element("page", {})]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {name: value or "" for name, value in attrs})
        self.open[-1].parts.append(element)
        if tag not in _VOID:
            self.open.append(element)

    def handle_endtag(self, tag: str) -> None:
        if tag not in _VOID:
            assert self.open.pop().tag == tag, f"</{tag}> closes something else"

    def handle_data(self, data: str) -> None:
        self.open[-1].parts.append(data)


@dataclass
class Seen:
    """One page."""

    root: Element

    @property
    def words(self) -> str:
        """Everything that is read on it."""
        return next(self.root.all("body")).words()

    @property
    def heading(self) -> str:
        """What it is called."""
        return next(self.root.all("h1")).words()

    @property
    def headings(self) -> list[str]:
        """The names of its sections, without the label that stands behind one."""
        return [heading.words(frozenset({"span"})) for heading in self.root.all("h2")]

    def link(self, words: str) -> str:
        """The address of the one link that reads so, or is called so where it reads the same as others."""
        found = {
            a.attributes["href"] for a in self.root.all("a") if words in (a.words(), a.attributes.get("aria-label"))
        }
        assert len(found) == 1, f"“{words}” leads to {found or 'nothing'}"
        return found.pop()

    def links(self) -> list[str]:
        """What its links read."""
        return [a.words() for a in self.root.all("a")]

    def chosen(self) -> list[str]:
        """The entries of menus and tabs that are marked as the one where one is."""
        return [a.words() for a in self.root.all("a") if "aria-current" in a.attributes]

    def facts(self) -> dict[str, str]:
        """What stands behind each word of its lists of facts."""
        pairs = (div for facts in self.root.all("dl") for div in facts.all("div"))
        return {next(pair.all("dt")).words(): " ".join(dd.words() for dd in pair.all("dd")) for pair in pairs}

    def rows(self) -> list[dict[str, str]]:
        """The rows of its tables, each cell under the word at its head; small print follows after a space."""
        found = []
        for table in self.root.all("table"):
            heads = [th.words() for th in table.all("th")]
            for row in next(table.all("tbody")).all("tr"):
                cells = (td.words() for td in row.all("td"))
                found.append(dict(zip(heads, cells, strict=True)))
        return found

    def row(self, words: str) -> dict[str, str]:
        """The one row of which some cell begins so."""
        found = [row for row in self.rows() if any(cell.startswith(words) for cell in row.values())]
        assert len(found) == 1, f"{len(found)} rows of “{words}”"
        return found[0]

    def field(self, label: str) -> Element:
        """The input or choice whose label begins with these words."""
        found = [one for one in self.root.all("label") if one.words(_BESIDE_A_NAME).startswith(label)]
        assert found, f"no field “{label}”"
        within = next(found[0].all("input"), None)
        named = found[0].attributes.get("for", "")
        return within or next(each for tag in ("input", "select", "textarea") for each in self.root.all(tag, id=named))

    def labels(self) -> list[str]:
        """The names of its fields."""
        return [label.words(_BESIDE_A_NAME) for label in self.root.all("label")]

    def button(self, words: str) -> tuple[Element, Element]:
        """The button that reads so and its form."""
        found = [(form, one) for form in self.root.all("form") for one in form.all("button") if _reads(one, words)]
        assert len(found) == 1, f"{len(found)} buttons “{words}”"
        return found[0][1], found[0][0]

    def buttons(self) -> list[str]:
        """What its buttons read."""
        return [button.words() for button in self.root.all("button")]


def seen(html: str) -> Seen:
    """The page of that source."""
    reader = _Reader()
    reader.feed(html)
    return Seen(reader.open[0])


def choices(field: Element) -> dict[str, str]:
    """What a choice offers: each entry's words and what is sent for it."""
    return {one.words(): one.attributes.get("value", one.words()) for one in field.all("option")}


def filled(form: Element) -> dict[str, str]:
    """What the form sends when nobody touches it."""
    sent = {}
    for one in form.all("input"):
        kind = one.attributes.get("type", "text")
        if kind == "file" or (kind in ("checkbox", "radio") and "checked" not in one.attributes):
            continue
        sent[one.attributes.get("name", "")] = one.attributes.get("value", "")
    for choice in form.all("select"):
        entries = list(choice.all("option"))
        marked = next((one for one in entries if "selected" in one.attributes), entries[0])
        sent[choice.attributes["name"]] = marked.attributes.get("value", marked.words())
    return sent


def _reads(button: Element, words: str) -> bool:
    return words in (button.words(), button.attributes.get("aria-label"))
