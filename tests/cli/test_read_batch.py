"""`read` of folders: every file in its order, what was read stays, and a run that was broken off goes on. The engine is a counting one."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from school_desk.intake import batch
from tests.cli import counting_reader
from tests.cli.console import Console

READER = f"{counting_reader.__name__}:read_page"
ENGINE = f"{counting_reader.__name__}:engine_name"


@pytest.fixture
def log(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Where the counting engine notes what it reads."""
    monkeypatch.setattr(batch, "READ", READER)
    monkeypatch.setattr(batch, "ENGINE", ENGINE)
    path = tmp_path / "log" / "read"
    path.parent.mkdir()
    path.touch()
    monkeypatch.setenv("COUNTING_LOG", str(path))
    return path


def folder_of(place: Path, *names: str) -> Path:
    """A folder of files that differ in content."""
    folder = place / "来件"
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        mark = b"" if name.endswith((".docx", ".txt")) else b"\xff\xd8\xff"
        (folder / name).write_bytes(mark + name.encode())
    return folder


def read(log: Path) -> list[str]:
    """What was read, in no order."""
    return sorted(line.split()[1] for line in log.read_text("utf-8").splitlines())


def test_a_folder_is_read_in_the_order_of_its_paths(console: Console, log: Path, tmp_path: Path) -> None:
    folder = folder_of(
        tmp_path, "b/2.jpg", "a/10.jpg", "c.png", "a/cns.jpg", "a/说明.docx", ".hidden/x.jpg", "Thumbs.db"
    )
    said = console.run("read", folder, "--json")
    assert said.code == 0
    assert list(said.document) == ["a/10.jpg", "a/cns.jpg", "a/说明.docx", "b/2.jpg", "c.png"]
    assert said.document["b/2.jpg"]["fields"]["name"]["value"] == "2.jpg#0.0"
    assert said.document["a/说明.docx"] == {
        "kind": "other", "fields": {}, "problems": ["不是图片或 PDF，没有识别。"], "skipped": True,
    }  # fmt: skip
    assert "5 个文件，新读 4 页" in said.err
    assert "cns.jpg#0 name:cns" in log.read_text("utf-8")


def test_a_second_run_reads_nothing_and_says_the_same(console: Console, log: Path, tmp_path: Path) -> None:
    folder = folder_of(tmp_path, "1.jpg", "pages two.pdf", "3.jpg")
    first = console.run("read", folder, "--json")
    assert read(log) == ["1.jpg#0", "3.jpg#0"] + [f"pages two.pdf#{page}".split()[0] for page in range(3)]
    again = console.run("read", folder, "--json")
    assert again.out == first.out
    assert "新读 0 页，以前读过 5 页" in again.err
    before = len(read(log))
    assert console.run("read", folder, "--json", "--again").out == first.out
    assert len(read(log)) == before + 5


def test_what_is_read_again_takes_the_place_of_what_was_read_before(
    console: Console, log: Path, tmp_path: Path
) -> None:
    """The counting engine answers with the file's name: whose name is told says which reading it is."""
    folder = folder_of(tmp_path, "1.jpg", "2.jpg")

    def told(*more: str) -> str:
        value: str = next(iter(console.run("read", folder, "--json", *more).document.values()))["fields"]["name"][
            "value"
        ]
        return value

    assert told() == "1.jpg#0.0"
    (folder / "1.jpg").rename(folder / "0.jpg")
    assert told() == "1.jpg#0.0", "of the same content"
    assert told("--again") == "0.jpg#0.0"
    assert told() == "0.jpg#0.0"
    assert len(read(log)) == 4


@pytest.mark.parametrize("renamed", ["yyzz.jpg", "1.jpeg"])
def test_a_name_that_asks_another_question_is_read_anew(
    console: Console, log: Path, tmp_path: Path, renamed: str
) -> None:
    folder = folder_of(tmp_path, "1.jpg", "2.jpg")
    console.run("read", folder)
    (folder / "1.jpg").rename(folder / renamed)
    assert "新读 1 页，以前读过 1 页" in console.run("read", folder).err


