"""The Hub as a web application: the desks' interface under /v1, the enterprises' website beside it. Blocking work runs in threads."""

from __future__ import annotations

import contextlib
import inspect
import logging
import re
import struct
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from functools import partial
from typing import Any, TypeVar

import msgspec
from sqlalchemy.orm import Session
from starlette.applications import Starlette
from starlette.background import BackgroundTask
from starlette.concurrency import iterate_in_threadpool, run_in_threadpool
from starlette.convertors import StringConvertor, register_url_convertor
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Mount, Route

from school_desk.adapters.hub_client import MEDIA_TYPE
from school_desk.hub import forms
from school_desk.hub.callers import address_of
from school_desk.hub.files import Incoming
from school_desk.hub.invitations import join
from school_desk.hub.openapi import OPERATIONS, description
from school_desk.hub.opening import HubSchool
from school_desk.kernel.database import in_transaction
from school_desk.kernel.errors import EnvironmentFault, RuleViolation
from school_desk.kernel.sync_tables import DeskRow
from school_desk.sync import wire

T = TypeVar("T")
M = TypeVar("M")
Answering = Callable[[Request], Awaitable[Response]]
_MOST_BODY = 64_000_000
# Of a stranger, who has nothing but a code to tell.
_MOST_OF_A_STRANGER = 64 * 1024
_MARK = re.compile(r"([0-9a-f]{64})?")


class _Sha256(StringConvertor):
    """In a path, what names a file; anything else is another address, or none."""

    regex = "[0-9a-f]{64}"


register_url_convertor("sha256", _Sha256())


_log = logging.getLogger(__name__)


class Refused(Exception):
    """A request that is not answered as asked: its HTTP status, code and sentence."""

    def __init__(self, status: int, code: str, message: str) -> None:
        super().__init__(message)
        self.status, self.code, self.message = status, code, message


