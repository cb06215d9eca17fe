"""Files are written whole or not at all; blobs are kept once, sealed, and say what is wrong with them."""

from __future__ import annotations

import errno
import hashlib
import os
import stat
from pathlib import Path

import pytest

from school_desk.kernel.blobs import BlobStore
from school_desk.kernel.cipher import KEY_BYTES, Cipher
from school_desk.kernel.errors import EnvironmentFault
from school_desk.kernel.files import replacing, telling_file_faults, unreadable, write_bytes
from school_desk.kernel.paths import DataFolder, default_data_folder
from tests.unit.kernel.bench import KEY

CONTENT = b"\xff\xd8 a picture"
SHA256 = hashlib.sha256(CONTENT).hexdigest()


@pytest.fixture
def store(tmp_path: Path) -> BlobStore:
    return BlobStore(tmp_path / "files", Cipher(KEY))


def full_disk(_handle: int) -> None:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def test_a_file_takes_the_place_of_the_old_one(tmp_path: Path) -> None:
    target = tmp_path / "sub" / "list.xlsx"
    write_bytes(target, b"old")
    write_bytes(target, b"new")
    assert target.read_bytes() == b"new"
    assert [path.name for path in target.parent.iterdir()] == ["list.xlsx"]
    if os.name == "posix":
        assert stat.S_IMODE(target.stat().st_mode) == 0o600


def test_a_full_disk_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "list.xlsx"
    write_bytes(target, b"old")
    monkeypatch.setattr(os, "fsync", full_disk)
    with pytest.raises(EnvironmentFault, match="磁盘已满") as fault:
        write_bytes(target, b"new")
    assert fault.value.code == "disk.full"
    assert target.read_bytes() == b"old"
    assert [path.name for path in tmp_path.iterdir()] == ["list.xlsx"]


def test_whatever_goes_wrong_while_writing_leaves_the_old_file(tmp_path: Path) -> None:
    target = tmp_path / "list.xlsx"
    write_bytes(target, b"old")

    def break_off() -> None:
        with replacing(target) as draft:
            draft.write_bytes(b"half")
            raise KeyError("bug")

    with pytest.raises(KeyError):
        break_off()
    assert target.read_bytes() == b"old"
    assert [path.name for path in tmp_path.iterdir()] == ["list.xlsx"]


def test_a_file_that_another_program_holds_open_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def held_open(*_args: object) -> None:
        raise PermissionError(errno.EACCES, "in use")

    monkeypatch.setattr(Path, "replace", held_open)
    with pytest.raises(EnvironmentFault, match="正被其他程序打开") as fault:
        write_bytes(tmp_path / "list.xlsx", b"new")
    assert fault.value.code == "file.locked"
    assert list(tmp_path.iterdir()) == []


def test_any_other_trouble_of_the_disk_is_told(tmp_path: Path) -> None:
    with pytest.raises(EnvironmentFault) as fault, telling_file_faults(tmp_path / "x"):
        raise OSError(errno.EIO, os.strerror(errno.EIO))
    assert fault.value.code == "file.unwritable"
    in_the_way = tmp_path / "file"
    in_the_way.write_bytes(b"")
    with pytest.raises(EnvironmentFault):
        write_bytes(in_the_way / "x", b"")


@pytest.mark.skipif(os.name != "posix", reason="folders are flushed where the system lets us")
def test_content_and_name_are_both_flushed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """After a power cut the new name must be there, or the database would name a file that is not."""
    flushed = []
    monkeypatch.setattr(os, "fsync", lambda handle: flushed.append(stat.S_ISDIR(os.fstat(handle).st_mode)))
    write_bytes(tmp_path / "list.xlsx", b"new")
    assert flushed == [False, True]


def test_the_same_content_is_kept_once_and_sealed(store: BlobStore) -> None:
    assert store.put(CONTENT) == store.put(CONTENT) == SHA256
    assert list(store.all()) == [SHA256]
    assert store.get(SHA256) == CONTENT
    assert b"picture" not in store.path(SHA256).read_bytes()


def test_nothing_is_overwritten(store: BlobStore) -> None:
    store.put(CONTENT)
    before = store.path(SHA256).stat().st_mtime_ns, store.path(SHA256).read_bytes()
    store.put(CONTENT)
    assert (store.path(SHA256).stat().st_mtime_ns, store.path(SHA256).read_bytes()) == before


def test_all_names_only_whole_files(store: BlobStore) -> None:
    assert list(store.all()) == []
    names = sorted(store.put(bytes([number])) for number in range(40))
    (store.path(names[0]).parent / f".{names[0]}.half").write_bytes(b"")
    assert list(store.all()) == names


