"""换电脑: one file out, one file in. With the passphrase the school goes on on an empty computer; without it nobody opens anything."""

from __future__ import annotations

import shutil
import zipfile
from pathlib import Path

import msgspec
import pytest

from school_desk.adapters import safekeeping
from school_desk.kernel import moving
from school_desk.kernel.backup import Reason, read_facts
from school_desk.kernel.cipher import Cipher
from school_desk.kernel.errors import EnvironmentFault, RuleViolation
from school_desk.kernel.moving import KEY_ENTRY, SealedKey
from school_desk.kernel.paths import DataFolder
from tests.school import Office
from tests.store.keeping import PICTURES, back_up, contents, filled, key_of, notice, opened, rewritten

PASSPHRASE = "太湖之滨 2026 old desk"


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Deriving takes as little as may be."""
    monkeypatch.setattr(moving, "_PASSES", 1)
    monkeypatch.setattr(moving, "_MEMORY_KIB", 64)


@pytest.fixture
def moved(office: Office, tmp_path: Path) -> Path:
    """The file of a school with something in it."""
    filled(office)
    return move_out(office, tmp_path / "换电脑.zip")


def move_out(office: Office, target: Path, passphrase: str = PASSPHRASE) -> Path:
    return safekeeping.move_out(target, office.school.folder, passphrase, office.clock).path


def refused(office: Office, path: Path, folder: DataFolder, passphrase: str = PASSPHRASE) -> RuleViolation:
    with pytest.raises(RuleViolation) as refusal:
        safekeeping.move_in(path, folder, passphrase, office.clock)
    assert refusal.value.message.endswith(("。", "）。"))
    return refusal.value


def test_the_school_goes_on_on_an_empty_computer(office: Office, moved: Path, tmp_path: Path) -> None:
    facts = read_facts(moved)
    assert (facts.reason, facts.whole, facts.files) == (Reason.MOVE, True, len(PICTURES))
    then, counts = office.dump(), office.school.row_counts()
    folder = DataFolder(tmp_path / "new" / "data")
    done = safekeeping.move_in(moved, folder, PASSPHRASE, office.clock)
    assert (done.missing_files, done.set_aside) == ((), None)
    assert key_of(folder)(facts.school_id) == key_of(office.school.folder)(facts.school_id)
    new = opened(office, folder)
    assert new.dump() == then
    assert new.school.row_counts() == counts
    assert contents(new.school) == sorted(PICTURES)
    new.school.execute(notice("goes on"), new.clerk)
    new.school.close()


def test_an_input_method_that_types_wide_letters_changes_nothing(office: Office, moved: Path, tmp_path: Path) -> None:
    wide = PASSPHRASE.replace(" 2026 old", "　２０２６　ｏｌｄ")
    assert wide != PASSPHRASE
    folder = DataFolder(tmp_path / "new")
    safekeeping.move_in(moved, folder, wide, office.clock)
    opened(office, folder).school.close()


@pytest.mark.parametrize("passphrase", ["太湖之滨 2026 Old desk", "", PASSPHRASE + " "])
def test_a_wrong_passphrase_opens_nothing(office: Office, moved: Path, tmp_path: Path, passphrase: str) -> None:
    folder = DataFolder(tmp_path / "new")
    refusal = refused(office, moved, folder, passphrase)
    assert (refusal.code, refusal.field) == ("moving.passphrase", "passphrase")
    assert not folder.root.exists()


def test_neither_key_nor_passphrase_lies_in_the_file(office: Office, moved: Path) -> None:
    key = key_of(office.school.folder)(office.school.id)
    with zipfile.ZipFile(moved) as archive:
        packed = b"".join(archive.read(name) for name in archive.namelist())
        sealed = msgspec.json.decode(archive.read(KEY_ENTRY), type=SealedKey)
    assert b"school_id" in packed, "plain words would be found"
    assert key not in packed
    assert office.school.folder.key_file.read_bytes() not in packed
    assert PASSPHRASE.encode() not in packed
    assert len(sealed.sealed) == 12 + len(key) + 16


def test_two_files_with_one_passphrase_have_nothing_in_common(office: Office, moved: Path, tmp_path: Path) -> None:
    other = move_out(office, tmp_path / "again.zip")
    with zipfile.ZipFile(moved) as one, zipfile.ZipFile(other) as two:
        keys = [msgspec.json.decode(archive.read(KEY_ENTRY), type=SealedKey) for archive in (one, two)]
    assert keys[0].salt != keys[1].salt
    assert keys[0].sealed != keys[1].sealed


@pytest.mark.parametrize("weak", ["", "123456789", "太湖之滨", "ababababababab"])
def test_a_passphrase_that_could_be_guessed_is_refused(office: Office, tmp_path: Path, weak: str) -> None:
    with pytest.raises(RuleViolation) as refusal:
        move_out(office, tmp_path / "weak.zip", weak)
    assert (refusal.value.code, refusal.value.field) == ("moving.weak", "passphrase")
    assert not (tmp_path / "weak.zip").exists()


def test_a_usual_backup_is_no_file_for_moving(office: Office, tmp_path: Path) -> None:
    usual = back_up(filled(office), tmp_path / "usual.zip").path
    refusal = refused(office, usual, DataFolder(tmp_path / "new"))
    assert refusal.code == "moving.no_key"
    assert "普通备份" in refusal.message


STRANGE: dict[str, dict[str, int | bytes]] = {
    "takes all memory": {"memory_kib": 64 * 1024 * 1024},
    "takes for ever": {"passes": 10_000},
    "asks for less than there is": {"memory_kib": 1},
    "asks for nothing": {"lanes": 0},
    "has no salt": {"salt": b""},
}


@pytest.mark.parametrize("how", [*STRANGE, "is no key at all"])
def test_a_strange_key_is_refused_before_it_is_tried(office: Office, moved: Path, tmp_path: Path, how: str) -> None:
    def change(name: str, content: bytes) -> bytes:
        if name != KEY_ENTRY:
            return content
        known = msgspec.structs.asdict(msgspec.json.decode(content, type=SealedKey))
        return msgspec.json.encode(known | STRANGE[how]) if how in STRANGE else b"{}"

    assert refused(office, rewritten(moved, change), DataFolder(tmp_path / "new")).code == "backup.damaged"


def test_another_schools_key_does_not_open_this_school(office: Office, moved: Path, tmp_path: Path) -> None:
    """A key sealed under a known passphrase and put into somebody else's file proves nothing."""
    own = moving.sealed_key(bytes(32), PASSPHRASE)
    forged = rewritten(moved, lambda name, content: msgspec.json.encode(own) if name == KEY_ENTRY else content)
    folder = DataFolder(tmp_path / "new")
    assert refused(office, forged, folder).code == "backup.damaged"
    assert not folder.database.exists()
    assert not folder.key_file.exists()


