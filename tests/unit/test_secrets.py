"""Keys and tokens: in the computer's vault where it has one, else in a file that only its user reads; each under its own name."""

from __future__ import annotations

import base64
import os
from collections.abc import Iterator
from pathlib import Path

import keyring
import pytest
from keyring.backend import KeyringBackend
from keyring.backends.fail import Keyring as NoKeyring
from keyring.errors import KeyringLocked, PasswordDeleteError

from school_desk.adapters.secrets import keep_key, keep_key_in_file, keep_token, load_key, load_token, vault_name
from school_desk.composition import found_school, open_school
from school_desk.hub.founding import found_hub
from school_desk.hub.opening import key_owner
from school_desk.kernel.clock import ScriptedClock
from school_desk.kernel.errors import EnvironmentFault
from school_desk.kernel.paths import DataFolder
from tests.school import NAME, START

KEY, OTHER = bytes(range(32)), bytes(32)


class Vault(KeyringBackend):
    """Forgets everything when the test is over."""

    priority = 1
    name = "memory"

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.kept: dict[tuple[str, str], str] = {}
        self.locked = False

    def get_password(self, service: str, username: str) -> str | None:
        self._open()
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self._open()
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        raise PasswordDeleteError("nothing of ours is taken out")

    def _open(self) -> None:
        if self.locked:
            raise KeyringLocked("locked")


class Forgetful(Vault):
    """Says that it kept something, and has not."""

    def set_password(self, service: str, username: str, password: str) -> None:
        """Nothing."""


@pytest.fixture
def vault() -> Iterator[Vault]:
    """This computer's vault."""
    yield from in_use(Vault())


def in_use(made: Vault) -> Iterator[Vault]:
    before = keyring.get_keyring()
    keyring.set_keyring(made)
    yield made
    keyring.set_keyring(before)


@pytest.fixture
def no_vault() -> Iterator[None]:
    """A computer that has none."""
    before = keyring.get_keyring()
    keyring.set_keyring(NoKeyring())  # type: ignore[no-untyped-call]
    yield
    keyring.set_keyring(before)


def mode(path: Path) -> int:
    return path.stat().st_mode & 0o777


def test_school_hub_and_desk_lie_in_the_vault_each_under_its_own_name(vault: Vault, tmp_path: Path) -> None:
    """As the program makes them: two keys and a token that open nothing of each other, and no file beside the data."""
    desk, hub = DataFolder(tmp_path / "desk"), DataFolder(tmp_path / "hub")
    who = {"admin_login": "admin", "admin_name": "管理员", "password": "Huzhou-2026"}
    school = found_school(desk, name=NAME, clock=ScriptedClock(START), **who)
    found_hub(hub, school)
    keep_token("hub-1", "token-1", desk.token_file)
    text = base64.b64encode(load_key(school.id, desk.key_file)).decode()
    of_the_hub = base64.b64encode(load_key(key_owner(school.id), hub.key_file)).decode()
    assert vault.kept == {
        ("School Desk", school.id): text,
        ("School Desk", key_owner(school.id)): of_the_hub,
        ("School Desk", "token/hub-1"): "token-1",
    }
    assert text != of_the_hub
    assert not any(file.exists() for file in (desk.key_file, desk.token_file, hub.key_file))
    assert load_token("hub-1", desk.token_file) == "token-1"
    school.close()
    opened = open_school(desk)
    assert opened.name == NAME
    opened.close()
    del vault.kept["School Desk", school.id]
    with pytest.raises(EnvironmentFault, match="找不到本校密钥") as fault:
        open_school(desk)
    assert fault.value.code == "key.missing"


@pytest.mark.usefixtures("no_vault")
def test_without_a_vault_both_are_files_of_their_user_alone(tmp_path: Path) -> None:
    key_file, token_file = tmp_path / "school.key", tmp_path / "hub.token"
    before = os.umask(0)
    try:
        assert vault_name() is None
        assert keep_key("school-1", KEY, key_file) == "file"
        assert keep_token("hub-1", "token-1", token_file) == "file"
    finally:
        os.umask(before)
    assert (load_key("school-1", key_file), load_token("hub-1", token_file)) == (KEY, "token-1")
    if os.name == "posix":
        assert (mode(key_file), mode(token_file)) == (0o600, 0o600)


