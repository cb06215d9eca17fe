"""Before restoring: what the backup holds and what would be lost since is told, and nothing is touched by looking."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from school_desk.adapters.safekeeping import preview
from school_desk.kernel.errors import EnvironmentFault, RuleViolation
from school_desk.kernel.paths import DataFolder
from tests.school import Office
from tests.store.keeping import PICTURES, back_up, filled, notice, opened, restored, rewritten


def test_what_would_be_lost_is_named_newest_first(office: Office, tmp_path: Path) -> None:
    facts = back_up(filled(office), tmp_path / "whole.zip")
    office.move_to(2026, 8, 4, 10)
    office.school.execute(notice("later"), office.clerk)
    office.school.execute(notice("last"), office.cashier)
    seen = preview(facts.path, office.school.folder)
    assert seen.facts == facts
    assert seen.lost is not None
    assert [(one.actor_name, one.name) for one in seen.lost] == [("钱会计", "QueueNotice"), ("沈文员", "QueueNotice")]
    assert all(one.made_at.tzinfo is not None and one.made_at.day == 4 for one in seen.lost)
    assert (seen.counts["notice"], facts.counts["notice"]) == (5, 3)
    assert seen.missing_files == 0


def test_right_after_a_backup_nothing_would_be_lost(office: Office) -> None:
    assert preview(back_up(filled(office)).path, office.school.folder).lost == ()


def test_after_a_restore_only_todays_decisions_count(office: Office, tmp_path: Path) -> None:
    """What was lost by an earlier restore stands in a later backup, and cannot be lost again."""
    first = back_up(filled(office), tmp_path / "first.zip")
    for text in ("a", "b"):
        office.school.execute(notice(text), office.clerk)
    second = back_up(office, tmp_path / "second.zip")
    office.school.close()
    restored(office, first.path)
    again = opened(office)
    again.school.execute(notice("other"), again.clerk)
    seen = preview(second.path, again.school.folder)
    assert seen.lost is not None
    assert len(seen.lost) == 1
    again.school.close()


def test_files_that_neither_has_are_counted(office: Office) -> None:
    facts = back_up(filled(office))
    shutil.rmtree(office.school.folder.blobs)
    assert preview(facts.path, office.school.folder).missing_files == len(PICTURES)


def test_damaged_data_do_not_hide_what_the_backup_holds(office: Office, tmp_path: Path) -> None:
    facts = back_up(filled(office), tmp_path / "whole.zip")
    office.school.close()
    office.school.folder.database.write_bytes(b"no database" * 1000)
    seen = preview(facts.path, office.school.folder)
    assert (seen.facts, seen.lost, seen.counts) == (facts, None, {})


def test_where_there_is_no_school_nothing_can_be_lost(office: Office, tmp_path: Path) -> None:
    facts = back_up(filled(office), tmp_path / "whole.zip")
    empty = DataFolder(tmp_path / "new")
    with pytest.raises(EnvironmentFault, match="换电脑"):
        preview(facts.path, empty)
    empty.root.mkdir()
    shutil.copy(office.school.folder.key_file, empty.key_file)
    seen = preview(facts.path, empty)
    assert (seen.lost, seen.counts, seen.missing_files) == ((), {}, 0)
    assert [file.name for file in empty.root.iterdir()] == [empty.key_file.name], "looking makes nothing"


@pytest.mark.parametrize("entry", ["manifest.json", "school.db"])
def test_an_altered_backup_is_refused_before_anybody_decides(office: Office, tmp_path: Path, entry: str) -> None:
    whole = back_up(filled(office), tmp_path / "whole.zip").path
    spoiled = rewritten(whole, lambda name, content: content + b" " * (name == entry))
    with pytest.raises(RuleViolation) as refusal:
        preview(spoiled, office.school.folder)
    assert refusal.value.code == "backup.damaged"


def test_looking_leaves_nothing_behind(office: Office) -> None:
    facts = back_up(filled(office))
    before = office.dump()
    preview(facts.path, office.school.folder)
    assert [file.name for file in office.school.folder.backups.iterdir()] == [facts.path.name]
    assert office.dump() == before


def test_a_folder_named_from_where_one_stands_is_the_same(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    facts, folder = back_up(filled(office)), office.school.folder
    monkeypatch.chdir(folder.root.parent)
    named = DataFolder(folder.root.relative_to(folder.root.parent))
    seen = preview(facts.path.relative_to(folder.root.parent), named)
    assert (seen.lost, seen.missing_files) == ((), 0)
