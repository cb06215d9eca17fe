"""Finds the pictures and PDFs among files and folders, in a stable order; says of everything else in a sentence why it was left."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from school_desk.terms.uploads import ENTERPRISE_KINDS, DocumentKind, kind_for_file_name

MOST_BYTES = 200 * 1024 * 1024
_ENDINGS = frozenset(
    (".jpg", ".jpeg", ".png", ".bmp", ".gif", ".tif", ".tiff", ".webp", ".heic", ".heif", ".avif", ".svg", ".pdf")
)
# What systems and programs lay beside people's files.
_NOT_PEOPLES = frozenset(("thumbs.db", "desktop.ini", "__macosx"))
_PICTURES = ("JPEG", "PNG", "GIF", "BMP", "TIFF", "WEBP", "HEIC", "AVIF", "PDF")


@dataclass(frozen=True)
class FoundFile:
    """A file. `key` is its name in the answer, `slot` which paper its name says it is ("yyzz" …, or ""), `skipped` why it is not read."""

    key: str
    path: str
    slot: str = ""
    skipped: str = ""


def find_papers(sources: Sequence[str]) -> list[FoundFile]:
    """What `sources` (files, folders) hold. The key of what lies in a folder is its path in it; with several sources, from where they begin.

    A file that was named is read whatever it is; of a folder's files those are that are pictures or PDFs by name or content.
    """
    found: list[FoundFile] = []
    for source in sources:
        if os.path.isdir(source):
            base = "" if len(sources) == 1 else source.rstrip("/\\") + "/"
            found += [_in_folder(Path(source), place, base) for place in sorted(_files_below(Path(source)))]
        else:
            found.append(FoundFile(_text(source), source, _slot(source), _unfit(source)))
    return found


def _text(name: str) -> str:
    """`name` as it can stand in an answer: bytes that are no text are spelled out."""
    return os.fsencode(name).decode("utf-8", "backslashreplace") if os.name == "posix" else name


def _files_below(folder: Path) -> Iterator[tuple[str, ...]]:
    """The place of every file as parts below `folder`; links to folders are named and not followed, so that none leads in a circle."""
    for at, folders, files in os.walk(folder):
        folders[:] = [name for name in folders if _is_peoples(name)]
        above = Path(at).relative_to(folder).parts
        linked = [name for name in folders if os.path.islink(os.path.join(at, name))]
        for name in (*filter(_is_peoples, files), *linked):
            yield (*above, name)


def _is_peoples(name: str) -> bool:
    return not name.startswith((".", "~$")) and name.casefold() not in _NOT_PEOPLES


def _in_folder(folder: Path, place: tuple[str, ...], base: str) -> FoundFile:
    path = str(folder.joinpath(*place))
    key = _text(base + "/".join(place))
    if os.path.isdir(path):
        return FoundFile(key, path, skipped="这是指向别处文件夹的链接，没有跟进去；要识别请直接写那个文件夹。")
    unfit = _unfit(path)
    if not unfit and not _is_paper(path):
        unfit = "不是图片或 PDF，没有识别。"
    return FoundFile(key, path, _slot(path), unfit)


def _slot(path: str) -> str:
    kind = kind_for_file_name(os.path.basename(path))
    return kind.value if kind else ""


def _unfit(path: str) -> str:
    """Why it is not even opened; a file that cannot be reached is told when it is read."""
    try:
        about = os.stat(path)
    except (OSError, ValueError):
        return ""
    if stat.S_ISDIR(about.st_mode):
        return ""
    if not stat.S_ISREG(about.st_mode):
        return "不是普通文件（是管道或设备），没有识别。"
    if about.st_size > MOST_BYTES:
        size = about.st_size / 1024 / 1024
        return f"文件 {size:.0f} MB，超过 {MOST_BYTES // 1024 // 1024} MB，没有识别；请换一份小一些的。"
    return ""


def _is_paper(path: str) -> bool:
    """By its ending, else by its first bytes: what chats save often has no ending. What cannot be reached is told when it is read."""
    if os.path.splitext(path)[1].lower() in _ENDINGS:
        return True
    from school_desk.adapters.ocr.pictures import real_format

    with suppress(OSError), open(path, "rb") as file:
        return real_format(file.read(1024)) in _PICTURES
    return False


def proposals(files: Iterable[FoundFile], kinds: dict[str, str]) -> dict[str, str]:
    """The sentence that proposes a name, by key: for files whose name says nothing and whose content (`kinds`: key → kind) is a slot's paper."""
    found = list(files)
    taken = {(os.path.dirname(file.path), file.slot) for file in found if file.slot}
    return {
        file.key: _proposal(kinds[file.key], (os.path.dirname(file.path), kinds[file.key]) in taken)
        for file in found
        if not file.slot and kinds.get(file.key) in ENTERPRISE_KINDS
    }


def _proposal(kind: str, is_taken: bool) -> str:
    label = DocumentKind(kind).label
    also = f"；但同一文件夹里已经有{label}了，请选定一份" if is_taken else ""
    return f"文件名看不出是哪种材料，内容是{label}，建议放在{label}的位置（改名为 {kind}.jpg）{also}。"
