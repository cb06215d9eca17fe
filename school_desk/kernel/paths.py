"""The data folder: where everything of one school lies on this computer."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from school_desk.kernel.errors import EnvironmentFault
from school_desk.kernel.volumes import is_on_network


@dataclass(frozen=True)
class DataFolder:
    """The places inside one data folder."""

    root: Path

    @property
    def database(self) -> Path:
        """The SQLite file."""
        return self.root / "school.db"

    @property
    def blobs(self) -> Path:
        """Sealed files by SHA-256."""
        return self.root / "files"

    @property
    def backups(self) -> Path:
        """Backups made here."""
        return self.root / "backups"

    @property
    def key_file(self) -> Path:
        """The key, where the computer has no vault."""
        return self.root / "school.key"

    @property
    def token_file(self) -> Path:
        """What this desk shows its Hub, where the computer has no vault."""
        return self.root / "hub.token"

    @property
    def logs(self) -> Path:
        """Log files, without personal data."""
        return self.root / "logs"

    @property
    def exports(self) -> Path:
        """Where files for people are written unless they choose another place."""
        return self.root / "exports"

    def prepare(self) -> None:
        """Makes the folders. Raises EnvironmentFault `folder.unusable`, or `folder.network` on a network share (SQLite is unsafe there)."""
        if is_on_network(self.root):
            raise EnvironmentFault("folder.network", "数据文件夹不能放在网络共享上，请改用本机磁盘。")
        try:
            for folder in (self.root, self.blobs, self.backups, self.logs, self.exports):
                folder.mkdir(parents=True, exist_ok=True)
            if os.name == "posix":
                self.root.chmod(0o700)
        except OSError as fault:
            message = f"不能使用数据文件夹 {self.root}：不能在那里建立文件夹（可能有同名的文件，或没有权限）。请换一个文件夹。"
            raise EnvironmentFault("folder.unusable", message) from fault


def default_data_folder() -> DataFolder:
    """The data folder used when none is named: SCHOOL_DESK_DATA, else the user's own application data."""
    from platformdirs import user_data_path

    named = os.environ.get("SCHOOL_DESK_DATA")
    return DataFolder(Path(named) if named else user_data_path("SchoolDesk", appauthor=False))
