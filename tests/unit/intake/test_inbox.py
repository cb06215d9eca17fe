"""What is found among files and folders, what is kept of it, and what counts as having arrived."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from school_desk.intake import inbox
from school_desk.intake.arrivals import Arrivals
from school_desk.intake.inbox import find_papers
from school_desk.intake.kept import KeptReadings, open_kept, sha256_of
from school_desk.kernel.errors import EnvironmentFault
from school_desk.kernel.files import printable
from school_desk.kernel.paths import DataFolder

JPEG = b"\xff\xd8\xff"


def put(place: Path, *names: str, content: bytes = JPEG) -> None:
    for name in names:
        (place / name).parent.mkdir(parents=True, exist_ok=True)
        (place / name).write_bytes(content)


def test_folders_are_gone_through_in_order_and_a_folder_named_jpg_is_one(tmp_path: Path) -> None:
    put(tmp_path, "b.jpg", "a/2.PDF", "a/1", "x.jpg/z.jpg", ".git/1.jpg", "__MACOSX/1.jpg", "~$1.jpg", "a/Thumbs.db")
    assert [file.key for file in find_papers([str(tmp_path)])] == ["a/1", "a/2.PDF", "b.jpg", "x.jpg/z.jpg"]
    several = find_papers([str(tmp_path / "a"), str(tmp_path / "b.jpg")])
    assert [file.key for file in several] == [f"{tmp_path}/a/1", f"{tmp_path}/a/2.PDF", f"{tmp_path}/b.jpg"]


def test_what_is_no_paper_is_skipped_with_a_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inbox, "MOST_BYTES", 100)
    put(tmp_path, "note.txt", content=b"hello")
    put(tmp_path, "large.jpg", content=bytes(101))
    found = {file.key: file.skipped for file in find_papers([str(tmp_path)])}
    assert "不是图片" in found["note.txt"]
    assert "没有识别" in found["large.jpg"]
    assert "没有识别" in find_papers([str(tmp_path / "large.jpg")])[0].skipped
    assert find_papers([str(tmp_path / "note.txt")])[0].skipped == "", "what was named is read, whatever it is"


@pytest.mark.skipif(os.name != "posix", reason="links and pipes are those of POSIX")
def test_links_lead_in_no_circle_and_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    put(tmp_path, "real/1.jpg")
    (tmp_path / "real" / "up").symlink_to(tmp_path)
    (tmp_path / "loop.jpg").symlink_to(tmp_path / "loop.jpg")
    os.mkfifo(tmp_path / "pipe.jpg")
    found = {file.key: file.skipped for file in find_papers([str(tmp_path)])}
    assert list(found) == ["loop.jpg", "pipe.jpg", "real/1.jpg", "real/up"]
    assert "管道" in found["pipe.jpg"]
    assert "没有跟进去" in found["real/up"]
    assert found["loop.jpg"] == "", "told when it is read"


@pytest.mark.skipif(os.name != "posix", reason="names of bytes are those of POSIX")
def test_a_name_that_is_no_text_is_spelled_out(tmp_path: Path) -> None:
    (Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xff.jpg"))).write_bytes(JPEG)
    (file,) = find_papers([str(tmp_path)])
    assert file.key == "\\xff.jpg"
    assert Path(file.path).read_bytes() == JPEG
    assert printable("a\x1b\x9b\n照") == "a\\x1b\\x9b\\n照"


def kept_in(root: Path, engine: str = "one 1") -> KeptReadings:
    kept = open_kept(DataFolder(root))
    kept.engine = engine
    return kept


def test_what_was_kept_is_found_by_content_question_page_and_engine(tmp_path: Path) -> None:
    kept_in(tmp_path).put("ab" * 32, "auto .jpg", 0, {"name": "湖州某公司"})
    assert kept_in(tmp_path).get("ab" * 32, "auto .jpg", 0) == {"name": "湖州某公司"}
    for kept, asked in (
        (kept_in(tmp_path), ("cd" * 32, "auto .jpg", 0)),
        (kept_in(tmp_path), ("ab" * 32, "slip .jpg", 0)),
        (kept_in(tmp_path), ("ab" * 32, "auto .jpg", 1)),
        (kept_in(tmp_path, "two 1"), ("ab" * 32, "auto .jpg", 0)),
    ):
        assert kept.get(*asked) is None


def test_it_is_sealed_spoilt_is_as_good_as_none_and_a_month_is_enough(tmp_path: Path) -> None:
    kept_in(tmp_path).put("ab" * 32, "auto", 0, "湖州某公司")
    (file,) = (tmp_path / "readings").iterdir()
    assert "湖州".encode() not in file.read_bytes()
    assert "ab" * 10 not in file.name
    whole = file.read_bytes()
    file.write_bytes(whole[:-1])
    assert kept_in(tmp_path).get("ab" * 32, "auto", 0) is None
    file.write_bytes(whole)
    os.utime(file, (file.stat().st_atime, file.stat().st_mtime - 29 * 86_400))
    assert kept_in(tmp_path).get("ab" * 32, "auto", 0) == "湖州某公司"
    os.utime(file, (file.stat().st_atime, file.stat().st_mtime - 2 * 86_400))
    assert kept_in(tmp_path).get("ab" * 32, "auto", 0) is None
    assert not file.exists()


def test_a_disk_that_takes_no_more_is_told_and_stops_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = kept_in(tmp_path)

    def full(_path: Path, _content: bytes) -> None:
        raise EnvironmentFault("disk.full", "磁盘已满。")

    monkeypatch.setattr("school_desk.intake.kept.write_bytes", full)
    kept.put("ab" * 32, "auto", 0, "x")
    assert kept.trouble == "磁盘已满。"
    assert sha256_of(str(tmp_path / "none")) == ""


def test_a_file_has_arrived_when_it_looked_the_same_twice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    arrivals = Arrivals(str(tmp_path))

    def look() -> list[str]:
        return [file.key for file in arrivals.look()]

    put(tmp_path, "1.jpg")
    put(tmp_path, "empty.jpg", content=b"")
    assert look() == []
    put(tmp_path, "1.jpg", content=JPEG + b"more")
    put(tmp_path, "gone.jpg")
    assert look() == [], "it grew since"
    (tmp_path / "gone.jpg").unlink()
    monkeypatch.setattr("school_desk.intake.arrivals._can_be_opened", lambda _path: False)
    assert look() == [], "a program holds it"
    monkeypatch.undo()
    assert look() == ["1.jpg"]
    assert look() == [], "once"
    put(tmp_path, "1.jpg", content=JPEG + b"changed")
    assert look() == []
    assert look() == ["1.jpg"]
    (tmp_path / "1.jpg").unlink()
    assert look() == []
    put(tmp_path, "1.jpg", content=JPEG + b"changed")
    assert (look(), look()) == ([], ["1.jpg"]), "what comes back is new"
