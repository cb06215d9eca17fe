"""The Hub as a web application: the desks' interface under /v1, the enterprises' website beside it. Blocking work runs in threads."""

from __future__ import annotations

import contextlib
import struct
from collections.abc import AsyncIterator, Callable, Iterator
from typing import Any, TypeVar

from sqlalchemy.orm import Session
from starlette.applications import Starlette
from starlette.concurrency import iterate_in_threadpool, run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from school_desk.adapters.hub_client import MEDIA_TYPE
from school_desk.hub.files import Incoming
from school_desk.hub.invitations import join
from school_desk.hub.opening import HubSchool
from school_desk.kernel.database import in_transaction
from school_desk.kernel.errors import EnvironmentFault, RuleViolation
from school_desk.kernel.sync_tables import DeskRow
from school_desk.sync import wire

T = TypeVar("T")
_MOST_BODY = 64_000_000


class Refused(Exception):
    """A request that is not answered as asked: its HTTP status, code and sentence."""

    def __init__(self, status: int, code: str, message: str) -> None:
        super().__init__(message)
        self.status, self.code, self.message = status, code, message


class DeskApi:
    """What desks ask over HTTP. Only a 200 says something about a command; anything else says nothing about any."""

    def __init__(self, school: HubSchool) -> None:
        self.school = school
        self._incoming = Incoming(school)

    def routes(self) -> list[Route]:
        """The paths under /v1."""
        return [
            Route("/v1/join", self.join, methods=["POST"]),
            Route("/v1/seat", self.seat, methods=["GET", "POST"]),
            Route("/v1/push", self.push, methods=["POST"]),
            Route("/v1/pull", self.pull, methods=["GET"]),
            Route("/v1/snapshot", self.snapshot, methods=["GET"]),
            Route("/v1/blocks", self.blocks, methods=["POST"]),
            Route("/v1/files/missing", self.missing, methods=["POST"]),
            Route("/v1/files/{sha256}", self.file, methods=["GET", "PUT"]),
        ]

    async def join(self, request: Request) -> Response:
        """A seat for a one-time code."""
        asked = wire.decode(await _body(request), wire.Join)
        address = request.client.host if request.client else ""
        return _answer(await run_in_threadpool(join, self.school, asked, address))

    async def seat(self, request: Request) -> Response:
        """Whose seat it is; POST: another one."""
        renew = request.method == "POST"
        service = self.school.service

        def answer(session: Session, desk: DeskRow) -> wire.SeatAnswer:
            return service.renew(session, desk) if renew else service.seat(desk)

        return _answer(await self._ask(request, answer, writes=renew))

    async def push(self, request: Request) -> Response:
        """Verdicts of commands."""
        push = wire.decode(await _body(request), wire.Push)
        _check_schema(push.schema)
        answer = await self._ask(
            request, lambda session, desk: self.school.service.push(session, desk, push), writes=True
        )
        return _answer(answer)

    async def pull(self, request: Request) -> Response:
        """A page of the journal."""
        _check_schema(_whole(request, "schema", wire.SCHEMA))
        after, mark = _whole(request, "after", 0), request.query_params.get("mark", "")
        return _answer(
            await self._ask(request, lambda session, desk: self.school.service.pull(session, desk, after, mark))
        )

    async def snapshot(self, request: Request) -> Response:
        """The chunks of a snapshot, each after its length (4 bytes, big end first)."""
        await self._ask(request, lambda _session, _desk: None)
        return StreamingResponse(iterate_in_threadpool(self._framed()), media_type=MEDIA_TYPE)

    async def blocks(self, request: Request) -> Response:
        """Reserved numbers."""
        series = wire.decode(await _body(request), wire.Names).names
        service = self.school.service

        def reserve(session: Session, desk: DeskRow) -> wire.Blocks:
            return wire.Blocks(tuple(service.reserve(session, desk, series)))

        return _answer(await self._ask(request, reserve, writes=True))

    async def missing(self, request: Request) -> Response:
        """Which of these files the Hub has not, and how much of each it has."""
        names = wire.decode(await _body(request), wire.Names).names
        await self._ask(request, lambda _session, _desk: None)
        return _answer(await run_in_threadpool(self._incoming.missing, names))

    async def file(self, request: Request) -> Response:
        """One file: PUT a part of it, or GET the whole."""
        sha256 = request.path_params["sha256"]
        await self._ask(request, lambda _session, _desk: None)
        if request.method == "GET":
            content = await run_in_threadpool(self.school.blobs.get, sha256)
            return Response(content, media_type="application/octet-stream")
        part = await _body(request, wire.PART_BYTES)
        offset, size = _whole(request, "offset", 0), _whole(request, "size", len(part))
        return _answer(await run_in_threadpool(self._incoming.put, sha256, offset, size, part))

    def _framed(self) -> Iterator[bytes]:
        with self.school.database.reading() as session:
            for chunk in self.school.service.snapshot(session):
                yield struct.pack(">I", len(chunk)) + chunk

    async def _ask(self, request: Request, question: Callable[[Session, DeskRow], T], *, writes: bool = False) -> T:
        """Asks in a thread, as the desk whose token the request carries."""
        token = request.headers.get("authorization", "").removeprefix("Bearer ").strip()

        def ask(session: Session) -> T:
            desk = self.school.service.find(session, token) if token else None
            if desk is None:
                raise Refused(401, "desk.unknown", "总台不认识这台电脑：凭证无效或已被停用。请管理员重新邀请。")
            return question(session, desk)

        def answer() -> T:
            if writes:
                return in_transaction(self.school.database, ask)
            with self.school.database.reading() as session:
                return ask(session)

        return await run_in_threadpool(answer)


