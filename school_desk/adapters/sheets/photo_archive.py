"""Opens a zip of photos and finds each person's by the ID number or the name in the file's name."""

from __future__ import annotations

import posixpath
import re
import unicodedata
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from school_desk.adapters.sheets.archive import Package, read_bytes
from school_desk.adapters.sheets.pictures import MAX_PICTURE_BYTES
from school_desk.kernel.errors import RuleViolation
from school_desk.terms.names import normalise_person_name

_PICTURE_ENDINGS = (".jpg", ".jpeg", ".png", ".bmp", ".webp", ".heic", ".gif", ".tif", ".tiff")
_ID_NUMBER = re.compile(r"(?<!\d)\d{17}[\dX](?!\d)")
_BESIDE_NAME = re.compile(r"一寸照?|二寸照?|证件照|登记照|免冠照?|大头照|照片|相片|头像|身份证|[\d\s_\-—.,，、()+]+")
_UTF8_NAME = 0x800


@dataclass(frozen=True, slots=True)
class PhotoMatch:
    """Photos found.

    `photos`: key given → bytes, one object for all keys of a file; `disputed`: keys with several different photos; `unused`: file names
    with a reason.
    """

    photos: dict[int, bytes]
    disputed: dict[int, tuple[str, ...]]
    unused: tuple[str, ...]


def match_photos(path: Path, people: Iterable[tuple[int, str, str]]) -> PhotoMatch:
    """Pairs the photos in the zip at `path` with `people` (key, ID number, name).

    The ID number decides; a name alone decides only where one person bears it. Raises as `Package`, and RuleViolation
    `photos.not_a_zip`.
    """
    return match_photos_in(read_bytes(path), path.name, people)


def match_photos_in(data: bytes, file_name: str, people: Iterable[tuple[int, str, str]]) -> PhotoMatch:
    """The same of a zip in memory."""
    if not data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        raise RuleViolation("photos.not_a_zip", f"“{file_name}”不是 zip 压缩包。请把照片选中后压缩成 .zip 再导入。")
    package = Package(data, file_name)
    by_id, by_name = _index(people)
    claims: dict[int, list[tuple[str, zipfile.ZipInfo]]] = {}
    unused = []
    for entry in package.entries:
        name = posixpath.basename(_file_name(entry))
        if not name.lower().endswith(_PICTURE_ENDINGS) or name.startswith("._"):
            continue
        keys, reason = _keys(name, by_id, by_name)
        if entry.file_size > MAX_PICTURE_BYTES:
            keys, reason = [], "超过 10 MB"
        if not keys:
            unused.append(f"{name}：{reason}")
        for key in keys:
            claims.setdefault(key, []).append((name, entry))
    return _settle(package, claims, unused)


def _index(people: Iterable[tuple[int, str, str]]) -> tuple[dict[str, list[int]], dict[str, list[int]]]:
    by_id: dict[str, list[int]] = {}
    by_name: dict[str, list[int]] = {}
    for key, id_number, name in people:
        by_id.setdefault(id_number, []).append(key)
        by_name.setdefault(name, []).append(key)
    return by_id, by_name


def _file_name(entry: zipfile.ZipInfo) -> str:
    """Without the UTF-8 flag the bytes are whatever the packing machine used: UTF-8 on a Mac, GB18030 on Chinese Windows."""
    if entry.flag_bits & _UTF8_NAME:
        return entry.filename
    raw = entry.filename.encode("cp437", errors="replace")
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return entry.filename


def _keys(file_name: str, by_id: dict[str, list[int]], by_name: dict[str, list[int]]) -> tuple[list[int], str]:
    """The rows the file is for, or none and why. One ID number on two rows is one person twice, one name on two rows is not."""
    stem = unicodedata.normalize("NFKC", posixpath.splitext(file_name)[0]).upper()
    number = _ID_NUMBER.search(stem)
    if number:
        return by_id.get(number[0], []), "名单里没有这个身份证号"
    keys = by_name.get(normalise_person_name(_BESIDE_NAME.sub("", stem)), [])
    if len(keys) > 1:
        return [], "名单里有同名的人，请改用身份证号命名"
    return keys, "名单里没有对应的人"


def _settle(package: Package, claims: dict[int, list[tuple[str, zipfile.ZipInfo]]], unused: list[str]) -> PhotoMatch:
    photos: dict[int, bytes] = {}
    disputed: dict[int, tuple[str, ...]] = {}
    # One file may be for any number of rows: each is unpacked once, and its rows share the bytes.
    read = cache(package.read)
    for key, files in claims.items():
        contents = {read(entry) for _, entry in files}
        if len(contents) == 1:
            photos[key] = contents.pop()
        else:
            disputed[key] = tuple(name for name, _ in files)
    return PhotoMatch(photos, disputed, tuple(unused))
