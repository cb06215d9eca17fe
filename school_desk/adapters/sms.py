"""Sends texts to telephones: into a file that somebody sends on, or to the gateway that `sms.json` in the Hub's folder names."""

from __future__ import annotations

import json
import threading
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Protocol
from urllib.parse import urlsplit

from school_desk.kernel.errors import EnvironmentFault
from school_desk.kernel.files import telling_file_faults, write_bytes

OUTBOX, GATEWAY = "sms-outbox.jsonl", "sms.json"
_TIMEOUT_S = 10
_KEPT = timedelta(days=1)
_HERE = ("127.0.0.1", "::1", "localhost")


class Texts(Protocol):
    """Sends one text to one number. Raises EnvironmentFault `sms.failed` when it was not taken."""

    def send(self, mobile: str, text: str, at: datetime) -> None:
        """Hands the text over; whether it arrives nobody knows."""
        ...


class FileOutbox:
    """One line of JSON a text, in a file that only its user can read. Whoever sends them on has a day: older ones go with the next text."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = threading.Lock()

    def send(self, mobile: str, text: str, at: datetime) -> None:
        """Adds the text to the file, which is written anew beside it: whoever reads along sees the old lines or the new ones, whole."""
        line = json.dumps({"at": at.isoformat(), "mobile": mobile, "text": text}, ensure_ascii=False)
        with self._lock, telling_file_faults(self._path):
            kept = [one for one in self._lines() if _is_younger(one, at - _KEPT)]
            write_bytes(self._path, "".join(f"{one}\n" for one in [*kept, line]).encode())

    def _lines(self) -> list[str]:
        return self._path.read_text("utf-8", "replace").split("\n") if self._path.exists() else []


def _is_younger(line: str, than: datetime) -> bool:
    """Whatever is no text of ours goes too: nobody would know when."""
    try:
        return datetime.fromisoformat(json.loads(line)["at"]) > than
    except (ValueError, KeyError, TypeError):
        return False


@dataclass(frozen=True)
class HttpGateway:
    """Posts {"mobile", "text"} as JSON with the token as bearer; any 2xx means taken."""

    address: str
    token: str = field(repr=False)

    def send(self, mobile: str, text: str, at: datetime) -> None:
        """Hands the text to the gateway."""
        import requests

        failed = EnvironmentFault("sms.failed", "短信没有发出去：短信平台没有回应。请稍后再试，或联系培训学校。")
        headers = {"Authorization": f"Bearer {self.token}"}
        body = {"mobile": mobile, "text": text}
        try:
            answer = requests.post(self.address, json=body, headers=headers, timeout=_TIMEOUT_S, allow_redirects=False)
        except requests.RequestException:
            # Not "from": the library's own words may hold the address with what was asked of it.
            raise failed from None
        if not 200 <= answer.status_code < 300:
            raise failed


def texts_of(folder: Path) -> Texts:
    """The way texts go from the Hub in `folder`. Raises EnvironmentFault `sms.setting` for a setting that will not do."""
    setting = folder / GATEWAY
    if not setting.exists():
        return FileOutbox(folder / OUTBOX)
    wrong = f'{setting} 应为 {{"address": "https://…", "token": "…"}}，地址以 https:// 开头。请改正后重新启动。'
    try:
        told = json.loads(setting.read_text("utf-8"))
        address, token = str(told["address"]), str(told["token"])
    except (OSError, ValueError, KeyError, TypeError) as fault:
        raise EnvironmentFault("sms.setting", wrong) from fault
    parts = urlsplit(address)
    if parts.scheme != "https" and not (parts.scheme == "http" and parts.hostname in _HERE):
        raise EnvironmentFault("sms.setting", wrong)
    return HttpGateway(address, token)
