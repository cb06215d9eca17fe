"""Adds what a minimal Debian or Ubuntu lacks for Qt, for making `.venv` and for the tests; on other systems it has nothing to do.

As root the packages are installed with apt, otherwise the one line to type is shown. The names are Debian 12's; newer releases still
answer to them. Seen missing on a minimal Debian 12: all of `OFFSCREEN`.
"""

from __future__ import annotations

import ctypes
import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path

from environment import SetUpFailed

OFFSCREEN = {
    "libdbus-1-3": "libdbus-1.so.3",
    "libegl1": "libEGL.so.1",
    "libfontconfig1": "libfontconfig.so.1",
    "libgl1": "libGL.so.1",
    "libglib2.0-0": "libglib-2.0.so.0",
    "libgssapi-krb5-2": "libgssapi_krb5.so.2",
    "libxkbcommon0": "libxkbcommon.so.0",
}
DISPLAY = {
    "libx11-xcb1": "libX11-xcb.so.1",
    "libxcb-cursor0": "libxcb-cursor.so.0",
    "libxcb-icccm4": "libxcb-icccm.so.4",
    "libxcb-image0": "libxcb-image.so.0",
    "libxcb-keysyms1": "libxcb-keysyms.so.1",
    "libxcb-randr0": "libxcb-randr.so.0",
    "libxcb-render-util0": "libxcb-render-util.so.0",
    "libxcb-render0": "libxcb-render.so.0",
    "libxcb-shape0": "libxcb-shape.so.0",
    "libxcb-shm0": "libxcb-shm.so.0",
    "libxcb-sync1": "libxcb-sync.so.1",
    "libxcb-util1": "libxcb-util.so.1",
    "libxcb-xfixes0": "libxcb-xfixes.so.0",
    "libxcb-xkb1": "libxcb-xkb.so.1",
    "libxkbcommon-x11-0": "libxkbcommon-x11.so.0",
}
FONT_SETTINGS = Path("/etc/fonts/fonts.conf")
POSTGRESQL = Path("/usr/lib/postgresql")
BROWSER = Path("/usr/bin/chromium")
DRIVER = {"libatomic1": "libatomic.so.1"}
"""What the program that drives the browser loads. Seen missing on a minimal Debian 12."""


def ensure(*, with_display: bool) -> None:
    """Everything Qt loads is here (for windows on a display, too, when asked). Raises SetUpFailed with the line to type."""
    if not sys.platform.startswith("linux"):
        return
    packages = missing(with_display=with_display)
    if not packages:
        return
    if shutil.which("apt-get") is None:
        raise SetUpFailed(f"系统缺少这些软件包（Debian 的名称），请先安装对应的软件包：{' '.join(packages)}")
    if os.geteuid() != 0:
        raise SetUpFailed(
            f"系统缺少几个软件包，请先运行：\nsudo apt-get update && sudo apt-get install -y {' '.join(packages)}"
        )
    _install(packages)


def ensure_for_tests(*, with_browser: bool) -> None:
    """As root on Debian or Ubuntu: the PostgreSQL server that some tests start for themselves is here; on Debian also the browser that
    the long tests drive (when asked). Elsewhere those tests say what is missing."""
    if not sys.platform.startswith("linux") or os.geteuid() != 0 or shutil.which("apt-get") is None:
        return
    packages = [] if any(POSTGRESQL.glob("*/bin/initdb")) else ["postgresql"]
    if with_browser and _is_debian():
        packages += [] if BROWSER.exists() else ["chromium"]
        packages += [package for package, library in DRIVER.items() if not _loads(library)]
    if packages:
        _install(packages)


def _is_debian() -> bool:
    """Ubuntu has a browser of that name only as a snap."""
    about = Path("/etc/os-release")
    return about.is_file() and "ID=debian" in about.read_text("utf-8").splitlines()


def _install(packages: list[str]) -> None:
    print(f"正在用 apt 安装系统软件包：{' '.join(packages)}", flush=True)
    _apt("update")
    _apt("install", "--yes", "--no-install-recommends", *packages)


def missing(*, with_display: bool) -> list[str]:
    """The Debian packages to add, by name."""
    libraries = OFFSCREEN | DISPLAY if with_display else OFFSCREEN
    packages = [package for package, library in libraries.items() if not _loads(library)]
    if not FONT_SETTINGS.exists():
        packages.append("fontconfig")
    if importlib.util.find_spec("ensurepip") is None:
        packages.append(f"python{sys.version_info.major}.{sys.version_info.minor}-venv")
    return sorted(packages)


def _loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def _apt(*arguments: str) -> None:
    surroundings = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    if subprocess.run(
        ["apt-get", "-qq", *arguments], env=surroundings, stdout=subprocess.DEVNULL, check=False
    ).returncode:
        raise SetUpFailed("apt 没有完成（原因见上）。请检查网络和软件源后再运行一次。")
