"""Opens zip packages (workbooks, photo archives) that strangers sent, and parses their XML, within fixed limits.

Must not know what the parts mean.
"""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from copy import copy
from pathlib import Path
from typing import Protocol
from xml.etree import ElementTree as ET

from school_desk.kernel.errors import RuleViolation
from school_desk.kernel.files import unreadable

MAX_FILE_BYTES = 300 * 1024 * 1024
# A roster of 5,000 people with a 200 KB photo each unpacks to 1 GB; its XML to some 20 MB. Beyond that somebody packed a bomb.
MAX_UNPACKED_BYTES = 2 * 1024 * 1024 * 1024
MAX_XML_BYTES = 400 * 1024 * 1024


class XmlTarget(Protocol):
    """What `feed_xml` calls while it reads: a part of `xml.etree.ElementTree`'s parser target."""

    def start(self, tag: str, attributes: dict[str, str], /) -> object: ...
    def end(self, tag: str, /) -> object: ...
    def data(self, text: str, /) -> object: ...
    def doctype(self, name: str, pubid: str | None, system: str | None, /) -> None: ...
    def close(self) -> object: ...


class _Tree(ET.TreeBuilder):
    def doctype(self, name: str, pubid: str | None, system: str | None) -> None:
        refuse_doctype()


def refuse_doctype() -> None:
    """Raises RuleViolation: no office program writes a DOCTYPE, and declaring entities is how a small file grows without bound."""
    raise RuleViolation(
        "sheet.unsafe", "这个文件里有不安全的内容（实体声明），没有读取。请用 Excel 或 WPS 打开后另存为 .xlsx 再导入。"
    )


def read_bytes(path: Path) -> bytes:
    """The whole file. Raises EnvironmentFault when it is locked, missing or unreadable, RuleViolation when it is empty or too big."""
    try:
        if path.stat().st_size > MAX_FILE_BYTES:
            raise RuleViolation("sheet.too_big", f"“{path.name}”超过 300 MB，没有读取。请把名单分成几个文件再导入。")
        data = path.read_bytes()
    except OSError as fault:
        raise unreadable(path, fault) from fault
    if not data:
        raise RuleViolation("sheet.empty", f"“{path.name}”是空文件（0 字节）。请重新取得这个文件再导入。")
    return data


def relationship_in(attributes: Mapping[str, str], word: str = "id") -> str:
    """The r:id (or r:embed …) among an element's attributes, "" when absent; the strict and the usual format differ in namespace."""
    return next((value for name, value in attributes.items() if name.endswith(f"}}{word}")), "")


class Package:
    """A zip held in memory whose declared sizes are within the limits. A part that unpacks to more than declared raises like a damaged one."""

    def __init__(self, data: bytes, name: str) -> None:
        """`name` is the file's name for messages. Raises RuleViolation for a damaged, oversized or password-protected zip."""
        self._name = name
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, ValueError, NotImplementedError) as fault:
            raise self.damaged() from fault
        self.entries = [entry for entry in self._zip.infolist() if not entry.is_dir()]
        self._members = {_plain(entry.filename): entry for entry in self.entries}
        self._refuse_bombs()

    def __contains__(self, part: object) -> bool:
        return isinstance(part, str) and _plain(part) in self._members

    def __iter__(self) -> Iterator[str]:
        return iter(entry.filename for entry in self.entries)

    def entry(self, part: str) -> zipfile.ZipInfo:
        """What the zip says of one part, the same object however its name is written. Raises KeyError as `read`."""
        return self._members[_plain(part)]

    def read(self, part: str | zipfile.ZipInfo) -> bytes:
        """The bytes of one part; part names are compared without regard to case. Raises KeyError when there is no such part."""
        entry = part if isinstance(part, zipfile.ZipInfo) else self.entry(part)
        # One byte more than it says: a part that unpacks to more is found out there, by its checksum, and never unpacked whole.
        longer = copy(entry)
        longer.file_size += 1
        try:
            with self._zip.open(longer) as content:
                return content.read(longer.file_size)
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, ValueError) as fault:
            raise self.damaged() from fault

    def tree(self, part: str) -> ET.Element | None:
        """The parsed XML of a part, None when the part is absent. Raises RuleViolation when it is damaged or declares entities."""
        if part not in self:
            return None
        builder = _Tree()
        self.feed_xml(part, builder)
        return builder.close()

    def feed_xml(self, part: str, target: XmlTarget) -> None:
        """Streams a part's XML through `target` without building a tree; does not close the target."""
        self.feed_bytes(self.read(part), target)

    def feed_bytes(self, data: bytes, target: XmlTarget) -> None:
        parser = ET.XMLParser(target=_Unclosed(target))
        try:
            parser.feed(data)
            parser.close()
        except (ET.ParseError, LookupError, ValueError) as fault:
            # The last two: an encoding that does not exist, or one the parser cannot take.
            raise self.damaged() from fault

    def relationships(self, part: str) -> dict[str, tuple[str, str]]:
        """Of a part: relationship id → (last word of its type, full part name of its target). External targets are left out."""
        folder, base = posixpath.split(part)
        root = self.tree(f"{folder}/_rels/{base}.rels")
        found: dict[str, tuple[str, str]] = {}
        for item in () if root is None else root:
            if item.get("TargetMode") == "External":
                continue
            target = item.get("Target", "")
            full = target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
            found[item.get("Id", "")] = (item.get("Type", "").rpartition("/")[2], full)
        return found

    def _refuse_bombs(self) -> None:
        if any(entry.flag_bits & 1 for entry in self.entries):
            raise RuleViolation("archive.password", f"“{self._name}”加了密码，没有读取。请解除密码后重新提供。")
        xml = sum(entry.file_size for entry in self.entries if entry.filename.lower().endswith((".xml", ".rels")))
        if xml > MAX_XML_BYTES or sum(entry.file_size for entry in self.entries) > MAX_UNPACKED_BYTES:
            raise RuleViolation(
                "sheet.too_big", f"“{self._name}”解压后大得不正常，没有读取。请把内容复制到新文件里再导入。"
            )

    def damaged(self) -> RuleViolation:
        """The violation to raise when a part cannot be made sense of."""
        return RuleViolation("sheet.damaged", f"“{self._name}”已损坏或没有传完整，打不开。请重新取得这个文件再导入。")


class _Unclosed:
    """Passes events on to a target that somebody else closes."""

    def __init__(self, target: XmlTarget) -> None:
        self.start, self.end, self.data, self.doctype = target.start, target.end, target.data, target.doctype

    def close(self) -> None:
        return None


def _plain(part: str) -> str:
    return part.replace("\\", "/").lstrip("/").lower()
