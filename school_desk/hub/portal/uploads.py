"""What a signed-in enterprise sends: read in a worker process, so many at a time, each for so long and so often an hour."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterable
from contextlib import suppress
from datetime import timedelta
from typing import Any

from school_desk.accounts.attempts import Limit
from school_desk.hub.portal.door import Visit
from school_desk.hub.portal.photos import LOOK, jpg_faults
from school_desk.hub.portal.seats import a_seat
from school_desk.intake.roster import LatePhoto
from school_desk.kernel.errors import EnvironmentFault, RuleViolation

CONFORM = "school_desk.intake.roster:conform_photo"
_HOUR = timedelta(hours=1)
BY_ACCOUNT = Limit("upload/account", 60, _HOUR, _HOUR, "上传的次数太多，请在 {until} 之后再试。")
_TIMEOUT_S = 120
_reading = threading.BoundedSemaphore(4)
_BUSY = ("job.busy", "现在上传的人太多，请过一分钟再试。")


def count(visit: Visit) -> None:
    """Counts one upload of this account. Raises RuleViolation `web.too_often`."""
    visit.take(BY_ACCOUNT, visit.me.id)


def read(visit: Visit, function: str, *arguments: Any) -> Any:
    """What "module:function" reads. Raises RuleViolation as it does and `upload.slow`, EnvironmentFault `job.busy`."""
    with a_seat(_reading, *_BUSY):
        return _read(visit, function, arguments, _TIMEOUT_S)


def read_each(visit: Visit, function: str, contents: Iterable[tuple[Any, ...]]) -> list[Any]:
    """What "module:function" reads of each, one after the other and all within the time of one file; None of what was not read.

    Raises EnvironmentFault `job.busy`. One at a time, so that nobody else's file has to wait for all of them.
    """
    end, found = time.monotonic() + _TIMEOUT_S, list[Any]()
    with a_seat(_reading, *_BUSY):
        for arguments in contents:
            found.append(None)
            with suppress(RuleViolation, EnvironmentFault):
                found[-1] = _read(visit, function, arguments, max(0.0, end - time.monotonic()))
    return found


def _read(visit: Visit, function: str, arguments: tuple[Any, ...], seconds: float) -> Any:
    job = visit.site.jobs.submit(function, *arguments)
    try:
        return job.future.result(seconds)
    except TimeoutError as fault:
        job.cancel()
        raise RuleViolation("upload.slow", "文件读了两分钟没有读完。请缩小照片，或分成几个文件再上传。") from fault


def picture(visit: Visit, field: str, word: str) -> tuple[str, bytes] | None:
    """Name and content of the JPG in `field`, None when there is none. Raises RuleViolation that names it by `word`, and as `read`."""
    upload = visit.body.files.get(field)
    if upload is None:
        return None
    faults = jpg_faults(word, upload.content) or read(visit, LOOK, "照片.jpg", upload.content, "")
    if faults:
        raise RuleViolation("upload.picture", "".join(faults), field=field)
    return upload.name, upload.content


def person_photo(visit: Visit) -> LatePhoto | None:
    """The photo of a person in the field "photo", made to conform; None when there is none. Raises as `picture` and `read`."""
    found = picture(visit, "photo", "照片")
    if found is None:
        return None
    photo: LatePhoto = read(visit, CONFORM, found[1])
    return photo
