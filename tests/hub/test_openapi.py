"""The desks' interface is described, and is what its description says: nothing that is asked, in whatever shape, finds it otherwise."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema_rs
import msgspec
import pytest
import zstandard
from schemathesis.specs.openapi.definitions import OPENAPI_31_VALIDATOR
from sqlalchemy.orm import Session
from starlette.testclient import TestClient

from school_desk.adapters.hub_client import MEDIA_TYPE
from school_desk.composition import found_school
from school_desk.hub.app import make_app
from school_desk.hub.forms import JSON, OCTETS
from school_desk.hub.founding import found_hub
from school_desk.hub.openapi import OPERATIONS
from school_desk.hub.opening import HubSchool, open_hub
from school_desk.hub.service import HubService
from school_desk.kernel import journal
from school_desk.kernel.clock import ScriptedClock
from school_desk.kernel.database import in_transaction
from school_desk.kernel.errors import EnvironmentFault
from school_desk.kernel.paths import DataFolder
from school_desk.sync import wire
from tests.hub.fuzzing import fuzz
from tests.school import NAME, START

TOKEN = "a desk's token"


@pytest.fixture(scope="module")
def founded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a Hub with one desk, whose token is TOKEN: made once."""
    root, clock = tmp_path_factory.mktemp("founded"), ScriptedClock(START)
    school = found_school(
        DataFolder(root / "lone"), name=NAME, admin_login="admin", admin_name="管理员", password="Huzhou-2026",
        clock=clock,
    )  # fmt: skip
    found_hub(DataFolder(root / "hub"), school)
    school.close()
    made = open_hub(DataFolder(root / "hub"), clock)
    in_transaction(made.database, lambda session: made.service.enrol(session, "1号机", TOKEN).no)
    made.close()
    return root / "hub"


@pytest.fixture
def hub(founded: Path, tmp_path: Path) -> Iterator[HubSchool]:
    """A copy of it, opened."""
    shutil.copytree(founded, tmp_path / "hub")
    opened = open_hub(DataFolder(tmp_path / "hub"), ScriptedClock(START))
    yield opened
    opened.close()


@pytest.fixture
def asking(hub: HubSchool) -> TestClient:
    """Whoever asks with the desk's token and reads JSON."""
    return TestClient(make_app(hub), headers={"Authorization": f"Bearer {TOKEN}", "Accept": JSON})


def document(asking: TestClient) -> dict[str, Any]:
    found: dict[str, Any] = asking.get("/v1/openapi.json").json()
    return found


def test_the_description_is_a_document_of_openapi(asking: TestClient) -> None:
    described = document(asking)
    assert list(OPENAPI_31_VALIDATOR.iter_errors(described)) == []
    for name, schema in described["components"]["schemas"].items():
        jsonschema_rs.meta.validate(schema)
        assert schema.get("description") or name in ("Chunk", "Error"), name


def test_what_is_described_is_what_can_be_asked(asking: TestClient) -> None:
    for path, described in document(asking)["paths"].items():
        methods = {method.upper() for method in described if method != "parameters"}
        answer = asking.request("DELETE", path.replace("{sha256}", "a" * 64))
        assert answer.status_code == 405
        assert set(answer.headers["Allow"].split(", ")) == methods | ({"HEAD"} if "GET" in methods else set())
        assert answer.json()["error"]["code"] == "address.unknown"


def test_only_a_desk_is_answered_and_its_body_is_read_only_then(hub: HubSchool) -> None:
    with TestClient(make_app(hub)) as stranger:
        for one in OPERATIONS:
            path = f"/v1{one.path}".replace("{sha256}", "a" * 64)
            for said in ({}, {"Authorization": f"Basic {TOKEN}"}, {"Authorization": TOKEN}):
                if not one.public:
                    answer = stranger.request(
                        one.method, path, headers={**said, "Content-Type": "text/plain"}, content=b"?"
                    )
                    assert answer.status_code == 401, one
                    assert answer.headers["WWW-Authenticate"] == "Bearer"


def test_both_forms_say_the_same(asking: TestClient) -> None:
    as_json = asking.get("/v1/pull", params={"after": 0})
    own = asking.get("/v1/pull", params={"after": 0}, headers={"Accept": "*/*"})
    assert (as_json.headers["Content-Type"], own.headers["Content-Type"]) == (JSON, MEDIA_TYPE)
    assert as_json.headers["Cache-Control"] == "no-store"
    page = wire.decode(own.content, wire.Page)
    assert msgspec.json.decode(as_json.content, type=wire.Page) == page
    assert page.entries
    names = wire.Names(("training_plan/2026",))
    first = asking.post("/v1/blocks", json=msgspec.to_builtins(names)).json()["blocks"][0]
    told = asking.post("/v1/blocks", content=wire.encode(names), headers={"Content-Type": MEDIA_TYPE, "Accept": ""})
    (second,) = wire.decode(told.content, wire.Blocks).blocks
    assert (first[0], second.first) == (second.series, first[2] + 1)


def test_the_frames_of_a_snapshot_are_as_described(asking: TestClient) -> None:
    described = document(asking)
    chunk = {"$ref": "#/components/schemas/Chunk", "components": described["components"]}
    validator = jsonschema_rs.Draft202012Validator(chunk)
    content, kinds = asking.get("/v1/snapshot").content, []
    while content:
        size = int.from_bytes(content[:4], "big")
        message = msgspec.msgpack.decode(zstandard.ZstdDecompressor().decompress(content[4 : 4 + size]))
        validator.validate(message)
        kinds.append(message[0])
        content = content[4 + size :]
    assert (kinds[0], kinds[-1], set(kinds)) == ("start", "end", {"start", "rows", "end"})


