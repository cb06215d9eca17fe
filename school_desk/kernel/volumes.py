"""On what kind of disk a folder lies. SQLite's locks do not hold over a network, so a school is never kept on a share."""

from __future__ import annotations

import os
import re
import shutil
import sys
from pathlib import Path

# 9p and virtiofs are not here: virtual machines and WSL show local disks by them.
_NETWORK_TYPES = frozenset(
    {
        "afpfs", "afs", "ceph", "cifs", "coda", "davfs", "fuse.davfs", "fuse.glusterfs", "fuse.rclone", "fuse.s3fs", "fuse.sshfs",
        "glusterfs", "lustre", "ncpfs", "nfs", "nfs4", "smb3", "smbfs",
    }
)  # fmt: skip
_DRIVE_REMOTE = 4
_MOUNTS = Path("/proc/self/mountinfo")


def is_on_network(folder: Path) -> bool:
    """Whether `folder` (or the nearest folder above it that exists) lies on another computer's disk."""
    if _is_share(str(folder)):
        return True
    place = str(_existing(folder).resolve())
    if sys.platform == "win32":
        return _is_share(place) or _drive_type(place) == _DRIVE_REMOTE
    if not _MOUNTS.exists():
        return False
    return mount_type(_MOUNTS.read_text("utf-8", "surrogateescape"), place) in _NETWORK_TYPES


def free_bytes(folder: Path) -> int:
    """How much room the disk of `folder`, which need not exist yet, has left."""
    return shutil.disk_usage(_existing(folder)).free


def mount_type(mounts: str, place: str) -> str:
    """The type of the file system that `place` lies on, by the system's table of mounts, where later ones hide earlier; "" for none."""
    found, longest = "", -1
    for line in mounts.splitlines():
        before, _, after = line.partition(" - ")
        point = _unescaped(before.split()[4])
        if os.path.commonpath((point, place)) == point and len(point) >= longest:
            found, longest = after.split()[0], len(point)
    return found


def _is_share(place: str) -> bool:
    r"""\\server\share and \\?\UNC\server\share, but not \\?\C:\ (a long path of this computer)."""
    text = place.replace("/", "\\")
    if text.startswith(("\\\\?\\", "\\\\.\\")):
        return text[4:8].upper() == "UNC\\"
    return text.startswith("\\\\")


def _existing(folder: Path) -> Path:
    return next(
        place for place in (folder, *folder.absolute().parents) if os.path.exists(place)
    )  # also where stat is refused


def _unescaped(point: str) -> str:
    r"""Blanks in the name of a mount are written \040."""
    return re.sub(r"\\(\d{3})", lambda found: chr(int(found[1], 8)), point)


def _drive_type(place: str) -> int:
    import ctypes

    root = os.path.splitdrive(place)[0] + "\\"
    return int(ctypes.windll.kernel32.GetDriveTypeW(root))  # type: ignore[attr-defined]
