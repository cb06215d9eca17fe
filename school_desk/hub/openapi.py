"""The desks' interface as a table of operations, and as an OpenAPI 3.1 document made of it: app.py makes its routes of the same table.

Messages are described from the very structs that read and write them, so that neither can say what the other does not do.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

import msgspec

from school_desk.adapters.hub_client import MEDIA_TYPE
from school_desk.hub.files import MOST_BYTES
from school_desk.hub.forms import FRAMES, JSON, OCTETS
from school_desk.sync import snapshot, wire

Schema = dict[str, Any]
_REF = "#/components/schemas/{name}"
_TEXT = """What a School Desk computer asks its Hub. Everything else on this address is the website for enterprises, which is not described here.

Messages have two forms with the same content. `application/vnd.school-desk.v1`, which desks use, is MessagePack compressed with zstd;
`application/json` is for people and tests. A question's form is its `Content-Type`, an answer's is asked for by `Accept` (without a
word: the desks' own). The schemas describe both, but for bytes: MessagePack has them as such, JSON as base64. Structs that are arrays
carry their fields by place; `title` names each. A whole number is written as one: 1, never 1.0.

Only a 200 says something about a command. Whatever else comes, a proxy's page included, leaves everything that waits on a desk waiting.
Errors are JSON. 400: not as described. 422: as described, but a rule is against it, and the message says in Chinese what to do. An
address that is none answers 404, a method that is none 405 with `Allow`. 503 may also come from a proxy, or before anything is read
when too many ask at once; then its body may be anything.
"""
_ABOUT = {
    400: "Not a message as described; nothing was done.",
    401: "No token, or not one of a desk that has joined: it was revoked, or never was.",
    404: "No name of a file, or the Hub has not got it (yet).",
    413: "The body is larger than anything a desk sends.",
    415: "The body is of a kind that is not read here.",
    422: "A rule is against it; the message says in Chinese what to do.",
    426: "The desk's program is too old for this Hub. It keeps everything, and sends it once it is updated.",
    429: "Too many wrong codes from this address; the message says until when.",
    503: "The Hub's disk or database does not answer at the moment; nothing was done.",
}


class Health(msgspec.Struct, frozen=True):
    """The Hub is there."""

    ok: bool


@dataclass(frozen=True)
class Operation:
    """What a desk may ask. `name` is the DeskApi method that answers; `body` and `answer` are structs, or the media type of plain bytes."""

    name: str
    method: str
    path: str
    answer: Any
    refusals: tuple[int, ...]
    body: Any = None
    query: tuple[Schema, ...] = ()
    public: bool = False
    links: Mapping[str, Schema] | None = None


def _query(name: str, schema: Schema, about: str) -> Schema:
    return {"name": name, "in": "query", "required": False, "schema": schema, "description": about}


_WHOLE: Schema = {"type": "integer", "minimum": 0, "maximum": 10**15 - 1}
_SHA256: Schema = {"type": "string", "pattern": "^[0-9a-f]{64}$", "maxLength": 64}
_MARK: Schema = {"type": "string", "pattern": "^([0-9a-f]{64})?$", "maxLength": 64, "default": ""}
_PULL = (
    _query("after", _WHOLE | {"default": 0}, "The last entry that the desk has; 0 for none."),
    _query("mark", _MARK, "The Hub's mark of that entry: with it both know that they have the same history."),
    _query("schema", _WHOLE | {"default": wire.SCHEMA}, f"The contract the desk speaks; from {wire.OLDEST_SCHEMA} on."),
)
_PART = (
    _query("offset", _WHOLE | {"default": 0}, f"Where the part begins: a multiple of {wire.PART_BYTES}."),
    _query("size", _WHOLE, f"The size of the whole file, at most {MOST_BYTES}. Without it, that of this part."),
)
_SENT = (400, 401, 413, 415, 503)
_AFTER_FIRST = {"after": "$response.body#/entries/0/0", "mark": "$response.body#/entries/0/10"}
_NEXT_PAGE = {"next": {"operationId": "pull", "parameters": _AFTER_FIRST}}
_SAME_FILE = {"same": {"operationId": "file", "parameters": {"sha256": "$request.path.sha256"}}}

OPERATIONS = (
    Operation("join", "POST", "/join", wire.Grant, (400, 413, 415, 422, 429, 503), wire.Join, public=True),
    Operation("seat", "GET", "/seat", wire.SeatAnswer, (401, 503)),
    Operation("renew", "POST", "/seat", wire.SeatAnswer, (401, 503)),
    Operation("push", "POST", "/push", wire.PushAnswer, (*_SENT, 426), wire.Push),
    Operation("pull", "GET", "/pull", wire.Page, (400, 401, 426, 503), query=_PULL, links=_NEXT_PAGE),
    Operation("snapshot", "GET", "/snapshot", FRAMES, (401, 503)),
    Operation("blocks", "POST", "/blocks", wire.Blocks, (*_SENT, 422), wire.Names),
    Operation("missing", "POST", "/files/missing", wire.FileStates, (*_SENT, 422), wire.Names),
    Operation("file", "GET", "/files/{sha256}", OCTETS, (401, 404, 503)),
    Operation(
        "part", "PUT", "/files/{sha256}", wire.FileState, (*_SENT, 404, 422), OCTETS, query=_PART, links=_SAME_FILE
    ),
    Operation("health", "GET", "/health", Health, (), public=True),
    Operation("openapi", "GET", "/openapi.json", JSON, (), public=True),
)
_SMALL_FILE = "School Desk"
_CHUNKS: Any = snapshot.Chunk


def description(about: Mapping[str, str]) -> bytes:
    """The document as JSON. `about`: what each operation does, by name."""
    structs = {kind for one in OPERATIONS for kind in (one.body, one.answer) if isinstance(kind, type)}
    ordered = sorted(structs, key=lambda kind: kind.__name__)
    (*_, chunks), schemas = msgspec.json.schema_components([*ordered, _CHUNKS], ref_template=_REF)
    for kind in _with_parts(wire, snapshot):
        _name_places(schemas, kind)
    schemas |= {"Chunk": {"title": "Chunk", **chunks}, "Error": _ERROR}
    paths: dict[str, Schema] = {}
    for one in OPERATIONS:
        path = paths.setdefault(f"/v1{one.path}", _path_parameters(one.path))
        path[one.method.lower()] = _operation(one, about[one.name])
    document = {
        "openapi": "3.1.0",
        "info": {"title": "School Desk Hub", "version": str(wire.SCHEMA), "description": _TEXT},
        "servers": [{"url": "/"}],
        "security": [{"desk": []}],
        "paths": paths,
        "components": {
            "schemas": schemas,
            "securitySchemes": {"desk": {"type": "http", "scheme": "bearer", "description": "A desk's token, from `join`."}},
        },
    }  # fmt: skip
    return msgspec.json.encode(document)


_ERROR: Schema = {
    "title": "Error",
    "type": "object",
    "required": ["error"],
    "properties": {
        "error": {
            "type": "object",
            "required": ["code", "message"],
            "properties": {
                "code": {"type": "string", "description": "Stable, for programs."},
                "message": {"type": "string", "description": "For people, in Chinese."},
            },
        }
    },
}


def _operation(one: Operation, about: str) -> Schema:
    responses = {"200": {"description": "Done.", "content": _content(one.answer)}}
    if one.links:
        responses["200"]["links"] = one.links
    for status in one.refusals:
        refusal: Schema = {
            "description": _ABOUT[status],
            "content": {JSON: {"schema": {"$ref": _REF.format(name="Error")}}},
        }
        if status == HTTPStatus.UNAUTHORIZED:
            refusal["headers"] = {"WWW-Authenticate": {"required": True, "schema": {"const": "Bearer"}}}
        responses[str(status)] = refusal
    told: Schema = {"operationId": one.name, "summary": about, "responses": responses}
    if one.query:
        told["parameters"] = [*one.query]
    if one.body is not None:
        told["requestBody"] = {"required": True, "content": _content(one.body)}
    if one.public:
        told["security"] = []
    return told


def _content(kind: Any) -> Schema:
    if kind == FRAMES:
        about = "Frames until the end: 4 bytes, the length (big end first), then a message in the desks' own form: a Chunk. The last is an End."
        return {FRAMES: {"schema": {"description": about, "x-frame": {"$ref": _REF.format(name="Chunk")}}}}
    if kind == OCTETS:
        about = f"Plain bytes. A part has {wire.PART_BYTES} of them, a file's last part the rest."
        return {OCTETS: {"schema": {"description": about}, "example": _SMALL_FILE}}
    if kind == JSON:
        return {JSON: {"schema": {"type": "object"}}}
    told = {"schema": {"$ref": _REF.format(name=kind.__name__)}}
    return {JSON: told} if kind is Health else {MEDIA_TYPE: told, JSON: told}


def _path_parameters(path: str) -> Schema:
    if "{sha256}" not in path:
        return {}
    sha256: Schema = {
        "name": "sha256",
        "in": "path",
        "required": True,
        "schema": _SHA256,
        "description": "The SHA-256 of the file's content.",
        "example": hashlib.sha256(_SMALL_FILE.encode()).hexdigest(),
    }
    return {"parameters": [sha256]}


def _with_parts(*modules: Any) -> Iterator[type[msgspec.Struct]]:
    for module in modules:
        for kind in vars(module).values():
            if isinstance(kind, type) and issubclass(kind, msgspec.Struct):
                yield kind


def _name_places(schemas: dict[str, Schema], kind: type[msgspec.Struct]) -> None:
    """Fields that go by place get their names as titles."""
    schema = schemas.get(kind.__name__, {})
    places = schema.get("prefixItems", [])
    names = kind.__struct_fields__ if len(places) == len(kind.__struct_fields__) else ("tag", *kind.__struct_fields__)
    if places:
        schema["prefixItems"] = [{"title": name, **place} for name, place in zip(names, places, strict=True)]