@pytest.mark.usefixtures("no_vault")
def test_what_is_nowhere_is_told(tmp_path: Path) -> None:
    for load, code in ((load_key, "key.missing"), (load_token, "token.missing")):
        with pytest.raises(EnvironmentFault) as fault:
            load("school-1", tmp_path / "nothing")
        assert fault.value.code == code


def test_another_folder_of_the_same_school_keeps_what_it_has_in_the_vault(vault: Vault, tmp_path: Path) -> None:
    """And whoever has a file goes on with the file: the vault may be another folder's."""
    one, other = tmp_path / "one.key", tmp_path / "other.key"
    assert [keep_key("school-1", key, file) for key, file in ((KEY, one), (OTHER, other))] == ["vault", "file"]
    assert (load_key("school-1", one), load_key("school-1", other)) == (KEY, OTHER)
    assert keep_key("school-1", KEY, one) == "vault", "the same again"
    assert keep_key("school-1", KEY, other) == "file"
    assert load_key("school-1", other) == KEY


def test_every_token_lies_in_the_vault_and_none_in_anothers_place(vault: Vault, tmp_path: Path) -> None:
    """A desk that was renewed or joined again goes by its newest; the one it is a copy of, or that lies beside it, by its own."""
    one, other = tmp_path / "one.token", tmp_path / "other.token"
    keeping = [("token-1", one), ("token-2", one), ("token-3", one), ("token-4", other), ("token-5", other)]
    for text, file in keeping:
        assert keep_token("hub-1", text, file) == "vault"
        assert load_token("hub-1", file) == text, "the newest"
    assert load_token("hub-1", one) == "token-3"
    assert load_token("hub-1", tmp_path / "the first, copied before it was renewed") == "token-1"
    assert not [file for file in (one, other) if "token-" in file.read_text()]
    assert {vault.kept[key] for key in vault.kept} >= {"token-3", "token-5"}


def test_a_token_in_a_file_goes_into_the_vault_with_the_next_one(vault: Vault, tmp_path: Path) -> None:
    token = tmp_path / "hub.token"
    vault.locked = True
    assert keep_token("hub-1", "token-1", token) == "file"
    vault.locked = False
    assert keep_token("hub-1", "token-2", token) == "vault"
    assert "token-" not in token.read_text()
    vault.kept.clear()
    with pytest.raises(EnvironmentFault, match="找不到这台电脑在总台的凭证"):
        load_token("hub-1", token)


def test_a_vault_that_is_locked_or_forgets_is_none(vault: Vault, tmp_path: Path) -> None:
    vault.locked = True
    assert keep_key("school-1", KEY, tmp_path / "school.key") == "file"
    assert load_key("school-1", tmp_path / "school.key") == KEY
    with pytest.raises(EnvironmentFault) as fault:
        load_token("hub-1", tmp_path / "hub.token")
    assert fault.value.code == "token.missing"
    for forgetful in in_use(Forgetful()):
        assert vault_name() == forgetful.name
        assert keep_token("hub-1", "token-1", tmp_path / "hub.token") == "file"
    assert load_token("hub-1", tmp_path / "hub.token") == "token-1"


def test_whoever_asks_for_files_gets_files(vault: Vault, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    keep_key_in_file(KEY, tmp_path / "moved.key")
    monkeypatch.setenv("SCHOOL_DESK_KEY_IN_FILE", "1")
    assert keep_key("school-1", KEY, tmp_path / "school.key") == "file"
    assert load_key("school-1", tmp_path / "moved.key") == load_key("school-1", tmp_path / "school.key") == KEY
    assert vault.kept == {}
    with pytest.raises(ValueError, match="32 bytes"):
        keep_key("school-1", KEY[:-1], tmp_path / "short.key")
    assert not (tmp_path / "short.key").exists()