def test_another_schools_folder_is_left_alone(office: Office, moved: Path, tmp_path: Path) -> None:
    folder = DataFolder(tmp_path / "other")
    shutil.copytree(office.school.folder.root, folder.root)
    other = opened(office, folder)
    with other.school.database.writing() as session:
        session.connection().exec_driver_sql("UPDATE school SET id = 'another', name = '别的学校'")
    other.school.close()
    assert refused(office, moved, folder).code == "backup.other_school"


def test_where_the_key_is_lost_the_file_brings_it_back(office: Office, moved: Path) -> None:
    folder = office.school.folder
    office.school.execute(notice("after"), office.clerk)
    office.school.close()
    folder.key_file.unlink()
    with pytest.raises(EnvironmentFault, match="换电脑"):
        opened(office)
    done = safekeeping.move_in(moved, folder, PASSPHRASE, office.clock)
    assert done.set_aside is not None
    again = opened(office)
    assert again.school.row_counts()["notice"] == 3
    again.school.close()


def test_a_key_that_cannot_be_kept_leaves_the_folder_empty(
    office: Office, moved: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_args: object, **_named: object) -> None:
        raise EnvironmentFault("disk.full", "磁盘已满。")

    monkeypatch.setattr(safekeeping, "keep_key", full)
    folder = DataFolder(tmp_path / "new")
    with pytest.raises(EnvironmentFault):
        safekeeping.move_in(moved, folder, PASSPHRASE, office.clock)
    assert not folder.database.exists()
    assert list(folder.root.glob("school.db*")) == []


def test_deriving_is_as_slow_as_it_was_meant(office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    path = move_out(office, tmp_path / "slow.zip")
    with zipfile.ZipFile(path) as archive:
        sealed = msgspec.json.decode(archive.read(KEY_ENTRY), type=SealedKey)
    assert (sealed.passes, sealed.memory_kib, sealed.lanes) == (4, 128 * 1024, 4)
    assert Cipher(key_of(office.school.folder)(office.school.id)).digest(b"x") == office.school.database.cipher.digest(
        b"x"
    )
