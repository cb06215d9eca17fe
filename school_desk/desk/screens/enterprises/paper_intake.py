"""How files reach the desk: dropped, chosen, pasted, made conforming. Files are opened and judged in worker processes only."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import QBuffer, QIODevice, QMimeData, QObject, Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QFileDialog, QWidget

from school_desk.desk.screens.enterprises.incoming import Incoming
from school_desk.desk.services import Desk

_HERE = "school_desk.desk.screens.enterprises.incoming"
_PHOTOS = "照片 (*.jpg *.jpeg *.png *.bmp *.webp *.heic *.tif *.tiff *.pdf);;所有文件 (*)"


class PaperIntake(QObject):
    """Signals: `handed_in` (HandedIns: what a folder, zip or several files held); `file_came` (slot, Incoming): one file meant for a slot."""

    handed_in = Signal(tuple)
    file_came = Signal(str, object)

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk, self._window = desk, parent
        self._left = 0

    def leave(self) -> None:
        """Another enterprise comes: files still being opened were meant for the one before, and never go to this one."""
        self._left += 1

    def read(self, paths: Sequence[str], slot: str = "") -> None:
        """Opens what was dropped or chosen; a single file goes into `slot`, where one is meant."""
        if slot and len(paths) == 1 and Path(paths[0]).is_file() and not paths[0].lower().endswith(".zip"):
            self._desk.job(self, f"{_HERE}:inspect_file", paths[0], then=self._while_here(self.file_came.emit, slot))
        elif paths:
            self._desk.job(self, f"{_HERE}:read_dropped", tuple(paths), then=self._while_here(self.handed_in.emit))

    def choose_files(self, slot: str = "") -> None:
        """Photos by the system's dialog."""
        paths, _ = QFileDialog.getOpenFileNames(self._window, "选择企业材料的照片", "", _PHOTOS)
        self.read(paths, slot)

    def choose_folder(self) -> None:
        """A folder of one or several enterprises."""
        path = QFileDialog.getExistingDirectory(self._window, "选择企业材料所在的文件夹")
        self.read([path] if path else [])

    def choose_zip(self) -> None:
        """A zip of one or several enterprises."""
        path, _ = QFileDialog.getOpenFileName(self._window, "选择企业材料的压缩包", "", "压缩包 (*.zip)")
        self.read([path] if path else [])

    def paste(self, clipboard: QMimeData, slot: str) -> bool:
        """A picture or files from the clipboard, into `slot`; False when there is neither."""
        if clipboard.hasUrls():
            self.read(local_paths(clipboard), slot)
            return True
        image = clipboard.imageData() if clipboard.hasImage() else None
        if not isinstance(image, QImage) or image.isNull():
            return False
        self._desk.job(
            self, f"{_HERE}:inspect", "粘贴的图片.png", _png(image), then=self._while_here(self.file_came.emit, slot)
        )
        return True

    def conform(self, file: Incoming, slot: str) -> None:
        """Has a conforming JPG made of the file; it comes like any other."""
        self._desk.job(self, f"{_HERE}:conform", file, then=self._while_here(self.file_came.emit, slot))

    def _while_here(self, tell: Callable[..., None], *meant_for: str) -> Callable[[Any], None]:
        begun = self._left

        def opened(found: Any) -> None:
            if self._left == begun:
                tell(*meant_for, found)
            else:
                self._desk.tell("文件打开时已经换了一家企业，所以没有放进去。请回到那一家再放一次。", "warn")

        return opened


def local_paths(dropped: QMimeData) -> list[str]:
    """The files and folders of a drop or of the clipboard."""
    return [url.toLocalFile() for url in dropped.urls() if url.isLocalFile()]


def _png(image: QImage) -> bytes:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]  # the stub wants bytes, Qt text
    return bytes(buffer.data().data())
