"""Reads what a browser posts, within bounds and in memory: a licence must not lie about in a folder for temporary files."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncGenerator, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field

from starlette.datastructures import FormData, UploadFile
from starlette.formparsers import FormParser, MultiPartException, MultiPartParser
from starlette.requests import Request

from school_desk.intake.sent_roster import MAX_BYTES
from school_desk.terms.uploads import MAX_UPLOAD_BYTES

SMALL = 64 * 1024
# Three photos a little over what is allowed are still told in words which is too big.
PHOTOS = 3 * (MAX_UPLOAD_BYTES + 512 * 1024)
# A roster with its photos.
ROSTERS = MAX_BYTES + 512 * 1024
# A form is here within so long, and whatever carries files: who is slower holds a place that others need.
FORM_S, FILES_S = 30, 300
_MOST_FIELDS, _MOST_FILES, _MOST_FIELD_BYTES = 40, 3, 16 * 1024


class BadBody(Exception):
    """What was posted is too large (413), too slow (408), no form (400), or too many post at once (503)."""

    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status


@dataclass(frozen=True)
class Upload:
    """One file as it came: the sender's name of it, and what is in it."""

    name: str
    content: bytes = field(repr=False)


@dataclass(frozen=True)
class Body:
    """A posted form; of a field that came twice the last value counts, empty file fields are left out."""

    fields: Mapping[str, str] = field(default_factory=dict, repr=False)
    files: Mapping[str, Upload] = field(default_factory=dict)


class _InMemory(MultiPartParser):
    spool_max_size = ROSTERS + 1


class Places:
    """For so many posts with files at a time, and so many of one sender: they may come slowly, and lie in memory until they are answered."""

    def __init__(self, most: int, of_one: int) -> None:
        self.most, self.of_one = most, of_one
        self._taken: Counter[str] = Counter()

    @contextmanager
    def one(self, who: str) -> Iterator[None]:
        """Holds a place of `who`. Raises BadBody. Only in the event loop: nothing here waits."""
        if self._taken.total() >= self.most or self._taken[who] >= self.of_one:
            raise BadBody(503)
        self._taken[who] += 1
        try:
            yield
        finally:
            self._taken[who] -= 1
            if not self._taken[who]:
                del self._taken[who]


# Of those who are not signed in by their address, of others by their account: a browser sends one at a time, some people have two open.
STRANGERS, ACCOUNTS = Places(32, 8), Places(32, 4)


async def read_body(request: Request, most: int) -> Body:
    """The form that was posted. Raises BadBody."""
    try:
        async with asyncio.timeout(FORM_S if most <= SMALL else FILES_S):
            return await _read(request, most)
    except TimeoutError as fault:
        raise BadBody(408) from fault


async def _read(request: Request, most: int) -> Body:
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    stream = _bounded(request, most)
    try:
        if kind == "multipart/form-data":
            parser = _InMemory(
                request.headers,
                stream,
                max_files=_MOST_FILES,
                max_fields=_MOST_FIELDS,
                max_part_size=_MOST_FIELD_BYTES,
            )
            return await _body(await parser.parse())
        if kind == "application/x-www-form-urlencoded":
            return await _body(await FormParser(request.headers, stream).parse())
    except (MultiPartException, KeyError, UnicodeDecodeError) as fault:
        raise BadBody(400) from fault
    raise BadBody(400)


async def _bounded(request: Request, most: int) -> AsyncGenerator[bytes, None]:
    """Counts what really comes, whatever the length says."""
    told = request.headers.get("content-length", "")
    if told.isdigit() and int(told) > most:
        raise BadBody(413)
    size = 0
    async for chunk in request.stream():
        size += len(chunk)
        if size > most:
            raise BadBody(413)
        yield chunk


async def _body(form: FormData) -> Body:
    fields: dict[str, str] = {}
    files: dict[str, Upload] = {}
    for name, value in form.multi_items():
        if isinstance(value, UploadFile):
            content = await value.read()
            if value.filename:
                files[name] = Upload(value.filename[:200], content)
        else:
            fields[name] = value
    await form.close()
    return Body(fields, files)