class DeskApi:
    """What desks ask over HTTP: a method for each of openapi.OPERATIONS, whose docstring the document shows.

    Only a 200 says something about a command; anything else says nothing about any. Who may not ask is told so before a body is read.
    """

    def __init__(self, school: HubSchool) -> None:
        self.school = school
        self._incoming = Incoming(school)
        self._described = description({one.name: inspect.getdoc(getattr(self, one.name)) or "" for one in OPERATIONS})

    def routes(self) -> list[Route]:
        """The paths, each with all that may be asked there."""
        paths: dict[str, dict[str, Answering]] = {}
        for one in OPERATIONS:
            paths.setdefault(one.path.replace("{sha256}", "{sha256:sha256}"), {})[one.method] = getattr(self, one.name)
        return [Route(path, self._by_method(answering), methods=[*answering]) for path, answering in paths.items()]

    async def join(self, request: Request) -> Response:
        """A seat for a one-time code."""
        form = _form(request, MEDIA_TYPE, forms.JSON)
        asked = forms.read(form, await _body(request, _MOST_OF_A_STRANGER), wire.Join, _MOST_OF_A_STRANGER)
        return _answer(request, await run_in_threadpool(join, self.school, asked, address_of(request)))

    async def seat(self, request: Request) -> Response:
        """Whose seat it is."""
        return _answer(request, await self._ask(request, lambda _session, desk: self.school.service.seat(desk)))

    async def renew(self, request: Request) -> Response:
        """Another seat, with a token of its own, for a desk whose data were copied."""
        return _answer(request, await self._ask(request, self.school.service.renew, writes=True))

    async def push(self, request: Request) -> Response:
        """Verdicts of commands."""
        await self._ask(request, _only_who)
        push = await _message(request, wire.Push)
        _check_schema(push.schema)
        await run_in_threadpool(_check_plain, push)
        answer = await self._ask(
            request, lambda session, desk: self.school.service.push(session, desk, push), writes=True
        )
        return _answer(request, answer)

    async def pull(self, request: Request) -> Response:
        """A page of the journal."""

        def page(session: Session, desk: DeskRow) -> wire.Page:
            _check_schema(_whole(request, "schema", wire.SCHEMA))
            return self.school.service.pull(session, desk, _whole(request, "after", 0), _mark(request))

        return _answer(request, await self._ask(request, page))

    async def snapshot(self, request: Request) -> Response:
        """Everything, for a desk that begins: a stream of messages, each after its length."""
        await self._ask(request, _only_who)
        return StreamingResponse(iterate_in_threadpool(self._framed()), media_type=forms.FRAMES)

    async def blocks(self, request: Request) -> Response:
        """Reserves a block of numbers of each series, for this desk alone."""
        await self._ask(request, _only_who)
        series = (await _message(request, wire.Names)).names
        service = self.school.service

        def reserve(session: Session, desk: DeskRow) -> wire.Blocks:
            return wire.Blocks(tuple(service.reserve(session, desk, series)))

        return _answer(request, await self._ask(request, reserve, writes=True))

    async def missing(self, request: Request) -> Response:
        """Which of these files the Hub has not, and how much of each it has."""
        await self._ask(request, _only_who)
        names = (await _message(request, wire.Names)).names
        return _answer(request, await run_in_threadpool(self._incoming.missing, names))

    async def file(self, request: Request) -> Response:
        """A whole file."""
        await self._ask(request, _only_who)
        content = await run_in_threadpool(self._incoming.whole, request.path_params["sha256"])
        return Response(content, media_type=forms.OCTETS)

    async def part(self, request: Request) -> Response:
        """Takes a part of a file; how many bytes from its start on are here now."""
        await self._ask(request, _only_who)
        _form(request, forms.OCTETS, MEDIA_TYPE)  # the second is what the first desks called it
        part = await _body(request, wire.PART_BYTES)
        offset, size = _whole(request, "offset", 0), _whole(request, "size", len(part))
        put = self._incoming.put
        return _answer(request, await run_in_threadpool(put, request.path_params["sha256"], offset, size, part))

    async def health(self, _request: Request) -> Response:
        """Whether the Hub is there."""
        return JSONResponse({"ok": True})

    async def openapi(self, _request: Request) -> Response:
        """This description."""
        return Response(self._described, media_type=forms.JSON)

    def _framed(self) -> Iterator[bytes]:
        with self.school.database.reading() as session:
            for chunk in self.school.service.snapshot(session):
                yield struct.pack(">I", len(chunk)) + chunk

    def _by_method(self, answering: dict[str, Answering]) -> Answering:
        async def answer(request: Request) -> Response:
            told = await answering["GET" if request.method == "HEAD" else request.method](request)
            told.headers["Cache-Control"] = "no-store"  # it is one desk's, and of this moment
            told.background = BackgroundTask(self._note_seen, request)
            return told

        return answer

    def _note_seen(self, request: Request) -> None:
        """After the answer: an answer neither waits for another desk's commands nor turns into a fault because of this."""
        desk_id = getattr(request.state, "new_here", None)
        if desk_id is not None:
            with contextlib.suppress(EnvironmentFault):
                in_transaction(self.school.database, partial(self.school.service.note_seen, desk_id=desk_id))

    async def _ask(self, request: Request, question: Callable[[Session, DeskRow], T], *, writes: bool = False) -> T:
        """Asks in a thread, as the desk whose token the request carries."""
        scheme, _, token = request.headers.get("authorization", "").partition(" ")
        service, database = self.school.service, self.school.database

        def ask(session: Session) -> T:
            desk = service.find(session, token.strip()) if scheme.lower() == "bearer" else None
            if desk is None:
                raise Refused(401, "desk.unknown", "总台不认识这台电脑：凭证无效或已被停用。请管理员重新邀请。")
            if service.is_new_here(desk):
                request.state.new_here = desk.id
            return question(session, desk)

        def answer() -> T:
            if writes:
                return in_transaction(database, ask)
            with database.reading() as session:
                return ask(session)

        return await run_in_threadpool(answer)