def test_a_missing_file_is_told(store: BlobStore) -> None:
    with pytest.raises(EnvironmentFault) as fault:
        store.get(SHA256)
    assert fault.value.code == "blob.missing"


@pytest.mark.parametrize("spoil", [lambda _: b"", lambda raw: raw[:-1], lambda raw: bytes((raw[0] ^ 1,)) + raw[1:]])
def test_a_damaged_file_is_told(store: BlobStore, spoil: object) -> None:
    store.put(CONTENT)
    path = store.path(SHA256)
    path.write_bytes(spoil(path.read_bytes()))  # type: ignore[operator]
    with pytest.raises(EnvironmentFault) as fault:
        store.get(SHA256)
    assert fault.value.code == "key.wrong"


def test_another_files_content_under_this_name_is_told(store: BlobStore) -> None:
    """Sealed by the right key, yet not what the database means."""
    store.put(CONTENT)
    other = store.put(b"another picture")
    store.path(SHA256).write_bytes(store.path(other).read_bytes())
    with pytest.raises(EnvironmentFault, match="不一致") as fault:
        store.get(SHA256)
    assert fault.value.code == "blob.damaged"


def test_another_key_does_not_open_it(store: BlobStore, tmp_path: Path) -> None:
    store.put(CONTENT)
    with pytest.raises(EnvironmentFault) as fault:
        BlobStore(tmp_path / "files", Cipher(bytes(KEY_BYTES))).get(SHA256)
    assert fault.value.code == "key.wrong"


def test_a_full_disk_keeps_no_half_file(store: BlobStore, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "fsync", full_disk)
    with pytest.raises(EnvironmentFault):
        store.put(CONTENT)
    assert list(store.all()) == []
    monkeypatch.undo()
    assert store.get(store.put(CONTENT)) == CONTENT


def test_the_data_folder_is_made_for_its_user_only(tmp_path: Path) -> None:
    folder = DataFolder(tmp_path / "desk" / "data")
    folder.prepare()
    folder.prepare()
    assert {path.name for path in folder.root.iterdir()} == {"files", "backups", "logs", "exports"}
    assert (folder.database.name, folder.key_file.name) == ("school.db", "school.key")
    if os.name == "posix":
        assert stat.S_IMODE(folder.root.stat().st_mode) == 0o700


@pytest.mark.parametrize("share", ["//server/share/desk", "\\\\server\\share\\desk"])
def test_a_network_share_is_refused(share: str) -> None:
    with pytest.raises(EnvironmentFault) as fault:
        DataFolder(Path(share)).prepare()
    assert fault.value.code == "folder.network"


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(EnvironmentFault, match="换一个文件夹") as fault:
        DataFolder(tmp_path / "file" / "data").prepare()
    assert fault.value.code == "folder.unusable"


def test_the_data_folder_may_be_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("SCHOOL_DESK_DATA", str(tmp_path))
    assert default_data_folder().root == tmp_path
    monkeypatch.delenv("SCHOOL_DESK_DATA")
    assert "SchoolDesk" in default_data_folder().root.parts


@pytest.mark.parametrize(
    ("fault", "code", "words"),
    [
        (FileNotFoundError(2, "gone"), "file.unreadable", "找不到文件“a.xlsx”"),
        (PermissionError(13, "in use"), "file.locked", "没有读取权限"),
        (OSError(5, "no answer"), "file.unreadable", "网络盘没有断开"),
    ],
)
def test_why_a_file_is_not_read(fault: OSError, code: str, words: str) -> None:
    told = unreadable(Path("a.xlsx"), fault)
    assert told.code == code
    assert words in told.message


@pytest.mark.parametrize(
    "fault", [FileNotFoundError(2, "gone"), PermissionError(13, "in use"), OSError(5, "no answer")]
)
def test_a_name_never_steers_the_screen_it_is_told_on(fault: OSError) -> None:
    assert "a\\x1b[2J.xlsx" in unreadable(Path("a\x1b[2J.xlsx"), fault).message


@pytest.mark.parametrize(
    "fault", [PermissionError(13, "in use"), OSError(errno.ENOSPC, "full"), OSError(5, "no answer")]
)
def test_nor_does_the_name_of_what_is_not_written(fault: OSError) -> None:
    with pytest.raises(EnvironmentFault) as told, telling_file_faults(Path("a\x1b[2J.xlsx")):
        raise fault
    assert "a\\x1b[2J.xlsx" in told.value.message


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    assert "是文件夹" in unreadable(tmp_path, PermissionError(13, "as Windows says")).message