def make_app(school: HubSchool, more: list[Route] | None = None) -> Starlette:
    """The application of one school; `more` routes are the website's."""
    api = DeskApi(school)
    app = Starlette(
        routes=[*api.routes(), Route("/v1/health", _health), *(more or [])],
        exception_handlers={Refused: _refused, RuleViolation: _rule, EnvironmentFault: _fault, ValueError: _malformed},
        lifespan=_closing(school),
    )
    app.state.api = api
    return app


def _closing(school: HubSchool) -> Callable[[Starlette], contextlib.AbstractAsyncContextManager[None]]:
    @contextlib.asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncIterator[None]:
        yield
        school.close()

    return lifespan


async def _health(_request: Request) -> Response:
    return JSONResponse({"ok": True})


async def _body(request: Request, most: int = _MOST_BODY) -> bytes:
    """The body, never more than `most` bytes of it."""
    parts, size = [], 0
    async for part in request.stream():
        size += len(part)
        if size > most:
            raise Refused(413, "message.too_large", "一次发送的内容太大。")
        parts.append(part)
    return b"".join(parts)


def _answer(message: Any) -> Response:
    return Response(wire.encode(message), media_type=MEDIA_TYPE)


def _whole(request: Request, name: str, usual: int) -> int:
    text = request.query_params.get(name, str(usual))
    if not text.isascii() or not text.isdigit() or len(text) > 15:
        raise ValueError(name)
    return int(text)


def _check_schema(schema: int) -> None:
    if schema < wire.OLDEST_SCHEMA:
        raise Refused(426, "schema.old", "这台电脑的程序太旧，请先升级；本机的操作都保留着。")


def _told(status: int, code: str, message: str) -> Response:
    return JSONResponse({"error": {"code": code, "message": message}}, status_code=status)


async def _refused(_request: Request, refused: Exception) -> Response:
    assert isinstance(refused, Refused)
    return _told(refused.status, refused.code, refused.message)


async def _rule(_request: Request, rule: Exception) -> Response:
    assert isinstance(rule, RuleViolation)
    return _told(422, rule.code, rule.message)


async def _fault(_request: Request, fault: Exception) -> Response:
    assert isinstance(fault, EnvironmentFault)
    return _told(404 if fault.code == "blob.missing" else 503, fault.code, fault.message)


async def _malformed(_request: Request, _fault: Exception) -> Response:
    return _told(400, "message.malformed", "看不懂收到的内容。")