def make_app(school: HubSchool, more: list[Route] | None = None) -> Starlette:
    """The application of one school; `more` routes are the website's."""
    desks = Starlette(
        routes=DeskApi(school).routes(),
        exception_handlers={
            Refused: _refused,
            HTTPException: _not_here,
            RuleViolation: _rule,
            EnvironmentFault: _fault,
            ValueError: _malformed,
        },
    )
    desks.router.redirect_slashes = False
    mount = Mount("/v1", desks)
    mount.path_regex = re.compile(mount.path_regex.pattern, re.DOTALL)  # whatever is asked under it, a line break too
    return Starlette(routes=[mount, *(more or [])], lifespan=_closing(school))


def _closing(school: HubSchool) -> Callable[[Starlette], contextlib.AbstractAsyncContextManager[None]]:
    @contextlib.asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncIterator[None]:
        yield
        school.close()

    return lifespan


def _only_who(_session: Session, _desk: DeskRow) -> None:
    """No question: only whether it is a desk that asks."""


async def _message(request: Request, kind: type[M]) -> M:
    form = _form(request, MEDIA_TYPE, forms.JSON)
    return forms.read(form, await _body(request), kind)


def _form(request: Request, *read: str) -> str:
    form = forms.form_of(request.headers.get("content-type", ""))
    if form not in read:
        raise Refused(415, "message.form", "不能识别发送内容的格式。")
    return form


async def _body(request: Request, most: int = _MOST_BODY) -> bytes:
    """The body, never more than `most` bytes of it."""
    parts, size = [], 0
    async for part in request.stream():
        size += len(part)
        if size > most:
            raise Refused(413, "message.too_large", "一次发送的内容太大。")
        parts.append(part)
    return b"".join(parts)


def _answer(request: Request, message: Any) -> Response:
    content, form = forms.written(message, request.headers.get("accept", ""))
    return Response(content, media_type=form)


def _single(request: Request, name: str, usual: str) -> str:
    found = request.query_params.getlist(name) or [usual]
    if len(found) > 1:
        raise ValueError(name)
    return found[0]


def _whole(request: Request, name: str, usual: int) -> int:
    text = _single(request, name, str(usual))
    if not text.isascii() or not text.isdigit() or len(text) > 15:
        raise ValueError(name)
    return int(text)


def _mark(request: Request) -> str:
    text = _single(request, "mark", "")
    if not _MARK.fullmatch(text):
        raise ValueError("mark")
    return text


def _check_schema(schema: int) -> None:
    if schema < wire.OLDEST_SCHEMA:
        raise Refused(426, "schema.old", "这台电脑的程序太旧，请先升级；本机的操作都保留着。")


def _check_plain(push: wire.Push) -> None:
    """What is held or refused is kept as JSON. Raises ValueError for what only MessagePack can say."""
    try:
        msgspec.json.encode(push)
    except (TypeError, RecursionError) as fault:
        raise ValueError("not as plain as JSON") from fault


def _told(status: int, code: str, message: str) -> Response:
    headers = {"WWW-Authenticate": "Bearer"} if status == 401 else None
    return JSONResponse({"error": {"code": code, "message": message}}, status, headers)


async def _refused(_request: Request, refused: Exception) -> Response:
    assert isinstance(refused, Refused)
    return _told(refused.status, refused.code, refused.message)


async def _not_here(_request: Request, fault: Exception) -> Response:
    """No such address, or nothing that can be done there."""
    assert isinstance(fault, HTTPException)
    told = _told(fault.status_code, "address.unknown", "总台没有这个地址，或不能这样使用。")
    told.headers.update(fault.headers or {})
    return told


async def _rule(_request: Request, rule: Exception) -> Response:
    assert isinstance(rule, RuleViolation)
    return _told(429 if rule.code == "web.too_often" else 422, rule.code, rule.message)


async def _fault(_request: Request, fault: Exception) -> Response:
    assert isinstance(fault, EnvironmentFault)
    return _told(404 if fault.code == "blob.missing" else 503, fault.code, fault.message)


async def _malformed(request: Request, fault: Exception) -> Response:
    # What was wrong with it is not told: it may say what was in it.
    _log.warning("%s %s: %s", request.method, request.url.path, type(fault).__name__)
    return _told(400, "message.malformed", "看不懂收到的内容。")
