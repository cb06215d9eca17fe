"""Photos whose content says what an engine would read of them: small pictures with a note at the end. Worker processes read them at once."""

from __future__ import annotations

import json
from dataclasses import replace
from functools import cache
from typing import Any

from school_desk.documents.reading.paper import FIELDS, FieldReading, FieldState, PaperReading

READ = "tests.desk.screens.paper_fakes:read"
READ_REGION = "tests.desk.screens.paper_fakes:read_region"
ENGINE_NAME = "tests.desk.screens.paper_fakes:engine_name"
ENGINE = "pretender 1.0"
_NOTE = b"\n--note--"
_LOOK_LIKE_PROOF = ("uscc", "name", "legal_person", "seal_present", "seal_name")


def photo(slot: str, *, unsure: tuple[str, ...] = (), seen: str = "", size: int = 64, **fields: Any) -> bytes:
    """A JPG of a paper in `slot`; `unsure` fields are read without proof, `seen` is what its content looks like.

    `others` (field → candidates), `originals` (field → before its repair) and `broken` (fields that a rule contradicts) say more of a field,
    `boxed` (field → value) what a box drawn by a person holds.
    """
    said = {"seen": seen or slot, "unsure": unsure, "fields": fields}
    return picture(size) + _NOTE + json.dumps(said, ensure_ascii=False).encode()


@cache
def picture(size: int = 64, form: str = "JPG") -> bytes:
    """A plain picture."""
    # Not for the workers, which only read.
    from PySide6.QtCore import QBuffer, QIODevice
    from PySide6.QtGui import QColor, QImage

    image = QImage(size, size * 3 // 4, QImage.Format.Format_RGB32)
    image.fill(QColor("#f4f1e6"))
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, form)  # type: ignore[call-overload]  # the stub wants bytes, Qt text
    return bytes(buffer.data().data())


def read(content: bytes, kind: str = "auto") -> PaperReading:
    """Stands in for `intake.papers.read_paper_content`. Without a note nothing can be told."""
    note = content.partition(_NOTE)[2]
    said: dict[str, Any] = json.loads(note) if note else {"seen": "other", "unsure": [], "fields": {}}
    taken = said["seen"] if kind == "auto" else kind
    fields = {
        name: _more(
            name,
            said["fields"],
            _field(place, said["fields"].get(name), sure=name in _LOOK_LIKE_PROOF and name not in said["unsure"]),
        )
        for place, name in enumerate(FIELDS.get(taken, ()))
    }
    return PaperReading(taken, fields, (), ms=1, width=64, height=48, engine=ENGINE, seen=said["seen"])


def engine_name() -> str:
    """Stands in for `adapters.ocr.engine_name`."""
    return ENGINE


def read_region(
    content: bytes, kind: str, field: str, area: tuple[int, int, int, int], rotation: int = 0, turned: int = 0
) -> FieldReading:
    """Stands in for `intake.papers.read_region`: reads what `boxed` says stands in a box, whatever the box; nothing without it."""
    said = json.loads(content.partition(_NOTE)[2])
    value = said["fields"].get("boxed", {}).get(field)
    if value is None:
        return FieldReading(None, 0.0, area, FieldState.FAILED, ("框里没有读出文字",))
    return FieldReading(value, 0.9, area, FieldState.LOOK, ("按框选重新识别",), candidates=("姚锡庄",))


def _field(place: int, value: Any, *, sure: bool) -> FieldReading:
    if value is None:
        return FieldReading(None, 0.0, None, FieldState.FAILED, ("没有找到，请对照照片填写",))
    state = FieldState.ACCEPTED if sure else FieldState.LOOK
    return FieldReading(value, 0.99 if sure else 0.9, (4, 2 + 3 * place, 30, 3), state)


def _more(name: str, said: dict[str, Any], field: FieldReading) -> FieldReading:
    if name in said.get("broken", ()):
        field = replace(field, state=FieldState.FAILED, reasons=("第 18 位校验不符",))
    return replace(
        field,
        candidates=tuple(said.get("others", {}).get(name, ())),
        original=said.get("originals", {}).get(name),
    )
