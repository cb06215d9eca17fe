"""Logs and fault reports: they tell what happened and hold nobody's data, and a full disk stops nothing."""

from __future__ import annotations

import errno
import logging
from pathlib import Path

import pytest

from school_desk.kernel import logs
from school_desk.kernel.errors import EnvironmentFault, RuleViolation
from school_desk.kernel.masking import fault_text, hidden

PERSON = "陈静 330502199003071236 手机13800005893 护照EG1234567 账号 6222021205001234567"


def test_nothing_of_a_person_is_left() -> None:
    left = hidden(PERSON)
    assert left.isascii() or set(left) - {"…"} <= set(map(chr, range(128)))
    assert not any(part in left for part in ("陈", "静", "3305", "1236", "138", "5893", "EG1", "6222", "4567"))


def test_what_a_maintainer_needs_is_left() -> None:
    told = "2026-08-03 09:00:12,345 ERROR school_desk.main: backup 37 decisions, 1,024 bytes, code disk.full at main.py:120"
    assert hidden(told) == told


def failing() -> None:
    try:
        raise KeyError(PERSON)
    except KeyError as fault:
        raise RuleViolation("roster.row", f"{PERSON} 重复。") from fault


def test_a_fault_is_told_with_what_led_to_it() -> None:
    with pytest.raises(RuleViolation) as raised:
        failing()
    text = fault_text(raised.value)
    assert text.index("KeyError") < text.index("which led to") < text.index("RuleViolation roster.row")
    assert "in failing" in text
    assert "test_logs.py" in text
    assert "陈" not in text
    assert "1380000" not in text


def test_a_fault_that_hides_its_origin_stays_so() -> None:
    def hiding() -> None:
        try:
            raise KeyError("inner")
        except KeyError:
            raise EnvironmentFault("disk.full", "磁盘已满。") from None

    with pytest.raises(EnvironmentFault) as raised:
        hiding()
    assert "which led to" not in fault_text(raised.value)


def test_what_is_logged_is_kept_without_personal_data(tmp_path: Path) -> None:
    log = logging.getLogger("school_desk.test")
    with logs.kept_in(tmp_path / "logs"):
        log.info("read %s in %d ms", PERSON, 12)
        try:
            failing()
        except RuleViolation:
            log.exception("not read")
    log.info("after the end")
    text = (tmp_path / "logs" / logs.NAME).read_text("utf-8")
    assert "INFO school_desk.test: read … " in text
    assert "in 12 ms" in text
    assert "RuleViolation roster.row" in text
    assert "after the end" not in text
    assert not any(part in text for part in ("陈", "3305", "1380"))
    assert logs.last_lines(tmp_path / "logs", 1) == text.splitlines(keepends=True)[-1]


def test_old_lines_go(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(logs, "_FILE_BYTES", 2_000)
    with logs.kept_in(tmp_path):
        for number in range(400):
            logging.getLogger("school_desk.test").info("line %d", number)
    files = sorted(tmp_path.iterdir())
    assert len(files) == 1 + logs._OLD_FILES
    assert all(file.stat().st_size <= 2_000 for file in files)
    assert "line 399" in (tmp_path / logs.NAME).read_text("utf-8")


def test_a_full_disk_costs_the_line_only(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "full")

    with logs.kept_in(tmp_path):
        [handler] = logging.getLogger("school_desk").handlers
        handler.flush = full  # type: ignore[method-assign]
        logging.getLogger("school_desk.test").info("lost")
        del handler.flush
        logging.getLogger("school_desk.test").info("kept")
    assert "kept" in (tmp_path / logs.NAME).read_text("utf-8")
    assert capsys.readouterr().err == ""


def test_a_folder_that_cannot_be_made_stops_nothing(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with logs.kept_in(tmp_path / "file" / "logs"):
        logging.getLogger("school_desk.test").info("nowhere")
    assert logs.last_lines(tmp_path / "file" / "logs") == ""