@pytest.mark.long
def test_another_engine_another_question_or_content_is_read_anew(
    console: Console, log: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = folder_of(tmp_path, "1.jpg", "2.jpg")
    console.run("read", folder)
    console.run("read", folder, "--kind", "slip")
    (folder / "2.jpg").write_bytes(b"\xff\xd8\xff other")
    console.run("read", folder)
    monkeypatch.setenv("COUNTING_ENGINE", "counting 2")
    console.run("read", folder)
    assert read(log) == ["1.jpg#0"] * 3 + ["2.jpg#0"] * 4
    (folder / "1.jpg").rename(folder / "3.jpg")
    assert "新读 0 页" in console.run("read", folder).err


def test_a_pdf_gives_a_reading_for_each_receipt(console: Console, log: Path, tmp_path: Path) -> None:
    folder = folder_of(tmp_path, "a pages two.pdf", "b two.pdf", "c none.pdf", "d.pdf")
    said = console.run("read", folder, "--json").document
    assert list(said) == [
        *(f"a pages two.pdf#{number}" for number in range(1, 7)),
        "b two.pdf#1",
        "b two.pdf#2",
        "c none.pdf",
        "d.pdf",
    ]
    assert said["a pages two.pdf#4"]["fields"]["name"]["value"] == "a pages two.pdf#1.1"
    assert "空白" in said["c none.pdf"]["problems"][0]


@pytest.mark.long
def test_a_crash_and_a_bug_cost_their_file_only(console: Console, log: Path, tmp_path: Path) -> None:
    folder = folder_of(tmp_path, "1.jpg", "bug.jpg", "crash.jpg", "yyzz.jpg")
    said = console.run("read", folder, "--json")
    assert said.code == 1
    assert read(log) == ["1.jpg#0", "bug.jpg#0", "crash.jpg#0", "crash.jpg#0", "yyzz.jpg#0"]
    assert "ZeroDivisionError" in said.document["bug.jpg"]["problems"][0]
    assert "意外退出" in said.document["crash.jpg"]["problems"][0]
    assert said.document["yyzz.jpg"]["problems"] == []
    log.write_text("")
    assert console.run("read", folder, "--json").code == 1
    assert read(log) == ["bug.jpg#0", "crash.jpg#0", "crash.jpg#0"], "a fault is not kept"


def test_a_name_that_says_nothing_gets_its_place_proposed(console: Console, log: Path, tmp_path: Path) -> None:
    folder = folder_of(tmp_path, "甲yyzz/mmexport1.jpg", "乙cns/微信图片_1.jpg", "乙cns/cns.jpg", "slips/IMG_1.jpg")
    said = console.run("read", folder, "--json").document
    proposals = {key: reading["proposal"] for key, reading in said.items() if "proposal" in reading}
    assert list(proposals) == ["乙cns/微信图片_1.jpg", "甲yyzz/mmexport1.jpg"]
    assert "改名为 yyzz.jpg" in proposals["甲yyzz/mmexport1.jpg"]
    assert "已经有企业承诺书" in proposals["乙cns/微信图片_1.jpg"]
    assert "乙cns/微信图片_1.jpg：文件名看不出" in console.run("read", folder).out


def test_json_lines_come_in_order(console: Console, log: Path, tmp_path: Path) -> None:
    folder = folder_of(tmp_path, "1.jpg", "2 two.pdf", "3.txt")
    lines = console.run("read", folder, "--jsonl").lines
    assert [line["file"] for line in lines] == ["1.jpg", "2 two.pdf#1", "2 two.pdf#2", "3.txt"]


def test_a_control_character_does_not_reach_the_screen(console: Console, log: Path, tmp_path: Path) -> None:
    folder = folder_of(tmp_path, "a\x1b[2J\n.jpg", "b.jpg")
    assert "\x1b" not in console.run("read", folder).out
    assert list(console.run("read", folder, "--json").document) == ["a\x1b[2J\n.jpg", "b.jpg"]


def test_nor_does_one_in_the_name_of_what_is_not_there_or_empty(
    console: Console, log: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    empty = tmp_path / "d\x1b[2J"
    empty.mkdir()
    missing = console.run("read", tmp_path / "none\x1b[2J.jpg")
    nothing = console.run("read", empty)
    monkeypatch.setattr("school_desk.cli.watching.time.sleep", _ctrl_c)
    greeting = console.run("read", "--watch", empty)
    for said, sentence in ((missing, "找不到文件“"), (nothing, "里没有照片或 PDF"), (greeting, "正在守着“")):
        assert sentence in said.out + said.err
        assert "\\x1b[2J" in said.out + said.err, "told as it is, but spelled out"
        assert "\x1b" not in said.out + said.err


def _ctrl_c(_seconds: float) -> None:
    raise KeyboardInterrupt


def test_where_nothing_can_be_kept_it_is_read_all_the_same(
    console: Console, log: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = folder_of(tmp_path, "1.jpg", "2.jpg")
    (tmp_path / "file").write_text("")
    monkeypatch.setattr(Console, "folder", tmp_path / "file")
    said = console.run("read", folder, "--json")
    assert said.code == 0
    assert "不能留存" in said.err
    assert len(said.document) == 2


def test_only_a_folder_can_be_watched(console: Console, tmp_path: Path) -> None:
    assert "--watch 要写一个已有的文件夹" in console.refused("read", "--watch", tmp_path / "none")


SCRIPT = f"""
import signal, sys
from school_desk.cli.main import main
from school_desk.intake import batch
from school_desk.kernel import jobs
signal.signal(signal.SIGINT, signal.default_int_handler)  # a test run in the background ignores it, and so would this process
batch.READ, batch.ENGINE = {READER!r}, {ENGINE!r}
jobs.worker_count = lambda: 2
sys.exit(main(sys.argv[1:]))
"""


def begun(*arguments: str | Path, as_a_group: bool = False) -> subprocess.Popen[str]:
    """The command line in a process of its own; `as_a_group`: with its workers, as a shell begins it."""
    root = Path(__file__).parents[2]
    return subprocess.Popen(
        [sys.executable, "-c", SCRIPT, *map(str, arguments)],
        cwd=root,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        process_group=0 if as_a_group else None,
    )


def eventually(holds: Callable[[], bool]) -> bool:
    deadline = time.monotonic() + 90
    while not holds() and time.monotonic() < deadline:
        threading.Event().wait(0.01)
    return holds()


def kept_in(data: Path) -> int:
    return len([file for file in (data / "readings").glob("*") if len(file.name) == 32])


def broken_off(log: Path, folder: Path, data: Path, how: signal.Signals, *more: str) -> tuple[int, str]:
    """Runs until two are kept and two at work, then breaks it off; gives its exit code and its complaints."""
    run = begun("--data", data, "read", folder, "--json", *more)
    try:
        assert eventually(lambda: len(read(log)) == 4 and kept_in(data) == 2), run.poll()
        run.send_signal(how)
        run.wait(timeout=90)
        if how == signal.SIGINT:  # none of its workers is left, though two would have gone on for ever
            workers = {int(line.split()[0]) for line in log.read_text("utf-8").splitlines()}
            assert not [pid for pid in workers if Path(f"/proc/{pid}").exists()]
        (
            log.parent / "go"
        ).touch()  # workers whose program is gone end with the page they are at, and hold its streams until then
        said = run.communicate(timeout=90)
    finally:
        run.kill()
    assert said[0] == ""
    return run.returncode, said[1]


@pytest.mark.long
@pytest.mark.skipif(os.name != "posix", reason="signals are those of POSIX")
@pytest.mark.parametrize(("how", "more"), [("SIGKILL", ()), ("SIGINT", ()), ("SIGINT", ("--again",))])
def test_a_run_that_was_broken_off_goes_on_where_it_was(
    log: Path, tmp_path: Path, how: str, more: tuple[str, ...]
) -> None:
    folder, data = folder_of(tmp_path, "1.jpg", "2.jpg", "3slow.jpg", "4slow.jpg", "5.jpg"), tmp_path / "data"
    code, complaints = broken_off(log, folder, data, signal.Signals[how], *more)
    if how == "SIGINT":
        assert code == 130
        assert ("不加 --again 再执行就接着读" if more else "再执行同一条命令就接着读") in complaints
    log.write_text("")
    run = begun("--data", data, "read", folder, "--json")
    answer, complaints = run.communicate(timeout=90)
    assert run.returncode == 0, complaints
    again = [name for name in read(log) if "slow" in name or name.startswith("5")]
    assert read(log) == again == ["3slow.jpg#0", "4slow.jpg#0", "5.jpg#0"]
    assert answer.count('"kind"') == 5
    assert "新读 3 页，以前读过 2 页" in complaints


@pytest.mark.long
@pytest.mark.skipif(os.name != "posix", reason="signals are those of POSIX")
def test_stopped_at_the_terminal_and_continued_it_loses_nothing_and_reads_nothing_twice(
    log: Path, tmp_path: Path
) -> None:
    """Ctrl+Z goes to all processes of the terminal's foreground, `fg` wakes them all: here they are a group of their own."""
    folder, data = folder_of(tmp_path, "1.jpg", "2.jpg", "3slow.jpg", "4slow.jpg", "5.jpg", "6.jpg"), tmp_path / "data"
    run = begun("--data", data, "read", folder, "--json", as_a_group=True)
    try:
        assert eventually(lambda: len(read(log)) == 4 and kept_in(data) == 2), run.poll()
        workers = {int(line.split()[0]) for line in log.read_text("utf-8").splitlines()}
        os.killpg(run.pid, signal.SIGTSTP)
        assert eventually(lambda: all(map(is_stopped, (run.pid, *workers))))
        (log.parent / "go").touch()  # what is at work could end now, if anything still ran
        threading.Event().wait(1)
        assert (len(read(log)), kept_in(data)) == (4, 2), "nothing is read meanwhile"
        os.killpg(run.pid, signal.SIGCONT)
        answer, complaints = run.communicate(timeout=90)
    finally:
        if run.poll() is None:
            os.killpg(run.pid, signal.SIGKILL)
    assert run.returncode == 0, complaints
    assert read(log) == ["1.jpg#0", "2.jpg#0", "3slow.jpg#0", "4slow.jpg#0", "5.jpg#0", "6.jpg#0"]
    assert list(json.loads(answer)) == ["1.jpg", "2.jpg", "3slow.jpg", "4slow.jpg", "5.jpg", "6.jpg"]
    assert "新读 6 页" in complaints


def is_stopped(pid: int) -> bool:
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "T"


@pytest.mark.long
@pytest.mark.skipif(os.name != "posix", reason="signals are those of POSIX")
def test_a_watched_folder_is_read_as_files_come(log: Path, tmp_path: Path) -> None:
    folder, data = folder_of(tmp_path, "1.jpg"), tmp_path / "data"
    run = begun("--data", data, "read", "--watch", folder, "--jsonl")
    try:
        assert eventually(lambda: kept_in(data) == 1)
        (folder / "2.jpg").write_bytes(b"\xff\xd8\xff two")
        assert run.stdout is not None
        told = [run.stdout.readline() for _ in range(2)]  # a file is kept a moment before it is told
        assert kept_in(data) == 2
        run.send_signal(signal.SIGINT)
        _, complaints = run.communicate(timeout=90)
    finally:
        run.kill()
    assert run.returncode == 0, complaints
    assert [line.split('"')[3] for line in told] == ["1.jpg", "2.jpg"]
    assert "接着守" in complaints
