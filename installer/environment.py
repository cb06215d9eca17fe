"""Makes `.venv` in the checkout from `requirements.lock`, whole or not at all. Never touches the system's Python.

The stamp is written last: a `.venv` without it, or with another one (lock, project table, Python or place changed), is made anew.
"""

from __future__ import annotations

import hashlib
import json
import os
import platform
import shutil
import subprocess
import sys
import tomllib
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
LOCK = ROOT / "requirements.lock"
STAMP = VENV / "school-desk.stamp"


class SetUpFailed(Exception):
    """The set-up cannot go on; the message says in Chinese why and what to do."""


def ensure() -> None:
    """`.venv` holds exactly what the lock names and the project itself. Raises SetUpFailed."""
    if is_ready():
        return
    if Path(sys.prefix).resolve() == VENV:
        raise SetUpFailed("这个 .venv 需要重建，请用系统自带的 python3 运行本命令，不要用 .venv 里的 Python。")
    print("首次运行：正在建立 .venv 并安装所需的软件包，需要几分钟……", flush=True)
    _make_venv()
    _pip("install", "--require-hashes", "--no-deps", "--only-binary", ":all:", "--requirement", str(LOCK))
    _pip("install", "--no-deps", "--no-build-isolation", "--no-index", "--editable", str(ROOT))
    STAMP.write_text(fingerprint(), encoding="utf-8")


def is_ready() -> bool:
    """Whether `.venv` was finished for this lock, project table, Python and place."""
    return python().exists() and STAMP.is_file() and STAMP.read_text(encoding="utf-8") == fingerprint()


def fingerprint() -> str:
    """What `.venv` follows from, as one digest."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    made_from = {
        "lock": LOCK.read_text(encoding="utf-8"),
        "project": [project["build-system"], project["project"], project["tool"]["hatch"]],
        "python": [platform.python_implementation(), platform.python_version(), sys.platform, platform.machine()],
        "place": str(ROOT),
    }
    return hashlib.sha256(json.dumps(made_from, sort_keys=True).encode()).hexdigest()


def python() -> Path:
    """The interpreter inside `.venv`."""
    return script("python")


def script(name: str) -> Path:
    """A program that a package put into `.venv`."""
    return VENV / "Scripts" / f"{name}.exe" if os.name == "nt" else VENV / "bin" / name


def has_display() -> bool:
    """Whether a window can be shown: always on Windows and macOS, elsewhere when a display server is named."""
    return sys.platform in ("win32", "darwin") or any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY"))


def school_desk(arguments: list[str]) -> int:
    """Runs the program with these arguments and gives its exit code."""
    return subprocess.run([python(), "-m", "school_desk.cli.main", *arguments], check=False).returncode


def _make_venv() -> None:
    try:
        if VENV.exists():
            shutil.rmtree(VENV)
        venv.create(VENV, with_pip=True, symlinks=os.name != "nt")
    except (OSError, subprocess.CalledProcessError) as problem:
        raise SetUpFailed(f"无法建立 {VENV}：{problem}\n请关闭正在使用它的程序，再运行一次。") from problem


def _pip(*arguments: str) -> None:
    quiet = () if sys.stdout.isatty() else ("--quiet",)
    command = [python(), "-m", "pip", "--disable-pip-version-check", "--no-input", *quiet, *arguments]
    if subprocess.run(command, cwd=ROOT, check=False).returncode:
        raise SetUpFailed(
            "安装没有完成（原因见上）。常见原因是网络中断，或系统太旧（需要 Windows 10、macOS 14、glibc 2.34 或更新）。\n"
            "解决后再运行一次，没装完的 .venv 会重新建立。"
        )
