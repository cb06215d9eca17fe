"""Files that are made when somebody asks for them: in a worker process, so that no page of anybody else waits."""

from __future__ import annotations

import threading
from typing import Any
from urllib.parse import quote

from starlette.responses import Response

from school_desk.hub.portal.door import Visit
from school_desk.hub.portal.seats import a_seat
from school_desk.kernel.errors import EnvironmentFault

PDF = "application/pdf"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_TIMEOUT_S = 120
_waiting = threading.BoundedSemaphore(8)


def made(visit: Visit, function: str, *arguments: Any) -> bytes:
    """What "module:function" makes. Raises RuleViolation as it does, EnvironmentFault `job.busy` or `job.slow`."""
    with a_seat(_waiting, "job.busy", "现在下载的人太多，请过一分钟再试。"):
        job = visit.site.jobs.submit(function, *arguments)
        try:
            content: bytes = job.future.result(_TIMEOUT_S)
        except TimeoutError as fault:
            job.cancel()
            raise EnvironmentFault("job.slow", "文件太大，两分钟没有做完。请少选一些再下载。") from fault
    return content


def attachment(name: str, media_type: str, content: bytes) -> Response:
    """Sends a file to be kept under `name`."""
    headers = {"Content-Disposition": f"attachment; filename*=UTF-8''{quote(name)}"}
    return Response(content, media_type=media_type, headers=headers)