def test_what_is_too_large_or_of_another_kind_is_told_so(asking: TestClient) -> None:
    file = f"/v1/files/{'a' * 64}"
    octets = {"Content-Type": OCTETS}
    assert asking.put(file, content=bytes(wire.PART_BYTES + 1), headers=octets).status_code == 413
    # Whoever has no token yet has little to say, packed or not.
    much = wire.Join("A" * 70_000, "")
    assert asking.post("/v1/join", json=msgspec.to_builtins(much)).status_code == 413
    packed = asking.post("/v1/join", content=wire.encode(much), headers={"Content-Type": MEDIA_TYPE})
    assert packed.status_code == 400
    for path, method in (("/v1/push", "POST"), ("/v1/join", "POST"), (file, "PUT")):
        assert asking.request(method, path, content=b"a=b", headers={"Content-Type": "text/plain"}).status_code == 415


def test_that_a_desk_was_heard_of_costs_no_answer(
    hub: HubSchool, asking: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nor is a seat that was given told to be none, for that could not be written."""
    with monkeypatch.context() as a_full_disk:
        a_full_disk.setattr(HubService, "note_seen", _not_written)
        assert asking.get("/v1/pull").status_code == asking.post("/v1/seat").status_code == 200
    assert [desk.seen_at is None for desk in hub.desks()] == [True, True]
    assert asking.get("/v1/pull").status_code == 200
    assert [desk.seen_at is None for desk in hub.desks()] == [False, True]


def _not_written(_service: HubService, _session: Session, desk_id: str) -> None:
    raise EnvironmentFault("disk.full", desk_id)


def test_codes_that_are_tried_too_often_are_429(asking: TestClient) -> None:
    answers = [asking.post("/v1/join", json={"code": f"AAAA-AA{n}", "name": ""}).status_code for n in range(10, 21)]
    assert answers == [422] * 10 + [429]


# What each once made a 500 of: too deep to be read, no path of a file, a line break that no route minded, digits of another script.
STRANGE: tuple[tuple[str, str, bytes, int], ...] = (
    ("POST", "/v1/push", b"[" * 100_000, 400),
    ("POST", "/v1/blocks", b'{"names": ["\\ud800"]}', 400),
    ("GET", f"/v1/files/{'a' * 300}", b"", 404),
    ("GET", "/v1/files/%2E%2E", b"", 404),
    ("GET", "/v1/files/%00", b"", 404),
    ("GET", "/v1/files/a%0Ab", b"", 404),
    ("GET", "/v1/pull/", b"", 404),
    ("GET", "/v1/pull?after=1&after=2", b"", 400),
    ("GET", "/v1/pull?after=%D9%A1", b"", 400),
    ("GET", f"/v1/pull?mark={'a' * 64}%0A", b"", 400),
)


def test_what_a_machine_found(asking: TestClient) -> None:
    for method, path, body, status in STRANGE:
        answer = asking.request(method, path, content=body, headers={"Content-Type": JSON})
        assert (answer.status_code, answer.headers["Content-Type"]) == (status, JSON), path
        assert answer.json()["error"]["message"]


def test_what_only_messagepack_can_say_is_no_command(asking: TestClient) -> None:
    """What a Hub keeps of a command it keeps as JSON: a command that cannot be kept would be lost."""
    sent = wire.SentCommand(1, "a" * 32, "Unknown", 1, {}, "", "", "2026-08-03T09:00:00+08:00", "", (), "", ())
    own = {"Content-Type": MEDIA_TYPE}
    for strange in ({(1, 2): 3}, msgspec.msgpack.Ext(5, b"x")):
        crooked = msgspec.structs.replace(sent, arguments={"value": strange})
        assert asking.post("/v1/push", content=wire.encode(wire.Push("", (crooked,))), headers=own).status_code == 400
    answer = asking.post("/v1/push", content=wire.encode(wire.Push("", (sent,))), headers=own)
    assert answer.json()["verdicts"][0][1] == "held"


def test_a_few_strange_questions(hub: HubSchool) -> None:
    found = fuzz(make_app(hub), TOKEN, JSON, 3, phases=("fuzzing",))
    assert found.faults == {}
    check_whole(hub)


@pytest.mark.long
@pytest.mark.timeout(600)
@pytest.mark.parametrize("accept", [JSON, MEDIA_TYPE])
def test_many_strange_questions(hub: HubSchool, accept: str) -> None:
    found = fuzz(make_app(hub), TOKEN, accept, 100)
    assert found.faults == {}
    told = {label: {status for one, status in found.answers if one == label} for label, _ in found.answers}
    assert set(told) == {f"{one.method} /v1{one.path}" for one in OPERATIONS if one.name != "openapi"}
    assert {200, 400, 401, 405, 415} <= told["POST /v1/push"]
    assert {200, 404} <= told["GET /v1/files/{sha256}"]
    assert {200, 400, 401, 415, 422} <= told["PUT /v1/files/{sha256}"]
    check_whole(hub)


def check_whole(hub: HubSchool) -> None:
    """The journal holds, and what was held is taken up as after a restart."""
    in_transaction(hub.database, hub.service.take_up_held)
    with hub.reading() as session:
        assert journal.first_broken(session, hub.database.cipher, hub.id) is None
