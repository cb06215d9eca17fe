"""Texts to telephones: a file that only its user reads, or a gateway that the Hub's folder names."""

from __future__ import annotations

import errno
import json
import os
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest

from school_desk.adapters.sms import GATEWAY, OUTBOX, FileOutbox, HttpGateway, texts_of
from school_desk.kernel.errors import EnvironmentFault

AT = datetime(2026, 8, 3, 1, tzinfo=UTC)


class Gateway:
    """Takes texts on loopback and answers `status`."""

    def __init__(self) -> None:
        self.status = 200
        self.taken: list[tuple[Any, str | None]] = []
        gateway = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                content = self.rfile.read(int(self.headers["Content-Length"]))
                gateway.taken.append((json.loads(content), self.headers["Authorization"]))
                self.send_response(gateway.status)
                self.send_header("Location", "/elsewhere")
                self.end_headers()

            def log_message(self, *_: object) -> None:
                """Says nothing."""

        self.server = HTTPServer(("127.0.0.1", 0), Handler)
        self.address = f"http://127.0.0.1:{self.server.server_port}/send"


@pytest.fixture
def gateway() -> Iterator[Gateway]:
    made = Gateway()
    thread = threading.Thread(target=made.server.serve_forever)
    thread.start()
    yield made
    made.server.shutdown()
    thread.join()
    made.server.server_close()


def test_the_outbox_is_a_line_a_text_and_its_users_alone(tmp_path: Path) -> None:
    texts = texts_of(tmp_path)
    assert isinstance(texts, FileOutbox)
    for number in ("13800005893", "13800005894"):
        texts.send(number, "验证码 123456", AT)
    lines = [json.loads(line) for line in (tmp_path / OUTBOX).read_text("utf-8").splitlines()]
    assert [line["mobile"] for line in lines] == ["13800005893", "13800005894"]
    assert lines[0] == {"at": AT.isoformat(), "mobile": "13800005893", "text": "验证码 123456"}
    if os.name == "posix":
        assert (tmp_path / OUTBOX).stat().st_mode & 0o777 == 0o600


def test_the_outbox_keeps_a_day(tmp_path: Path) -> None:
    """Numbers and codes do not lie about for ever, nor does what nobody can tell the age of."""
    outbox, texts = tmp_path / OUTBOX, texts_of(tmp_path)
    outbox.write_text('half a li\n{"at": "yesterday"}\n[]\n{"at": "2026-08-03T00:59:00"}\n', "utf-8")
    outbox.chmod(0o644)
    day = timedelta(days=1)
    for number, at in (("1", AT), ("2", AT + timedelta(seconds=1)), ("3", AT + day), ("4", AT + 3 * day)):
        texts.send(number, "甲\u2028乙", at)
        told = [json.loads(line)["mobile"] for line in outbox.read_text("utf-8").split("\n")[:-1]]
        assert told == {"1": ["1"], "2": ["1", "2"], "3": ["2", "3"], "4": ["4"]}[number]
    if os.name == "posix":
        assert outbox.stat().st_mode & 0o777 == 0o600
    assert [path.name for path in tmp_path.iterdir()] == [OUTBOX]


def test_a_text_that_cannot_be_written_leaves_the_earlier_ones(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    texts = texts_of(tmp_path)
    texts.send("13800005893", "x", AT)
    before = (tmp_path / OUTBOX).read_bytes()

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "full")

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(EnvironmentFault) as fault:
        texts.send("13800005894", "y", AT)
    assert fault.value.code == "disk.full"
    assert (tmp_path / OUTBOX).read_bytes() == before


def test_a_gateway_is_asked_with_its_token(tmp_path: Path, gateway: Gateway) -> None:
    (tmp_path / GATEWAY).write_text(json.dumps({"address": gateway.address, "token": "t-1"}), "utf-8")
    texts_of(tmp_path).send("13800005893", "验证码 123456", AT)
    assert gateway.taken == [({"mobile": "13800005893", "text": "验证码 123456"}, "Bearer t-1")]


@pytest.mark.parametrize("status", [302, 401, 500])
def test_a_gateway_that_does_not_take_it_is_a_fault(gateway: Gateway, status: int) -> None:
    gateway.status = status
    with pytest.raises(EnvironmentFault, match="短信没有发出去"):
        HttpGateway(gateway.address, "t-1").send("13800005893", "x", AT)
    assert len(gateway.taken) == 1, "no redirect is followed with the token"


def test_a_gateway_that_is_away_is_told_without_what_was_asked() -> None:
    with pytest.raises(EnvironmentFault) as fault:
        HttpGateway("http://127.0.0.1:9/send", "t-1").send("13800005893", "x", AT)
    assert fault.value.__cause__ is None
    assert "t-1" not in repr(HttpGateway("https://x", "t-1"))


@pytest.mark.parametrize(
    "setting",
    [
        "",
        "[]",
        "{}",
        '{"address": "https://sms"}',
        '{"address": "http://sms.example", "token": "x"}',
        '{"address": "ftp://127.0.0.1", "token": "x"}',
    ],
)
def test_a_setting_that_will_not_do_is_told_at_the_start(tmp_path: Path, setting: str) -> None:
    (tmp_path / GATEWAY).write_text(setting, "utf-8")
    with pytest.raises(EnvironmentFault, match="https://"):
        texts_of(tmp_path)
